"""What Flxpoint would refuse, or do unasked, that no single field shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from app.records.change import Raw, value_at
from app.records.checks import is_blank
from app.records.paths import column_of
from app.records.problems import Problem, warning
from app.values import BaseState
from app.vendors.declaration import Options, PendingRecord

_KEEPS_ITEMS = "Items of an order cannot be removed here. Revert this, or empty the item's accounting fields."
_REFERENCE = "externalAccountingId"


def check(record: PendingRecord, options: Options) -> list[Problem]:
    """Look at the order and its items as they would be sent."""
    return [
        *_removed_items(record),
        *_items(record),
        *_accounting_items(record),
        *_contradiction(record),
        *_unread_items(record, options),
    ]


def _removed_items(record: PendingRecord) -> Iterator[Problem]:
    for path, value in record.edits.items():
        if path == "items" or (value is None and path.endswith("]") and column_of(path) == "items"):
            yield Problem(path, _KEEPS_ITEMS)


def _items(record: PendingRecord) -> Iterator[Problem]:
    listed = [item for item in record.working.get("items") or () if isinstance(item, dict)]
    counted = Counter(str(item["id"]) for item in listed if not isinstance(item.get("id"), Raw | None))
    for number, count in counted.items():
        if count > 1:
            yield Problem("items", f"{count} items have the id {number}. Each item may be there once.")
    known = record.base.get("items")
    for path, item in record.touched.items():
        if column_of(path) == "items" and isinstance(known, list):
            yield from _foreign(record, path, item, has_items=bool(known))


def _foreign(
    record: PendingRecord, path: str, item: Mapping[str, Any], *, has_items: bool
) -> Iterator[Problem]:
    number = item.get("id")
    is_known = (
        isinstance(value_at(record.base, f"items[id={number}]"), dict) if not isinstance(number, Raw) else True
    )
    if has_items and not is_known and not is_blank(number):
        words = f"Item {number} is not among the items of this order. Check the item id."
        yield Problem(f"{path}.id", words)


def _accounting_items(record: PendingRecord) -> Iterator[Problem]:
    for path, item in record.touched.items():
        listed = item.get("orderItemAccountingItems")
        if column_of(path) != "items" or not isinstance(listed, list):
            continue
        place = f"{path}.orderItemAccountingItems"
        names = Counter(one.get(_REFERENCE) for one in listed if isinstance(one.get(_REFERENCE), str))
        for name, count in names.items():
            if count > 1 and name.strip():
                yield Problem(place, f"{count} accounting items are called “{name}”. Name each differently.")
        yield from _quantities(place, listed)


def _quantities(place: str, listed: list[Mapping[str, Any]]) -> Iterator[Problem]:
    for position, one in enumerate(listed, start=1):
        quantity = one.get("quantity")
        if isinstance(quantity, int) and quantity < 0:
            name = one.get(_REFERENCE) or position
            words = f"Accounting item {name} has the quantity {quantity}. Write 0 or more."
            yield Problem(place, words)


def _contradiction(record: PendingRecord) -> Iterator[Problem]:
    error = record.working.get("accountingSyncError")
    if record.working.get("accountingSynced") is True and isinstance(error, str) and error.strip():
        words = (
            "The order counts as synced and has a sync error too. Flxpoint does not say what it makes of that."
        )
        yield warning("accountingSyncError", words)


def _unread_items(record: PendingRecord, options: Options) -> Iterator[Problem]:
    if options["items_sent"] == "all" and record.touched and record.base_state is not BaseState.KNOWN:
        words = "All items are to be sent, but this order was never read: only the items listed here are sent."
        yield warning("items", words)
