"""The columns of Review: which pending record, what it will do, and what holds it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.records.change import MISSING, value_at
from app.records.problems import Problem
from app.values import Outcome, Record, ReviewedRecord
from ui.marks import mark_of_change, mark_of_outcome
from ui.models.field_words import shortened, summary_of
from ui.models.paged_table import Cell, PagedTable, TableColumn

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from app.vendors.declaration import Kind


def review_table(kind: Kind, parent: QObject | None = None) -> PagedTable:
    """Make the lazy table of a kind's pending records."""
    columns = (
        TableColumn("Change", _change_cell, letters=11),
        TableColumn(kind.column_by_path[kind.key_column].title, _key_cell, letters=16),
        TableColumn("What changes", partial(_summary_cell, kind=kind), letters=36, is_stretched=True),
        TableColumn("Holds it back", _state_cell, letters=26),
    )
    return PagedTable(columns, parent)


def key_of(record: Record) -> str:
    """Name a record for a person; one without a key by its local number."""
    return record.key or f"#{record.id}"


def holds_back(problems: tuple[Problem, ...]) -> bool:
    return any(problem.is_error for problem in problems)


def _change_cell(item: ReviewedRecord) -> Cell:
    mark = mark_of_change(item.record.change.value)
    return Cell(mark.title, icon=mark.icon_name, color=mark.color_name)


def _key_cell(item: ReviewedRecord) -> Cell:
    return Cell(shortened(key_of(item.record)), is_bold=True)


def _summary_cell(item: ReviewedRecord, *, kind: Kind) -> Cell:
    if item.record.is_deleting:
        return Cell(f"Deletes this {kind.title_one}{_name_of(item.record)}", color="deleted")
    return Cell(summary_of(kind, item.fields))


def _name_of(record: Record) -> str:
    name = value_at(record.base, "name")
    return "" if name is MISSING or not name else f": {shortened(str(name))}"


def _state_cell(item: ReviewedRecord) -> Cell:
    record = item.record
    if record.busy == "unknown":
        mark = mark_of_outcome(Outcome.UNKNOWN.value)
        return Cell("Unknown: settle it first", icon=mark.icon_name, color=mark.color_name)
    if record.busy == "sent":
        return Cell("Being sent", icon="sent", color="info")
    return _problem_cell(record.problems) if record.problems else _outcome_cell(record)


def _problem_cell(problems: tuple[Problem, ...]) -> Cell:
    first = next((problem for problem in problems if problem.is_error), problems[0])
    tip = "\n".join(problem.message for problem in problems[:8])
    icon, color = ("problem", "error") if first.is_error else ("warning", "warning")
    return Cell(shortened(first.message), icon=icon, color=color, tip=tip)


def _outcome_cell(record: Record) -> Cell:
    """Show how the last push ended, where that is why the record is still here."""
    if record.outcome not in (Outcome.REFUSED, Outcome.FAILED):
        return Cell()
    mark = mark_of_outcome(record.outcome)
    text = (
        f"{mark.title} last time: {record.outcome_message}"
        if record.outcome_message
        else f"{mark.title} last time"
    )
    return Cell(shortened(text), icon=mark.icon_name, color=mark.color_name, tip=record.outcome_message)
