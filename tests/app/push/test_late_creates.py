"""Creates that were lost, given up, and arrive after all: found by a reading, or answered by a person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from app.errors import NotAllowed
from app.jobs import JobContext
from app.services.edit_records import set_values
from app.services.pull import pull
from app.values import BaseState, Change, Outcome
from tests.app.conftest import StoppedClock
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import counts
from tests.app.push.test_softwareone import add, buyer, nameless


@pytest.fixture
def desk(desk_at: Open) -> Desk:
    return desk_at("softwareone")


def given_up(desk: Desk) -> tuple[int, Any]:
    """Lose a create without an ERP id; returns the record and the request that may yet arrive."""
    record_id = desk.save(nameless(1), base_state=BaseState.ABSENT)
    (step,) = desk.kind.plan([desk.pending(record_id)], {})
    desk.fault("status", status=502, match={"method": "POST"})
    assert desk.push().counts == counts(failed=1)
    return record_id, step.request


def read(desk: Desk) -> Any:
    return pull(desk.workspace, JobContext(), desk.connection.id)


def listed(desk: Desk) -> int:
    return desk.workspace.store.records.tallies(desk.kind.id, desk.connection.id).total


def pulled_as_another(desk: Desk) -> int:
    """Bring in a late buyer as a record of its own, and let the lost one meet it."""
    record_id, request = given_up(desk)
    made = desk.send(request)
    desk.save({}, base=desk.read(made["id"]), base_state=BaseState.KNOWN, is_key_locked=True)
    result = desk.push(retry_after_seconds=0)
    assert (result.counts, result.exit_code) == (counts(unknown=1), 4)
    assert made["id"] in desk.outcomes(result.push_id)[0].message
    return record_id


def test_one_that_comes_late_is_found_by_the_next_reading_and_listed_once(desk: Desk) -> None:
    record_id, request = given_up(desk)
    made = desk.send(request)
    read(desk)
    record = desk.record(record_id)
    assert (record.key, record.base_state, record.change) == (made["id"], BaseState.KNOWN, Change.NONE)
    assert (listed(desk), record.outcome) == (1, "applied")
    assert desk.push(retry_after_seconds=0).counts == counts()
    assert len(desk.requests("POST")) == 2  # the lost one, and the same when it came


def test_one_that_was_edited_since_keeps_its_edit(desk: Desk) -> None:
    record_id, request = given_up(desk)
    set_values(desk.workspace, desk.kind.id, record_id, {"address.city": "Aarhus"})
    made = desk.send(request)
    read(desk)
    assert (desk.record(record_id).key, desk.record(record_id).edits) == (
        made["id"],
        {"address.city": "Aarhus"},
    )
    assert listed(desk) == 1


def test_an_answer_does_not_shorten_the_rest(desk: Desk) -> None:
    record_id = pulled_as_another(desk)
    desk.answer(f"#{record_id}", is_applied=False)
    assert desk.push().counts == counts(skipped=1)
    assert "can be pushed again in" in desk.record(record_id).outcome_message


def test_two_that_came_are_left_to_a_person_and_kept_off_the_lists(desk: Desk) -> None:
    record_id, request = given_up(desk)
    set_values(desk.workspace, desk.kind.id, record_id, {"address.city": "Aarhus"})
    desk.send(request)
    desk.send(request)
    read(desk)
    record = desk.record(record_id)
    assert (record.busy, record.outcome, listed(desk)) == ("unknown", "unknown", 1)
    assert record.outcome_message.count("BUY-") == 2


def test_nothing_more_is_asked_when_no_create_was_given_up(desk: Desk) -> None:
    add(desk, 1)
    desk.push()
    before = len(desk.requests("GET"))
    read(desk)
    assert len(desk.requests("GET")) == before + 1


@pytest.mark.parametrize("is_applied", [True, False])
def test_one_that_another_row_holds_can_be_answered(desk: Desk, *, is_applied: bool) -> None:
    record_id = pulled_as_another(desk)
    outcome = Outcome.APPLIED if is_applied else Outcome.FAILED
    assert desk.answer(f"#{record_id}", is_applied=is_applied).counts[outcome] == 1
    found = [one for number in (1, 2) for one in desk.outcomes(number) if one.record_id == record_id]
    assert Outcome.UNKNOWN not in [one.outcome for one in found]
    with pytest.raises(NotAllowed, match="is not unknown"):
        desk.answer(f"#{record_id}", is_applied=is_applied)


def test_not_applied_is_believed_of_what_a_person_was_told(desk: Desk) -> None:
    record_id = pulled_as_another(desk)
    desk.answer(f"#{record_id}", is_applied=False)
    read(desk)
    assert not desk.record(record_id).busy
    assert desk.push(retry_after_seconds=0).counts == counts(applied=1)
    assert len(desk.held()) == 2


def test_what_comes_after_the_answer_is_told_anew(desk: Desk) -> None:
    record_id = pulled_as_another(desk)
    desk.answer(f"#{record_id}", is_applied=False)
    (step,) = desk.kind.plan([desk.pending(record_id)], {})
    made = desk.send(step.request)
    assert desk.push(retry_after_seconds=0).counts == counts(applied=1)
    assert desk.record(record_id).key == made["id"]


def without_a_clock(desk: Desk, clock: StoppedClock, hours: int) -> int:
    """Lose the answer of a create that arrived at a vendor which tells no time, hours off."""
    clock.now = datetime.now(UTC)
    desk.behave(date_header=False, clock_skew_seconds=3600 * hours)
    (record_id,) = add(desk, 1)
    desk.fault("lose_answer", match={"method": "POST"})
    return record_id


def test_a_vendor_that_tells_no_time_and_is_far_behind_leaves_unknown_and_says_why(
    desk: Desk, clock: StoppedClock
) -> None:
    record_id = without_a_clock(desk, clock, -1)
    result = desk.push()
    assert (result.counts, result.exit_code) == (counts(unknown=1), 4)
    assert "It may be BUY-" in desk.outcomes(result.push_id)[0].message
    assert "did not tell its clock" in desk.outcomes(result.push_id)[0].message
    assert desk.push(retry_after_seconds=0).counts == counts(unknown=1)
    assert desk.record(record_id).busy == "unknown"
    assert len(desk.held()) == 1


def test_what_a_vendor_without_a_clock_never_got_is_free_again(desk: Desk) -> None:
    desk.behave(date_header=False)
    add(desk, 1)
    desk.fault("status", status=502, match={"method": "POST"})
    assert desk.push().counts == counts(failed=1)
    assert desk.push(retry_after_seconds=0).counts == counts(applied=1)
    assert len(desk.held()) == 1


@pytest.mark.parametrize("hours", [0, 9])
def test_a_vendor_that_tells_no_time_and_is_not_behind_is_found(
    desk: Desk, clock: StoppedClock, hours: int
) -> None:
    without_a_clock(desk, clock, hours)
    assert desk.push().counts == counts(applied=1)
    assert (len(desk.held()), len(desk.requests("POST"))) == (1, 1)


def test_others_that_contradict_the_lost_one_are_not_read(desk: Desk) -> None:
    add(desk, 1)
    desk.fault("lose_answer", match={"method": "POST"})
    for number in range(2, 7):
        desk.save(buyer(number), base_state=BaseState.ABSENT)
    assert desk.push().counts == counts(applied=6)
    assert sum("/BUY-" in one["path"] for one in desk.requests("GET")) == 1
