from __future__ import annotations

from typing import Any

import pytest

from app.records.change import Edits
from app.values import BaseState, Record
from app.vendors.assess import assessed
from app.vendors.registry import kind_named, vendor_named

KIND = kind_named("softwareone.buyers")
OPTIONS = vendor_named("softwareone").options_with_defaults({})
NEW: Edits = {
    "name": "Fjord",
    "address.addressLine1": "Gade 1",
    "address.postCode": "0100",
    "address.city": "Ribe",
    "address.state": "Syd",
    "address.country": "DK",
    "account.id": "ACC-1",
}
BASE = {"id": "BUY-1", "name": "Old", "status": "Enabled", "account": {"id": "ACC-1"}}


def problems(edits: Edits, *, base: dict[str, Any] | None = None) -> list[tuple[str, str, str]]:
    state = BaseState.KNOWN if base else BaseState.ABSENT
    record = assessed(KIND, Record(1, KIND.id, 1, "", state, base or {}, edits), OPTIONS)
    return [(problem.path, problem.severity.value, problem.message) for problem in record.problems]


def test_a_new_buyer_needs_no_id() -> None:
    assert problems(NEW) == []


@pytest.mark.parametrize("path", [path for path in NEW if path != "account.id"])
def test_what_a_new_buyer_needs_is_told_when_it_is_missing(path: str) -> None:
    ((where, severity, _),) = problems({name: value for name, value in NEW.items() if name != path})
    assert (where, severity) == (path, "error")


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("name", "x" * 501, "has 501 characters; at most 500"),
        ("address.postCode", "1" * 21, "has 21 characters; at most 20"),
        ("address.addressLine2", "x" * 251, "at most 250"),
        ("address.city", "x" * 201, "at most 200"),
        ("address.country", "Danmark", "is no country code"),
        ("taxId", "x" * 19, "at most 18"),
        ("externalIds.erpCustomer", "x" * 251, "at most 250"),
        ("contact.firstName", "x" * 101, "at most 100"),
        ("contact.email", "nobody", "“nobody” is no e-mail address"),
        ("taxId", "****78", "is a masked tax id"),
    ],
)
def test_limits_are_told_at_their_field(path: str, value: str, words: str) -> None:
    ((where, severity, message),) = problems({**NEW, path: value})
    assert (where, severity) == (path, "error")
    assert words in message


def test_a_buyer_without_an_account_is_warned_of() -> None:
    ((path, severity, message),) = problems(
        {name: value for name, value in NEW.items() if name != "account.id"}
    )
    assert (path, severity) == ("account.id", "warning")
    assert "unassigned" in message


@pytest.mark.parametrize("value", [None, ""])
def test_an_account_cannot_be_taken_away(value: str | None) -> None:
    ((path, severity, _),) = problems({"account.id": value}, base=BASE)
    assert (path, severity) == ("account.id", "error")


def test_a_masked_tax_id_that_is_left_out_is_told() -> None:
    base = {**BASE, "taxId": "****78"}
    ((path, severity, message),) = problems({"name": "x"}, base=base)
    assert (path, severity) == ("taxId", "warning")
    assert "leaves it out" in message
    assert problems({"taxId": "DK12345678"}, base=base) == []


def test_what_the_erp_overwrites_on_an_active_buyer_is_warned_of() -> None:
    active = {**BASE, "status": "Active"}
    edits: Edits = {"name": "x", "address.city": "y", "externalIds.erpCustomer": "z", "contact.firstName": "A"}
    assert [path for path, severity, _ in problems(edits, base=active) if severity == "warning"] == [
        "name",
        "address.city",
        "externalIds.erpCustomer",
    ]
    assert problems({"name": "x"}, base=BASE) == []


def test_what_the_read_left_out_is_told() -> None:
    base = {**BASE, "$meta": {"omitted": ["address", "sellers"]}}
    ((_, severity, message),) = problems({"name": "x"}, base=base)
    assert severity == "warning"
    assert "left out address when" in message


def test_the_errors_of_a_buyer_are_shown_though_nothing_is_pending() -> None:
    errors = [{"id": "E1", "message": "No such customer", "parameters": {"n": 1}}, {"message": "Bad state"}]
    assert problems({}, base={**BASE, "errors": errors}) == [
        ("errors", "warning", 'SoftwareOne says: No such customer (E1) {"n": 1}'),
        ("errors", "warning", "SoftwareOne says: Bad state"),
    ]
