"""Push the pending changes of one connection: every record ends in exactly one outcome."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.errors import Cancelled, ConfirmationNeeded, CounterfoilError
from app.jobs import JobContext
from app.services.review import question
from app.values import Connection, Outcome, PushOptions, PushResult, SkipReason
from app.vendors.registry import vendor_named

if TYPE_CHECKING:
    from app.push.run import Ending, Target
    from app.workspace import Workspace


def push(
    workspace: Workspace, context: JobContext, connection_id: int, options: PushOptions | None = None
) -> PushResult:
    """Settle what is unknown, then send what is pending.

    Stop ends the run, not this function: it returns what became of each record. *Raises*
    ConfirmationNeeded before anything is sent, NotAllowed while another push of the connection runs.
    """
    chosen = options or PushOptions()
    connection = workspace.store.connections.get(connection_id)
    asked = "" if chosen.is_confirmed else question(workspace, connection, chosen)
    if asked:
        raise ConfirmationNeeded(asked, remedy="Confirm to push.")
    return run_push(workspace, context, connection, chosen)


def run_push(
    workspace: Workspace,
    context: JobContext,
    connection: Connection,
    options: PushOptions,
    *,
    only_settles: bool = False,
) -> PushResult:
    """Open a push, send, and close it on every way out."""
    from app.push.close_out import close_cut_off, close_out  # noqa: PLC0415  imports httpx; start-up does not need it

    close_cut_off(workspace)
    with target_of(workspace, connection) as target:
        journal = workspace.store.journal
        push_id = journal.begin(connection, comment=options.comment, now=workspace.clock())
        state, reason, words, error = "aborted", SkipReason.ABORTED, "The push ended before it was sent.", None
        try:
            ending = _send(workspace, target, push_id, context, options, only_settles=only_settles)
            state, reason, words, error = _how_it_ended(ending)
        finally:
            close_out(workspace, push_id, reason=reason, words=words)
            journal.finish(push_id, state=state, stopped_because=words if error else "", now=workspace.clock())
    counts = journal.counts(push_id)
    return PushResult(push_id, counts, str(error or ""), exit_code(counts, state))


@contextmanager
def target_of(workspace: Workspace, connection: Connection) -> Iterator[Target]:
    """Open the way to a connection's vendor for the time of a run."""
    from app.push.run import Target  # noqa: PLC0415  imports httpx; start-up does not need it

    vendor = vendor_named(connection.vendor)
    with workspace.open_client(connection) as client:
        yield Target(
            connection=connection,
            vendor=vendor,
            kind=vendor.kinds[0],
            options=vendor.options_with_defaults(connection.options),
            client=client,
        )


def exit_code(counts: dict[str, int], state: str) -> int:
    """The command line's code: 4 unknown, else 5 stopped early, else 3 refused, failed or held back."""
    if counts[Outcome.UNKNOWN]:
        return 4
    if state != "finished":
        return 5
    return 3 if counts[Outcome.REFUSED] + counts[Outcome.FAILED] + counts[Outcome.SKIPPED] else 0


def _send(
    workspace: Workspace,
    target: Target,
    push_id: int,
    context: JobContext,
    options: PushOptions,
    *,
    only_settles: bool,
) -> Ending:
    from app.push import select, unknowns  # noqa: PLC0415  imports httpx; start-up does not need it
    from app.push.run import Ending, Run, Tally  # noqa: PLC0415  as above

    planned: list[int] = []
    try:
        if not only_settles:
            select.freeze(workspace, target, push_id, options, context)
            planned = select.plan(workspace, target, push_id, context)
        to_settle, _ = unknowns.plan_settling(workspace, target, push_id)
    except Cancelled:
        return Ending(is_stopped=True)
    counts = workspace.store.journal.counts(push_id)
    tally = Tally(workspace.store.journal.size(push_id), counts)
    run = Run(workspace, target, context, tally=tally, is_confirmed=options.is_confirmed)
    return run.send([*to_settle, *planned])


def _how_it_ended(ending: Ending) -> tuple[str, SkipReason, str, CounterfoilError | str | None]:
    if ending.error is not None:
        return "aborted", SkipReason.ABORTED, str(ending.error), ending.error
    if ending.is_stopped:
        return "stopped", SkipReason.STOPPED, "Stopped before it was sent.", "Stopped."
    return "finished", SkipReason.NO_CHANGE, "", None
