from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.change import MISSING, value_at, working_copy
from app.records.merge import Merged, merge

KEYS = {"addresses": ("title",)}
BASE: dict[str, Any] = {
    "name": "Fjord",
    "city": "Ribe",
    "addresses": [{"title": "Shop", "city": "Ribe", "zip": "1"}],
}


def read(theirs: dict[str, Any], edits: dict[str, Any], *, is_unread: bool = False) -> Merged:
    return merge({} if is_unread else BASE, edits, theirs, keys=KEYS, is_unread=is_unread)


def test_what_only_the_vendor_changed_becomes_base() -> None:
    merged = read({**BASE, "city": "Vejle"}, {"name": "Fell"})
    assert (merged.base["city"], merged.edits, merged.conflicts) == ("Vejle", {"name": "Fell"}, ())


def test_what_both_changed_to_the_same_is_no_longer_pending() -> None:
    assert read({**BASE, "name": "Fell"}, {"name": "Fell"}) == Merged({**BASE, "name": "Fell"}, {})


def test_what_both_changed_differently_is_a_conflict_that_keeps_all_three() -> None:
    merged = read({**BASE, "name": "Theirs"}, {"name": "Mine"})
    (conflict,) = merged.conflicts
    assert (conflict.path, conflict.base, conflict.mine, conflict.theirs) == ("name", "Fjord", "Mine", "Theirs")
    assert merged.edits == {"name": "Mine"}


def test_an_omitted_field_is_not_an_erased_one() -> None:
    assert read({"name": "Fjord"}, {}).base == BASE


def test_elements_merge_field_by_field() -> None:
    theirs = {"addresses": [{"title": "Shop", "city": "Vejle"}, {"title": "Depot", "city": "Odense"}]}
    merged = read(theirs, {"addresses[title=Shop].zip": "2"})
    assert merged.base["addresses"] == [
        {"title": "Shop", "city": "Vejle", "zip": "1"},
        {"title": "Depot", "city": "Odense"},
    ]
    assert merged.conflicts == ()


def test_an_element_removed_by_the_vendor_and_edited_here_is_a_conflict() -> None:
    (conflict,) = read({"addresses": []}, {"addresses[title=Shop].zip": "2"}).conflicts
    assert (conflict.base, conflict.theirs) == ("1", MISSING)


def test_an_element_removed_on_both_sides_needs_nothing() -> None:
    assert read({"addresses": []}, {"addresses[title=Shop]": None}).edits == {}


def test_a_first_look_makes_no_conflict() -> None:
    merged = read({"name": "Theirs"}, {"name": "Mine"}, is_unread=True)
    assert (merged.edits, merged.conflicts) == ({"name": "Mine"}, ())


VALUES = st.sampled_from(["A", "B", "C", None, True, 1])
FIELDS = st.dictionaries(st.sampled_from(["name", "city", "zip"]), VALUES)


@given(FIELDS, FIELDS, FIELDS)
def test_no_edit_is_lost_and_no_change_of_the_vendor_is_hidden(
    base: dict[str, Any], edits: dict[str, Any], theirs: dict[str, Any]
) -> None:
    pending = {path: value for path, value in edits.items() if base.get(path, MISSING) is not value}
    merged = merge(base, pending, theirs, keys={})
    seen = working_copy(merged.base, merged.edits)
    for path, mine in pending.items():
        assert value_at(seen, path) == mine
    for path, value in theirs.items():
        assert merged.base[path] == value
    contested = {path for path, mine in pending.items() if path in theirs and theirs[path] is not mine}
    changed = {path for path in contested if base.get(path, MISSING) is not theirs[path]}
    shown_empty = {path for path in changed if base.get(path) is None and theirs[path] is None}
    assert {conflict.path for conflict in merged.conflicts} == changed - shown_empty


@pytest.mark.parametrize("empty", [MISSING, None, ""])
@pytest.mark.parametrize("shown", [MISSING, None, ""])
def test_another_way_to_show_nothing_is_no_change(empty: object, shown: object) -> None:
    """Flxpoint shows null for the empty text that it takes, and may leave out what was never written."""
    base, theirs = ({} if one is MISSING else {"name": one} for one in (empty, shown))
    merged = merge(base, {"name": "Mine"}, theirs, keys={})
    assert (merged.edits, merged.conflicts) == ({"name": "Mine"}, ())
