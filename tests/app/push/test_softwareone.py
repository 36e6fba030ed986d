"""Buyers created, changed and deleted: nothing twice, whatever is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest

from app.records.change import Edits
from app.values import BaseState
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import counts


@pytest.fixture
def desk(desk_at: Open) -> Desk:
    return desk_at("softwareone")


def buyer(number: int, **fields: Any) -> Edits:
    """The edits of a new buyer."""
    return {
        "name": f"Müller & Søn {number}",
        "address.addressLine1": f"Straße {number}",
        "address.postCode": "01067",
        "address.city": "Dresden",
        "address.state": "Sachsen",
        "address.country": "DE",
        "externalIds.erpCompanyContact": f"CC-{number}",
        **fields,
    }


def nameless(number: int) -> Edits:
    """A buyer without an ERP id, of which there may be two."""
    return {path: value for path, value in buyer(number).items() if not path.startswith("externalIds")}


def add(desk: Desk, *numbers: int, **fields: Any) -> list[int]:
    return [desk.save(buyer(one, **fields), base_state=BaseState.ABSENT) for one in numbers]


def names(desk: Desk) -> list[str]:
    return sorted(one["name"] for one in desk.held().values())


def test_a_created_buyer_takes_over_the_vendors_id(desk: Desk) -> None:
    ids = add(desk, 1, 2, 3)
    result = desk.push()
    assert result.counts == counts(applied=3), desk.outcomes(result.push_id)
    record = desk.record(ids[0])
    assert (record.base_state, record.edits, record.key in desk.held()) == (BaseState.KNOWN, {}, True)
    found = desk.workspace.store.records.by_key(desk.kind.id, desk.connection.id, "CC-1")
    assert found is not None
    assert found.id == ids[0]
    assert names(desk) == ["Müller & Søn 1", "Müller & Søn 2", "Müller & Søn 3"]


@pytest.mark.parametrize("fault", ["lose_answer", "commit_late", "cut"])
def test_a_create_whose_answer_is_lost_is_found_and_not_sent_again(desk: Desk, fault: str) -> None:
    seconds = {"seconds": 0.005} if fault == "commit_late" else {}
    add(desk, 1, 2)
    desk.fault(fault, match={"method": "POST"}, **seconds)
    result = desk.push()
    assert result.counts == counts(applied=2), desk.outcomes(result.push_id)
    assert len(desk.requests("POST")) == 2
    assert len(desk.held()) == 2


def test_a_create_that_never_arrived_is_pushed_again_only_after_its_rest(desk: Desk, clock: Any) -> None:
    (record_id,) = add(desk, 1)
    desk.fault("status", status=502, match={"method": "POST"})
    assert desk.push().counts == counts(failed=1)
    assert not desk.record(record_id).busy
    assert (
        "does not hold it. It may still arrive, so it can be pushed again in 1"
        in desk.record(record_id).outcome_message
    )
    again = desk.push()
    assert (again.counts, again.reasons) == (counts(skipped=1), {"unknown-before": 1})
    assert desk.record(record_id).outcome_reason == "unknown-before"
    clock.advance(901)
    desk.behave(clock_skew_seconds=901)
    assert desk.push().counts == counts(applied=1)
    assert len(desk.held()) == 1


def test_a_clock_that_jumps_ahead_does_not_shorten_the_rest(desk: Desk, clock: Any) -> None:
    (record_id,) = add(desk, 1)
    desk.fault("status", status=502, match={"method": "POST"})
    assert desk.push().counts == counts(failed=1)
    clock.advance(7200)
    assert desk.push().counts == counts(skipped=1)
    assert desk.record(record_id).outcome_reason == "unknown-before"
    assert len(desk.requests("POST")) == 1


@pytest.mark.parametrize("hours", [-9, 9])
def test_a_vendor_whose_clock_is_hours_off_is_read_by_its_own_clock(desk: Desk, hours: int) -> None:
    desk.behave(clock_skew_seconds=3600 * hours)
    add(desk, 1)
    desk.fault("lose_answer", match={"method": "POST"})
    assert desk.push().counts == counts(applied=1)
    assert (len(desk.held()), len(desk.requests("POST"))) == (1, 1)


def test_a_lost_name_with_both_quote_marks_is_found(desk: Desk) -> None:
    add(desk, 1, name='O\'Brien "Nord" & Søn *')
    desk.fault("lose_answer", match={"method": "POST"})
    assert desk.push().counts == counts(applied=1)
    assert names(desk) == ['O\'Brien "Nord" & Søn *']


def test_a_lost_create_is_found_among_pages_of_others(desk: Desk) -> None:
    desk.behave(default_limit=5)
    add(desk, *range(13))
    desk.fault("lose_answer", match={"method": "POST"}, after=7)
    assert desk.push().counts == counts(applied=13)
    assert (len(desk.held()), len(desk.requests("POST"))) == (13, 13)


def test_what_a_vendor_that_is_down_cannot_say_stays_unknown(desk: Desk) -> None:
    (record_id,) = add(desk, 1)
    desk.fault("lose_answer", match={"method": "POST"})
    desk.fault("status", status=503, times=0, match={"method": "GET"}, after=1)
    assert desk.push().counts == counts(unknown=1)
    assert desk.settle().counts == counts(unknown=1)
    assert desk.record(record_id).busy == "unknown"
    desk.clear_faults()
    assert desk.settle().counts == counts(applied=1)
    assert len(desk.requests("POST")) == 1


def test_a_person_may_shorten_the_rest(desk: Desk) -> None:
    add(desk, 1)
    desk.fault("status", status=502, match={"method": "POST"})
    desk.push()
    assert desk.push(retry_after_seconds=0).counts == counts(applied=1)


def test_a_create_that_arrived_after_all_is_found_before_it_would_go_out_again(desk: Desk) -> None:
    (record_id,) = add(desk, 1)
    desk.fault("status", status=502, match={"method": "POST"})
    desk.push()
    pending = desk.record(record_id)
    (step,) = desk.kind.plan([desk.pending(record_id)], {})
    made = desk.send(step.request)
    assert pending.edits
    assert desk.push(retry_after_seconds=0).counts == counts(applied=1)
    assert desk.record(record_id).key == made["id"]
    assert len(desk.held()) == 1


def test_two_that_a_lost_create_may_have_made_are_left_to_a_person(desk: Desk) -> None:
    record_id = desk.save(nameless(1), base_state=BaseState.ABSENT)
    desk.fault("lose_answer", match={"method": "POST"})
    (step,) = desk.kind.plan([desk.pending(record_id)], {})
    desk.fault("status", status=503, times=0, match={"method": "GET", "path": "/accounts/buyers"}, after=1)
    result = desk.push()
    assert result.counts == counts(unknown=1), desk.outcomes(result.push_id)
    desk.clear_faults()
    desk.send(step.request)
    result = desk.settle()
    assert result.counts == counts(unknown=1)
    assert "It may be BUY-" in desk.outcomes(result.push_id)[0].message
    assert desk.push().counts == counts(unknown=1)
    assert len(desk.requests("POST")) == 2


def test_equal_buyers_are_never_lost_together(desk: Desk) -> None:
    for _ in range(3):
        desk.save(nameless(1), base_state=BaseState.ABSENT)
    desk.fault("lose_answer", match={"method": "POST"})
    desk.fault("status", status=503, times=0, match={"method": "GET", "path": "/accounts/buyers"}, after=1)
    result = desk.push()
    assert result.counts == counts(unknown=1, skipped=2), desk.outcomes(result.push_id)
    assert len(desk.held()) == 1


def test_a_change_goes_over_what_was_read_just_before(desk_at: Open) -> None:
    desk = desk_at("softwareone", records=12)
    key = next(one["id"] for one in desk.view()["records"] if one["status"] == "Enabled")
    record_id = desk.change(desk.read(key), {"address.city": "Aarhus"})
    result = desk.push()
    assert result.counts == counts(applied=1), desk.outcomes(result.push_id)
    assert desk.held()[key]["address"]["city"] == "Aarhus"
    assert desk.held()[key]["account"]
    assert desk.record(record_id).edits == {}


def test_a_buyer_changed_on_both_sides_is_held_back(desk_at: Open) -> None:
    desk = desk_at("softwareone", records=12)
    key = next(one["id"] for one in desk.view()["records"] if one["status"] == "Enabled")
    base = desk.read(key)
    base["address"]["city"] = "Elsewhere"
    record_id = desk.change(base, {"address.city": "Aarhus"})
    result = desk.push()
    assert result.counts == counts(skipped=1)
    assert desk.record(record_id).outcome_reason == "conflict"
    assert desk.record(record_id).is_in_conflict
    assert not desk.requests("PUT")


def test_a_buyer_that_is_gone_is_deleted_already(desk_at: Open) -> None:
    desk = desk_at("softwareone", records=3)
    free = set(desk.held()) - set(desk.view()["with_licensees"])
    key = min(free)
    base = desk.read(key)
    delete = desk.save({}, base=base, base_state=BaseState.KNOWN, is_deleting=True)
    assert desk.push().counts == counts(applied=1)
    assert desk.held()[key]["status"] == "Deleted"
    assert desk.record(delete).base_state is BaseState.ABSENT
    desk.save({}, base=base, base_state=BaseState.KNOWN, is_deleting=True)
    sent = len(desk.requests("DELETE"))
    assert desk.push().counts == counts(applied=1)
    assert len(desk.requests("DELETE")) == sent


def test_somebody_elses_change_of_another_field_stays(desk_at: Open) -> None:
    desk = desk_at("softwareone", records=12)
    key = next(one["id"] for one in desk.view()["records"] if one["status"] == "Enabled")
    base = desk.read(key)
    base["name"] = "As it was called before"
    desk.change(base, {"address.city": "Aarhus"})
    before = desk.held()[key]["name"]
    assert desk.push().counts == counts(applied=1)
    assert desk.held()[key]["name"] == before
