"""Find out what became of records whose outcome is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import NotFound
from app.jobs import JobContext
from app.services.push import exit_code, run_push
from app.values import Outcome, PushOptions, PushResult

if TYPE_CHECKING:
    from app.workspace import Workspace


def settle(workspace: Workspace, context: JobContext, connection_id: int) -> PushResult:
    """Settle every unknown of a connection, as its vendor allows; nothing else is sent.

    With nothing unknown there is nothing to tell in the history either: the number of the push is 0.
    """
    from app.push.close_out import close_cut_off  # noqa: PLC0415  imports httpx; start-up does not need it

    connection = workspace.store.connections.get(connection_id)
    close_cut_off(workspace)
    if not workspace.store.journal.has_open(connection_id):
        return PushResult(0, {one.value: 0 for one in Outcome}, exit_code=0)
    options = PushOptions(comment="Settling", is_confirmed=True)
    return run_push(workspace, context, connection, options, only_settles=True)


def answer(workspace: Workspace, connection_id: int, key: str, *, is_applied: bool) -> PushResult:
    """Take a person's word for one unknown record; nothing is sent."""
    from app.push import unknowns  # noqa: PLC0415  imports httpx; start-up does not need it

    connection = workspace.store.connections.get(connection_id)
    if not key:
        raise NotFound("No record was named.", remedy="Name the record that was looked up at the vendor.")
    outcome = unknowns.answer(workspace, connection, key, is_applied=is_applied)
    counts = {one.value: int(one is outcome) for one in Outcome}
    return PushResult(0, counts, exit_code=exit_code(counts, "finished"))
