"""The command that only looks at what is pending; it takes no lock and works beside the window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from app.cli import shapes
from app.cli.exit_codes import WELL
from app.cli.options import AnyConnectionName
from app.cli.session import Session, connection_named
from app.values import Connection, Record
from app.vendors.registry import vendor_named

if TYPE_CHECKING:
    from app.workspace import Workspace

_PAGE = 1000


def add_to(cli: typer.Typer) -> None:
    """Add the commands to the program."""
    cli.command()(pending)


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
