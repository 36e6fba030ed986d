"""The columns of History: a line per push, as on a bank statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.values import Outcome, PushSummary
from ui.models.paged_table import Cell, PagedTable, TableColumn
from ui.models.when import counts_text, duration_text, fates_text, moment_text, number_text

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

_STATES = {
    "running": ("Running", "sent", "info"),
    "finished": ("Finished", "applied", "success"),
    "stopped": ("Stopped", "stop", "warning"),
    "aborted": ("Broken off", "failed", "error"),
    "interrupted": ("Cut off", "unknown", "warning"),
}


def pushes_table(parent: QObject | None = None) -> PagedTable:
    """Make the lazy table of pushes, the latest first."""
    columns = (
        TableColumn("When", _when_cell, letters=16),
        TableColumn("Connection", _connection_cell, letters=20),
        TableColumn("Records", _total_cell, letters=9, is_number=True),
        TableColumn("What happened", _counts_cell, letters=34, is_stretched=True),
        TableColumn("Took", _took_cell, letters=10, is_number=True),
        TableColumn("State", state_cell, letters=17),
    )
    return PagedTable(columns, parent)


def became_text(push: PushSummary) -> str:
    """Say what became of the records of a push."""
    return fates_text(push.fates) if push.fates else counts_text(push.counts)


def state_cell(push: PushSummary) -> Cell:
    """Show how the push as a whole ended; a finished one by its worst outcome."""
    if push.state == "finished" and (worst := _worst(push)):
        return Cell(*worst)
    if push.state == "finished" and push.undone_by:
        return Cell("Undone", icon="undo", color="info", tip=f"Undone by push {push.undone_by[-1]}.")
    title, icon, color = _STATES.get(push.state, (push.state, "", ""))
    return Cell(title, icon=icon, color=color, tip=push.stopped_because)


def _worst(push: PushSummary) -> tuple[str, str, str] | None:
    words = {
        Outcome.UNKNOWN: ("Some unknown", "unknown", "warning"),
        Outcome.FAILED: ("Some failed", "failed", "error"),
        Outcome.REFUSED: ("Some refused", "refused", "error"),
    }
    return next((told for outcome, told in words.items() if push.counts.get(outcome)), None)


def _when_cell(push: PushSummary) -> Cell:
    return Cell(moment_text(push.started_at), tip=moment_text(push.started_at, has_seconds=True))


def _connection_cell(push: PushSummary) -> Cell:
    is_production = push.environment == "production"
    text = f"{push.connection_name} · PRODUCTION" if is_production else push.connection_name
    return Cell(text, color="production" if is_production else "")


def _total_cell(push: PushSummary) -> Cell:
    return Cell(number_text(sum(push.counts.get(outcome, 0) for outcome in Outcome)))


def _counts_cell(push: PushSummary) -> Cell:
    text = became_text(push)
    undone = f"undone by push {push.undone_by[-1]}" if push.undone_by else ""
    note = " · ".join(part for part in (push.stopped_because or push.comment, undone) if part)
    return Cell(f"{text} — {note}" if note else text, tip=note)


def _took_cell(push: PushSummary) -> Cell:
    if push.finished_at is None:
        return Cell("—", color="muted")
    return Cell(duration_text(push.finished_at - push.started_at))
