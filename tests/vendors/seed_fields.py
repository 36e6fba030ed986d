"""What each vendor page that this product was asked for names, and how each of it is served here."""

from __future__ import annotations

import csv
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from app.vendors.declaration import Kind
from app.vendors.registry import kind_named

FILE = Path(__file__).with_suffix(".csv")
KINDS: Mapping[str, str] = {
    "softwareone-synchronize-buyer": "softwareone.buyers",
    "softwareone-create-buyer": "softwareone.buyers",
    "flxpoint-accounting-sync": "flxpoint.orders",
    "traede-sync-customers": "traede.customers",
    "kibo-add-sales-rep": "kibo.accounts",
}
"""*Shape*: page → the kind that serves it."""
PLACES = ("path", "query", "header", "body", "answer", "status", "rule")
ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    # Version 4 of the API description has a contact and a DELETE; neither page speaks of them.
    "softwareone.buyers": ("contact.*", "delete"),
    # What an order is stands on the pages Get Order and Polling fulfillment requests.
    "flxpoint.orders": (
        *("orderNumber", "referenceNumber", "orderTotal", "orderStatus", "acknowledgedStatus"),
        *("shippedStatus", "*At", "note", "importedFrom", "shippingText"),
    ),
}
"""*Shape*: kind → its columns that no row names, because another page of the vendor does."""


class SeedField(NamedTuple):
    """One field, parameter, header, status or rule of a page.

    `how` is `column` or `read-only` (of that column), `object` (columns under it), `function` (or constant, by
    dotted name) or `ignored`; `reason` says why, where that is not plain.
    """

    page: str
    where: str
    name: str
    how: str
    serves: str
    reason: str


def seed_fields() -> tuple[SeedField, ...]:
    """Read the list."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert tuple(rows[0]) == SeedField._fields
    return tuple(SeedField(*row) for row in rows[1:])


def complaints(fields: Iterable[SeedField]) -> Iterator[str]:
    """Say everything that is wrong with rows, in themselves and against the declarations."""
    listed = list(fields)
    for place, count in Counter((one.page, one.where, one.name) for one in listed).items():
        if count > 1:
            yield f"{' '.join(place)}: there {count} times"
    for one in listed:
        said = _complaint(one)
        if said:
            yield f"{one.page} {one.where} {one.name}: {said}"


def unspoken(fields: Iterable[SeedField]) -> Iterator[str]:
    """Name columns that neither a row nor another page speaks of, and those wrongly said to be elsewhere."""
    named = {(KINDS[one.page], one.serves) for one in fields if one.page in KINDS}
    for kind_id in dict.fromkeys(KINDS.values()):
        patterns = ELSEWHERE.get(kind_id, ())
        for path in kind_named(kind_id).column_by_path:
            is_elsewhere = any(fnmatchcase(path, pattern) for pattern in patterns)
            if ((kind_id, path) in named) == is_elsewhere:
                yield f"{kind_id} {path}"


def _complaint(field: SeedField) -> str:
    if field.page not in KINDS or field.where not in PLACES or not field.name.strip():
        return "an unknown page or place, or no name"
    check = _CHECKS.get(field.how)
    return check(field, kind_named(KINDS[field.page])) if check else f"{field.how} is no way to serve it"


def _column(field: SeedField, kind: Kind) -> str:
    column = kind.column_by_path.get(field.serves)
    if column is None:
        return f"there is no column {field.serves}"
    return "" if column.is_editable else f"{field.serves} is read-only"


def _read_only(field: SeedField, kind: Kind) -> str:
    column = kind.column_by_path.get(field.serves)
    if column is None:
        return f"there is no column {field.serves}"
    return f"{field.serves} is not read-only" if column.is_editable else ""


def _object(field: SeedField, kind: Kind) -> str:
    is_there = any(path.startswith(f"{field.serves}.") for path in kind.column_by_path)
    return "" if field.serves and is_there else f"there is no column under {field.serves}"


def _function(field: SeedField, kind: Kind) -> str:
    del kind
    try:
        pkgutil.resolve_name(field.serves)
    except (ImportError, AttributeError, ValueError):
        return f"there is no {field.serves}"
    return "" if field.serves.startswith("app.") else f"{field.serves} is not of this project"


def _ignored(field: SeedField, kind: Kind) -> str:
    del kind
    return "" if field.reason.strip() and not field.serves else "ignored needs a reason and nothing else"


_CHECKS: Mapping[str, Callable[[SeedField, Kind], str]] = {
    "column": _column,
    "read-only": _read_only,
    "object": _object,
    "function": _function,
    "ignored": _ignored,
}
