"""What the review of an undo asks of the services, each a function for a job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from app.jobs import JobContext
from app.undo_values import UndoneRecord, UndoOptions, UndoReview
from app.values import PushResult
from ui.screens.review_calls import Preview

if TYPE_CHECKING:
    from app.workspace import Workspace

Numbers = frozenset[str]


def reviewing_undo(workspace: Workspace, push_id: int, numbers: Numbers) -> Callable[[JobContext], UndoReview]:
    """Work out what undoing a push would do."""
    return partial(_review, workspace, push_id, numbers)


def page_of_undo(
    workspace: Workspace, push_id: int, ids: Sequence[int], numbers: Numbers
) -> Callable[[int, int], tuple[UndoneRecord, ...]]:
    """Read some of its records page by page."""
    return partial(_page, workspace, push_id, tuple(ids), numbers)


def previewing_undo(
    workspace: Workspace, push_id: int, record: tuple[int, str], numbers: Numbers
) -> Callable[[JobContext], Preview]:
    """Find the request that would carry a record, given by id and key."""
    return partial(_preview, workspace, push_id, record, numbers)


def undoing(workspace: Workspace, push_id: int, options: UndoOptions) -> Callable[[JobContext], PushResult]:
    """Send what puts a push back."""
    return partial(_undo, workspace, push_id, options)


def _review(workspace: Workspace, push_id: int, numbers: Numbers, context: JobContext) -> UndoReview:
    from app.services.review_undo import review_undo  # noqa: PLC0415  after the first paint

    return review_undo(workspace, context, push_id, numbers=numbers)


def _page(
    workspace: Workspace, push_id: int, ids: tuple[int, ...], numbers: Numbers, offset: int, limit: int
) -> tuple[UndoneRecord, ...]:
    from app.services.review_undo import page_undo  # noqa: PLC0415  after the first paint

    return page_undo(workspace, push_id, ids[offset : offset + limit], numbers=numbers)


def _preview(
    workspace: Workspace, push_id: int, record: tuple[int, str], numbers: Numbers, _context: JobContext
) -> Preview:
    from app.services.review_undo import preview_undo  # noqa: PLC0415  after the first paint

    record_id, key = record
    return Preview(record_id, key, preview_undo(workspace, push_id, record_id, numbers=numbers))


def _undo(workspace: Workspace, push_id: int, options: UndoOptions, context: JobContext) -> PushResult:
    from app.services.undo_push import undo  # noqa: PLC0415  after the first paint

    return undo(workspace, context, push_id, options)
