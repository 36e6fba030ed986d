"""Commands that only look: pending, history. They take no lock and work beside the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from app.cli import shapes
from app.cli.exit_codes import WELL
from app.cli.options import AnyConnectionName
from app.cli.session import Session, connection_named
from app.values import Connection, PushSummary, Record
from app.vendors.registry import vendor_named

if TYPE_CHECKING:
    from app.workspace import Workspace

_PAGE = 1000
T = TypeVar("T")


def add_to(cli: typer.Typer) -> None:
    """Add the commands to the program."""
    cli.command()(pending)
    cli.command()(history)


def pending(context: typer.Context, *, connection: AnyConnectionName = None) -> int:
    """List the pending changes, old and new value per field."""
    session: Session = context.obj
    with session.workspace(writable=False) as workspace:
        found = _pending(workspace, connection)
        if session.console.is_json:
            session.console.result_of_many({}, "records", map(shapes.pending_record, found))
            return WELL
        number = 0
        for number, record in enumerate(found, start=1):  # noqa: B007  it is told at the end
            session.console.result({}, shapes.change_lines(record))
    session.console.hint(f"{number} pending." if number else "Nothing is pending.")
    return WELL


def _pending(workspace: Workspace, name: str | None) -> Iterator[Record]:
    chosen = workspace.store.connections.list() if name is None else (connection_named(workspace, name),)
    for connection in chosen:
        for kind in vendor_named(connection.vendor).kinds:
            yield from _pending_of(workspace, connection, kind.id)


def _pending_of(workspace: Workspace, connection: Connection, kind_id: str) -> Iterator[Record]:
    after_id = 0
    while page := workspace.store.records.pending(kind_id, connection.id, after_id=after_id, limit=_PAGE):
        after_id = page[-1].id
        yield from page


def history(
    context: typer.Context,
    push: Annotated[int | None, typer.Argument(metavar="[PUSH]", help="A push by its number.")] = None,
) -> int:
    """List the pushes, or show one with each request and outcome."""
    session: Session = context.obj
    with session.workspace(writable=False) as workspace:
        if push is None:
            _tell_pushes(session, workspace)
        else:
            _tell_push(session, workspace, push)
    return WELL


def _tell_pushes(session: Session, workspace: Workspace) -> None:
    from app.services.history import list_pushes  # noqa: PLC0415  commands load what they use

    found = list(_paged(lambda offset: list_pushes(workspace, offset=offset, limit=_PAGE)))
    session.console.result({"pushes": [shapes.push_summary(each) for each in found]}, map(_push_line, found))
    if not found:
        session.console.hint("Nothing was pushed yet.")


def _tell_push(session: Session, workspace: Workspace, push_id: int) -> None:
    from app.services.history import get_push, outcomes_of, requests_of  # noqa: PLC0415  as above

    summary = get_push(workspace, push_id)
    requests = list(_paged(lambda offset: requests_of(workspace, push_id, offset=offset, limit=_PAGE)))
    outcomes = list(_paged(lambda offset: outcomes_of(workspace, push_id, offset=offset, limit=_PAGE)))
    if session.console.is_json:
        shape = {
            "push": shapes.push_summary(summary),
            "requests": [shapes.journalled_request(each) for each in requests],
        }
        session.console.result_of_many(shape, "outcomes", map(shapes.outcome, outcomes))
        return
    lines = [_push_line(summary)]
    lines += [
        f"  {each.method} {each.url}  {each.state} {each.status or ''}  {each.message}" for each in requests
    ]
    lines += [f"  {each.undo or each.outcome}  {each.key}  {each.message}" for each in outcomes]
    session.console.result({}, lines)


def _push_line(of: PushSummary) -> str:
    counted = ", ".join(f"{number} {name}" for name, number in of.counts.items() if number)
    reason = f" {of.stopped_because}" if of.stopped_because else ""
    reason += f" It undid push {of.undoes}." if of.undoes else ""
    reason += f" Undone by push {', '.join(map(str, of.undone_by))}." if of.undone_by else ""
    return (
        f"{of.id}: {of.started_at:%Y-%m-%d %H:%M:%S} UTC  {of.connection_name}  {of.state}: {counted}.{reason}"
    )


def _paged(page_at: Callable[[int], Sequence[T]]) -> Iterator[T]:
    offset = 0
    while page := page_at(offset):
        offset += len(page)
        yield from page
