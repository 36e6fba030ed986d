"""Whose turn it is, by a clock that a test sets: waits, holds and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.errors import Cancelled, NotNow
from app.jobs import Halt
from app.push.outage import DISTANCES, Outage
from app.push.run_values import Ending, Tally, Target
from app.push.turns import Turns
from app.values import Connection
from app.vendors.registry import vendor_named
from app.workspace import Workspace
from tests.app.push.shop import watched


class Passing:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def passing() -> Passing:
    return Passing()


@pytest.fixture
def turns(workspace: Workspace, connection: Connection, passing: Passing) -> Iterator[Turns]:
    """The turns of a push that can send 37 records, of which 12 are done."""
    vendor = vendor_named("flxpoint")
    with workspace.open_client(connection) as client:
        target = Target(connection, vendor, vendor.kinds[0], {}, client)
        tally = Tally(41)
        tally.counts.update(applied=12, skipped=4)  # what was held back was not going to be sent
        yield Turns(target, watched(), Ending(), tally, clock=passing)


def test_a_wait_counts_down_and_ends(turns: Turns, passing: Passing) -> None:
    turns.rest(40, "Kibo asked for it.")
    assert not turns.may_go()
    assert turns.standing() == (Halt.WAITING, "Waiting 40 s: Kibo asked for it.")
    passing.now += 12.5
    assert turns.standing() == (Halt.WAITING, "Waiting 28 s: Kibo asked for it.")
    passing.now += 27.5
    assert turns.may_go()
    assert turns.standing() == (Halt.NONE, "")


def test_a_wait_is_over_after_a_sleep_that_was_longer(turns: Turns, passing: Passing) -> None:
    turns.rest(40, "Kibo asked for it.")
    passing.now += 3600
    assert turns.may_go()


def test_a_shorter_wait_does_not_cut_a_longer_one(turns: Turns) -> None:
    turns.rest(40, "Kibo asked for it.")
    turns.rest(1, "The connection broke off.")
    assert turns.quiet_seconds == 40


def test_a_pause_says_how_far_it_is(turns: Turns) -> None:
    turns.context.pause()
    assert not turns.may_go()
    words = "Paused: 12 of 37 sent, 25 waiting. Nothing is sent until you go on."
    assert turns.standing() == (Halt.PAUSED, words)
    turns.context.go_on()
    assert turns.may_go()


def test_a_pause_stops_what_waits_for_a_connection(turns: Turns) -> None:
    told: list[int] = []
    assert turns.may_go()
    with turns.passage(lambda: told.append(1)) as passage:
        turns.context.pause()
        with pytest.raises(NotNow):
            passage.open()
    assert told == []


def test_what_is_under_way_is_waited_for_by_name(turns: Turns) -> None:
    with turns.passage(lambda: None) as passage:
        passage.open()
        turns.context.pause()
        assert turns.standing() == (Halt.PAUSING, "Pausing: waiting for what was already sent.")
    assert turns.standing()[0] is Halt.PAUSED


def test_a_hold_ends_with_the_next_go_on_and_not_with_one_before(turns: Turns) -> None:
    turns.context.go_on()
    turns.hold(Halt.FAILURES, "5 requests failed.")
    assert not turns.may_go()
    assert turns.standing() == (Halt.FAILURES, "5 requests failed.")
    turns.context.go_on()
    assert turns.may_go()


def test_the_first_hold_is_the_one_that_is_told(turns: Turns) -> None:
    turns.hold(Halt.SIGN_IN, "Refused.")
    turns.hold(Halt.FAILURES, "5 requests failed.")
    assert turns.standing() == (Halt.SIGN_IN, "Refused.")


def test_an_answered_hold_is_told_no_more_though_nobody_followed_it_yet(turns: Turns) -> None:
    turns.hold(Halt.SIGN_IN, "Refused.")
    turns.context.go_on()
    assert turns.standing() == (Halt.NONE, "")


def test_an_outage_that_was_slept_through_is_as_long_as_since_the_wake(turns: Turns, passing: Passing) -> None:
    turns.outage = Outage.begin(passing.now, 0)
    passing.now += 8 * 3600
    turns.begin_outage_anew()
    assert turns.outage_seconds == 0
    assert not turns.may_go()
    passing.now += DISTANCES[0]
    assert turns.may_go()


def test_a_try_that_was_out_during_a_sleep_stays_the_only_one(turns: Turns, passing: Passing) -> None:
    turns.outage = Outage.begin(passing.now, 0)
    passing.now += DISTANCES[0]
    assert turns.may_go()
    passing.now += 8 * 3600
    turns.begin_outage_anew()
    assert turns.outage_seconds == 0
    assert turns.outage.is_tried_here


def test_nobody_gets_a_turn_once_it_is_over(turns: Turns) -> None:
    turns.ending.is_stopped = True
    with pytest.raises(Cancelled):
        turns.may_go()
    with turns.passage(lambda: None) as passage, pytest.raises(Cancelled):
        passage.open()


def test_the_pace_of_a_vendor_is_told_while_it_holds_requests_up(turns: Turns, passing: Passing) -> None:
    turns.note_slot_wait(0.4)
    assert turns.standing() == (Halt.NONE, "Flxpoint allows 2 requests a second.")
    turns.note_slot_wait(12.0)
    assert turns.standing() == (Halt.WAITING, "Waiting 12 s: Flxpoint allows 2 requests a second.")
    passing.now += 60
    assert turns.standing() == (Halt.NONE, "")


def test_a_vendor_without_a_pace_says_nothing_of_one(turns: Turns) -> None:
    turns.target = replace(turns.target, vendor=vendor_named("traede"))
    turns.note_slot_wait(12.0)
    assert turns.standing() == (Halt.NONE, "")


def test_an_answer_that_takes_long_is_waited_for_in_words(turns: Turns, passing: Passing) -> None:
    with turns.passage(lambda: None) as passage:
        passage.open()
        passing.now += 3
        assert turns.standing() == (Halt.NONE, "")
        passing.now += 9
        assert turns.standing() == (Halt.WAITING, "Waiting for an answer of Flxpoint, 12 s so far.")
    assert turns.standing() == (Halt.NONE, "")


def test_each_answer_begins_the_wait_for_the_next_anew(turns: Turns, passing: Passing) -> None:
    with turns.passage(lambda: None) as slow:
        slow.open()
        with turns.passage(lambda: None) as quick:
            quick.open()
            passing.now += 9
            assert turns.standing()[0] is Halt.WAITING
        passing.now += 3
        assert turns.standing() == (Halt.NONE, "")
