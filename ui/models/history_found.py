"""The columns of the records that a search of the history found, across all pushes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.history_values import FoundOutcome
from ui.marks import mark_named
from ui.models.field_words import shortened
from ui.models.history_details import why_text
from ui.models.marked import marked
from ui.models.paged_table import Cell, PagedTable, TableColumn
from ui.models.when import moment_text

if TYPE_CHECKING:
    from PySide6.QtCore import QObject


def found_table(parent: QObject | None = None) -> PagedTable:
    """Make the lazy table of records that were found, those of the latest push first."""
    columns = (
        TableColumn("When", _when_cell, letters=16),
        TableColumn("Connection", _connection_cell, letters=20),
        TableColumn("Record", _key_cell, letters=18),
        TableColumn("Change", _change_cell, letters=13),
        TableColumn("Outcome", _outcome_cell, letters=13),
        TableColumn("Why", _why_cell, letters=30, is_stretched=True),
    )
    return PagedTable(columns, parent)


def _when_cell(found: FoundOutcome) -> Cell:
    return Cell(moment_text(found.started_at), tip=moment_text(found.started_at, has_seconds=True))


def _connection_cell(found: FoundOutcome) -> Cell:
    is_production = found.environment == "production"
    text = f"{found.connection_name} · PRODUCTION" if is_production else found.connection_name
    return Cell(text, color="production" if is_production else "")


def _key_cell(found: FoundOutcome) -> Cell:
    return Cell(shortened(found.outcome.key), is_bold=True)


def _change_cell(found: FoundOutcome) -> Cell:
    return marked(mark_named(found.outcome.change.value))


def _outcome_cell(found: FoundOutcome) -> Cell:
    return marked(mark_named(found.outcome.outcome.value))


def _why_cell(found: FoundOutcome) -> Cell:
    text = why_text(found.outcome)
    return Cell(shortened(text, 200), tip=text)
