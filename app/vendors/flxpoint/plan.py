"""Orders to requests: one per order, with what was edited and nothing else.

Flxpoint says nothing about what null, a field left out, or a part of the items means. So a field nobody
edited is left out, null is sent where a person emptied a field, and an item is sent whole or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.net.address import path_segment
from app.net.requests import Request
from app.records.change import JsonObject
from app.records.paths import column_of
from app.vendors.declaration import Effect, Options, PendingRecord, Step

SCALARS = ("accountingSynced", "externalAccountingId", "accountingSyncError")
_ITEM_FIELDS = ("externalAccountingId",)
_ACCOUNTING_FIELDS = ("externalAccountingId", "quantity")


def plan(records: Iterable[PendingRecord], options: Options) -> Iterator[Step]:
    """Send one accounting sync per order that has something to say."""
    for record in records:
        body = order_body(record, options)
        if not body:
            continue  # a row that only names the order changes nothing
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        yield Step(
            operation="accounting-sync",
            request=Request(
                "PATCH",
                f"/orders/{path_segment(record.key)}/accounting-sync",
                headers=(("Accept", "application/json"),),
                body=text.encode(),
                content_type="application/json",
                is_idempotent=True,
                names_record=True,
            ),
            effects=(Effect(record.id, paths=tuple(path for path in record.edits if _is_sent(path))),),
        )


def order_body(record: PendingRecord, options: Options) -> JsonObject:
    """Write what was edited; items that were touched go whole, each with all its accounting items."""
    body: JsonObject = {name: record.working[name] for name in SCALARS if name in record.edits}
    items = _items(record, options)
    return body | {"items": [_item(item) for item in items]} if items else body


def _is_sent(path: str) -> bool:
    """The id of an order comes along in the address: to send it is to say it."""
    return path == "id" or path in SCALARS or path.startswith("items[")


def _items(record: PendingRecord, options: Options) -> list[JsonObject]:
    touched = [item for path, item in record.touched.items() if column_of(path) == "items"]
    if touched and options["items_sent"] == "all":
        return [item for item in record.working["items"] if isinstance(item, dict)]
    return touched


def _item(item: Mapping[str, Any]) -> JsonObject:
    sent: JsonObject = {"id": _number(item.get("id"))}
    sent |= {name: item[name] for name in _ITEM_FIELDS if name in item}
    accounting = item.get("orderItemAccountingItems")
    if isinstance(accounting, list):
        sent["orderItemAccountingItems"] = [
            {name: one[name] for name in _ACCOUNTING_FIELDS if name in one} for one in accounting
        ]
    return sent


def _number(value: object) -> object:
    """An item that only its path names has its id as text; Flxpoint takes whole numbers."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value
