"""How a push to a vendor that can be read ends early: every record with one outcome, nothing lost."""

from __future__ import annotations

import pytest

from app.jobs import JobContext
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import counts


@pytest.fixture
def desk(desk_at: Open) -> Desk:
    return desk_at("kibo", records=8)


def change_all(desk: Desk) -> list[int]:
    return [desk.change(desk.read(key), {"taxId": f"DK{key}"}) for key in sorted(desk.held())]


def test_stopped_before_the_first_read_sends_nothing(desk: Desk) -> None:
    ids = change_all(desk)
    context = JobContext()
    context.cancel()
    result = desk.push(context)
    assert result.counts == counts(skipped=8)
    assert not desk.requests("PUT")
    assert {desk.record(one).outcome_reason for one in ids} == {"stopped"}


def test_what_cannot_be_read_is_not_written_and_stops_the_run(desk: Desk) -> None:
    ids = change_all(desk)
    desk.fault("status", status=503, times=0, match={"method": "GET"})
    result = desk.push()
    assert (result.exit_code, result.total) == (5, 8)
    assert result.counts["failed"] + result.counts["skipped"] == 8
    assert not desk.requests("PUT")
    assert all(desk.record(one).edits and not desk.record(one).busy for one in ids)


def test_a_refused_read_concerns_its_record_only(desk: Desk) -> None:
    change_all(desk)
    desk.fault("status", status=403, match={"method": "GET"}, body={"message": "Not yours."})
    result = desk.push()
    assert result.counts == counts(applied=7, refused=1)
    assert any("Not yours." in one.message for one in desk.outcomes(result.push_id))


def test_a_wait_the_vendor_asks_for_is_waited(desk: Desk) -> None:
    change_all(desk)
    desk.fault("too_many", retry_after=0, times=2, match={"method": "GET"})
    desk.fault("too_many", retry_after=0, times=2, match={"method": "PUT"})
    assert desk.push().counts == counts(applied=8)


def test_a_trial_counts_its_records_only(desk: Desk) -> None:
    change_all(desk)
    assert desk.push(first=3).counts == counts(applied=3)
    assert desk.push().counts == counts(applied=5)
