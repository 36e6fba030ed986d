"""Conflicts: kept exactly, and standing until a person or the vendor ends them."""

from __future__ import annotations

import json

from app.records.change import MISSING, Raw
from app.records.conflicts import WHOLE, dump_conflicts, joined, load_conflicts, problems_of, standing
from app.records.merge import Conflict

CITY = Conflict("city", "Oslo", "Bergen", "Tromsø")


def test_null_absent_and_unreadable_stay_apart() -> None:
    found = (
        Conflict("a", MISSING, None, None),
        Conflict("b", None, [], MISSING),
        Conflict("c", {"raw": "x"}, Raw("12,5o"), [{"value": 1}]),
    )
    kept = load_conflicts(dump_conflicts(found))
    assert kept == found
    assert kept[0].base is MISSING
    assert kept[1].theirs is MISSING


def test_no_conflicts_are_an_empty_list() -> None:
    assert (dump_conflicts(()), load_conflicts("[]")) == ("[]", ())
    assert json.loads(dump_conflicts((CITY,)))[0]["path"] == "city"


def test_a_conflict_follows_a_newer_edit_and_ends_with_it() -> None:
    assert standing([CITY], {"city": "Bodø"}, is_deleting=False, delete_column="")[0].mine == "Bodø"
    assert standing([CITY], {}, is_deleting=False, delete_column="") == ()


def test_a_conflict_about_the_whole_stands_while_anything_is_pending() -> None:
    whole = Conflict(WHOLE, {}, None, MISSING)
    assert standing([whole], {"name": "x"}, is_deleting=False, delete_column="") == (whole,)
    assert standing([whole], {}, is_deleting=False, delete_column="") == ()


def test_a_conflict_about_a_deletion_ends_when_that_is_taken_back() -> None:
    deleting = Conflict("delete", MISSING, True, MISSING)  # noqa: FBT003  the value of the field
    assert standing([deleting], {}, is_deleting=True, delete_column="delete") == (deleting,)
    assert standing([deleting], {}, is_deleting=False, delete_column="delete") == ()


def test_a_second_look_keeps_the_first_base_and_takes_the_newest_value() -> None:
    again = joined(
        [CITY], [Conflict("city", "Tromsø", "Bergen", "Alta")], base={"city": "Alta"}, edits={"city": "Bergen"}
    )
    assert again == (Conflict("city", "Oslo", "Bergen", "Alta"),)


def test_a_vendor_that_went_back_ends_the_conflict() -> None:
    assert joined([CITY], [], base={"city": "Oslo"}, edits={"city": "Bergen"}) == ()


def test_every_conflict_is_an_error_with_the_way_out() -> None:
    field, whole = problems_of([CITY, Conflict(WHOLE, {}, None, MISSING)])
    assert field.is_error
    assert "mine or theirs" in field.message
    assert (field.path, whole.path) == ("city", "")
    assert "no longer has it" in whole.message
