"""What each cell of a row does: sets a field, leaves it alone, erases it, names something, or nothing."""

from __future__ import annotations

from typing import Literal

from app.intake.cells import BLANK, ERASE, CellReader
from app.intake.fixed import is_key
from app.intake.values import RECORD_COLUMN, ColumnMatch
from app.vendors.declaration import Kind

Effect = Literal["names", "sets", "leaves", "erases", "empties", "ignored", "closed"]


def effect_of(kind: Kind, match: ColumnMatch | None, text: str) -> Effect:
    """Tell what a cell does; “closed” where only the vendor sets the field."""
    if match is None or not match.column:
        return "ignored"
    if match.column == RECORD_COLUMN:
        return "names" if text.strip() else "leaves"
    column = kind.column_by_path[match.column]
    names = is_key(kind, column)
    if not column.is_editable and not names:
        return "closed"
    meaning = CellReader(column, names, has_decimal_comma=True).read(text)
    if meaning is BLANK:
        return "leaves"
    if meaning is ERASE:
        return "empties" if names and column.list_path else "erases"
    return "names" if column.path in (kind.key_column, *kind.other_keys) else "sets"
