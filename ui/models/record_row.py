"""One record made ready for the grid and the form: working copy, texts and problems by place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.records.cells import write_cell
from app.records.change import MISSING, JsonObject, value_at, working_copy
from app.records.columns import Column, ColumnType
from app.records.pictures import is_picture_name, picture_words
from app.records.problems import Problem
from app.values import BaseState, Change, Record
from ui.models.field_marks import EDITED, REFUSED, FieldMark, marks_in, most_urgent

if TYPE_CHECKING:
    from app.vendors.declaration import Kind

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class RecordRow:
    """A record with what screens look up. `texts` has the shown text of each column of the record and
    the summary of each list; `changed` the columns and lists with an edit in them; `marks` all that is to be
    said of fields, `marked` the most urgent of each column or list."""

    record: Record
    working: JsonObject
    texts: Mapping[str, str]
    changed: frozenset[str]
    marks: tuple[FieldMark, ...]
    marked: Mapping[str, FieldMark]

    @property
    def is_edited_since(self) -> bool:
        """Tell whether everything that the vendor refused of it was edited since."""
        refused = [one.severity for one in self.marks if one.severity in (REFUSED, EDITED)]
        return bool(refused) and REFUSED not in refused

    @property
    def is_added(self) -> bool:
        return self.record.change is Change.ADDED

    @property
    def worst(self) -> Problem | None:
        """Find an error before a warning, None where all is well."""
        return next(
            (one for one in self.record.problems if one.is_error), next(iter(self.record.problems), None)
        )


def row_of(kind: Kind, record: Record) -> RecordRow:
    """Make a record ready; called off the UI thread."""
    working = working_copy(record.base, record.edits)
    texts = {
        column.path: shown_text(column, value_of(record, working, column)) for column in kind.scalar_columns
    }
    marks = marks_in(record)
    texts |= {path: summary_text(path, value_at(working, path)) for path in list_paths(kind)}
    return RecordRow(
        record=record,
        working=working,
        texts=texts,
        changed=frozenset(_grid_column(path) for path in record.edits),
        marks=marks,
        marked=most_urgent([replace(one, path=_grid_column(one.path)) for one in marks]),
    )


def list_paths(kind: Kind) -> tuple[str, ...]:
    """List the outermost lists of a kind, in the order of declaration."""
    return tuple(dict.fromkeys(_outermost(column.list_path) for column in kind.columns if column.list_path))


def list_title(path: str) -> str:
    """Name a list by its path: “Addresses”, “Sales reps”."""
    words = _HUMP.sub(" ", path.rpartition(".")[2]).replace("_", " ")
    return words.capitalize()


def child_lists(kind: Kind, list_path: str) -> tuple[str, ...]:
    """List the lists right inside the elements of a list."""
    deeper = (one.list_path for one in kind.columns if one.list_path.startswith(f"{list_path}."))
    return tuple(dict.fromkeys(path for path in deeper if "." not in path.removeprefix(f"{list_path}.")))


def name_of(kind: Kind, row: RecordRow) -> str:
    """Name a record as people do: by its name, else by what stands beside its key in the grid."""
    beside = (path for path in kind.grid_columns if path != kind.key_column)
    return row.texts.get("name", "") or row.texts.get(next(beside, ""), "")


def name_path(kind: Kind) -> str:
    """Find the field that names a record of a kind to people, "" where there is none."""
    if "name" in kind.column_by_path:
        return "name"
    beside = (path for path in kind.grid_columns if path != kind.key_column)
    return next((path for path in beside if path in kind.column_by_path), "")


def value_of(record: Record, working: JsonObject, column: Column) -> Any:  # noqa: ANN401  any JSON value
    """Read a column's working value; directives live beside the record's fields."""
    if column.about.is_directive:
        return record.directives.get(column.path, MISSING)
    return value_at(working, column.path)


def shown_text(column: Column, value: object) -> str:
    """Write a value as the grid shows it and as an editor takes it back."""
    if value is MISSING or value is None:
        return ""
    if column.type is ColumnType.BOOLEAN and isinstance(value, bool):
        return "yes" if value else "no"
    text = write_cell(value)
    is_picture = column.type is ColumnType.IMAGE and is_picture_name(text)
    return picture_words(text) if is_picture else text


def summary_text(path: str, value: object) -> str:
    """Count the elements of a list: “2 addresses”."""
    if not isinstance(value, list) or not value:
        return ""
    many = list_title(path).lower()
    if len(value) != 1:
        return f"{len(value)} {many}"
    return f"1 {_singular(many)}"


def _singular(many: str) -> str:
    if many.endswith("sses"):
        return many[:-2]
    return f"{many[:-3]}y" if many.endswith("ies") else many.removesuffix("s")


def is_locked(kind: Kind, record: Record, column: Column) -> bool:
    return record.is_key_locked and column.path == kind.key_column


def why_not_editable(kind: Kind, record: Record, column: Column | None) -> str:
    """Say why a cell cannot be edited, or nothing where it can."""
    if column is None:
        return "This is a list: edit it in the details beside the table."
    if record.is_deleting:
        return why_not_open(kind, record)
    if is_locked(kind, record, column):
        return kind.key_lock
    if column.type is ColumnType.IMAGE:
        return "A picture is attached to the record, not typed."
    return "" if column.is_editable else f"{column.title} can only be read."


def why_not_open(kind: Kind, record: Record) -> str:
    """Say why nothing of a record can be edited, or nothing where it can."""
    is_going = record.is_deleting
    return f"This {kind.title_one} will be deleted. Revert it to edit it again." if is_going else ""


def base_text(record: Record, column: Column) -> str:
    """Write what the vendor holds, in words where it is nothing or was not read."""
    if record.base_state is BaseState.UNREAD:
        return "not read"
    value = value_at(record.base, column.path)
    return shown_text(column, value) or "empty"


def _grid_column(path: str) -> str:
    """Name the grid's column for a path: the field, or the list that an element is in."""
    return path.partition("[")[0]


def _outermost(list_path: str) -> str:
    return list_path.partition("[")[0]
