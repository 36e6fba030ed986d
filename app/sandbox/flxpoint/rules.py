"""Flxpoint's documented types for the body of an accounting sync.

Source: “Sync Accounting for Order”, read 2026-11-20. Only the id of an item is required. What a null in a
field that is not nullable does is not said, and the page's own example has some: a switch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

INT64_MOST = 2**63 - 1


@dataclass(frozen=True)
class Field:
    """What one field takes."""

    takes: Callable[[object], bool]
    words: str
    is_nullable: bool = False


@dataclass(frozen=True)
class Strictness:
    """How strictly a body is read; `why_not` says what is wrong with an item id, or nothing."""

    takes_nulls: bool
    refuses_unknown: bool
    why_not: Callable[[int], str]


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= INT64_MOST


def _is_list(value: object) -> bool:
    return isinstance(value, list)


ORDER_FIELDS: Mapping[str, Field] = {
    "accountingSynced": Field(lambda value: isinstance(value, bool), "true, false or null", is_nullable=True),
    "externalAccountingId": Field(_is_text, "a string or null", is_nullable=True),
    "items": Field(_is_list, "an array"),
    "accountingSyncError": Field(_is_text, "a string"),
}
ITEM_FIELDS: Mapping[str, Field] = {
    "id": Field(_is_whole, "an integer"),
    "externalAccountingId": Field(_is_text, "a string or null", is_nullable=True),
    "orderItemAccountingItems": Field(_is_list, "an array"),
}
PART_FIELDS: Mapping[str, Field] = {
    "externalAccountingId": Field(_is_text, "a string"),
    "quantity": Field(_is_whole, "an integer"),
}


def complaint(body: object, strictness: Strictness) -> str:
    """Return the first thing that is wrong with a body, or the empty string."""
    return next(_complaints(body, strictness), "")


def _complaints(body: object, strictness: Strictness) -> Iterator[str]:
    yield from _wrong_fields(body, ORDER_FIELDS, strictness, at="The body")
    for place, item in enumerate(_list_in(body, "items")):
        at = f"items[{place}]"
        yield from _wrong_fields(item, ITEM_FIELDS, strictness, at=at)
        yield from _wrong_id(item, strictness, at=at)
        for inner, part in enumerate(_list_in(item, "orderItemAccountingItems")):
            where = f"{at}.orderItemAccountingItems[{inner}]"
            yield from _wrong_fields(part, PART_FIELDS, strictness, at=where)


def _wrong_fields(
    value: object, fields: Mapping[str, Field], strictness: Strictness, *, at: str
) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at} must be an object."
    for name, given in (value if isinstance(value, dict) else {}).items():
        field = fields.get(name)
        if field is None:
            if strictness.refuses_unknown:
                yield f"{at} has an unknown field {name}."
        elif not _is_taken(given, field, strictness):
            yield f"{at}: {name} must be {field.words}."


def _is_taken(given: object, field: Field, strictness: Strictness) -> bool:
    if given is None:
        return field.is_nullable or strictness.takes_nulls
    return field.takes(given)


def _wrong_id(item: object, strictness: Strictness, *, at: str) -> Iterator[str]:
    item_id = item.get("id") if isinstance(item, dict) else None
    if not isinstance(item_id, int):
        yield f"{at}: id is required."
    elif strictness.why_not(item_id):
        yield f"{at}: {strictness.why_not(item_id)}"


def _list_in(value: object, name: str) -> list[object]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []
