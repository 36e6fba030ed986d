"""What one cell of a file says: nothing, "empty this", or a value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from app.records.cells import read_cell
from app.records.change import Value
from app.records.columns import Column, ColumnType

# What a spreadsheet runs as a formula when it begins a cell, and the cell that means “empty this”.
_DEFUSED = re.compile(r"'+(?:[=+\-@\t\r]|\s*\[\]\s*\Z)")
_TO_DEFUSE = re.compile(r"'*(?:[=+\-@\t\r]|\s*\[\]\s*\Z)")
_MEMORY = 20_000


class Says:
    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


BLANK: Final = Says("BLANK")
"""The cell leaves the field alone."""
ERASE: Final = Says("ERASE")
"""The cell holds `[]`: it empties the field."""
Meaning = Value | Says


def restored(text: str) -> str:
    """Take off the one `'` that export put before what a spreadsheet would run."""
    return text[1:] if text[:1] == "'" and _DEFUSED.match(text) else text


def defused(text: str) -> str:
    """Put a `'` before what a spreadsheet would run, or import would take for "empty this"."""
    return f"'{text}" if _TO_DEFUSE.match(text) else text


@dataclass
class CellReader:
    """Reads the cells of one column; the same text is read once.

    With `has_percent_signs` 12.5% is a number: a workbook shows it so where the cell holds 0.125.
    """

    column: Column
    is_key: bool
    has_decimal_comma: bool
    has_percent_signs: bool = False
    _known: dict[str, Meaning] = field(default_factory=dict)

    def read(self, text: str) -> Meaning:
        try:
            return self._known[text]
        except KeyError:
            pass
        meaning = self._read(text)
        if len(self._known) >= _MEMORY:
            self._known.clear()
        self._known[text] = meaning
        return meaning

    def _read(self, text: str) -> Meaning:
        bare = text.strip()
        if not bare:
            return BLANK
        if bare == "[]":
            return ERASE
        said = restored(text)
        if self.has_percent_signs and self.column.type in (ColumnType.DECIMAL, ColumnType.INTEGER):
            said = said.rstrip().removesuffix("%")
        return read_cell(
            self.column, said.strip() if self.is_key else said, has_decimal_comma=self.has_decimal_comma
        )
