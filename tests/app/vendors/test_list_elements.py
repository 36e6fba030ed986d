"""Elements of a list: each is named so that an edit finds it again."""

from __future__ import annotations

from typing import Any

from app.records.change import Edits, working_copy
from app.values import BaseState, Record
from app.vendors.list_elements import elements_of, new_element_path
from app.vendors.registry import kind_named

KIND = kind_named("traede.customers")
SHOP = {"title": "Shop", "city": "Ribe"}
STOCK = {"title": "Stock", "city": "Oslo"}


def paths(base: dict[str, Any], edits: Edits) -> list[str]:
    record = Record(1, KIND.id, 1, "1", BaseState.KNOWN, base, edits)
    return [one.path for one in elements_of(KIND, record, working_copy(base, edits), "addresses")]


def test_held_elements_are_named_by_their_key() -> None:
    assert paths({"addresses": [SHOP, STOCK]}, {}) == ["addresses[title=Shop]", "addresses[title=Stock]"]


def test_element_without_a_key_is_named_by_its_place() -> None:
    assert paths({"addresses": [{"city": "Ribe"}]}, {}) == ["addresses[@1]"]


def test_new_elements_keep_their_number() -> None:
    edits: Edits = {"addresses[+2].title": "Outlet", "addresses[+2].city": "Bergen"}
    assert paths({"addresses": [SHOP]}, edits) == ["addresses[title=Shop]", "addresses[+2]"]


def test_renamed_element_is_still_named_as_the_vendor_knows_it() -> None:
    assert paths({"addresses": [SHOP]}, {"addresses[title=Shop].title": "Store"}) == ["addresses[title=Shop]"]


def test_removed_elements_are_gone() -> None:
    edits: Edits = {"addresses[title=Shop]": None}
    assert paths({"addresses": [SHOP, STOCK]}, edits) == ["addresses[title=Stock]"]


def test_emptied_list_has_only_what_was_added_after() -> None:
    edits: Edits = {"addresses": [], "addresses[+1].title": "Outlet"}
    assert paths({"addresses": [SHOP]}, edits) == ["addresses[+1]"]


def test_next_number_is_free() -> None:
    record = Record(1, KIND.id, 1, "1", BaseState.ABSENT, {}, {"addresses[+4].title": "Outlet"})
    found = elements_of(KIND, record, working_copy({}, record.edits), "addresses")
    assert new_element_path(found, "addresses") == "addresses[+5]"
    assert new_element_path((), "addresses") == "addresses[+1]"
