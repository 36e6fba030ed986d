"""Records after the vendor was read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.records.change import MISSING, Edits
from app.records.conflicts import WHOLE
from app.records.merge import Conflict
from app.values import BaseState, Change, Record
from app.vendors.bring_in import brought_in, forgotten, gone, is_changed
from app.vendors.registry import kind_named, vendor_named

KIND = kind_named("softwareone.buyers")
OPTIONS = vendor_named("softwareone").options_with_defaults({})
BASE = {"id": "BUY-1", "name": "Åse AS", "address": {"city": "Oslo", "country": "NO"}}


def buyer(edits: Edits | None = None, **fields: Any) -> Record:
    record = Record(7, KIND.id, 1, "BUY-1", BaseState.KNOWN, BASE, edits or {}, is_key_locked=True)
    return replace(record, **fields)


def read(record: Record, **theirs: Any) -> Record:
    return brought_in(KIND, record, {**BASE, **theirs}, OPTIONS)


def test_base_moves_and_an_edit_elsewhere_stays() -> None:
    after = read(buyer({"name": "Ås"}), address={"city": "Bergen"})
    assert after.base["address"] == {"city": "Bergen", "country": "NO"}
    assert (after.edits, after.change, after.conflicts) == ({"name": "Ås"}, Change.CHANGED, ())


def test_a_field_changed_on_both_sides_holds_the_record_back() -> None:
    after = read(buyer({"name": "Mine"}), name="Theirs")
    assert after.conflicts == (Conflict("name", "Åse AS", "Mine", "Theirs"),)
    assert after.is_in_conflict
    assert any(one.is_error and one.path == "name" for one in after.problems)


def test_the_same_change_on_both_sides_is_none() -> None:
    after = read(buyer({"name": "Ås"}), name="Ås")
    assert (after.edits, after.conflicts, after.change) == ({}, (), Change.NONE)


def test_a_conflict_outlives_a_second_look() -> None:
    once = read(buyer({"name": "Mine"}), name="Theirs")
    assert read(once, name="Theirs") == once


def test_an_unread_record_becomes_known_and_its_edits_are_changes() -> None:
    before = buyer({"id": "BUY-1", "name": "Mine"}, base={}, base_state=BaseState.UNREAD)
    after = read(before)
    assert (after.base_state, after.edits, after.conflicts) == (BaseState.KNOWN, {"name": "Mine"}, ())
    assert after.is_key_locked
    assert is_changed(before, after)


def test_a_buyer_that_was_deleted_at_the_vendor_leaves_the_lists() -> None:
    after = read(buyer(), status="Deleted")
    assert (after.base_state, after.base, after.change) == (BaseState.ABSENT, {}, Change.NONE)
    assert not after.is_gone


def test_a_changed_record_that_is_gone_waits_for_a_person() -> None:
    after = gone(KIND, buyer({"name": "Mine"}), OPTIONS)
    assert after.is_gone
    assert after.conflicts == (Conflict(WHOLE, BASE, None, MISSING),)
    assert after.edits == {"name": "Mine"}
    assert gone(KIND, after, OPTIONS) == after
    assert forgotten(after).base_state is BaseState.ABSENT


def test_a_record_that_is_there_again_is_no_longer_gone() -> None:
    after = read(gone(KIND, buyer({"name": "Mine"}), OPTIONS))
    assert (after.is_gone, after.edits) == (False, {"name": "Mine"})


def test_a_deletion_of_what_the_vendor_changed_is_looked_at_first() -> None:
    after = read(buyer(is_deleting=True), name="Theirs")
    assert [one.path for one in after.conflicts] == ["delete"]
    assert read(after, name="Theirs") == after
    assert read(buyer(is_deleting=True), status="Active").conflicts == ()


def test_a_deletion_of_what_is_gone_is_done() -> None:
    after = gone(KIND, buyer(is_deleting=True), OPTIONS)
    assert (after.change, after.base_state) == (Change.NONE, BaseState.ABSENT)


def test_remarks_about_the_answer_are_no_news() -> None:
    assert not is_changed(buyer(), buyer(base={**BASE, "$meta": {"omitted": []}}))


def test_what_a_partial_base_lacks_is_no_news_to_a_deletion() -> None:
    kind = kind_named("traede.customers")
    base = {"customer_number": "1", "name": "Ås", "currency": "NOK"}
    record = Record(7, kind.id, 1, "1", BaseState.KNOWN, base, {}, is_deleting=True, is_key_locked=True)
    options = vendor_named("traede").options_with_defaults({})
    assert brought_in(kind, record, {**base, "active": True, "addresses": []}, options).conflicts == ()
    assert brought_in(kind, record, {**base, "name": "Theirs"}, options).is_in_conflict
