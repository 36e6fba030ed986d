"""How Flxpoint's answers are read, and whether an order holds what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from app.net.requests import Answer
from app.records.change import MISSING, JsonObject, value_at
from app.records.checks import is_blank
from app.records.columns import Column, columns_of
from app.vendors.declaration import PendingRecord, Step, VendorMessage
from app.vendors.flxpoint.order import Order
from app.vendors.flxpoint.plan import SCALARS
from app.vendors.named_places import field_in

_WRONG_KIND = (
    "Account, source and channel tokens each open other calls: check that this is the kind for orders, "
    "copied whole."
)
_WORDS = ("message", "error", "detail", "title", "errorMessage")


def accepts(step: Step, answer: Answer) -> bool:
    """204 without a body; anything else was not written by this call."""
    del step
    return answer.status == 204 and not answer.body.strip()


def explain(answer: Answer) -> tuple[VendorMessage, ...]:
    """Read whatever words there are: no refusal has a documented body. A field may be named in them."""
    found = list(dict.fromkeys(_texts(answer.json())))
    if answer.status in (401, 403):
        found.append(_WRONG_KIND)
    return tuple(VendorMessage(text, field_in(text, _columns())) for text in found)


@cache
def _columns() -> Mapping[str, Column]:
    return {column.path: column for column in columns_of(Order)}


def holds(record: PendingRecord, read: JsonObject) -> bool | None:
    """Tell whether an order that was read shows every field that was edited.

    Whether Flxpoint shows accounting fields at all is not documented: where it does not, nobody can tell.
    """
    if not _shows_accounting(read):
        return None
    named = [name for name in SCALARS if name in record.edits]
    scalars = all(_is_equal(record.working[name], value_at(read, name)) for name in named)
    return scalars and all(_has_item(read, path, item) for path, item in record.touched.items())


def _shows_accounting(read: JsonObject) -> bool:
    items = read.get("items")
    named = isinstance(items, list) and any("externalAccountingId" in one for one in items)
    return named or any(name in read for name in SCALARS)


def _has_item(read: JsonObject, path: str, item: Mapping[str, Any]) -> bool:
    if path.count("[") > 1:
        return True  # compared with the item it belongs to
    theirs = value_at(read, f"items[id={item.get('id')}]")
    return isinstance(theirs, dict) and all(
        _is_equal(value, theirs.get(name, MISSING)) for name, value in item.items() if name != "id"
    )


def _is_equal(mine: object, theirs: object) -> bool:
    if isinstance(mine, list) and isinstance(theirs, list):
        return len(mine) == len(theirs) and all(map(_is_equal, mine, theirs))
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return all(_is_equal(value, theirs.get(name, MISSING)) for name, value in mine.items())
    if is_blank(mine):
        return theirs is MISSING or is_blank(theirs)
    return type(mine) is type(theirs) and mine == theirs


def _texts(content: object) -> list[str]:
    if isinstance(content, str):
        return [content] if content.strip() else []
    if isinstance(content, list):
        return [text for one in content for text in _texts(one)]
    if not isinstance(content, dict):
        return []
    own = [content[name] for name in _WORDS if isinstance(content.get(name), str) and content[name].strip()]
    return own + _texts(content.get("errors"))
