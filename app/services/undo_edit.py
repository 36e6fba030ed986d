"""Take back what was edited last, or do it again: a whole step, and only where nothing else came between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app.edit_values import EditChange, EditStep, state_of, with_state
from app.errors import NotAllowed
from app.jobs import JobContext
from app.services.editing import Editing, check_not_busy, editing, named
from app.services.undo_keep import refuse_overtaken, turn_keep
from app.values import BaseState, Changed, Record
from app.vendors.declaration import Kind
from app.vendors.registry import kind_named

if TYPE_CHECKING:
    from app.workspace import Workspace

_AT_ONCE = 100  # records per transaction, as for every edit of many
_NAMED_IDS = 1000


def next_steps(workspace: Workspace, connection_id: int) -> tuple[str, str]:
    """*Shape*: what Undo and Redo would do now, "" where there is nothing."""
    log = workspace.store.edit_log
    undo, redo = log.next_to_undo(connection_id), log.next_to_redo(connection_id)
    return undo.title if undo else "", redo.title if redo else ""


def undo_edit(workspace: Workspace, connection_id: int, context: JobContext | None = None) -> Changed:
    """Take back the latest step. *Raises* NotAllowed: nothing is changed then, and the reason is told.

    A step of which a record was edited, pushed or read otherwise since can no longer be undone: it is taken
    off the list. One of which a record is being sent stays. The keeping of a file reports to `context`, and
    stopping it leaves everything as it was.
    """
    step = workspace.store.edit_log.next_to_undo(connection_id)
    if step is None:
        raise NotAllowed("There is nothing to undo.")
    return _carried_out(workspace, step, context or JobContext(), is_undo=True)


def redo_edit(workspace: Workspace, connection_id: int, context: JobContext | None = None) -> Changed:
    """Do the step again that was undone last. *Raises* NotAllowed as `undo_edit` does."""
    step = workspace.store.edit_log.next_to_redo(connection_id)
    if step is None:
        raise NotAllowed("There is nothing to do again.")
    return _carried_out(workspace, step, context or JobContext(), is_undo=False)


def _carried_out(workspace: Workspace, step: EditStep, context: JobContext, *, is_undo: bool) -> Changed:
    if step.operation_id:
        return turn_keep(workspace, context, step, is_undo=is_undo)
    kind, log = kind_named(step.kind), workspace.store.edit_log
    changes = log.changes(step.id, is_undone=not is_undo)
    moves = [one if is_undo else EditChange(one.record_id, one.after, one.before) for one in changes]
    for some in _chunks(moves):
        found = {one.id: one for one in workspace.store.records.many(kind.id, [one.record_id for one in some])}
        for move in some:
            _check(workspace, kind, step, move, found.get(move.record_id))
    for some in _chunks(moves):
        with editing(workspace, kind) as desk:
            for move in some:
                _move(desk, step, move)
            log.mark(desk.transaction, step.id, [one.record_id for one in some], is_undone=is_undo)
    ids = tuple(one.record_id for one in moves)
    return Changed(step.connection_id, kind.id, ids if len(ids) <= _NAMED_IDS else ())


def _check(workspace: Workspace, kind: Kind, step: EditStep, move: EditChange, now: Record | None) -> None:
    """A move goes from `after` to `before`: the record must still be as the step left it."""
    if now is not None:
        check_not_busy(kind, now, f"the {step.title} cannot be undone now")
    if state_of(now) != move.after:
        refuse_overtaken(workspace, kind, step, now)


def _move(desk: Editing, step: EditStep, move: EditChange) -> None:
    records, transaction = desk.workspace.store.records, desk.transaction
    if not move.after:
        blank = Record(move.record_id, desk.kind.id, step.connection_id, "", BaseState.ABSENT, {}, {})
        records.put_back([desk.assessed(with_state(blank, move.before))], within=transaction)
        return
    now = records.get(desk.kind.id, move.record_id, within=transaction)
    if state_of(now) != move.after:
        raise NotAllowed(f"{named(desk.kind, now)} was edited just now; the rest is as it was.")
    desk.put(now, with_state(now, move.before) if move.before else None)


def _chunks(moves: Sequence[EditChange]) -> Iterator[Sequence[EditChange]]:
    for start in range(0, len(moves), _AT_ONCE):
        yield moves[start : start + _AT_ONCE]
