"""What the push strip asks of the services, each a function for a job."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from app.jobs import JobContext
from app.values import PushOptions, PushResult, PushSummary, RecordQuery, ReviewedRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.workspace import Workspace

SHOWN = 6  # unknown records that a person is asked about at once


@dataclass(frozen=True)
class LeftOver:
    """What earlier pushes left: the last one when it was cut off, the first records that are still unknown with
    what was sent of them, and how many others could be sent."""

    interrupted: PushSummary | None
    unknown: tuple[ReviewedRecord, ...]
    unknown_count: int
    ready_count: int


def pushing(
    workspace: Workspace, connection_id: int, options: PushOptions
) -> Callable[[JobContext], PushResult]:
    """Send the pending changes of a connection."""
    return partial(_push, workspace, connection_id, options)


def settling(workspace: Workspace, connection_id: int) -> Callable[[JobContext], PushResult]:
    """Find out about the unknown ones."""
    return partial(_settle, workspace, connection_id)


def answering(
    workspace: Workspace, connection_id: int, key: str, *, is_applied: bool
) -> Callable[[JobContext], PushResult]:
    """Take a person's word for one record."""
    return partial(_answer, workspace, connection_id, key, is_applied=is_applied)


def looking_for_left_overs(
    workspace: Workspace, connection_id: int, kind: str
) -> Callable[[JobContext], LeftOver]:
    """Look what earlier pushes left undecided."""
    return partial(_left_over, workspace, connection_id, kind)


def _push(workspace: Workspace, connection_id: int, options: PushOptions, context: JobContext) -> PushResult:
    from app.services.push import push  # noqa: PLC0415  after the first paint

    return push(workspace, context, connection_id, options)


def _settle(workspace: Workspace, connection_id: int, context: JobContext) -> PushResult:
    from app.services.settle import settle  # noqa: PLC0415  after the first paint

    return settle(workspace, context, connection_id)


def _answer(
    workspace: Workspace, connection_id: int, key: str, _context: JobContext, *, is_applied: bool
) -> PushResult:
    from app.services.settle import answer  # noqa: PLC0415  after the first paint

    return answer(workspace, connection_id, key, is_applied=is_applied)


def _left_over(workspace: Workspace, connection_id: int, kind: str, _context: JobContext) -> LeftOver:
    from app.services.browse_records import count, tallies  # noqa: PLC0415  after the first paint
    from app.services.history import list_pushes  # noqa: PLC0415  as above
    from app.services.list_unknown import list_unknown  # noqa: PLC0415  as above

    latest = list_pushes(workspace, connection_id=connection_id, limit=1)
    query = RecordQuery(kind=kind, connection_id=connection_id, filter="unknown")
    interrupted = latest[0] if latest and latest[0].state == "interrupted" else None
    found = tallies(workspace, connection_id, kind)
    ready = found.pending - found.with_errors - found.unknown
    unknown = list_unknown(workspace, connection_id, kind, limit=SHOWN)
    return LeftOver(interrupted, unknown, count(workspace, query), max(0, ready))
