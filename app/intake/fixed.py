"""Fixed values: what every row of a file says of a field that none of its columns feeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.errors import UsageError
from app.intake.cells import BLANK, ERASE, CellReader
from app.intake.values import ColumnMatch, Mapping, Reading
from app.records.checks import check_value
from app.records.columns import Column, ColumnType, erased_value
from app.vendors.declaration import Kind


def fixable_columns(kind: Kind) -> tuple[Column, ...]:
    """List the columns that may have one value for all rows: not what tells records apart."""
    keys = {kind.key_column, *kind.other_keys}
    return tuple(
        column
        for column in kind.columns
        if column.is_editable and column.path not in keys and column.type is not ColumnType.IMAGE
    )


def with_fixed(mapping: Sequence[ColumnMatch], column: str, value: str) -> Mapping:
    """Return the mapping with a field set for all rows; a column that fed it is ignored from now on."""
    left = (one for one in mapping if not (one.is_fixed and one.column == column))
    rest = (replace(one, column="", how="ignored") if one.column == column else one for one in left)
    return (*rest, fixed(column, value))


def without_fixed(mapping: Sequence[ColumnMatch], column: str) -> Mapping:
    """Return the mapping without the value that was set for a field."""
    return tuple(one for one in mapping if not (one.is_fixed and one.column == column))


def fixed(column: str, value: str) -> ColumnMatch:
    return ColumnMatch("", -1, column, "fixed", value=value)


def why_not_fixed(kind: Kind, reading: Reading, column: str, value: str) -> str:
    """Say what is wrong with a value for all rows; "" where it is right."""
    found = next((one for one in fixable_columns(kind) if one.path == column), None)
    if found is None:
        known = kind.column_by_path.get(column)
        if known is None:
            return f"{kind.title} have no column “{column}”."
        return f"{known.title} cannot have one value for all rows."
    meaning = CellReader(found, is_key(kind, found), reading.has_decimal_comma).read(value)
    if meaning is BLANK:
        return f"Write a value for {found.title}, or [] to empty it."
    if meaning is ERASE and is_key(kind, found):
        return f"{found.title} tells the entries of a list apart. Write a value."
    problem = check_value(found, column, erased_value(found) if meaning is ERASE else meaning)
    return problem.message if problem else ""


def check_fixed(kind: Kind, reading: Reading, mapping: Sequence[ColumnMatch]) -> None:
    """*Raises* UsageError for the first fixed value that is wrong."""
    for one in mapping:
        if one.is_fixed and (why := why_not_fixed(kind, reading, one.column, one.value)):
            raise UsageError(f"“{one.value}” for all rows: {why}", remedy="Nothing was read.")


def is_key(kind: Kind, column: Column) -> bool:
    """Tell whether a column names a record or an element: such text is trimmed."""
    keys = {kind.key_column, *kind.other_keys}
    return column.path in keys or column.name in kind.list_keys.get(column.list_path, ())
