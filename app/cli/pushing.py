"""Commands that change what a vendor holds, or find out what it holds: push and settle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import shapes
from app.cli.console import counted
from app.cli.exit_codes import SOME_UNKNOWN, SOME_WRONG, STOPPED, WELL, worst
from app.cli.options import ConnectionName, SessionCredentials
from app.cli.session import Session, connection_named, use_for_session
from app.cli.sign_in import signed_in, way_on
from app.errors import ConfirmationNeeded, SignInRefused, UsageError
from app.values import Connection, Outcome, PushOptions, PushResult, RecordOutcome, RequestPreview
from app.vendors.registry import vendor_named

if TYPE_CHECKING:
    from app.workspace import Workspace


def add_to(cli: typer.Typer) -> None:
    """Add the commands to the program."""
    cli.command()(push)
    cli.command()(settle)


def push(  # noqa: PLR0913  one parameter per option
    context: typer.Context,
    *,
    connection: ConnectionName,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the requests and send nothing.")] = False,
    only_failed: Annotated[bool, typer.Option("--only-failed", help="What failed or was refused.")] = False,
    first: Annotated[int, typer.Option(min=0, metavar="N", help="A trial run of the first N.")] = 0,
    retry_after: Annotated[
        float | None, typer.Option(min=0, metavar="SECONDS", help="When a lost create may be sent again.")
    ] = None,
    comment: Annotated[str, typer.Option(metavar="TEXT", help="A word on it, for the history.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Answer the question before a big push.")] = False,
    session_credentials: SessionCredentials = None,
) -> int:
    """Send the pending changes of a connection; every record ends in one outcome."""
    session: Session = context.obj
    if dry_run:
        return _show_requests(session, connection, PushOptions(only_failed, first))
    options = PushOptions(only_failed, first, retry_after, is_confirmed=yes, comment=comment.strip())
    with session.workspace(writable=True) as workspace:
        target = connection_named(workspace, connection)
        use_for_session(workspace, target, session_credentials)
        if session.console.is_asking and not yes:
            options = _asked(session, workspace, target, options)
        result = _pushed(session, workspace, target, options)
        told = tell(session, result, told_in_history(workspace, result))
        if options.first and not result.stopped_because and session.console.is_asking and not yes:
            return worst([told, _push_rest(session, workspace, target, options)])
        return told


def _push_rest(session: Session, workspace: Workspace, target: Connection, options: PushOptions) -> int:
    """After a trial, send the rest if the person at the terminal says so."""
    from app.services.review import review  # noqa: PLC0415  as above

    left = review(workspace, target.id)
    question = f"Push the other {counted(left.ready, 'change')} to {target.name} ({target.environment})?"
    if not left.ready or not session.console.ask(f"{left.question} {question}".strip()):
        return WELL
    rest = replace(options, first=0, is_confirmed=True)
    result = _pushed(session, workspace, target, rest)
    return tell(session, result, told_in_history(workspace, result))


def _pushed(session: Session, workspace: Workspace, target: Connection, options: PushOptions) -> PushResult:
    from app.services.push import push as push_changes  # noqa: PLC0415  commands load what they use

    with signed_in(session.console, workspace, target) as job:
        return push_changes(workspace, job, target.id, options)


def _asked(session: Session, workspace: Workspace, target: Connection, options: PushOptions) -> PushOptions:
    """Ask a person before anything is sent. *Raises* ConfirmationNeeded for anything but yes."""
    from app.services.review import review  # noqa: PLC0415  as above

    before = review(workspace, target.id)
    if not before.ready:
        return options
    for note in before.notes:
        session.console.hint(note)
    number = min(before.ready, options.first) if options.first else before.ready
    question = f"Push {counted(number, 'change')} to {target.name} ({target.environment})?"
    if not session.console.ask(f"{before.question} {question}".strip()):
        raise ConfirmationNeeded("Nothing was sent; every change stays pending.")
    return replace(options, is_confirmed=True)


def _show_requests(session: Session, name: str, options: PushOptions) -> int:
    from app.services.review import dry_run  # noqa: PLC0415  as above

    with session.workspace(writable=False) as workspace:
        requests = dry_run(workspace, connection_named(workspace, name).id, options)
        if session.console.is_json:
            session.console.result_of_many({}, "requests", map(shapes.request_preview, requests))
        else:
            session.console.result({}, (line for each in requests for line in request_lines(each)))
    session.console.hint("Nothing was sent.")
    return WELL


def request_lines(request: RequestPreview) -> Iterator[str]:
    """Give a request as lines for a person."""
    yield f"{request.method} {request.url}"
    yield from (f"{name}: {value}" for name, value in request.headers.items())
    yield f"{request.body}\n"


def settle(
    context: typer.Context,
    *,
    connection: ConnectionName,
    answer: Annotated[
        str | None, typer.Option("--as", metavar="applied|not-applied", help="What a person found out.")
    ] = None,
    key: Annotated[str | None, typer.Option(metavar="KEY", help="The record that --as is about.")] = None,
    session_credentials: SessionCredentials = None,
) -> int:
    """Find out whether what is unknown was applied, or say so."""
    session: Session = context.obj
    if (answer is None) != (key is None) or answer not in {None, "applied", "not-applied"}:
        raise UsageError(
            "An answer needs both.", remedy="Write --as applied or --as not-applied, and --key KEY."
        )
    with session.workspace(writable=True) as workspace:
        target = connection_named(workspace, connection)
        use_for_session(workspace, target, session_credentials)
        if answer is None or key is None:
            result = _settled(session, workspace, target)
            return tell(session, result, told_in_history(workspace, result))
        return _answered(session, workspace, target, key, is_applied=answer == "applied")


def _settled(session: Session, workspace: Workspace, target: Connection) -> PushResult:
    from app.services.settle import settle as settle_unknown  # noqa: PLC0415  as above

    with signed_in(session.console, workspace, target) as job:
        return settle_unknown(workspace, job, target.id)


def _answered(session: Session, workspace: Workspace, target: Connection, key: str, *, is_applied: bool) -> int:
    """Take a person's word for one record, and tell it as a push of that one record."""
    from app.services.settle import answer  # noqa: PLC0415  as above

    kind = vendor_named(target.vendor).kinds[0]
    before = workspace.store.records.by_key(kind.id, target.id, key)
    result = answer(workspace, target.id, key, is_applied=is_applied)
    ended = next((each for each in Outcome if result.counts.get(each, 0)), None)
    if before is None or ended is None:
        return tell(session, result, ())
    return tell(session, result, (RecordOutcome(kind.id, before.key, before.change, ended),))


def told_in_history(workspace: Workspace, result: PushResult) -> Iterator[RecordOutcome]:
    """Read the outcomes of a push from the history."""
    from app.services.history import push_outcomes  # noqa: PLC0415  as above

    return push_outcomes(workspace, result.push_id)


def tell(
    session: Session,
    result: PushResult,
    outcomes: Iterable[RecordOutcome],
    *,
    more: Mapping[str, int] | None = None,
) -> int:
    """Tell how a push ended, with the outcome of each record and further numbers; returns the exit code."""
    counted = shapes.counts(result.counts)
    shape = {"push": result.push_id, "stopped_because": result.stopped_because, **counted, **(more or {})}
    if session.console.is_json:
        session.console.result_of_many(shape, "outcomes", map(shapes.outcome, outcomes))
    else:
        told = (line for each in outcomes if (line := _outcome_line(each)))
        numbers = result.undone or counted
        session.console.result({}, [*told, ", ".join(f"{number} {name}" for name, number in numbers.items())])
    if result.stopped_because:
        on = way_on(session.console) if isinstance(result.error, SignInRefused) else ""
        session.console.hint(f"{result.stopped_because} {on}".strip())
    return exit_code_of(result)


def exit_code_of(result: PushResult) -> int:
    """Tell the exit code of a push by its outcomes and by what ended it."""
    held = [result.exit_code]
    held += [SOME_UNKNOWN] if result.counts.get(Outcome.UNKNOWN, 0) else []
    held += [STOPPED] if result.stopped_because else []
    held += (
        [SOME_WRONG] if any(result.counts.get(each, 0) for each in (Outcome.REFUSED, Outcome.FAILED)) else []
    )
    return worst(held)


def _outcome_line(of: RecordOutcome) -> str:
    if of.outcome is Outcome.APPLIED and not of.message and not of.undo:
        return ""
    became = of.undo or str(of.outcome)
    return "  ".join(part for part in (became, of.key, of.reason, of.message) if part)
