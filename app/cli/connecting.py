"""Commands about connections: connect, connections list, rename, set, remove."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from app.cli import shapes
from app.cli.exit_codes import WELL
from app.cli.options import SessionCredentials
from app.cli.session import Session, connection_named, credentials_from
from app.cli.work import stoppable
from app.errors import CounterfoilError, UsageError
from app.values import Connection, Environment
from app.vendors.registry import vendor_named

if TYPE_CHECKING:
    from app.workspace import Workspace

VendorName = Annotated[str, typer.Argument(metavar="VENDOR", help="A vendor, such as traede.")]
Switches = Annotated[
    list[str] | None,
    typer.Option("--option", metavar="NAME=VALUE", help="A switch of the connection; may be given again."),
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The connection by its name.")]


def add_to(cli: typer.Typer) -> None:
    """Add the commands to the program."""
    cli.command()(connect)
    group = typer.Typer(help="List, rename, set up and remove connections.", rich_markup_mode=None)
    group.callback(invoke_without_command=True)(_list_unless_told)
    group.command("list")(list_connections)
    group.command("rename")(rename)
    group.command("set")(set_options)
    group.command("remove")(remove)
    cli.add_typer(group, name="connections")


def connect(  # noqa: PLR0913  one parameter per option
    context: typer.Context,
    vendor: VendorName,
    *,
    name: Annotated[str, typer.Option(help="What to call the connection.")],
    url: Annotated[str, typer.Option(help="The vendor's address.")],
    environment: Annotated[str, typer.Option(metavar="test|production")] = "test",
    option: Switches = None,
    test: Annotated[bool, typer.Option("--test", help="Contact the vendor and try the sign-in.")] = False,
    session_credentials: SessionCredentials = None,
) -> int:
    """Add a connection; the credentials come as a JSON object on stdin and go into the keyring."""
    from app.services.connections import add_connection  # noqa: PLC0415  commands load what they use

    session: Session = context.obj
    if environment not in {"test", "production"}:
        raise UsageError(f"“{environment}” is no environment.", remedy="Write test or production.")
    options = _options(vendor, option or ())
    secrets = credentials_from(session_credentials, vendor_named(vendor).id)
    with session.workspace(writable=True) as workspace:
        made = add_connection(
            workspace,
            vendor=vendor,
            name=name,
            base_url=url,
            environment=cast("Environment", environment),
            options=options,
            secrets=secrets,
            for_session_only=session_credentials is not None,
        )
        answer = _tested(session, workspace, made) if test else ""
    session.console.result({**shapes.connection(made), "test": answer}, filter(None, (_line(made), answer)))
    return WELL


def _tested(session: Session, workspace: Workspace, made: Connection) -> str:
    """Try the sign-in; a connection that fails is not kept, so that the command can simply be repeated."""
    from app.services.connections import remove_connection, test_connection  # noqa: PLC0415  as above

    try:
        with stoppable(session.console) as job:
            return test_connection(workspace, job, made.id)
    except CounterfoilError as error:
        remove_connection(workspace, made.id)
        error.remedy = f"{error.remedy} The connection was not added.".strip()
        raise


def _line(of: Connection) -> str:
    return f"{of.name}: {vendor_named(of.vendor).title}, {of.environment}, {of.base_url}"


def list_connections(context: typer.Context) -> int:
    """List the connections."""
    session: Session = context.obj
    with session.workspace(writable=False) as workspace:
        found = workspace.store.connections.list()
    if not found:
        session.console.hint("There is no connection yet. counterfoil connect adds one.")
    session.console.result({"connections": [shapes.connection(each) for each in found]}, map(_line, found))
    return WELL


def _list_unless_told(context: typer.Context) -> int:
    """List, rename, set up and remove connections."""
    return list_connections(context) if context.invoked_subcommand is None else WELL


def rename(
    context: typer.Context, name: Name, new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")]
) -> int:
    """Give a connection another name; its changes stay with it."""
    from app.services.connections import rename_connection  # noqa: PLC0415  as above

    session: Session = context.obj
    with session.workspace(writable=True) as workspace:
        rename_connection(workspace, connection_named(workspace, name).id, new)
        renamed = connection_named(workspace, new)
    session.console.result(shapes.connection(renamed), [_line(renamed)])
    return WELL


def set_options(
    context: typer.Context,
    name: Name,
    options: Annotated[list[str], typer.Argument(metavar="OPTION=VALUE…", help="The switches to set.")],
) -> int:
    """Set switches of a connection; its pending changes are checked anew."""
    from app.services.connections import edit_connection  # noqa: PLC0415  as above

    session: Session = context.obj
    with session.workspace(writable=True) as workspace:
        found = connection_named(workspace, name)
        wanted = {**found.options, **_options(found.vendor, options)}
        with stoppable(session.console) as job:
            changed = edit_connection(workspace, found.id, options=wanted, context=job)
    held = vendor_named(changed.vendor).options_with_defaults(changed.options)
    lines = (f"{option}: {value}" for option, value in held.items())
    session.console.result({**shapes.connection(changed), "options": held}, lines)
    return WELL


def _options(vendor: str, words: Iterable[str]) -> dict[str, Any]:
    """Read switches as they were typed. *Raises* UsageError."""
    from app.services.check_options import options_from_texts  # noqa: PLC0415  as above

    texts: dict[str, str] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise UsageError(f"“{word}” sets nothing.", remedy="Write a switch as NAME=VALUE.")
        texts[name.strip()] = text
    return options_from_texts(vendor_named(vendor), texts)


def remove(context: typer.Context, name: Name) -> int:
    """Remove a connection with its records and credentials; not while a request of it is open."""
    from app.services.connections import remove_connection  # noqa: PLC0415  as above

    session: Session = context.obj
    with session.workspace(writable=True) as workspace:
        found = connection_named(workspace, name)
        remove_connection(workspace, found.id)
    session.console.result({"removed": found.name}, [f"{found.name} was removed."])
    return WELL
