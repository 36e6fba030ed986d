"""Take the keeping of a file back, or keep it again: all of it at once, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from app.edit_values import EditStep
from app.errors import NotAllowed
from app.jobs import JobContext
from app.services.editing import check_not_busy, named
from app.values import Changed, Record
from app.vendors.declaration import Kind
from app.vendors.registry import kind_named

if TYPE_CHECKING:
    from app.workspace import Workspace


def turn_keep(workspace: Workspace, context: JobContext, step: EditStep, *, is_undo: bool) -> Changed:
    """Undo or redo such a step. *Raises* NotAllowed where something came between: nothing is changed then."""
    _check(workspace, step, is_undo=is_undo)
    reversal = workspace.store.reversal(step)
    try:
        reversal.turn(lambda done, total: _report(context, done, total))
        context.checkpoint()
    except BaseException:
        reversal.discard()
        raise
    reversal.publish(is_undone=is_undo)
    return Changed(step.connection_id, step.kind)


def refuse_overtaken(workspace: Workspace, kind: Kind, step: EditStep, now: Record | None) -> NoReturn:
    """Take a step off the list that can no longer be undone, and say which record keeps it from that."""
    workspace.store.edit_log.forget(step.id)
    name = named(kind, now) if now is not None else f"A {kind.title_one}"
    raise NotAllowed(
        f"{name} was edited, pushed or read since, so the {step.title} can no longer be undone.",
        remedy="Revert single fields in Review instead.",
    )


def _check(workspace: Workspace, step: EditStep, *, is_undo: bool) -> None:
    kind, found = kind_named(step.kind), workspace.store.kept_steps
    if busy := found.first_busy(step):
        record = workspace.store.records.get(kind.id, busy)
        check_not_busy(kind, record, f"the {step.title} cannot be undone now")
    written = found.first_written(step) or (0 if is_undo else found.first_rival(step))
    if written:
        now = workspace.store.records.many(kind.id, [written])
        refuse_overtaken(workspace, kind, step, now[0] if now else None)


def _report(context: JobContext, done: int, total: int) -> None:
    context.checkpoint()
    context.report(done, total, f"{done:,} of {total:,} records")
