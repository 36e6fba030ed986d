"""What Review asks of the services, each a function for a job."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from app.errors import NotFound
from app.jobs import JobContext
from app.values import Changed, RecordQuery, RequestPreview, Review, ReviewedRecord

if TYPE_CHECKING:
    from app.workspace import Workspace


@dataclass(frozen=True)
class Preview:
    """The request of one record, or why there is none."""

    record_id: int
    key: str
    request: RequestPreview | None
    why_not: str = ""


def reviewing(workspace: Workspace, connection_id: int) -> Callable[[JobContext], Review]:
    """Count what a push would do."""
    return partial(_review, workspace, connection_id)


def page_of_review(
    workspace: Workspace, connection_id: int
) -> Callable[[int, int], tuple[ReviewedRecord, ...]]:
    """Read pending records page by page."""
    return partial(_page, workspace, connection_id)


def reverting(
    workspace: Workspace, kind: str, record_ids: Sequence[int], path: str | None = None
) -> Callable[[JobContext], Changed]:
    """Take changes back: of one field, or of whole records."""
    return partial(_revert, workspace, kind, tuple(record_ids), path)


def reverting_rows(
    workspace: Workspace, kind: str, connection_id: int, rows: Sequence[range]
) -> Callable[[JobContext], Changed]:
    """Take back the changes of the records in some lines of Review."""
    return partial(_revert_rows, workspace, kind, connection_id, tuple(rows))


def previewing(
    workspace: Workspace, connection_id: int, record: tuple[int, str]
) -> Callable[[JobContext], Preview]:
    """Find the exact request that would carry a record, given by id and key."""
    return partial(_preview, workspace, connection_id, record)


def resolving(
    workspace: Workspace, kind: str, record_id: int, chosen: Mapping[str, str]
) -> Callable[[JobContext], Changed]:
    """Answer the conflicts of a record. *Shape* of chosen: path → "mine" or "theirs"."""
    return partial(_resolve, workspace, kind, record_id, dict(chosen))


def finding_conflict(workspace: Workspace, kind: str, connection_id: int) -> Callable[[JobContext], int | None]:
    """Find the line of the first record in conflict."""
    return partial(_find_conflict, workspace, kind, connection_id)


def _resolve(
    workspace: Workspace, kind: str, record_id: int, chosen: dict[str, str], _context: JobContext
) -> Changed:
    from app.services.resolve import resolve  # noqa: PLC0415  after the first paint

    for path, side in chosen.items():
        resolve(workspace, kind, (record_id,), take="mine" if side == "mine" else "theirs", path=path)
    return Changed(kind=kind, record_ids=(record_id,))


def _find_conflict(workspace: Workspace, kind: str, connection_id: int, _context: JobContext) -> int | None:
    from app.services.browse_records import page, position  # noqa: PLC0415  after the first paint

    found = page(workspace, RecordQuery(kind, connection_id, "conflicts"), 0, 1)
    return position(workspace, RecordQuery(kind, connection_id, "pending"), found[0].id) if found else None


def _review(workspace: Workspace, connection_id: int, _context: JobContext) -> Review:
    from app.services.review import review  # noqa: PLC0415  after the first paint

    return review(workspace, connection_id)


def _page(workspace: Workspace, connection_id: int, offset: int, limit: int) -> tuple[ReviewedRecord, ...]:
    from app.services.review import page_review  # noqa: PLC0415  after the first paint

    return page_review(workspace, connection_id, offset=offset, limit=limit)


def _revert(
    workspace: Workspace, kind: str, record_ids: tuple[int, ...], path: str | None, _context: JobContext
) -> Changed:
    from app.services.edit_records import revert_records  # noqa: PLC0415  after the first paint

    return revert_records(workspace, kind, record_ids, path)


def _revert_rows(
    workspace: Workspace, kind: str, connection_id: int, rows: tuple[range, ...], context: JobContext
) -> Changed:
    ids: list[int] = []
    for part in rows:
        context.checkpoint()
        ids += [item.record.id for item in _page(workspace, connection_id, part.start, len(part))]
    return _revert(workspace, kind, tuple(ids), None, context)


def _preview(
    workspace: Workspace, connection_id: int, record: tuple[int, str], _context: JobContext
) -> Preview:
    from app.services.review import preview_request  # noqa: PLC0415  after the first paint

    record_id, key = record
    try:
        return Preview(record_id, key, preview_request(workspace, connection_id, record_id))
    except NotFound as error:
        return Preview(record_id, key, None, str(error))
