from __future__ import annotations

from typing import Any

import pytest

from tests.app.sandbox.flxpoint.visit import FlxpointVisitor

JSON = {"Content-Type": "application/json"}


def item(**fields: object) -> dict[str, object]:
    """An item whose id the test fills in."""
    return {"items": [{"id": "ID", **fields}]}


BAD = [
    ([], "body must be an object"),
    ("text", "body must be an object"),
    ({"accountingSynced": "true"}, "accountingSynced must be true, false or null"),
    ({"accountingSynced": 1}, "accountingSynced must be"),
    ({"externalAccountingId": 7}, "externalAccountingId must be a string or null"),
    ({"accountingSyncError": 7}, "accountingSyncError must be a string"),
    ({"accountingSyncError": None}, "accountingSyncError must be a string"),
    ({"items": None}, "items must be an array"),
    ({"items": {}}, "items must be an array"),
    ({"items": ["x"]}, "items[0] must be an object"),
    ({"items": [{}]}, "items[0]: id is required"),
    ({"items": [{"id": None}]}, "items[0]: id must be an integer"),
    ({"items": [{"id": "9"}]}, "items[0]: id must be an integer"),
    ({"items": [{"id": True}]}, "items[0]: id must be an integer"),
    ({"items": [{"id": 2**70}]}, "items[0]: id must be an integer"),
    ({"items": [{"id": 1}]}, "items[0]: there is no item 1"),
    (item(externalAccountingId=3), "externalAccountingId must be a string or null"),
    (item(orderItemAccountingItems=None), "orderItemAccountingItems must be an array"),
    (item(orderItemAccountingItems=[3]), "orderItemAccountingItems[0] must be an object"),
    (item(orderItemAccountingItems=[{"quantity": "1"}]), "quantity must be an integer"),
    (item(orderItemAccountingItems=[{"quantity": 1.5}]), "quantity must be an integer"),
    (item(orderItemAccountingItems=[{"quantity": True}]), "quantity must be an integer"),
    (item(orderItemAccountingItems=[{"externalAccountingId": None}]), "externalAccountingId must be a string"),
]


def filled(body: Any, item_id: int) -> Any:
    if isinstance(body, dict) and isinstance(body.get("items"), list):
        return {"items": [each | {"id": item_id} if "ID" in str(each) else each for each in body["items"]]}
    return body


@pytest.mark.parametrize(("body", "words"), BAD)
def test_a_wrong_body_is_400_and_changes_nothing(
    shop: FlxpointVisitor, order: int, items: list[int], *, body: object, words: str
) -> None:
    before = shop.held()
    answer = shop.sync(order, filled(body, items[0]))
    assert answer.status_code == 400
    assert words in answer.json()["message"]
    assert shop.held() == before


def test_an_item_of_another_order_is_400(shop: FlxpointVisitor, order: int) -> None:
    other = next(each for each in shop.held() if each["id"] != order)["items"][0]["id"]
    answer = shop.sync(order, {"accountingSynced": True, "items": [{"id": other}]})
    assert (answer.status_code, "belongs to another order" in answer.text) == (400, True)
    assert "accountingSynced" not in next(each for each in shop.held() if each["id"] == order)


def test_nulls_can_be_taken_everywhere(shop: FlxpointVisitor, order: int, items: list[int]) -> None:
    shop.behave(nulls="any")
    part = {"externalAccountingId": None, "quantity": None}
    held = shop.synced(
        order,
        {"accountingSyncError": None, "items": [{"id": items[0], "orderItemAccountingItems": [part]}]},
    )
    assert held["items"][0]["orderItemAccountingItems"] == [part]
    held = shop.synced(order, {"items": [{"id": items[0], "orderItemAccountingItems": None}]})
    assert held["items"][0]["orderItemAccountingItems"] == []


def test_unknown_fields_are_ignored_or_refused(shop: FlxpointVisitor, order: int) -> None:
    assert "accountingError" not in shop.synced(order, {"accountingError": "no such field here"})
    shop.behave(unknown_keys="refuse")
    assert shop.sync(order, {"accountingError": "no such field here"}).status_code == 400


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_content_type_is_415(shop: FlxpointVisitor, order: int, media_type: str) -> None:
    headers = shop.sign_in() | {"Content-Type": media_type}
    address = f"{shop.url}/orders/{order}/accounting-sync"
    assert shop.visitor.client.patch(address, content=b"{}", headers=headers).status_code == 415


@pytest.mark.parametrize("content", [b"", b"{", b'{"accountingSynced": NaN}', b'{"a": "\xff"}'])
def test_what_is_no_json_is_400(shop: FlxpointVisitor, order: int, content: bytes) -> None:
    address = f"{shop.url}/orders/{order}/accounting-sync"
    answer = shop.visitor.client.patch(address, content=content, headers=shop.sign_in() | JSON)
    assert answer.status_code == 400
