"""The records whose outcome is unknown, each with what was sent of it: what a person looks for."""

from __future__ import annotations

from app.records.change import FieldChange, changes_of
from app.values import BaseState, Record, RecordQuery, ReviewedRecord
from app.workspace import Workspace


def list_unknown(
    workspace: Workspace, connection_id: int, kind: str, *, limit: int
) -> tuple[ReviewedRecord, ...]:
    """Read the first of them; the fields are as they were sent, whatever was edited since."""
    query = RecordQuery(kind=kind, connection_id=connection_id, filter="unknown")
    records = workspace.store.records.page(query, limit=limit)
    return tuple(ReviewedRecord(one, _sent(workspace, one)) for one in records)


def _sent(workspace: Workspace, record: Record) -> tuple[FieldChange, ...]:
    journal = workspace.store.journal
    request_id = journal.unknown_request_of(record.kind, record.id)
    if request_id is None:
        return ()
    push_id = journal.entry(request_id).push_id
    (frozen,) = journal.frozen_of_push(push_id, [record.id])
    is_unread = frozen.before_state is not BaseState.KNOWN
    return changes_of(frozen.before_base, frozen.sent_edits, is_unread=is_unread)
