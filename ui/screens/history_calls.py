"""What History asks of the services, each a function for a job."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.history_values import FoundOutcome, HistoryQuery, RecordPush
from app.jobs import JobContext
from app.values import JournalledRequest, PushSummary, RecordOutcome

if TYPE_CHECKING:
    from app.workspace import Workspace


class FoundPushes:
    """The pushes that fit a query: found as a whole when they are counted, read page by page."""

    def __init__(self, workspace: Workspace, query: HistoryQuery) -> None:
        self._workspace = workspace
        self._query = query
        self._ids: tuple[int, ...] = ()

    def count(self) -> int:
        from app.services.search_history import find_pushes  # noqa: PLC0415  after the first paint

        self._ids = find_pushes(self._workspace, self._query)
        return len(self._ids)

    def page(self, offset: int, limit: int) -> tuple[PushSummary, ...]:
        from app.services.search_history import read_pushes  # noqa: PLC0415  after the first paint

        return read_pushes(self._workspace, self._ids[offset : offset + limit])


def counting_records(workspace: Workspace, query: HistoryQuery) -> int:
    """Count the records that fit, up to as many as are listed."""
    from app.services.search_history import MOST_RECORDS, count_records  # noqa: PLC0415  after the first paint

    return min(MOST_RECORDS, count_records(workspace, query))


def page_of_found(workspace: Workspace, query: HistoryQuery) -> Callable[[int, int], tuple[FoundOutcome, ...]]:
    """Read the records that fit page by page."""
    return partial(_found, workspace, query)


def count_of_outcomes(workspace: Workspace, push_id: int, key: str, outcome: str) -> Callable[[], int]:
    """Count the records of a push that fit."""
    return partial(_count_outcomes, workspace, push_id, key, outcome)


def page_of_outcomes(
    workspace: Workspace, push_id: int, key: str, outcome: str = ""
) -> Callable[[int, int], tuple[RecordOutcome, ...]]:
    """Read the records of a push page by page, all or those that fit."""
    return partial(_outcomes, workspace, push_id, key, outcome)


def count_of_requests(workspace: Workspace, push_id: int, key: str) -> Callable[[], int]:
    """Count the requests of a push that are about what fits."""
    return partial(_count_requests, workspace, push_id, key)


def page_of_requests(
    workspace: Workspace, push_id: int, key: str
) -> Callable[[int, int], tuple[JournalledRequest, ...]]:
    """Read the requests of a push page by page."""
    return partial(_requests, workspace, push_id, key)


def opening_push(workspace: Workspace, push_id: int) -> Callable[[JobContext], PushSummary]:
    """Read one push."""
    return partial(_push, workspace, push_id)


def tracing_count(workspace: Workspace, kind: str, record_id: int) -> Callable[[], int]:
    """Count the pushes of a record."""
    return partial(_count_traces, workspace, kind, record_id)


def page_of_traces(
    workspace: Workspace, kind: str, record_id: int
) -> Callable[[int, int], tuple[RecordPush, ...]]:
    """Read the pushes of a record page by page."""
    return partial(_traces, workspace, kind, record_id)


def looking_at_record(
    workspace: Workspace, push_id: int, record_id: int
) -> Callable[[JobContext], tuple[RecordPush, tuple[JournalledRequest, ...]]]:
    """Read one record of one push, and the requests about it."""
    return partial(_record, workspace, push_id, record_id)


def commenting(workspace: Workspace, push_id: int, text: str) -> Callable[[JobContext], PushSummary]:
    """Write a comment on a push."""
    return partial(_comment, workspace, push_id, text)


def _found(workspace: Workspace, query: HistoryQuery, offset: int, limit: int) -> tuple[FoundOutcome, ...]:
    from app.services.search_history import find_records  # noqa: PLC0415  after the first paint

    return find_records(workspace, query, offset=offset, limit=limit)


def _count_outcomes(workspace: Workspace, push_id: int, key: str, outcome: str) -> int:
    from app.services.history import count_outcomes  # noqa: PLC0415  after the first paint

    return count_outcomes(workspace, push_id, key=key, outcome=outcome)


def _outcomes(
    workspace: Workspace, push_id: int, key: str, outcome: str, offset: int, limit: int
) -> tuple[RecordOutcome, ...]:
    from app.services.history import outcomes_of  # noqa: PLC0415  after the first paint

    return outcomes_of(workspace, push_id, key=key, outcome=outcome, offset=offset, limit=limit)


def _count_requests(workspace: Workspace, push_id: int, key: str) -> int:
    from app.services.history import count_requests  # noqa: PLC0415  after the first paint

    return count_requests(workspace, push_id, key=key)


def _requests(
    workspace: Workspace, push_id: int, key: str, offset: int, limit: int
) -> tuple[JournalledRequest, ...]:
    from app.services.history import requests_of  # noqa: PLC0415  after the first paint

    return requests_of(workspace, push_id, key=key, offset=offset, limit=limit)


def _push(workspace: Workspace, push_id: int, _context: JobContext) -> PushSummary:
    from app.services.history import get_push  # noqa: PLC0415  after the first paint

    return get_push(workspace, push_id)


def _count_traces(workspace: Workspace, kind: str, record_id: int) -> int:
    from app.services.trace_record import count_traces  # noqa: PLC0415  after the first paint

    return count_traces(workspace, kind, record_id)


def _traces(workspace: Workspace, kind: str, record_id: int, offset: int, limit: int) -> tuple[RecordPush, ...]:
    from app.services.trace_record import trace_record  # noqa: PLC0415  after the first paint

    return trace_record(workspace, kind, record_id, offset=offset, limit=limit)


def _record(
    workspace: Workspace, push_id: int, record_id: int, _context: JobContext
) -> tuple[RecordPush, tuple[JournalledRequest, ...]]:
    from app.services.trace_record import record_in_push, requests_about  # noqa: PLC0415  after the first paint

    return record_in_push(workspace, push_id, record_id), requests_about(workspace, push_id, record_id)


def _comment(workspace: Workspace, push_id: int, text: str, _context: JobContext) -> PushSummary:
    from app.services.comment_push import comment_push  # noqa: PLC0415  after the first paint

    return comment_push(workspace, push_id, text)
