"""Old and new in words: what was not read, removed, emptied or unreadable is named as such."""

from __future__ import annotations

import pytest

from app.records.change import MISSING, FieldChange, Raw
from app.vendors.registry import kind_named
from ui.models.field_words import names_of, new_text, old_text, shortened, summary_of, title_of, value_text

KIND = kind_named("traede.customers")
CITY = "addresses[title=Shop].city"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("name", "Name"),
        (CITY, "Shop · City"),
        ("addresses[@2].city", "no. 2 · City"),
        ("addresses[+1].city", "new 1 · City"),
        ("addresses", "Addresses"),
        ("addresses[title=Shop].title", "Address title"),
        ("addresses[+1].title", "Address title"),
    ],
)
def test_place_is_named_by_its_element_and_title(path: str, title: str) -> None:
    assert title_of(KIND, path) == title


def test_new_element_takes_the_name_it_will_have() -> None:
    fields = (
        FieldChange("addresses[+1].title", MISSING, "Outlet"),
        FieldChange("addresses[+1].city", MISSING, "Ribe"),
    )
    assert title_of(KIND, fields[1].path, names_of(KIND, fields)) == "Outlet · City"


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (FieldChange("name", "A", "B"), "A", "B"),
        (FieldChange("name", MISSING, "B"), "—", "B"),
        (FieldChange("name", MISSING, "B", is_old_unread=True), "not read", "B"),
        (FieldChange("active", old=True, new=False), "yes", "no"),
        (FieldChange("discount_percentage", None, 12.5), "empty", "12.5"),
        (FieldChange("discount_percentage", 10.0, Raw("12,5o")), "10", "12,5o"),
        (FieldChange("name", "A", None), "A", "erased"),
        (
            FieldChange("addresses[title=Shop]", {"title": "Shop", "city": "Ribe"}, None),
            "Shop, Ribe",
            "removed",
        ),
        (FieldChange("addresses", [{}, {}], []), "2 entries", "emptied"),
    ],
)
def test_old_and_new_are_told_apart(change: FieldChange, old: str, new: str) -> None:
    assert (old_text(change), new_text(change)) == (old, new)


def test_summary_leaves_out_the_key_and_counts_the_rest() -> None:
    fields = [FieldChange("customer_number", MISSING, "1", is_old_unread=True)]
    fields += [FieldChange("name", "A", "B"), FieldChange("currency", "DKK", "SEK")]
    fields += [FieldChange("active", old=True, new=False), FieldChange(CITY, "Ribe", "Tønder")]
    assert summary_of(KIND, fields) == "Name: A → B,  Currency: DKK → SEK,  Active: yes → no  and 1 more"


def test_value_is_shown_as_text_on_one_line() -> None:
    assert shortened("first\nsecond") == "first second"
    assert len(shortened("x" * 500)) == 60
    assert value_text("") == "empty"
