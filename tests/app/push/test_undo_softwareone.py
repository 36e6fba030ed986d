"""Undoing pushes of buyers: creates are deleted, fields put back, and what cannot be is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.services.attach_file import attach_file
from app.services.edit_records import delete_records, set_values
from app.values import BaseState
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import counts
from tests.app.push.test_softwareone import add
from tests.app.push.undoing import became, elsewhere, review, told, undone, words


@pytest.fixture
def desk(desk_at: Open) -> Desk:
    return desk_at("softwareone", records=12)


def enabled(desk: Desk) -> str:
    """A buyer that no ERP writes into."""
    return next(key for key, one in desk.held().items() if one["status"] == "Enabled")


def test_creates_are_deleted_again(desk: Desk) -> None:
    ids = add(desk, 1, 2)
    pushed = desk.push()
    keys = [desk.record(one).key for one in ids]
    seen = review(desk, pushed.push_id)
    result = undone(desk, pushed.push_id)
    assert (seen.deleted, seen.changed) == (2, 0)
    assert result.counts == counts(applied=2)
    assert became(desk, result.push_id) == dict.fromkeys(keys, "reversed")
    assert [desk.held()[key]["status"] for key in keys] == ["Deleted", "Deleted"]
    assert desk.record(ids[0]).base_state is BaseState.ABSENT


def test_a_deletion_of_yours_that_waits_outlives_an_undo_that_keeps_the_record(desk: Desk) -> None:
    (record_id,) = add(desk, 1)
    pushed = desk.push()
    key = desk.record(record_id).key
    delete_records(desk.workspace, desk.kind.id, [record_id])
    elsewhere(desk, key, {"address.city": "Theirs"})
    result = undone(desk, pushed.push_id)
    assert became(desk, result.push_id) == {key: "kept"}
    assert words(desk, result.push_id) == "It is to be deleted, which was not pushed yet."
    assert desk.record(record_id).is_deleting


def test_a_licensee_keeps_a_buyer_and_the_refusal_is_on_its_row(desk: Desk) -> None:
    (record_id,) = add(desk, 1)
    pushed = desk.push()
    body = {"status": 400, "detail": "The buyer has a licensee and cannot be deleted."}
    desk.fault("status", status=400, body=body, match={"method": "DELETE"})
    result = undone(desk, pushed.push_id)
    assert became(desk, result.push_id) == {desk.record(record_id).key: "impossible"}
    assert words(desk, result.push_id) == "The buyer has a licensee and cannot be deleted."
    assert "licensee" in desk.record(record_id).outcome_message
    assert result.exit_code == 3


def test_a_refused_undo_is_taken_up_again(desk: Desk) -> None:
    (record_id,) = add(desk, 1)
    pushed = desk.push()
    desk.fault("status", status=409, match={"method": "DELETE"})
    undone(desk, pushed.push_id)
    assert desk.record(record_id).is_deleting
    key = desk.record(record_id).key
    result = undone(desk, pushed.push_id)
    assert became(desk, result.push_id) == {key: "reversed"}


def test_a_created_buyer_that_somebody_changed_since_is_kept(desk: Desk) -> None:
    (record_id,) = add(desk, 1)
    pushed = desk.push()
    key = desk.record(record_id).key
    elsewhere(desk, key, {"address.city": "Leipzig"})
    result = undone(desk, pushed.push_id)
    assert became(desk, result.push_id) == {key: "kept"}
    assert desk.held()[key]["status"] != "Deleted"
    assert (desk.record(record_id).is_deleting, desk.record(record_id).conflicts) == (False, ())


def test_a_created_buyer_that_a_later_push_changed_is_kept(desk: Desk) -> None:
    (record_id,) = add(desk, 1)
    pushed = desk.push()
    set_values(desk.workspace, desk.kind.id, record_id, {"address.addressLine2": "2nd floor"})
    later = desk.push()
    result = undone(desk, pushed.push_id)
    assert words(desk, result.push_id) == f"It was changed since by push {later.push_id}."


def test_a_deletion_cannot_be_undone(desk: Desk) -> None:
    key = min(set(desk.held()) - set(desk.view()["with_licensees"]))
    desk.save({}, base=desk.read(key), base_state=BaseState.KNOWN, is_deleting=True)
    pushed = desk.push()
    assert pushed.counts == counts(applied=1)
    result = undone(desk, pushed.push_id)
    assert (result.counts, result.exit_code) == (counts(skipped=1), 3)
    assert words(desk, result.push_id) == "A deletion cannot be undone."


def test_undoing_the_undo_of_a_create_is_a_deletion_that_stays(desk: Desk) -> None:
    add(desk, 1)
    first = undone(desk, desk.push().push_id)
    second = undone(desk, first.push_id)
    assert [one.undo for one in told(desk, second.push_id)] == ["impossible"]


def test_only_the_fields_of_the_push_are_put_back(desk: Desk) -> None:
    key = enabled(desk)
    before = desk.held()[key]
    desk.change(desk.read(key), {"address.city": "Aarhus", "address.addressLine2": "3. sal"})
    pushed = desk.push()
    elsewhere(desk, key, {"address.postCode": "8000"})
    result = undone(desk, pushed.push_id)
    after = desk.held()[key]["address"]
    assert became(desk, result.push_id) == {key: "reversed"}
    assert (after["city"], after["postCode"]) == (before["address"]["city"], "8000")
    assert (after.get("addressLine2") or None) == (before["address"].get("addressLine2") or None)


def test_a_masked_value_cannot_be_put_back_and_the_rest_is(desk: Desk) -> None:
    key = next(one["id"] for one in desk.view()["records"] if one["status"] == "Enabled" and one["taxId"])
    city = desk.held()[key]["address"]["city"]
    desk.change(desk.read(key), {"taxId": "DK87654321", "address.city": "Aarhus"})
    pushed = desk.push()
    result = undone(desk, pushed.push_id)
    assert became(desk, result.push_id) == {key: "impossible"}
    assert words(desk, result.push_id) == "Tax id was shown masked, so what stood there is not known."
    assert (desk.held()[key]["taxId"], desk.held()[key]["address"]["city"]) == ("DK87654321", city)


def test_a_field_that_is_shown_to_nobody_is_not_emptied_blindly(desk: Desk) -> None:
    key = enabled(desk)
    desk.change(desk.read(key), {"contact.email": "ny@example.com"})
    pushed = desk.push()
    result = undone(desk, pushed.push_id)
    assert became(desk, result.push_id) == {key: "impossible"}
    assert "does not show Contact e-mail" in words(desk, result.push_id)
    assert desk.held()[key]["contact"]["email"] == "ny@example.com"


def test_a_logo_cannot_be_taken_away(desk: Desk, tmp_path: Path) -> None:
    record_id = desk.change(desk.read(enabled(desk)), {})
    picture = tmp_path / "logo.gif"
    picture.write_bytes(b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,")
    attach_file(desk.workspace, desk.kind.id, record_id, "logo", picture)
    pushed = desk.push()
    result = undone(desk, pushed.push_id)
    assert pushed.counts == counts(applied=1)
    assert words(desk, result.push_id) == "Logo was empty and cannot be emptied at the vendor."


def test_a_buyer_that_is_gone_is_said_to_be(desk: Desk) -> None:
    key = enabled(desk)
    record_id = desk.change(desk.read(key), {"address.city": "Aarhus"})
    pushed = desk.push()
    desk.fault("status", status=404, times=0, match={"method": "GET", "path": key})
    result = undone(desk, pushed.push_id)
    assert (became(desk, result.push_id), result.exit_code) == ({key: "impossible"}, 3)
    assert words(desk, result.push_id) == "SoftwareOne Marketplace no longer has it."
    assert (desk.record(record_id).edits, desk.record(record_id).base_state) == ({}, BaseState.ABSENT)


@pytest.mark.parametrize("fault", ["lose_answer", "cut"])
def test_a_lost_answer_of_an_undo_is_settled_by_reading(desk: Desk, fault: str) -> None:
    key = enabled(desk)
    before = desk.held()[key]["address"]["city"]
    desk.change(desk.read(key), {"address.city": "Aarhus"})
    pushed = desk.push()
    desk.fault(fault, match={"method": "PUT"})
    result = undone(desk, pushed.push_id)
    assert became(desk, result.push_id) == {key: "reversed"}
    assert desk.held()[key]["address"]["city"] == before
