"""Which vendors the rows of deeds are played at, and how each is switched there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.records.change import MISSING, JsonObject, is_same

Value = str | int | None
_ELEMENT = re.compile(r"\[(\w+)=([^\]]*)\]")


@dataclass(frozen=True)
class Scene:
    """One vendor under one set of switches, and the fields that people write there.

    `fields` hold whatever is written into them; `{first}` and `{last}` are the items of an order. `numbers` are
    those of them that take whole numbers, `erasable` those that can be emptied. `mark` is where a new record
    carries what tells it from all others; `new` is what it needs besides. With `is_hidden` the vendor shows
    nobody what was written. The vendor begins with so many records that somebody else made, or with its own.
    """

    vendor: str
    fields: tuple[str, ...]
    mark: str
    new: Mapping[str, str] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    erasable: frozenset[str] = frozenset()
    options: Mapping[str, Any] = field(default_factory=dict)
    behaviours: Mapping[str, Any] = field(default_factory=dict)
    is_hidden: bool = False
    begins_with: int = 0

    def places(self, held: JsonObject | None) -> tuple[str, ...]:
        """The fields of one record, its items named."""
        ids = [one["id"] for one in held.get("items") or ()] if held else []
        first, last = (ids[0], ids[-1]) if ids else ("", "")
        return tuple(dict.fromkeys(one.format(first=first, last=last) for one in self.fields))

    def template(self, place: str) -> str:
        """Name the field that a place is, whichever item it is of."""
        return re.sub(r"\[id=\d+\]", "[id={first}]", place)


def columns_of(values: Mapping[str, str]) -> Mapping[str, str]:
    """Give the cells of one row: those of list elements need the cell that names the element."""
    named = {
        f"{place[: found.start()]}.{found[1]}": found[2]
        for place in values
        for found in _ELEMENT.finditer(place)
    }
    return {**named, **{_ELEMENT.sub("", place): text for place, text in values.items()}}


def same(one: object, other: object) -> bool:
    """Tell whether two values are one; a vendor may write nothing in three ways."""
    return (is_nothing(one) and is_nothing(other)) or is_same(one, other)


def is_nothing(value: object) -> bool:
    return value is MISSING or value in (None, "")


_ERROR = "accountingSyncError"
_ITEM = "items[id={first}].externalAccountingId"
_QUANTITY = "items[id={first}].orderItemAccountingItems[externalAccountingId=A].quantity"
_ORDERS = Scene(
    "flxpoint",
    ("externalAccountingId", _ERROR, _ITEM, _QUANTITY, "items[id={last}].externalAccountingId"),
    mark="id",
    numbers=frozenset({_QUANTITY}),
    erasable=frozenset({"externalAccountingId", _ERROR, _ITEM}),
)

_CUSTOMER: Mapping[str, str] = {
    "currency": "DKK",
    "addresses[title=Shop].title": "Shop",
    "addresses[title=Shop].name": "Fjord",
    "addresses[title=Shop].address": "Havnegade 12",
    "addresses[title=Shop].zip": "1058",
    "addresses[title=Shop].country": "DK",
}

SCENES: Mapping[str, Scene] = {
    "kibo": Scene("kibo", ("taxId", "companyOrOrganization"), mark="id"),
    "softwareone": Scene(
        "softwareone",
        ("name", "address.city"),
        mark="address.addressLine1",
        new={"address.postCode": "01067", "address.state": "Sachsen", "address.country": "DE"},
    ),
    "traede": Scene(
        "traede",
        ("name", "addresses[title=Shop].city"),
        mark="customer_number",
        new=_CUSTOMER,
    ),
    "traede, listed": Scene(
        "traede",
        ("name", "addresses[title=Shop].city"),
        mark="customer_number",
        new=_CUSTOMER,
        options={"try_get_customers": True},
        behaviours={"get_customers": True},
        begins_with=2,
    ),
    "flxpoint": _ORDERS,
    "flxpoint, absent and replacing": Scene(
        "flxpoint",
        _ORDERS.fields,
        mark="id",
        numbers=_ORDERS.numbers,
        erasable=_ORDERS.erasable,
        options={"items_sent": "all"},
        behaviours={"items": "replacing", "unwritten": "absent", "empty_error": "kept"},
    ),
    "flxpoint, hidden": Scene(
        "flxpoint",
        _ORDERS.fields,
        mark="id",
        numbers=_ORDERS.numbers,
        erasable=_ORDERS.erasable,
        behaviours={"show_accounting": "never"},
        is_hidden=True,
    ),
}
