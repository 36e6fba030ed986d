"""Looking at records: pages, counts, tallies, one record."""

from __future__ import annotations

from app.values import Record, RecordQuery, Tallies
from app.workspace import Workspace


def page(workspace: Workspace, query: RecordQuery, offset: int = 0, limit: int = 100) -> tuple[Record, ...]:
    """Read a stretch of what the query shows, in its order."""
    return workspace.store.records.page(query, offset=offset, limit=limit)


def count(workspace: Workspace, query: RecordQuery) -> int:
    """Tell how many records the query shows."""
    return workspace.store.records.count(query)


def position(workspace: Workspace, query: RecordQuery, record_id: int) -> int | None:
    """Tell where a record stands in what the query shows; None when it is left out."""
    return workspace.store.records.position(query, record_id)


def tallies(workspace: Workspace, connection_id: int, kind: str) -> Tallies:
    """Count the records of a kind by what the filters show."""
    return workspace.store.records.tallies(kind, connection_id)


def get(workspace: Workspace, kind: str, record_id: int) -> Record:
    """*Raises* NotFound."""
    return workspace.store.records.get(kind, record_id)
