from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.records.change import (
    MISSING,
    Edits,
    Raw,
    after_applied,
    changes_of,
    dump_edits,
    load_edits,
    touched_elements,
    value_at,
    with_edit,
    without_edits,
    working_copy,
)

KEYS = {"addresses": ("title", "remote_erp_id")}
BASE: dict[str, Any] = {
    "name": "Fjord",
    "active": True,
    "addresses": [{"title": "Shop", "city": "Aarhus"}, {"title": "Home", "city": "Ribe"}],
}


def edited(*edits: tuple[str, Any], base: dict[str, Any] = BASE) -> Edits:
    result: Edits = {}
    for path, value in edits:
        result = with_edit(base, result, path, value)
    return result


def test_edits_stand_over_base_and_base_stays_as_it_was() -> None:
    working = working_copy(BASE, edited(("name", "Fell"), ("payment_term.code", "30")))
    assert (working["name"], working["payment_term"]) == ("Fell", {"code": "30"})
    assert BASE["name"] == "Fjord"


def test_an_edit_back_to_the_base_value_is_no_edit() -> None:
    assert edited(("name", "Fell"), ("name", "Fjord")) == {}


def test_true_and_one_are_different_values() -> None:
    assert edited(("active", 1)) == {"active": 1}


def test_null_and_absent_are_kept_apart() -> None:
    assert edited(("region", None)) == {"region": None}
    assert value_at(BASE, "region") is MISSING


def test_an_edit_below_an_unknown_element_adds_it_with_its_key() -> None:
    working = working_copy(BASE, edited(("addresses[title=Depot].city", "Vejle")))
    assert working["addresses"][-1] == {"title": "Depot", "city": "Vejle"}


def test_an_element_without_a_key_is_added_under_its_local_number() -> None:
    working = working_copy(BASE, edited(("addresses[+1].city", "Vejle"), ("addresses[+1].zip", "7100")))
    assert working["addresses"][2:] == [{"city": "Vejle", "zip": "7100"}]


def test_a_renamed_element_is_found_again_under_the_name_it_was_edited_by() -> None:
    edits = edited(("addresses[title=Shop].title", "Store"), ("addresses[title=Shop].city", "Odense"))
    assert working_copy(BASE, edits)["addresses"][0] == {"title": "Store", "city": "Odense"}
    assert touched_elements(BASE, edits) == {"addresses[title=Shop]": {"title": "Store", "city": "Odense"}}


def test_a_removed_element_is_gone_and_its_earlier_edits_with_it() -> None:
    edits = edited(("addresses[title=Shop].city", "Odense"), ("addresses[title=Shop]", None))
    assert edits == {"addresses[title=Shop]": None}
    assert [one["title"] for one in working_copy(BASE, edits)["addresses"]] == ["Home"]


def test_an_edit_to_a_removed_element_brings_it_back() -> None:
    edits = edited(("addresses[title=Shop]", None), ("addresses[title=Shop].city", "Odense"))
    assert [one["title"] for one in working_copy(BASE, edits)["addresses"]] == ["Shop", "Home"]


def test_removing_an_element_that_was_only_added_here_leaves_nothing() -> None:
    assert edited(("addresses[title=Depot].city", "Vejle"), ("addresses[title=Depot]", None)) == {}


def test_an_emptied_list_forgets_earlier_edits_and_takes_later_ones() -> None:
    edits = edited(
        ("addresses[title=Shop].city", "Odense"), ("addresses", []), ("addresses[title=New].city", "Vejle")
    )
    assert working_copy(BASE, edits)["addresses"] == [{"title": "New", "city": "Vejle"}]


def test_an_element_of_an_emptied_list_is_new_even_with_its_old_values() -> None:
    edits = edited(("addresses", []), ("addresses[title=Shop].city", "Aarhus"))
    assert working_copy(BASE, edits)["addresses"] == [{"title": "Shop", "city": "Aarhus"}]


def test_changes_show_old_and_new_and_say_when_nobody_looked() -> None:
    (change,) = changes_of(BASE, {"name": "Fell"}, is_unread=False)
    assert (change.old, change.new, change.is_old_unread) == ("Fjord", "Fell", False)
    (unread,) = changes_of({}, {"name": "Fell"}, is_unread=True)
    assert (unread.old, unread.is_old_unread) == (MISSING, True)


def test_reverting_a_column_takes_all_elements_and_nothing_else() -> None:
    edits = edited(("name", "Fell"), ("addresses[title=Shop].city", "X"), ("addresses[title=Home].city", "Y"))
    assert without_edits(edits, "addresses.city") == {"name": "Fell"}
    assert set(without_edits(edits, "addresses[title=Shop]")) == {"name", "addresses[title=Home].city"}


def test_raw_text_survives_storage_beside_values() -> None:
    edits: Edits = {"discount": Raw("12,5o"), "name": None, "addresses": [], "active": False}
    assert load_edits(dump_edits(edits)) == edits


def test_what_was_sent_becomes_base_and_later_edits_stay_pending() -> None:
    sent = edited(("name", "Fell"), ("active", False))
    base, left = after_applied(BASE, with_edit(BASE, sent, "name", "Fjeld"), sent, keys=KEYS)
    assert (base["name"], base["active"]) == ("Fell", False)
    assert left == {"name": "Fjeld"}


def test_an_edit_of_an_element_that_got_its_key_meanwhile_follows_it() -> None:
    sent = edited(("addresses[+1].title", "Depot"), ("addresses[+1].city", "Vejle"))
    since = with_edit(BASE, sent, "addresses[+1].city", "Kolding")
    base, left = after_applied(BASE, since, sent, keys=KEYS)
    assert base["addresses"][-1] == {"title": "Depot", "city": "Vejle"}
    assert left == {"addresses[title=Depot].city": "Kolding"}


def test_an_edit_of_a_renamed_element_follows_the_new_name() -> None:
    sent = edited(("addresses[title=Shop].title", "Store"))
    since = with_edit(BASE, sent, "addresses[title=Shop].city", "Odense")
    _, left = after_applied(BASE, since, sent, keys=KEYS)
    assert left == {"addresses[title=Store].city": "Odense"}


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.text(max_size=3))
PATHS = st.sampled_from(
    [
        "name",
        "active",
        "region",
        "addresses[title=Shop].city",
        "addresses[title=Depot].city",
        "addresses[+1].zip",
    ]
)
EDITS = st.lists(st.tuples(PATHS, SCALARS), max_size=8)


@given(EDITS, EDITS)
def test_after_a_push_the_person_still_sees_what_they_edited(first: Any, second: Any) -> None:
    sent = edited(*first)
    now = sent
    for path, value in second:
        now = with_edit(BASE, now, path, value)
    base, left = after_applied(BASE, now, sent, keys=KEYS)
    for path in {path for path, _ in second if path in now}:
        assert any(value == now[path] for value in [*left.values(), *_leaves(base)])


@given(EDITS)
def test_an_undisturbed_push_leaves_nothing_pending(edits: Any) -> None:
    sent = edited(*edits)
    base, left = after_applied(BASE, sent, sent, keys=KEYS)
    assert left == {}
    assert base == working_copy(BASE, sent)


def _leaves(place: Any) -> list[Any]:
    if isinstance(place, dict):
        return [leaf for below in place.values() for leaf in _leaves(below)]
    if isinstance(place, list):
        return [leaf for item in place for leaf in _leaves(item)]
    return [place]
