"""The columns of Review: which pending record, what it will do, and what holds it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.records.change import MISSING, value_at
from app.records.problems import Problem
from app.values import Outcome, Record, ReviewedRecord, SkipReason
from ui.marks import mark_named, mark_of_change, mark_of_outcome
from ui.models.field_words import shortened, summary_of
from ui.models.marked import marked, problem_cell
from ui.models.paged_table import Cell, PagedTable, TableColumn
from ui.models.when import plural

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from app.vendors.declaration import Kind


def review_table(kind: Kind, parent: QObject | None = None) -> PagedTable:
    """Make the lazy table of a kind's pending records."""
    columns = (
        TableColumn("Change", _change_cell, letters=13),
        TableColumn(kind.column_by_path[kind.key_column].title, _key_cell, letters=15),
        TableColumn("What changes", partial(_summary_cell, kind=kind), letters=34, is_stretched=True),
        TableColumn("Problem", _state_cell, letters=24, is_stretched=True),
    )
    return PagedTable(columns, parent)


def key_of(record: Record) -> str:
    """Name a record for a person; one without a key by its local number."""
    return record.key or f"#{record.id}"


def waits_for_lost(record: Record) -> bool:
    """Tell whether it was not sent because an earlier request may still arrive; no other mark says so."""
    return record.outcome == Outcome.SKIPPED and record.outcome_reason == SkipReason.UNKNOWN_BEFORE


def holds_back(problems: tuple[Problem, ...]) -> bool:
    return any(problem.is_error for problem in problems)


def _change_cell(item: ReviewedRecord) -> Cell:
    return marked(mark_of_change(item.record.change.value))


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
        return marked(mark_of_outcome(Outcome.UNKNOWN.value), "Unknown: settle it first")
    if record.busy == "sent":
        return marked(mark_named("sent"))
    if record.is_in_conflict:
        return marked(mark_named("conflict"), plural(len(record.conflicts), "conflict"))
    left = Cell() if holds_back(record.problems) else _outcome_cell(record)
    return problem_cell(record.problems) if record.problems and not left.text else left


def _outcome_cell(record: Record) -> Cell:
    """Show how the last push ended, where that is why the record is still here."""
    if record.outcome not in (Outcome.REFUSED, Outcome.FAILED) and not waits_for_lost(record):
        return Cell()
    mark = mark_of_outcome(record.outcome)
    title = mark.title if mark else record.outcome
    words = f"{title} last time: {record.outcome_message}" if record.outcome_message else f"{title} last time"
    return marked(mark, shortened(words, 90), tip=record.outcome_message)
