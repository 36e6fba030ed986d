"""One record's past: the columns of its pushes, and what was sent of it, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.history_values import RecordPush
from app.values import BaseState, Change
from ui.marks import Mark, mark_named
from ui.models.diff_table import DiffLine, diff_lines
from ui.models.field_words import shortened, summary_of
from ui.models.history_details import outcome_mark, why_text
from ui.models.marked import marked
from ui.models.paged_table import Cell, PagedTable, TableColumn
from ui.models.when import moment_text

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from app.vendors.declaration import Kind

_WAITING = Mark("waiting", "Waiting", "sent", "info", "Its turn has not come yet.")


def past_table(kind: Kind, parent: QObject | None = None) -> PagedTable:
    """Make the lazy table of a record's pushes, the latest first."""

    def sent_cell(trace: RecordPush) -> Cell:
        text = sent_text(kind, trace)
        return Cell(shortened(text, 200), tip=text)

    columns = (
        TableColumn("When", _when_cell, letters=16),
        TableColumn("Push", _push_cell, letters=6, is_number=True),
        TableColumn("Change", _change_cell, letters=13),
        TableColumn("Outcome", _outcome_cell, letters=13),
        TableColumn("What was sent", sent_cell, letters=26, is_stretched=True),
        TableColumn("Why", _why_cell, letters=22, is_stretched=True),
    )
    return PagedTable(columns, parent)


def sent_table(parent: QObject | None = None) -> PagedTable:
    """Make the table of what was sent of one record; fill it with `sent_lines`."""
    columns = (
        TableColumn("Field", _title_cell, letters=22),
        TableColumn("Before", _before_cell, letters=14, is_stretched=True),
        TableColumn("Sent", _sent_cell, letters=22, is_stretched=True),
    )
    return PagedTable(columns, parent)


def sent_lines(kind: Kind, trace: RecordPush) -> tuple[DiffLine, ...]:
    """Put what was sent in words, a line per field."""
    return diff_lines(kind, trace.fields)


def sent_text(kind: Kind, trace: RecordPush) -> str:
    """Sum up what was sent in a line; a push without fields was a deletion or an action."""
    if trace.change is Change.DELETED:
        return f"Delete this {kind.title_one}"
    return summary_of(kind, trace.fields) or trace.push.comment


def trace_mark(trace: RecordPush) -> Mark:
    """Choose the mark of what came of a record."""
    return (outcome_mark(trace.outcome) if trace.outcome else None) or _WAITING


def became_text(trace: RecordPush) -> str:
    """Say why a record ended as it did."""
    return why_text(trace.outcome) if trace.outcome else _WAITING.explanation


def before_text(trace: RecordPush) -> str:
    """Say what was known of the vendor's side before."""
    return {
        BaseState.KNOWN: "What the vendor held before",
        BaseState.ABSENT: "The vendor held nothing of it before.",
        BaseState.UNREAD: "Nobody had read it before: what the vendor held is not known.",
    }[trace.before_state]


def _when_cell(trace: RecordPush) -> Cell:
    moment = trace.push.started_at
    return Cell(moment_text(moment), tip=moment_text(moment, has_seconds=True))


def _push_cell(trace: RecordPush) -> Cell:
    return Cell(str(trace.push.id), tip=trace.push.comment)


def _change_cell(trace: RecordPush) -> Cell:
    return marked(mark_named(trace.change.value))


def _outcome_cell(trace: RecordPush) -> Cell:
    return marked(trace_mark(trace))


def _why_cell(trace: RecordPush) -> Cell:
    text = became_text(trace) if trace.outcome else ""
    return Cell(shortened(text, 200), tip=text)


def _title_cell(line: DiffLine) -> Cell:
    return Cell(line.title)


def _before_cell(line: DiffLine) -> Cell:
    return Cell(line.old, color="" if line.is_old_known else "muted", tip=line.old)


def _sent_cell(line: DiffLine) -> Cell:
    return Cell(f"→  {line.new}", color=line.color, is_bold=True, tip=line.new)
