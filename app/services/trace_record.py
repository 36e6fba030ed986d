"""Trace one record through all pushes: what was sent of it, when, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.history_values import RecordPush
from app.values import JournalledRequest

if TYPE_CHECKING:
    from app.workspace import Workspace


def trace_record(
    workspace: Workspace, kind: str, record_id: int, *, offset: int = 0, limit: int = 100
) -> tuple[RecordPush, ...]:
    """Read every push that a record was part of, the newest first."""
    found = workspace.store.history_record.pushes(kind, record_id, offset=offset, limit=limit)
    return tuple(_told(workspace, one) for one in found)


def count_traces(workspace: Workspace, kind: str, record_id: int) -> int:
    """Count the pushes that a record was part of."""
    return workspace.store.history_record.count(kind, record_id)


def record_in_push(workspace: Workspace, push_id: int, record_id: int) -> RecordPush:
    """Read one record of one push. *Raises* NotFound."""
    return _told(workspace, workspace.store.history_record.push(push_id, record_id))


def requests_about(workspace: Workspace, push_id: int, record_id: int) -> tuple[JournalledRequest, ...]:
    """Read the requests of a push that were about a record, with their answers."""
    return workspace.store.history_record.requests(push_id, record_id)


def _told(workspace: Workspace, trace: RecordPush) -> RecordPush:
    """Say of a record of an undo what became of it."""
    if trace.outcome is None or not trace.push.undoes:
        return trace
    (outcome,) = workspace.store.undos.told(trace.push.id, [trace.outcome])
    return replace(trace, outcome=outcome)
