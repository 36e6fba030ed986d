"""Writes records as rows of the canonical columns: the form that reading takes back unchanged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.intake.cells import defused
from app.records.cells import write_cell
from app.records.change import MISSING, JsonObject, value_at, working_copy
from app.records.columns import Column
from app.values import Record
from app.vendors.declaration import Kind


def rows_of(kind: Kind, record: Record, columns: Sequence[Column], *, is_raw: bool) -> Iterator[list[str]]:
    """Yield one row per list element, at least one.

    The record's own fields stand in the first row, its key in each: then no row can contradict another.
    """
    working = working_copy(record.base, record.edits)
    own = {
        column.path: text
        for column in columns
        if not column.list_path and (text := _own(kind, record, working, column))
    }
    key = {kind.key_column: own.get(kind.key_column, "")}
    for number, element in enumerate(_elements(kind, working)):
        cells = {**(own if number == 0 else key), **element}
        texts = [cells.get(column.path, "") for column in columns]
        yield texts if is_raw else [defused(text) for text in texts]


def _own(kind: Kind, record: Record, working: JsonObject, column: Column) -> str:
    if column.path == kind.delete_column:
        return "yes" if record.is_deleting else _text(value_at(working, column.path))
    if column.about.is_directive:
        return record.directives.get(column.path, "")
    return _text(value_at(working, column.path))


def _elements(kind: Kind, working: JsonObject) -> list[dict[str, str]]:
    """*Shape*: canonical column → text, one per row. Lists of their own take rows of their own."""
    lists = {column.list_path for column in kind.columns if column.list_path}
    outer = sorted(path for path in lists if not any(path.startswith(f"{other}.") for other in lists))
    rows = [row for path in outer for row in _rows_below(kind, working, path, path, lists)]
    return rows or [{}]


def _rows_below(
    kind: Kind, place: Mapping[str, Any], step: str, list_path: str, lists: set[str]
) -> Iterator[dict[str, str]]:
    elements = value_at(place, step)
    for element in elements if isinstance(elements, list) else ():
        own = {
            column.path: text
            for column in kind.columns
            if column.list_path == list_path and (text := _text(value_at(element, column.name)))
        }
        deeper = [path for path in lists if path.startswith(f"{list_path}.")]
        names = {f"{list_path}.{name}" for name in kind.list_keys.get(list_path, ())}
        inner = [
            row
            for path in deeper
            for row in _rows_below(kind, element, path.removeprefix(f"{list_path}."), path, lists)
        ]
        yield {**own, **(inner[0] if inner else {})}
        yield from ({**{path: own[path] for path in names if path in own}, **row} for row in inner[1:])


def _text(value: object) -> str:
    return "" if value is MISSING or isinstance(value, (list, dict)) else write_cell(value)
