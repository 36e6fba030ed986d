from __future__ import annotations

from typing import Any

import pytest

from app.sandbox.softwareone.rules import Terms, check_buyer
from tests.app.sandbox.softwareone.marketplace import address, bare

OLDER = Terms(has_revision=False, takes_contact=True, refuses_status=False)
NEWER = Terms(has_revision=True, takes_contact=False, refuses_status=True)


def wrong(terms: Terms = OLDER, /, **fields: Any) -> set[str]:
    return {flaw.path for flaw in check_buyer(bare(**fields), terms)}


def test_the_least_and_the_most_are_taken() -> None:
    contact = {
        "firstName": "f" * 100,
        "lastName": "l" * 100,
        "email": "a@b.example",
        "phone": {"prefix": "+45"},
    }
    longest = {
        "addressLine1": "a" * 250,
        "addressLine2": "b" * 250,
        "postCode": "1" * 20,
        "city": "c" * 200,
        "state": "s" * 200,
    }
    ids = dict.fromkeys(("erpCompanyContact", "erpCustomer", "accountExternalId"), "x" * 250)
    assert wrong() == set()
    assert (
        wrong(
            name="n" * 500,
            address=address(**longest),
            externalIds=ids,
            contact=contact,
            taxId="T" * 18,
            account=None,
        )
        == set()
    )


@pytest.mark.parametrize("name", ["taxId", "externalIds", "account", "contact", "status"])
def test_null_is_taken_where_nothing_is_required(name: str) -> None:
    assert wrong(**{name: None}) == set()


@pytest.mark.parametrize("value", [None, "", "  ", 5, "n" * 501])
def test_a_name_that_cannot_be(value: object) -> None:
    assert wrong(name=value) == {"name"}


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("addressLine1", 250),
        ("addressLine2", 250),
        ("postCode", 20),
        ("city", 200),
        ("state", 200),
        ("country", 2),
    ],
)
def test_an_address_has_limits(name: str, most: int) -> None:
    assert wrong(address=address(**{name: "x" * (most + 1)})) == {f"address.{name}"}
    assert wrong(address=address(**{name: 7})) == {f"address.{name}"}


@pytest.mark.parametrize("name", ["addressLine1", "postCode", "city", "state", "country"])
@pytest.mark.parametrize("value", [None, "", " "])
def test_most_of_an_address_is_required(name: str, value: object) -> None:
    assert wrong(address=address(**{name: value})) == {f"address.{name}"}
    without = {key: text for key, text in address().items() if key != name}
    assert wrong(address=without) == {f"address.{name}"}


@pytest.mark.parametrize("country", ["dk", "XX", "D", "D1"])
def test_a_country_is_a_code(country: str) -> None:
    assert wrong(address=address(country=country)) == {"address.country"}


@pytest.mark.parametrize("name", ["erpCompanyContact", "erpCustomer", "accountExternalId"])
def test_an_external_id_has_a_limit(name: str) -> None:
    assert wrong(externalIds={name: "x" * 251}) == {f"externalIds.{name}"}


def test_a_tax_id_has_18_characters_at_most() -> None:
    assert wrong(taxId="1" * 19) == {"taxId"}


@pytest.mark.parametrize("email", ["a", "a@", "@b", "a b@c.example", "a@b..c", "a@b@c", "a" * 320 + "@b"])
def test_an_e_mail_that_cannot_be(email: str) -> None:
    assert wrong(contact={"email": email}) == {"contact.email"}


def test_a_contact_has_limits() -> None:
    contact = {
        "firstName": "f" * 101,
        "lastName": "l" * 101,
        "phone": {"prefix": 45, "fax": "1"},
        "mail": "a@b",
    }
    paths = {
        "contact.firstName",
        "contact.lastName",
        "contact.phone.prefix",
        "contact.phone.fax",
        "contact.mail",
    }
    assert wrong(contact=contact) == paths


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"colour": "blue"}, "colour"),
        ({"Name": "A"}, "Name"),
        ({"address": address(zip="1")}, "address.zip"),
        ({"externalIds": {"erp": "1"}}, "externalIds.erp"),
        ({"account": {"id": "ACC-1", "colour": "blue"}}, "account.colour"),
    ],
)
def test_an_unknown_property_is_refused(fields: dict[str, Any], path: str) -> None:
    assert wrong(**fields) == {path}


@pytest.mark.parametrize("name", ["address", "externalIds", "contact", "account"])
def test_a_text_is_no_object(name: str) -> None:
    assert wrong(**{name: "x"}) == {name}


@pytest.mark.parametrize("account", [{}, {"id": None}, {"id": 5}, {"name": "Group"}])
def test_an_account_is_named_by_its_id(account: object) -> None:
    assert wrong(account=account) == {"account.id"}


def test_what_the_platform_sets_is_taken() -> None:
    managed: dict[str, Any] = {"id": "x", "audit": {}, "$meta": {}, "icon": None, "errors": [], "sellers": []}
    assert wrong(**managed, status="Active") == set()


def test_a_status_nobody_knows_is_refused() -> None:
    assert wrong(status="Gone") == {"status"}
    assert wrong(status=["Active"]) == {"status"}


def test_the_generations_differ() -> None:
    assert wrong(revision=1) == {"revision"}
    assert wrong(NEWER, revision=1, contact={"firstName": "A"}, status="Active") == {"contact", "status"}
    assert {flaw.path for flaw in check_buyer({}, NEWER)} == {"name", "address"}
