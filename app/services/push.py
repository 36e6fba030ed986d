"""Push the pending changes of one connection: every record ends in exactly one outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.errors import ConfirmationNeeded, CounterfoilError
from app.jobs import JobContext
from app.services.forget_old_requests import forget_old_requests
from app.services.review import question
from app.values import Connection, Outcome, PushOptions, PushResult, SkipReason
from app.vendors.registry import vendor_named

if TYPE_CHECKING:
    from app.push.run_values import Ending, Target
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
    own = workspace.for_a_run()

    def send(target: Target, push_id: int) -> Ending:
        return _send(own, target, push_id, context, options, only_settles=only_settles)

    return carry_out(workspace, context, connection, send=send, comment=options.comment)


def carry_out(
    workspace: Workspace,
    context: JobContext,
    connection: Connection,
    *,
    send: Callable[[Target, int], Ending],
    comment: str,
    undoes: int = 0,
) -> PushResult:
    """Open a push, let `send` do its work with its number, and close it on every way out.

    `undoes` is the push that it undoes. *Raises* what `send` raises, and NotAllowed beside another push.
    """
    from app.push.close_out import close_cut_off  # noqa: PLC0415  imports httpx; start-up does not need it

    close_cut_off(workspace)
    forget_old_requests(workspace, JobContext())
    with target_of(workspace, connection) as target:
        journal = workspace.store.journal
        push_id = journal.begin(connection, comment=comment, now=workspace.clock(), undoes=undoes)
        end = _End("aborted", SkipReason.ABORTED, "The push ended before it was sent.")
        try:
            ending = send(target, push_id)
            ending.is_leaving = context.is_leaving
            end = _how_it_ended(ending)
        except CounterfoilError as error:
            end = replace(end, words=str(error))
            raise
        finally:
            _close(workspace, push_id, end)
    counts = journal.counts(push_id)
    reasons = journal.reasons(push_id) if counts[Outcome.SKIPPED] else {}
    return PushResult(push_id, counts, end.words, exit_code(counts, end.state), end.error, reasons=reasons)


@dataclass(frozen=True)
class _End:
    """How a push ended: its state, why records were skipped, and what stopped it, in words."""

    state: str
    reason: SkipReason
    words: str = ""
    error: CounterfoilError | None = None


def _close(workspace: Workspace, push_id: int, end: _End) -> None:
    """Give every record an outcome; where the store cannot be written, the next push or start does it."""
    from app.push.close_out import close_out  # noqa: PLC0415  imports httpx; start-up does not need it

    try:
        close_out(workspace, push_id, reason=end.reason, words=end.words)
        workspace.store.journal.finish(
            push_id, state=end.state, stopped_because=end.words, now=workspace.clock()
        )
    finally:
        workspace.store.journal.live.discard(push_id)


@contextmanager
def target_of(workspace: Workspace, connection: Connection) -> Iterator[Target]:
    """Open the way to a connection's vendor for the time of a run."""
    from app.push.run_values import Target  # noqa: PLC0415  imports httpx; start-up does not need it

    vendor = vendor_named(connection.vendor)
    options = vendor.options_with_defaults(connection.options)
    with workspace.open_client(connection) as client:
        yield Target(connection, vendor, kind=vendor.kinds[0].under(options), options=options, client=client)


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
    from app.push.by_record import ByRecord  # noqa: PLC0415  imports httpx; start-up does not need it
    from app.push.in_batches import InBatches  # noqa: PLC0415  as above

    way = ByRecord if target.kind.read is not None else InBatches
    return way(workspace, target, push_id, context, options).run(only_settles=only_settles)


def _how_it_ended(ending: Ending) -> _End:
    if ending.error is not None:
        return _End("aborted", SkipReason.ABORTED, str(ending.error), ending.error)
    if ending.is_stopped and ending.is_leaving:
        return _End(
            "interrupted", SkipReason.STOPPED, "Counterfoil was closed; what was not sent stays pending."
        )
    if ending.is_stopped:
        return _End("stopped", SkipReason.STOPPED, "Stopped; what was not sent stays pending.")
    return _End("finished", SkipReason.NO_CHANGE)
