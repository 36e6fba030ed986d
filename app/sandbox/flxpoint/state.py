"""The orders that the simulated Flxpoint holds, and what an accounting sync writes on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from app.sandbox.flxpoint.seeds import FIRST_ORDER_ID, Record, Seeds, as_text

ORDER_FIELDS = ("accountingSynced", "externalAccountingId", "accountingSyncError")
BLANK_ITEM: Mapping[str, object] = {"externalAccountingId": None, "orderItemAccountingItems": []}


@dataclass(frozen=True)
class Meaning:
    """What the documents leave open about a body: replaced items, nulls, absent fields, the empty error."""

    replaces_items: bool
    null_clears: bool
    absent_clears: bool
    empty_error_is_null: bool


@dataclass
class Written:
    """The accounting fields of one order, as far as they were ever written."""

    updated_at: datetime
    fields: Record = field(default_factory=dict)
    items: dict[int, Record] = field(default_factory=dict)


class Orders:
    """All orders by id: the seeded ones, with what was written over them."""

    def __init__(self, seeds: Seeds, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._seeds = seeds
        self._clock = clock
        self._written: dict[int, Written] = {}
        self.ids = range(FIRST_ORDER_ID, FIRST_ORDER_ID + seeds.records)

    def has(self, order_id: int) -> bool:
        return order_id in self.ids

    def inserted_at(self, order_id: int) -> datetime:
        return self._seeds.inserted_at(order_id - FIRST_ORDER_ID)

    def updated_at(self, order_id: int) -> datetime:
        written = self._written.get(order_id)
        return written.updated_at if written else self._seeds.updated_at(order_id - FIRST_ORDER_ID)

    def plain(self, order_id: int) -> Record:
        """Return the order without its accounting fields."""
        order = self._seeds.order(order_id - FIRST_ORDER_ID)
        return order | {"updatedAt": as_text(self.updated_at(order_id))}

    def whole(self, order_id: int, *, with_unwritten: bool = False) -> Record:
        """Return the order with the accounting fields that were written, or with all of them."""
        order = self.plain(order_id)
        written = self._written.get(order_id) or Written(self.updated_at(order_id))
        blank = dict.fromkeys(ORDER_FIELDS) if with_unwritten else {}
        blank_item = BLANK_ITEM if with_unwritten else {}
        items = order["items"]
        assert isinstance(items, list)  # noqa: S101 - the seeds make a list
        order["items"] = [{**each, **blank_item, **written.items.get(each["id"], {})} for each in items]
        return order | blank | written.fields

    def why_not(self, order_id: int, item_id: int) -> str:
        """Say why this is no item of the order, or nothing when it is one."""
        owner = self._seeds.owner_of(item_id)
        if owner == order_id:
            return ""
        return f"item {item_id} belongs to another order." if owner else f"there is no item {item_id}."

    def sync(self, order_id: int, body: Mapping[str, object], meaning: Meaning) -> None:
        """Write a body that was checked."""
        now = self._clock().replace(microsecond=0)
        written = self._written.setdefault(order_id, Written(now))
        written.updated_at = max(now, written.updated_at)
        written.fields |= _values(body, ORDER_FIELDS, meaning)
        if written.fields.get("accountingSyncError") == "" and meaning.empty_error_is_null:
            written.fields["accountingSyncError"] = None
        items = body.get("items")
        if isinstance(items, list):
            _write_items(written, items, meaning)
        elif meaning.null_clears if "items" in body else meaning.absent_clears:
            _write_items(written, [], replace(meaning, replaces_items=True))


def _write_items(written: Written, items: list[Record], meaning: Meaning) -> None:
    if meaning.replaces_items:
        written.items = {item_id: dict(BLANK_ITEM) for item_id in written.items}
    for item in items:
        item_id = item["id"]
        assert isinstance(item_id, int)  # noqa: S101 - the rules checked it
        held = written.items.get(item_id, dict(BLANK_ITEM) if meaning.replaces_items else {})
        merged = held | _values(item, tuple(BLANK_ITEM), meaning)
        if merged.get("orderItemAccountingItems", ...) is None:
            merged["orderItemAccountingItems"] = []
        written.items[item_id] = merged


def _values(body: Mapping[str, object], names: tuple[str, ...], meaning: Meaning) -> Record:
    """Return what the body sets: a null may clear or say nothing, and so may an absent field."""
    values: Record = {}
    for name in names:
        if body.get(name) is not None:
            values[name] = body[name]
        elif meaning.null_clears if name in body else meaning.absent_clears:
            values[name] = None
    return values
