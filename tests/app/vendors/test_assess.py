from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.records.change import Edits, Raw
from app.records.problems import Severity
from app.values import BaseState, Change, Record
from app.vendors.assess import assessed, names_of
from app.vendors.registry import kind_named, vendor_named

KIND = kind_named("traede.customers")
OPTIONS = vendor_named("traede").options_with_defaults({})
NEW: Edits = {"customer_number": "1000", "name": "Fjord", "currency": "DKK"}


def record(edits: Edits, **more: Any) -> Record:
    blank = Record(1, KIND.id, 1, "", BaseState.UNREAD, {}, edits)
    return assessed(KIND, replace(blank, **more), OPTIONS)


def test_a_customer_nobody_read_counts_as_added() -> None:
    assert record(NEW).change is Change.ADDED
    assert record(NEW).key == "1000"
    assert record(NEW).problems == ()


def test_edits_over_a_known_base_are_a_change_and_none_is_none() -> None:
    known = {"customer_number": "1000", "name": "Fjord"}
    changed = record({"name": "Fell"}, base=known, base_state=BaseState.KNOWN)
    assert changed.change is Change.CHANGED
    assert record({}, base=known, base_state=BaseState.KNOWN).change is Change.NONE


def test_a_deleted_customer_needs_only_its_number() -> None:
    deleted = record({"discount_percentage": Raw("x")}, base={"customer_number": "1"}, is_deleting=True)
    assert (deleted.change, deleted.problems) == (Change.DELETED, ())


def test_a_missing_number_is_an_error_that_says_what_to_write() -> None:
    (problem,) = record({"name": "Fjord", "currency": "DKK"}).problems
    assert (problem.path, problem.severity) == ("customer_number", Severity.ERROR)
    assert "Write the customer number" in problem.message


def test_a_missing_name_or_currency_only_warns_since_traede_may_know_the_customer() -> None:
    problems = record({"customer_number": "1000"}).problems
    assert [(one.path, one.severity) for one in problems] == [
        ("name", Severity.WARNING),
        ("currency", Severity.WARNING),
    ]


def test_a_touched_address_must_be_whole() -> None:
    problems = record({**NEW, "addresses[title=Shop].city": "Ribe"}).problems
    assert {one.path for one in problems} == {
        f"addresses[title=Shop].{name}" for name in ("name", "address", "zip", "country")
    }
    assert all(one.severity is Severity.ERROR for one in problems)


def test_an_untouched_address_of_the_vendor_is_left_in_peace() -> None:
    base = {"customer_number": "1", "addresses": [{"title": "Old"}]}
    assert record({"name": "Fell"}, base=base, base_state=BaseState.KNOWN).problems == ()


def test_a_record_is_called_by_its_key_and_by_what_names_it_until_then() -> None:
    buyers = kind_named("softwareone.buyers")
    held = {"id": "BUY-1", "externalIds": {"erpCompanyContact": "E1"}}
    assert names_of(buyers, held) == ("BUY-1", "E1")
    assert names_of(buyers, {"externalIds": {"erpCompanyContact": "E1"}}) == ("E1",)
    assert names_of(KIND, {"customer_number": Raw("x")}) == ("x",)
    assert names_of(KIND, {"customer_number": " "}) == ()
