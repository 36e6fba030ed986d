"""Look at past pushes: when, which connection, what became of each record, each request and answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.values import JournalledRequest, PushSummary, RecordOutcome

if TYPE_CHECKING:
    from app.workspace import Workspace

_AT_ONCE = 500


def list_pushes(
    workspace: Workspace, *, connection_id: int | None = None, offset: int = 0, limit: int = 100
) -> tuple[PushSummary, ...]:
    """List pushes, the newest first; of all connections or of one."""
    return workspace.store.history.pushes(connection_id=connection_id, offset=offset, limit=limit)


def pushes_of(
    workspace: Workspace, kind: str, record_id: int, *, offset: int = 0, limit: int = 100
) -> tuple[PushSummary, ...]:
    """List the pushes that a record was part of, the newest first."""
    return workspace.store.history.pushes_of(kind, record_id, offset=offset, limit=limit)


def get_push(workspace: Workspace, push_id: int) -> PushSummary:
    """*Raises* NotFound."""
    return workspace.store.history.push(push_id)


def requests_of(
    workspace: Workspace, push_id: int, *, key: str = "", offset: int = 0, limit: int = 100
) -> tuple[JournalledRequest, ...]:
    """Read the requests of a push with their answers, in the order they were planned; all, or about a key."""
    return workspace.store.history.requests(push_id, key=key, offset=offset, limit=limit)


def outcomes_of(
    workspace: Workspace, push_id: int, *, key: str = "", outcome: str = "", offset: int = 0, limit: int = 100
) -> tuple[RecordOutcome, ...]:
    """Read what became of the records of a push; of all, or of those that fit a text and an outcome."""
    found = workspace.store.history.outcomes(push_id, key=key, outcome=outcome, offset=offset, limit=limit)
    return workspace.store.undos.told(push_id, found)


def count_outcomes(workspace: Workspace, push_id: int, *, key: str = "", outcome: str = "") -> int:
    """Count the records of a push that fit and have their outcome."""
    return workspace.store.history.count_outcomes(push_id, key=key, outcome=outcome)


def count_requests(workspace: Workspace, push_id: int, *, key: str = "") -> int:
    """Count the requests of a push that are about what fits."""
    return workspace.store.history.count_requests(push_id, key=key)


def count_pushes(workspace: Workspace, *, connection_id: int | None = None) -> int:
    """Count the pushes, of all connections or of one."""
    return workspace.store.history.count_pushes(connection_id=connection_id)


def push_outcomes(workspace: Workspace, push_id: int) -> Iterator[RecordOutcome]:
    """Give every record's outcome, however many there are."""
    offset = 0
    while page := outcomes_of(workspace, push_id, offset=offset, limit=_AT_ONCE):
        yield from page
        offset += len(page)
