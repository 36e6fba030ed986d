from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from tests.app.sandbox.flxpoint.visit import FlxpointVisitor

PARTS = [{"externalAccountingId": "SKU-A", "quantity": 2}, {"externalAccountingId": "SKU-B", "quantity": 1}]


def whole(items: list[int]) -> dict[str, Any]:
    """Every field of the body, with all items."""
    sent = [
        {"id": each, "externalAccountingId": f"L-{each}", "orderItemAccountingItems": PARTS} for each in items
    ]
    return {
        "accountingSynced": True,
        "externalAccountingId": "INV-2025-001",
        "accountingSyncError": "One line was rounded",
        "items": sent,
    }


def accounting(held: dict[str, Any]) -> dict[str, Any]:
    """What a body would have said to get there."""
    names = ("accountingSynced", "externalAccountingId", "accountingSyncError")
    of_item = ("id", "externalAccountingId", "orderItemAccountingItems")
    items = [{name: each[name] for name in of_item if name in each} for each in held["items"]]
    return {name: held[name] for name in names if name in held} | {"items": items}


def test_an_order_holds_exactly_what_was_written(shop: FlxpointVisitor, order: int, items: list[int]) -> None:
    assert accounting(shop.synced(order, whole(items))) == whole(items)


def test_before_the_first_write_no_accounting_is_shown_to_control(shop: FlxpointVisitor, order: int) -> None:
    held = next(each for each in shop.held() if each["id"] == order)
    assert accounting(held) == {"items": [{"id": each["id"]} for each in held["items"]]}


def test_the_same_body_twice_changes_nothing_more(shop: FlxpointVisitor, order: int, items: list[int]) -> None:
    first = accounting(shop.synced(order, whole(items)))
    assert accounting(shop.synced(order, whole(items))) == first


def test_a_write_moves_the_time_of_update(shop: FlxpointVisitor, order: int) -> None:
    before = next(each for each in shop.held() if each["id"] == order)["updatedAt"]
    after = shop.synced(order, {"accountingSynced": False})["updatedAt"]
    assert after > before
    assert after.endswith("Z")
    assert shop.get(f"/orders/{order}").json()["updatedAt"] == after


def test_an_update_follows_the_vendors_clock(shop: FlxpointVisitor, order: int) -> None:
    shop.behave(clock_skew_seconds=-86_400)
    answer = shop.sync(order, {"accountingSynced": True})
    updated = datetime.fromisoformat(shop.get(f"/orders/{order}").json()["updatedAt"])
    assert abs(updated - parsedate_to_datetime(answer.headers["date"])) < timedelta(hours=1)


def test_absent_leaves_and_null_clears(shop: FlxpointVisitor, order: int, items: list[int]) -> None:
    shop.synced(order, whole(items))
    held = shop.synced(order, {"externalAccountingId": None})
    assert (held["accountingSynced"], held["externalAccountingId"]) == (True, None)
    assert accounting(held)["items"] == whole(items)["items"]


def test_an_empty_error_clears(shop: FlxpointVisitor, order: int, items: list[int]) -> None:
    shop.synced(order, whole(items))
    assert shop.synced(order, {"accountingSyncError": ""})["accountingSyncError"] is None
    shop.behave(empty_error="kept")
    assert shop.synced(order, {"accountingSyncError": ""})["accountingSyncError"] == ""


def test_one_item_leaves_the_others(shop: FlxpointVisitor, order: int, items: list[int]) -> None:
    shop.synced(order, whole(items))
    held = shop.synced(order, {"items": [{"id": items[1], "externalAccountingId": "other"}]})
    expected = whole(items)["items"]
    expected[1]["externalAccountingId"] = "other"
    assert accounting(held)["items"] == expected


def test_accounting_items_are_replaced_as_a_list(shop: FlxpointVisitor, order: int, items: list[int]) -> None:
    shop.synced(order, whole(items))
    held = shop.synced(order, {"items": [{"id": items[0], "orderItemAccountingItems": PARTS[:1]}]})
    assert held["items"][0]["orderItemAccountingItems"] == PARTS[:1]
    held = shop.synced(order, {"items": [{"id": items[0], "orderItemAccountingItems": []}]})
    assert held["items"][0]["orderItemAccountingItems"] == []


def test_items_can_replace(shop: FlxpointVisitor, order: int, items: list[int]) -> None:
    shop.synced(order, whole(items))
    shop.behave(items="replacing")
    held = shop.synced(order, {"items": [{"id": items[1], "externalAccountingId": "other"}]})
    first, second = held["items"][:2]
    assert (first["externalAccountingId"], first["orderItemAccountingItems"]) == (None, [])
    assert (second["externalAccountingId"], second["orderItemAccountingItems"]) == ("other", [])
    assert len(held["items"]) == len(items)
    assert accounting(shop.synced(order, {"accountingSynced": False}))["items"] == accounting(held)["items"]


def test_a_null_can_say_nothing(shop: FlxpointVisitor, order: int, items: list[int]) -> None:
    shop.behave(null_means="leave", nulls="any")
    shop.synced(order, whole(items))
    assert accounting(shop.synced(order, {"externalAccountingId": None, "items": None})) == whole(items)


def test_an_absent_field_can_clear(shop: FlxpointVisitor, order: int, items: list[int]) -> None:
    shop.synced(order, whole(items))
    shop.behave(absent_means="clear")
    held = shop.synced(order, {"accountingSynced": True})
    assert (held["externalAccountingId"], held["accountingSyncError"]) == (None, None)
    assert all(each["orderItemAccountingItems"] == [] for each in held["items"])


@pytest.mark.parametrize("is_synced", [True, False])
def test_synced_and_error_may_come_together(shop: FlxpointVisitor, order: int, *, is_synced: bool) -> None:
    held = shop.synced(order, {"accountingSynced": is_synced, "accountingSyncError": "Tax code missing"})
    assert (held["accountingSynced"], held["accountingSyncError"]) == (is_synced, "Tax code missing")
