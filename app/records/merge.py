"""Three-way merge of a record: what the vendor holds now, over base, under the person's edits.

A field changed on one side merges, both to the same merges, otherwise it is a conflict and waits for a
person. A field the answer leaves out is not erased: vendors omit empty fields, and fields a sign-in may
not see. Where it can be told that nothing is there, the places are given as `emptied`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from app.records.change import (
    MISSING,
    Edits,
    ElementKeys,
    JsonObject,
    Raw,
    Value,
    copied,
    is_same,
    value_at,
    working_copy,
)
from app.records.paths import ByKey, format_path


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


def merge(  # noqa: PLR0913  two sides, and what is known of each
    base: JsonObject,
    edits: Edits,
    theirs: JsonObject,
    *,
    keys: ElementKeys,
    is_unread: bool = False,
    is_partial: bool = False,
    emptied: Collection[str] = (),
) -> Merged:
    """Bring in what the vendor was read to hold. With `is_unread` nobody had looked before: no conflict.

    With `is_partial` that is so of the places that base lacks. `emptied` are fields that the answer leaves out
    because nothing is in them.
    """
    now = without_fields(overlaid(base, theirs, keys=keys), emptied)
    kept: Edits = {}
    conflicts: list[Conflict] = []
    for path, mine in edits.items():
        old, new = value_at(base, path), value_at(now, path)
        is_erased = path in emptied and _is_nothing(mine)
        if is_same(new, mine) or is_erased or _is_gone_on_both_sides(path, mine, new):
            continue
        kept[path] = mine
        was_seen = not is_unread and not (is_partial and old is MISSING)
        if was_seen and not is_unchanged(old, new):
            conflicts.append(Conflict(path, old, mine, new))
    return Merged(now, kept, tuple(conflicts))


def is_unchanged(old: object, new: object) -> bool:
    """Tell whether a vendor holds what it held; to show in another way that nothing is there is no change."""
    return is_same(old, new) or (_is_nothing(old) and _is_nothing(new))


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


def without_fields(record: JsonObject, paths: Collection[str]) -> JsonObject:
    """Take fields out of a record that nobody else holds. *Shape* of a path: the names down to it."""
    for path in paths:
        above, _, name = path.rpartition(".")
        place = value_at(record, above) if above else record
        if isinstance(place, dict):
            place.pop(name, None)
    return record


def by_element(base: JsonObject, edits: Edits, list_path: str, field: str) -> Edits:
    """Rewrite the edits of a list as elements gained and lost, for a vendor that takes one at a time.

    An emptied or renamed list element becomes a removal and an addition, each with a path of its own, so
    that each can be applied or refused alone. Elements without a name are left as they were edited.
    """
    mine = {
        path: value for path, value in edits.items() if path == list_path or path.startswith(f"{list_path}[")
    }
    held, wanted = value_at(base, list_path), value_at(working_copy(base, edits), list_path)
    before = _names(held if isinstance(held, list) else [], field)
    after = _names(wanted if isinstance(wanted, list) else [], field)
    is_unknown = held is MISSING and edits.get(list_path) == []
    if not mine or is_unknown or before is None or after is None:
        return edits
    kept = {path: value for path, value in edits.items() if path not in mine}
    lost = {_element(list_path, field, name): None for name in before if name not in after}
    gained = {
        f"{_element(list_path, field, name)}.{inner}": value
        for name, item in after.items()
        if name not in before
        for inner, value in item.items()
    }
    return {**kept, **gained, **lost}


def _names(items: list[Any], field: str) -> dict[str, JsonObject] | None:
    """*Shape*: name → element; None where an element has no name to go by."""
    named = [item for item in items if isinstance(item, dict) and not isinstance(item.get(field), Raw)]
    found = {str(item[field]): item for item in named if item.get(field) not in (None, "")}
    return found if len(named) == len(items) and all(item.get(field) for item in named) else None


def _element(list_path: str, field: str, name: str) -> str:
    return format_path((*list_path.split("."), ByKey(field, name)))


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


def _is_nothing(value: object) -> bool:
    return value is MISSING or value in (None, "")


def _is_gone_on_both_sides(path: str, mine: Value, new: object) -> bool:
    """A removed element that the vendor has removed too needs no edit."""
    return mine is None and path.endswith("]") and new is MISSING
