"""List elements by what names them, and what a person could write into one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.records.change import MISSING, Edits, ElementKeys, JsonObject, value_at
from app.records.checks import is_blank
from app.records.columns import Column
from app.records.paths import ByKey, ByPosition, Token, format_path

Columns = Mapping[str, Column]


def named_elements(keys: ElementKeys, list_path: str, listed: Iterable[Any]) -> dict[Token, JsonObject]:
    """*Shape*: what names an element → the element, in order; those without a name by their number among
    themselves."""
    found: dict[Token, JsonObject] = {}
    nameless = 0
    for one in listed:
        if not isinstance(one, dict):
            continue
        token: Token | None = name_of(keys, list_path, one)
        if token is None:
            nameless += 1
            token = ByPosition(nameless)
        found[token] = one
    return found


def name_of(keys: ElementKeys, list_path: str, element: Mapping[str, Any]) -> ByKey | None:
    """Name an element by the first of its key fields that is filled."""
    for name in keys.get(list_path, ()):
        if not is_blank(element.get(name)):
            return ByKey(name, str(element[name]))
    return None


def leaves(columns: Columns, keys: ElementKeys, list_path: str, element: object) -> Edits:
    """*Shape*: path inside the element → its value, of all that is filled and can be edited."""
    if not isinstance(element, dict):
        return {}
    found: Edits = {}
    for column in columns.values():
        if column.list_path == list_path and column.is_editable:
            value = value_at(element, column.name)
            if value is not MISSING and value is not None:
                found[column.name] = value
    for below in _lists_below(columns, list_path):
        found.update(_leaves_below(columns, keys, below, (element, below.removeprefix(f"{list_path}."))))
    return found


def _leaves_below(
    columns: Columns, keys: ElementKeys, list_path: str, place: tuple[JsonObject, str]
) -> Iterator[tuple[str, Any]]:
    element, name = place
    listed = value_at(element, name)
    for token, inner in named_elements(keys, list_path, listed if isinstance(listed, list) else ()).items():
        at = format_path((*name.split("."), token))
        for path, value in leaves(columns, keys, list_path, inner).items():
            yield f"{at}.{path}", value


def _lists_below(columns: Columns, list_path: str) -> tuple[str, ...]:
    """List the lists that stand in an element itself, not in a list of it."""
    deeper = {one.list_path for one in columns.values() if one.list_path.startswith(f"{list_path}.")}
    return tuple(sorted(one for one in deeper if not any(one.startswith(f"{other}.") for other in deeper)))
