"""Three-way merge of a record: what the vendor holds now, over base, under the person's edits.

A field changed on one side merges, both to the same merges, otherwise it is a conflict and waits for a
person. A field the answer leaves out is not erased: vendors omit empty fields, and fields a sign-in may
not see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.records.change import MISSING, Edits, ElementKeys, JsonObject, Value, copied, is_same, value_at


@dataclass(frozen=True)
class Conflict:
    """One place changed on both sides: what it was, what the person has, what the vendor has."""

    path: str
    base: Any
    mine: Value
    theirs: Any


@dataclass(frozen=True)
class Merged:
    """The record after looking: the new base, the edits still pending, and what a person must decide."""

    base: JsonObject
    edits: Edits
    conflicts: tuple[Conflict, ...] = ()


def merge(
    base: JsonObject, edits: Edits, theirs: JsonObject, *, keys: ElementKeys, is_unread: bool = False
) -> Merged:
    """Bring in what the vendor was read to hold. With `is_unread` nobody had looked before: no conflict."""
    now = overlaid(base, theirs, keys=keys)
    kept: Edits = {}
    conflicts: list[Conflict] = []
    for path, mine in edits.items():
        old, new = value_at(base, path), value_at(now, path)
        if is_same(new, mine) or _is_gone_on_both_sides(path, mine, new):
            continue
        kept[path] = mine
        if not is_unread and not is_same(old, new):
            conflicts.append(Conflict(path, old, mine, new))
    return Merged(now, kept, tuple(conflicts))


def overlaid(base: JsonObject, theirs: Mapping[str, Any], *, keys: ElementKeys, path: str = "") -> JsonObject:
    """Lay an answer over base: objects by field, lists by element, what is omitted stays."""
    result: JsonObject = copied(base)
    for name, value in theirs.items():
        place = f"{path}.{name}" if path else name
        held = result.get(name)
        if isinstance(value, Mapping) and isinstance(held, dict):
            result[name] = overlaid(held, value, keys=keys, path=place)
        elif isinstance(value, list) and isinstance(held, list):
            result[name] = _overlaid_list(held, value, keys=keys, path=place)
        else:
            result[name] = copied(value)
    return result


def _overlaid_list(held: list[Any], theirs: list[Any], *, keys: ElementKeys, path: str) -> list[Any]:
    """The vendor's elements in the vendor's order; one that both know keeps its omitted fields."""
    known = {_name_of(item, keys.get(path, ())): item for item in held if isinstance(item, dict)}
    result = []
    for item in theirs:
        name = _name_of(item, keys.get(path, ()))
        if isinstance(item, Mapping) and name is not None and name in known:
            result.append(overlaid(known[name], item, keys=keys, path=path))
        else:
            result.append(copied(item))
    return result


def _name_of(item: Any, fields: tuple[str, ...]) -> tuple[str, str] | None:  # noqa: ANN401  any JSON value
    if not isinstance(item, Mapping):
        return None
    for field in fields:
        if item.get(field) not in (None, ""):
            return field, str(item[field])
    return None


def _is_gone_on_both_sides(path: str, mine: Value, new: object) -> bool:
    """A removed element that the vendor has removed too needs no edit."""
    return mine is None and path.endswith("]") and new is MISSING
