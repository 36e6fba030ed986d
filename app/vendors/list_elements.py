"""The elements of a record's list with the path by which each one is edited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.records.change import MISSING, JsonObject, value_at
from app.records.columns import Column
from app.records.paths import ByKey, ByPosition, New, Token, column_of, format_path, parse_path
from app.values import Record

if TYPE_CHECKING:
    from app.vendors.declaration import Kind


@dataclass(frozen=True)
class Element:
    """`path` names it in edits; `base` is what the vendor holds of it, None where it is new."""

    path: str
    values: JsonObject
    base: JsonObject | None


def elements_of(kind: Kind, record: Record, working: JsonObject, list_path: str) -> tuple[Element, ...]:
    """List the elements of the working copy, those of the base first and in its order.

    `list_path` may lie in an element of another list: `items[id=7].orderItemAccountingItems`.
    """
    now = _list_at(working, list_path)
    held = _list_at(record.base, list_path)
    tokens = _kept_tokens(kind, record, list_path, held) + _new_tokens(record, list_path)
    if len(tokens) != len(now):  # one element edited under two names: name them by what they are now
        tokens = tuple(_token(kind, list_path, values, number) for number, values in enumerate(now, 1))
    return tuple(
        _element(record, (*parse_path(list_path), token), values)
        for token, values in zip(tokens, now, strict=True)
    )


def new_element_path(elements: tuple[Element, ...], list_path: str) -> str:
    """Name the next element to be added."""
    taken = [token.number for item in elements if isinstance(token := parse_path(item.path)[-1], New)]
    return format_path((*parse_path(list_path), New(max(taken, default=0) + 1)))


def columns_of_list(kind: Kind, list_path: str) -> tuple[Column, ...]:
    return tuple(column for column in kind.columns if column.list_path == list_path)


def _element(record: Record, path: tuple[Any, ...], values: JsonObject) -> Element:
    text = format_path(path)
    base = value_at(record.base, text)
    return Element(text, values, base if isinstance(base, dict) else None)


def _list_at(record: JsonObject, list_path: str) -> list[JsonObject]:
    found = value_at(record, list_path)
    return found if found is not MISSING and isinstance(found, list) else []


def _kept_tokens(kind: Kind, record: Record, list_path: str, held: list[JsonObject]) -> tuple[Token, ...]:
    if record.edits.get(list_path) == []:
        return ()
    tokens = (_token(kind, list_path, values, number) for number, values in enumerate(held, 1))
    return tuple(token for token in tokens if not _is_removed(record, list_path, token))


def _new_tokens(record: Record, list_path: str) -> tuple[Token, ...]:
    steps = parse_path(list_path)
    found: dict[Token, None] = {}
    for path in record.edits:
        parsed = parse_path(path)
        if len(parsed) <= len(steps) or parsed[: len(steps)] != steps:
            continue
        token = parsed[len(steps)]
        if not isinstance(token, str) and not _is_held(record, (*steps, token)):
            found[token] = None
    return tuple(found)


def _is_held(record: Record, path: tuple[Any, ...]) -> bool:
    list_path = format_path(path[:-1])
    return record.edits.get(list_path) != [] and value_at(record.base, format_path(path)) is not MISSING


def _is_removed(record: Record, list_path: str, token: Token) -> bool:
    path = format_path((*parse_path(list_path), token))
    return path in record.edits and record.edits[path] is None


def _token(kind: Kind, list_path: str, values: JsonObject, number: int) -> Token:
    for field in kind.list_keys.get(column_of(list_path), ()):
        value = values.get(field)
        if isinstance(value, str | int) and str(value):
            return ByKey(field, str(value))
    return ByPosition(number)
