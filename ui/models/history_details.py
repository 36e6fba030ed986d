"""The columns of one opened push: its records with their outcomes, and its requests with their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.values import JournalledRequest, RecordOutcome
from ui.marks import Mark, mark_named
from ui.models.field_words import shortened
from ui.models.marked import marked
from ui.models.paged_table import Cell, PagedTable, TableColumn
from ui.models.when import clock_text, moment_text, number_text

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

_REASONS = {
    "no-change": "It holds this already.",
    "held-back": "Held back by its problems.",
    "conflict": "Held back by a conflict.",
    "unknown-before": "An earlier push of it is still unknown.",
    "stopped": "Stop was pressed before its turn.",
    "aborted": "The push broke off before its turn.",
}
_REQUEST_STATES = {
    "planned": ("Planned", "", "muted"),
    "sent": ("Sent, no answer", "unknown", "warning"),
    "applied": ("Accepted", "applied", "success"),
    "refused": ("Refused", "refused", "error"),
    "failed": ("Failed", "failed", "error"),
    "unknown": ("Unknown", "unknown", "warning"),
    "split": ("Refused, halved", "warning", "warning"),
    "superseded": ("Settled later", "settle", "info"),
    "dropped": ("Never sent", "skipped", "muted"),
}


def outcomes_table(parent: QObject | None = None) -> PagedTable:
    """Make the lazy table of a push's records."""
    columns = (
        TableColumn("Record", _key_cell, letters=18),
        TableColumn("Change", _change_cell, letters=15),
        TableColumn("Outcome", _outcome_cell, letters=15),
        TableColumn("Why", _message_cell, letters=40, is_stretched=True),
    )
    return PagedTable(columns, parent)


def requests_table(parent: QObject | None = None) -> PagedTable:
    """Make the lazy table of a push's requests."""
    columns = (
        TableColumn("Sent", _sent_cell, letters=10),
        TableColumn("Request", _request_cell, letters=26),
        TableColumn("Records", _keys_cell, letters=24, is_stretched=True),
        TableColumn("Status", _status_cell, letters=8, is_number=True),
        TableColumn("Tries", _attempts_cell, letters=6, is_number=True),
        TableColumn("Became", _state_cell, letters=17),
    )
    return PagedTable(columns, parent)


def outcome_mark(outcome: RecordOutcome) -> Mark | None:
    """Choose the mark of a record: what became of it in an undo, else its outcome."""
    return mark_named(outcome.undo) or mark_named(outcome.outcome.value)


def why_text(outcome: RecordOutcome) -> str:
    """Say why a record ended as it did: the vendor's words, else our reason."""
    return outcome.message or _REASONS.get(outcome.reason, "")


def _key_cell(outcome: RecordOutcome) -> Cell:
    return Cell(shortened(outcome.key or f"#{outcome.record_id}"), is_bold=True)


def _change_cell(outcome: RecordOutcome) -> Cell:
    return marked(mark_named(outcome.change.value))


def _outcome_cell(outcome: RecordOutcome) -> Cell:
    return marked(outcome_mark(outcome))


def _message_cell(outcome: RecordOutcome) -> Cell:
    text = why_text(outcome)
    return Cell(shortened(text, 200), tip=text)


def _sent_cell(request: JournalledRequest) -> Cell:
    if request.sent_at is None:
        return Cell("not sent", color="muted")
    return Cell(clock_text(request.sent_at), tip=moment_text(request.sent_at, has_seconds=True))


def _request_cell(request: JournalledRequest) -> Cell:
    return Cell(f"{request.method} {request.operation}", tip=f"{request.method} {request.url}")


def _keys_cell(request: JournalledRequest) -> Cell:
    if len(request.keys) <= 3:
        return Cell(shortened(", ".join(request.keys)))
    return Cell(shortened(f"{', '.join(request.keys[:3])} and {number_text(len(request.keys) - 3)} more"))


def _status_cell(request: JournalledRequest) -> Cell:
    return Cell(str(request.status) if request.status is not None else "—")


def _attempts_cell(request: JournalledRequest) -> Cell:
    return Cell(str(request.attempts))


def _state_cell(request: JournalledRequest) -> Cell:
    title, icon, color = _REQUEST_STATES.get(request.state, (request.state, "", ""))
    return Cell(title, icon=icon, color=color, tip=request.message)
