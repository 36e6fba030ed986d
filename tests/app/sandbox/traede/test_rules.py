from __future__ import annotations

import pytest

from tests.app.sandbox.visitor import Visitor, address, new


def refused(visitor: Visitor, customer: object) -> list[str]:
    answer = visitor.sync(customer)
    assert answer.status_code == 422, answer.text
    errors = answer.json()["errors"]
    assert all(set(each) == {"status", "code", "detail"} and each["status"] == 422 for each in errors)
    return [each["detail"] for each in errors]


BAD_FIELDS = [
    ({"customer_number": None}, "customer number field is required"),
    ({"customer_number": " "}, "customer number field is required"),
    ({"customer_number": 1000}, "customer number must be a string"),
    ({"name": None}, "name field is required"),
    ({"name": ""}, "name field is required"),
    ({"name": 7}, "name must be a string"),
    ({"currency": None}, "currency field is required"),
    ({"currency": "KRONER"}, "currency is invalid"),
    ({"currency": "dkk"}, "currency is invalid"),
    ({"currency": "XYZ"}, "currency is invalid"),
    ({"discount_percentage": 120}, "between 0 and 100"),
    ({"discount_percentage": -0.5}, "between 0 and 100"),
    ({"discount_percentage": "10"}, "must be a number"),
    ({"discount_percentage": True}, "must be a number"),
    ({"active": "yes"}, "active must be true or false"),
    ({"active": 1}, "active must be true or false"),
    ({"delete": "true"}, "delete must be true or false"),
    ({"payment_term": "30-days"}, "payment term must be an object"),
    ({"payment_term": {}}, "payment term code or payment term id field is required"),
    ({"payment_term": {"payment_term_code": "whenever"}}, "payment term code is invalid"),
    ({"payment_term": {"payment_term_id": 4000}}, "payment term id is invalid"),
    ({"payment_term": {"payment_term_id": "x"}}, "payment term id is invalid"),
    ({"payment_term": {"payment_terms_code": "30-days"}}, "payment term code or payment term id"),
    ({"addresses_sync_mode": "merge"}, "addresses sync mode is invalid"),
    ({"addresses_sync_key": "title"}, "addresses sync key is invalid"),
]


@pytest.mark.parametrize(("fields", "detail"), BAD_FIELDS)
def test_a_wrong_field_is_refused(visitor: Visitor, fields: dict[str, object], detail: str) -> None:
    assert detail in " ".join(refused(visitor, new() | fields))
    assert visitor.held("1000") is None


DIRECTIVES = {"addresses_sync_mode": "append", "addresses_sync_key": "address_title"}
BAD_ADDRESSES = [
    *[(address() | {key: None}, f"{key} field is required") for key in ("title", "name", "address", "zip")],
    (address(city=""), "city field is required"),
    (address(country="Denmark"), "2-letter"),
    (address(country="dk"), "2-letter"),
    (address(country="XX"), "2-letter"),
    (address(zip=8000), "zip must be a string"),
    (address(region=4), "region must be a string"),
    ("Åvej 1", "address must be an object"),
]


@pytest.mark.parametrize(("wrong", "detail"), BAD_ADDRESSES)
def test_a_wrong_address_is_refused(visitor: Visitor, wrong: object, detail: str) -> None:
    assert detail in " ".join(refused(visitor, new(addresses=[wrong], **DIRECTIVES)))


@pytest.mark.parametrize("absent", ["addresses_sync_mode", "addresses_sync_key"])
def test_addresses_need_both_directives(visitor: Visitor, absent: str) -> None:
    given = {key: value for key, value in DIRECTIVES.items() if key != absent}
    details = refused(visitor, new(addresses=[address()], **given))
    assert details == [f"The {absent.replace('_', ' ')} field is required when addresses is present."]


@pytest.mark.parametrize("addresses", [None, {}, "x"])
def test_addresses_that_are_no_list_are_refused(visitor: Visitor, addresses: object) -> None:
    assert "addresses must be an array" in " ".join(refused(visitor, new(addresses=addresses, **DIRECTIVES)))


def test_a_new_customer_needs_name_and_currency(visitor: Visitor) -> None:
    details = refused(visitor, {"customer_number": "1000"})
    assert details == ["The name field is required.", "The currency field is required."]


def test_several_errors_come_at_once_and_name_no_customer(visitor: Visitor) -> None:
    answer = visitor.sync(new("1000", currency="??"), new("1001"), new("1002", discount_percentage=120))
    details = [each["detail"] for each in answer.json()["errors"]]
    assert len(details) == 2
    assert not any(number in answer.text for number in ("1001", "1002", "customers."))


def test_details_name_the_customer_once_switched_on(visitor: Visitor) -> None:
    visitor.behave(details="number")
    assert refused(visitor, new("1000", currency="??"))[0].startswith("Customer 1000: ")


def test_a_customer_that_is_no_object_is_refused(visitor: Visitor) -> None:
    assert refused(visitor, "1000") == ["The customer must be an object."]


def test_a_customer_with_orders_cannot_be_deleted(visitor: Visitor) -> None:
    number = visitor.client.get(f"{visitor.control}/traede").json()["with_orders"][0]
    assert "has orders" in refused(visitor, {"customer_number": number, "delete": True})[0]
    assert visitor.held(number) is not None


def test_deleting_a_number_that_is_not_there_is_refused(visitor: Visitor) -> None:
    assert "does not exist" in refused(visitor, {"customer_number": "nobody", "delete": True})[0]


def test_the_other_spelling_is_ignored_until_strict(visitor: Visitor) -> None:
    other = new(payment_terms={"payment_terms_code": "30-days"})
    assert visitor.sync(other).status_code == 200
    assert visitor.held("1000")["payment_term"] is None  # type: ignore[index]
    visitor.behave(unknown_keys="refuse")
    assert refused(visitor, other) == ["The payment_terms field is not known."]


def test_strict_refuses_unknown_keys_inside(visitor: Visitor) -> None:
    visitor.behave(unknown_keys="refuse")
    term = {"payment_term_code": "30-days", "days": 30}
    assert refused(visitor, new(payment_term=term)) == ["The days field is not known."]
    assert "fax" in refused(visitor, new(addresses=[address(fax="1")], **DIRECTIVES))[0]


def test_the_other_spelling_is_taken_once_switched(visitor: Visitor) -> None:
    visitor.behave(payment_term_field="payment_terms", payment_term_prefix="payment_terms")
    assert visitor.sync(new(payment_terms={"payment_terms_code": "30-days"})).status_code == 200
    assert visitor.held("1000")["payment_term"] == {"payment_term_code": "30-days"}  # type: ignore[index]
