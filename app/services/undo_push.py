"""Undo a push: a push of its own that puts back what the other one changed, as far as nobody touched it since.

Why it writes into the working copy only when it starts: what is reviewed is weighed by the same function that
the undo freezes its records with, so review shows what is sent; until a person says go nothing of theirs is
touched, nobody's other pending changes travel along, and actions, which no edit can say, are undone alike.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.errors import ConfirmationNeeded, NotAllowed
from app.jobs import JobContext
from app.services.push import carry_out
from app.services.review_undo import Undoing, review_undo, undoing_of
from app.undo_values import Undo, UndoOptions
from app.values import PushOptions, PushResult

if TYPE_CHECKING:
    from app.push.run_values import Ending, Target
    from app.workspace import Workspace


def undo(
    workspace: Workspace, context: JobContext, push_id: int, options: UndoOptions | None = None
) -> PushResult:
    """Send what puts a push back; every record of it that was applied ends in one outcome.

    `undone` of the result counts what was reversed, kept and impossible. *Raises* ConfirmationNeeded before
    anything is sent, NotFound, and NotAllowed where the push cannot be undone, or not yet.
    """
    chosen = options or UndoOptions()
    review = review_undo(workspace, context, push_id, numbers=chosen.numbers)
    if not review.all_ids:
        raise NotAllowed(f"Nothing of push {push_id} was applied, so there is nothing to undo.")
    if review.question and not chosen.is_confirmed:
        raise ConfirmationNeeded(review.question, remedy="Confirm to undo the push.")
    own = workspace.for_a_run()
    undoing = undoing_of(own, push_id, chosen.numbers)

    def send(target: Target, undo_id: int) -> Ending:
        return _send(own, context, undoing, target, undo_id)

    comment = chosen.comment or f"Undo of push {push_id}"
    result = carry_out(workspace, context, undoing.connection, send=send, comment=comment, undoes=push_id)
    return _told(workspace, result)


def _send(workspace: Workspace, context: JobContext, undoing: Undoing, target: Target, undo_id: int) -> Ending:
    from app.push.undo_run import UndoByRecord, undo_in_batches  # noqa: PLC0415  imports httpx

    if target.kind.read is None:
        return undo_in_batches(workspace, target, undo_id, context, undoing.selection)
    run = UndoByRecord(workspace, target, undo_id, context, PushOptions())
    return run.undo(undoing.selection)


def _told(workspace: Workspace, result: PushResult) -> PushResult:
    """Count what became of the records; what was not reversed is worth the exit code of a refusal."""
    undone = workspace.store.undos.fates(result.push_id)
    is_whole = not (undone[Undo.KEPT] or undone[Undo.IMPOSSIBLE] or undone[Undo.OPEN])
    is_well = is_whole and result.exit_code in (0, 3)
    return replace(result, undone=undone, exit_code=0 if is_well else result.exit_code or 3)
