"""The old values of a field: each with when it was so, and how that is known."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.edit_values import OldValue
from app.records.columns import Column
from ui.models.paged_table import Cell, PagedTable, TableColumn
from ui.models.record_row import shown_text
from ui.models.when import moment_text

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

_WORDS = {
    "held": "What the vendor holds",
    "sent": "Sent in push {}",
    "before": "With the vendor before push {}",
}


def old_table(column: Column, parent: QObject | None = None) -> PagedTable:
    """Make the table; fill it with what `old_values` found."""
    columns = (
        TableColumn("Value", partial(_value_cell, column=column), letters=24, is_stretched=True),
        TableColumn("When", _when_cell, letters=16),
        TableColumn("How it is known", _how_cell, letters=24, is_stretched=True),
    )
    return PagedTable(columns, parent)


def text_of(one: OldValue, column: Column) -> str:
    """Write an old value as it is typed."""
    return shown_text(column, one.value)


def _value_cell(one: OldValue, *, column: Column) -> Cell:
    text = " ".join(text_of(one, column).split("\n"))
    return Cell(text or "empty", is_bold=bool(text), color="" if text else "muted", tip=one.text)


def _when_cell(one: OldValue) -> Cell:
    return Cell(moment_text(one.at) or "now", tip=moment_text(one.at, has_seconds=True))


def _how_cell(one: OldValue) -> Cell:
    words = _WORDS.get(one.how, "").format(one.push_id)
    return Cell(words or one.title[:1].upper() + one.title[1:], color="muted")
