"""A push as a whole: every record in exactly one outcome, on every way out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.errors import ConfirmationNeeded, NotAllowed
from app.jobs import JobContext
from app.services.history import list_pushes
from app.services.push import exit_code
from app.values import BaseState
from tests.app.push.shop import KIND, InBackground, Shop, counts, customer, wait_until


def test_all_well(shop: Shop) -> None:
    ids = shop.add(["1", "2"])
    result = shop.push()
    assert (result.counts, result.exit_code, result.stopped_because) == (counts(applied=2), 0, "")
    assert {shop.record(one).base_state for one in ids} == {BaseState.KNOWN}
    assert list_pushes(shop.workspace)[0].state == "finished"


def test_a_held_back_record_is_skipped_with_its_problem(shop: Shop) -> None:
    shop.add(["1"])
    shop.save(customer("2", discount_percentage=120.0))
    result = shop.push()
    assert (result.counts, result.exit_code) == (counts(applied=1, skipped=1), 3)
    held = shop.outcomes(result.push_id)["2"]
    assert (held.reason, "120" in held.message) == ("held-back", True)


def test_a_trial_run_sends_the_first_ones_that_can_be_sent(shop: Shop) -> None:
    shop.save(customer("0", discount_percentage=120.0))
    shop.add(["1", "2", "3"])
    assert shop.push(first=2).counts == counts(applied=2)
    assert shop.batches() == [["1", "2"]]


def test_only_what_failed_is_tried_again(shop: Shop) -> None:
    shop.add(["1", "2"], bad=["2"])
    shop.push()
    shop.add(["3"])
    assert shop.push(only_failed=True).counts == counts(refused=1)
    assert shop.batches()[-1] == ["2"]


STOPPERS = [
    ({"name": "status", "status": 401}, "Check the credentials"),
    ({"name": "status", "status": 403}, "Check the credentials"),
    ({"name": "status", "status": 404}, "Check the address"),
    ({"name": "html", "status": 404}, "Check the address"),
    ({"name": "redirect"}, "Check the address"),
]


@pytest.mark.parametrize(
    ("fault", "remedy"), STOPPERS, ids=lambda one: str(one) if isinstance(one, dict) else ""
)
def test_what_concerns_everything_stops_after_the_first(shop: Shop, fault: dict[str, Any], remedy: str) -> None:
    ids = shop.with_options(batch_size=2).add(map(str, range(6)))
    shop.fault(times=0, **fault)
    result = shop.push()
    assert (result.counts, result.exit_code) == (counts(skipped=6), 5)
    assert remedy in result.stopped_because
    assert "Everything stays pending" in result.stopped_because
    assert len(shop.requests()) == 1
    assert {shop.record(one).change for one in ids} == {"added"}
    assert {one.reason for one in shop.outcomes(result.push_id).values()} == {"aborted"}


def test_a_sign_in_that_ends_in_the_middle_keeps_what_was_applied(shop: Shop) -> None:
    shop.with_options(batch_size=2).add(map(str, range(6)))
    shop.fault("status", status=401, after=1)
    assert shop.push().counts == counts(applied=2, skipped=4)
    assert shop.push().counts == counts(applied=4)
    assert len(shop.held()) == 6


def test_a_captive_portal_stops_after_one_batch(shop: Shop) -> None:
    shop.with_options(batch_size=2).with_settings(retry_tries=1).add(map(str, range(6)))
    shop.fault("html", times=0)
    result = shop.push()
    assert (result.counts, result.exit_code) == (counts(unknown=2, skipped=4), 4)
    assert "A web page came back instead of TRAEDE's answer" in result.stopped_because
    shop.clear_faults()
    assert shop.push().counts == counts(applied=6)


def test_a_server_that_is_not_there_leaves_everything_pending(shop: Shop) -> None:
    ids = shop.with_options(batch_size=2).with_settings(retry_tries=2).add(map(str, range(6)))
    shop.connection = replace(shop.connection, base_url="http://127.0.0.1:9")
    shop.workspace.store.connections.update(shop.connection)
    result = shop.push()
    assert (result.counts, result.exit_code) == (counts(failed=2, skipped=4), 5)
    assert "cannot be reached" in result.stopped_because
    assert "Everything stays pending" in result.stopped_because
    assert {shop.record(one).change for one in ids} == {"added"}


def test_a_wrong_path_is_a_wrong_address(shop: Shop) -> None:
    shop.with_options(path_prefix="nowhere").add(["1"])
    result = shop.push()
    assert result.counts == counts(skipped=1)
    assert "Check the address" in result.stopped_because


@pytest.mark.parametrize(
    ("found", "state", "code"),
    [
        ({"applied": 1}, "finished", 0),
        ({"applied": 1, "refused": 1}, "finished", 3),
        ({"failed": 1}, "finished", 3),
        ({"skipped": 1}, "finished", 3),
        ({"refused": 1}, "aborted", 5),
        ({"skipped": 1}, "stopped", 5),
        ({"unknown": 1, "refused": 1}, "aborted", 4),
        ({"unknown": 1}, "finished", 4),
    ],
)
def test_the_worst_decides_the_exit_code(found: dict[str, int], state: str, code: int) -> None:
    assert exit_code(dict(counts(**found)), state) == code


def test_one_push_of_a_connection_at_a_time(shop: Shop) -> None:
    shop.add(["1"])
    shop.fault("late", seconds=0.5)
    running = InBackground(shop)
    wait_until(lambda: bool(shop.requests()))
    with pytest.raises(NotAllowed, match="A push of Nordic test is running already"):
        shop.push()
    assert running.result().counts == counts(applied=1)
    assert shop.push().counts == counts()


def test_two_connections_push_at_once(shop: Shop) -> None:
    other = shop.another()
    shop.add(["1"])
    other.add(["2"])
    shop.fault("late", seconds=0.3, times=2)
    running = InBackground(shop)
    wait_until(lambda: bool(shop.requests()))
    assert other.push().counts == counts(applied=1)
    assert running.result().counts == counts(applied=1)


def test_a_push_sends_to_its_own_connection_only(shop: Shop) -> None:
    other = shop.another()
    mine, theirs = shop.add(["1"]), other.add(["1"])
    assert shop.push().counts == counts(applied=1)
    assert len(shop.requests()) == 1
    assert shop.record(mine[0]).base_state is BaseState.KNOWN
    assert shop.record(theirs[0]).base_state is BaseState.UNREAD
    assert other.settle().counts == counts()


def test_an_unknown_of_one_connection_is_settled_by_that_one_only(shop: Shop) -> None:
    other = shop.another()
    shop.with_settings(retry_tries=1).add(["1"])
    shop.fault("lose_answer")
    shop.push()
    assert other.settle().counts == counts()
    assert len(shop.requests()) == 1


def test_a_question_comes_before_anything_is_written_down(shop: Shop) -> None:
    for number in range(21):
        shop.add_delete(str(number))
    with pytest.raises(ConfirmationNeeded, match="delete 21 records"):
        shop.push(is_confirmed=False)
    assert list_pushes(shop.workspace) == ()
    assert shop.requests() == []
    assert shop.record(1).busy == ""


def test_a_trial_run_or_a_retry_is_guarded_too(shop: Shop) -> None:
    for number in range(30):
        shop.add_delete(str(number))
    assert shop.push(is_confirmed=False, first=20).counts["refused"] == 20
    with pytest.raises(ConfirmationNeeded, match="delete 21 records"):
        shop.push(is_confirmed=False, first=21)
    shop.push(first=30)
    with pytest.raises(ConfirmationNeeded, match="delete 30 records"):
        shop.push(is_confirmed=False, only_failed=True)


def test_a_connection_with_a_running_push_has_open_entries(shop: Shop) -> None:
    shop.add(["1"])
    shop.fault("too_many", retry_after=60)
    running = InBackground(shop)
    wait_until(lambda: running.context.latest.text.startswith("Waiting"))
    assert shop.workspace.store.journal.has_open(shop.connection.id)
    running.context.cancel()
    running.result()
    assert not shop.workspace.store.journal.has_open(shop.connection.id)


def test_nothing_pending_is_no_error(shop: Shop) -> None:
    assert shop.push().counts == counts()
    assert shop.push().exit_code == 0


def test_a_push_reports_its_progress(shop: Shop) -> None:
    shop.with_options(batch_size=1).add(["1", "2"])
    context = JobContext()
    shop.push(context)
    assert (context.latest.done, context.latest.total) == (2, 2)
    assert context.latest.counts["applied"] == 2


def test_the_delete_of_a_customer_takes_it_off_the_lists(shop: Shop) -> None:
    shop.hold(["1"])
    record_id = shop.add_delete("1")
    assert shop.push().counts == counts(applied=1)
    assert shop.held() == {}
    assert shop.workspace.store.records.tallies(KIND.id, shop.connection.id).total == 0
    assert shop.record(record_id).base_state is BaseState.ABSENT


def test_a_bug_while_judging_an_answer_leaves_its_records_unknown(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.with_options(batch_size=1).add(["1", "2"])

    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("app.push.run.decide", broken)
        with pytest.raises(ZeroDivisionError):
            shop.push()
    assert shop.outcome_words(1) == {"1": "unknown", "2": "skipped"}
    assert list_pushes(shop.workspace)[0].state == "aborted"
    assert shop.push().counts == counts(applied=2)
