from __future__ import annotations

from typing import Any

import pytest

from tests.app.sandbox.visitor import Visitor, address, new

BY_TITLE = {"addresses_sync_mode": "append", "addresses_sync_key": "address_title"}
BY_ERP_ID = {"addresses_sync_mode": "append", "addresses_sync_key": "remote_erp_id"}


def held(visitor: Visitor, number: str = "1000") -> dict[str, Any]:
    found = visitor.held(number)
    assert found is not None
    return found


def test_a_new_customer_is_held_exactly(visitor: Visitor) -> None:
    sent = new(discount_percentage=12.5, active=False, payment_term={"payment_term_code": "30-days"})
    sent |= {**BY_TITLE, "addresses": [address(address_2=None, region="Jylland")]}
    assert visitor.sync(sent).status_code == 200
    assert held(visitor) == sent


def test_a_plain_customer_is_active_and_complete(visitor: Visitor) -> None:
    visitor.sync(new())
    assert held(visitor)["active"] is True
    assert held(visitor)["addresses"] == []
    assert held(visitor)["payment_term"] is None


def test_absent_fields_are_left_alone(visitor: Visitor) -> None:
    visitor.sync(new(discount_percentage=5, addresses=[address()], **BY_TITLE))
    before = held(visitor)
    visitor.sync({"customer_number": "1000", "name": "Another"})
    assert held(visitor) == before | {"name": "Another"}


def test_null_clears_what_is_optional(visitor: Visitor) -> None:
    visitor.sync(new(discount_percentage=5, active=False, payment_term={"payment_term_id": 3}))
    visitor.sync({"customer_number": "1000", "discount_percentage": None, "active": None, "payment_term": None})
    now = held(visitor)
    assert (now["discount_percentage"], now["active"], now["payment_term"]) == (None, True, None)


def test_delete_removes_and_the_number_is_new_again(visitor: Visitor) -> None:
    visitor.sync(new())
    assert visitor.sync({"customer_number": "1000", "delete": True}).status_code == 200
    assert visitor.held("1000") is None
    assert visitor.sync({"customer_number": "1000", "name": "Half"}).status_code == 422


def test_delete_false_is_an_update(visitor: Visitor) -> None:
    visitor.sync(new(delete=False))
    assert "delete" not in held(visitor)


def test_append_by_title_updates_and_adds(visitor: Visitor) -> None:
    visitor.sync(new(addresses=[address(region="Old")], **BY_TITLE))
    visitor.sync(new(addresses=[address(city="Odense"), address("Shipping address")], **BY_TITLE))
    assert [(each["title"], each["city"]) for each in held(visitor)["addresses"]] == [
        ("Primary address", "Odense"),
        ("Shipping address", "Aarhus C"),
    ]
    assert held(visitor)["addresses"][0]["region"] == "Old"


def test_append_never_removes(visitor: Visitor) -> None:
    visitor.sync(new(addresses=[address(), address("Shipping address")], **BY_TITLE))
    visitor.sync(new(addresses=[], **BY_TITLE))
    assert len(held(visitor)["addresses"]) == 2


def test_repeating_append_by_title_changes_nothing(visitor: Visitor) -> None:
    sent = new(addresses=[address(), address("Shipping address")], **BY_TITLE)
    visitor.sync(sent)
    visitor.sync(sent)
    assert len(held(visitor)["addresses"]) == 2


@pytest.mark.parametrize(
    ("directives", "addresses"),
    [(BY_ERP_ID, [address()]), (BY_TITLE, [address(), address()])],
    ids=["without the key", "the key twice"],
)
def test_repeating_append_without_a_stable_key_doubles(
    visitor: Visitor, directives: dict[str, Any], addresses: list[object]
) -> None:
    sent = new(addresses=addresses, **directives)
    visitor.sync(sent)
    visitor.sync(sent)
    assert len(held(visitor)["addresses"]) == 2 * len(addresses)


def test_append_by_erp_id_can_rename(visitor: Visitor) -> None:
    visitor.sync(new(addresses=[address(remote_erp_id="E1")], **BY_ERP_ID))
    visitor.sync(new(addresses=[address("Head office", remote_erp_id="E1")], **BY_ERP_ID))
    assert [each["title"] for each in held(visitor)["addresses"]] == ["Head office"]


def test_replace_removes_what_was_not_sent(visitor: Visitor) -> None:
    visitor.sync(new(addresses=[address(), address("Shipping address", region="Kept")], **BY_TITLE))
    replace = BY_TITLE | {"addresses_sync_mode": "replace"}
    visitor.sync(new(addresses=[address("Shop"), address("Shipping address")], **replace))
    addresses = held(visitor)["addresses"]
    assert [each["title"] for each in addresses] == ["Shop", "Shipping address"]
    assert addresses[1]["region"] == "Kept"
    assert held(visitor)["addresses_sync_mode"] == "replace"


def test_an_atomic_batch_is_refused_whole(visitor: Visitor) -> None:
    before = visitor.numbers()
    assert visitor.sync(new("1000"), new("1001", currency="?"), new("1002")).status_code == 422
    assert visitor.numbers() == before


def test_a_partial_batch_keeps_the_good_ones(visitor: Visitor) -> None:
    visitor.behave(batch="partial")
    before = visitor.numbers()
    assert visitor.sync(new("1000"), new("1001", currency="?"), new("1002")).status_code == 422
    assert visitor.numbers() == [*before, "1000", "1002"]


def test_one_number_twice_is_taken_in_order(visitor: Visitor) -> None:
    visitor.sync(new(name="First"), {"customer_number": "1000", "name": "Second"})
    assert held(visitor)["name"] == "Second"
