"""What History asks of the services, each a function for a job."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.jobs import JobContext
from app.values import JournalledRequest, PushSummary, RecordOutcome

if TYPE_CHECKING:
    from app.workspace import Workspace


def page_of_pushes(
    workspace: Workspace, connection_id: int | None
) -> Callable[[int, int], tuple[PushSummary, ...]]:
    """Read pushes page by page, of one connection or of all."""
    return partial(_pushes, workspace, connection_id)


def page_of_outcomes(
    workspace: Workspace, push_id: int, key: str
) -> Callable[[int, int], tuple[RecordOutcome, ...]]:
    """Read the records of a push page by page, all or those whose key holds `key`."""
    return partial(_outcomes, workspace, push_id, key)


def page_of_requests(
    workspace: Workspace, push_id: int, key: str
) -> Callable[[int, int], tuple[JournalledRequest, ...]]:
    """Read the requests of a push page by page."""
    return partial(_requests, workspace, push_id, key)


def opening_push(workspace: Workspace, push_id: int) -> Callable[[JobContext], PushSummary]:
    """Read one push."""
    return partial(_push, workspace, push_id)


def _pushes(
    workspace: Workspace, connection_id: int | None, offset: int, limit: int
) -> tuple[PushSummary, ...]:
    from app.services.history import list_pushes  # noqa: PLC0415  after the first paint

    return list_pushes(workspace, connection_id=connection_id, offset=offset, limit=limit)


def _outcomes(
    workspace: Workspace, push_id: int, key: str, offset: int, limit: int
) -> tuple[RecordOutcome, ...]:
    from app.services.history import outcomes_of  # noqa: PLC0415  after the first paint

    return outcomes_of(workspace, push_id, key=key, offset=offset, limit=limit)


def _requests(
    workspace: Workspace, push_id: int, key: str, offset: int, limit: int
) -> tuple[JournalledRequest, ...]:
    from app.services.history import requests_of  # noqa: PLC0415  after the first paint

    return requests_of(workspace, push_id, key=key, offset=offset, limit=limit)


def _push(workspace: Workspace, push_id: int, _context: JobContext) -> PushSummary:
    from app.services.history import get_push  # noqa: PLC0415  after the first paint

    return get_push(workspace, push_id)
