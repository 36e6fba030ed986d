"""Commands that read a vendor, answer what changed on both sides, and run its actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import shapes
from app.cli.console import counted
from app.cli.exit_codes import SOME_WRONG, WELL
from app.cli.options import ConnectionName, Key, Keys, KindName, MoreKeys, SessionCredentials
from app.cli.pushing import tell, told_in_history
from app.cli.session import Session, connection_named, use_for_session
from app.cli.sign_in import signed_in
from app.errors import ConfirmationNeeded, NotFound, UsageError
from app.values import Connection, PushResult
from app.vendors.registry import kind_named, vendor_of

if TYPE_CHECKING:
    from app.workspace import Workspace


def add_to(cli: typer.Typer) -> None:
    """Add the commands to the program."""
    cli.command()(pull)
    cli.command()(resolve)
    cli.command()(action)


def pull(
    context: typer.Context, *, connection: ConnectionName, session_credentials: SessionCredentials = None
) -> int:
    """Read the records of a connection from the vendor, where it can be read."""
    from app.services.pull import check_readable  # noqa: PLC0415  commands load what they use
    from app.services.pull import pull as pull_records  # noqa: PLC0415  as above

    session: Session = context.obj
    with session.workspace(writable=False) as workspace:
        check_readable(connection_named(workspace, connection))
    with session.workspace(writable=True) as workspace:
        target = connection_named(workspace, connection)
        use_for_session(workspace, target, session_credentials)
        with signed_in(session.console, workspace, target) as job:
            pulled = pull_records(workspace, job, target.id)
    shape = shapes.pulled(pulled)
    session.console.result(shape, [", ".join(f"{number:,} {name}" for name, number in shape.items())])
    if pulled.unchecked:
        records = counted(pulled.unchecked, "record")
        session.console.hint(f"{records} missing in the list were too many to look for. Pull again.")
    if pulled.conflicts:
        records = counted(pulled.conflicts, "record")
        session.console.hint(f"{records} changed on both sides. See `pending`, and answer with `resolve`.")
    return SOME_WRONG if pulled.conflicts else WELL


def resolve(
    context: typer.Context,
    kind: KindName,
    *,
    connection: ConnectionName,
    key: Key,
    take: Annotated[str, typer.Option("--take", metavar="mine|theirs", help="Whose value counts.")],
    column: Annotated[str | None, typer.Option("--column", metavar="COLUMN", help="Only this field.")] = None,
) -> int:
    """Answer what was changed on both sides."""
    from app.services.resolve import resolve as answer  # noqa: PLC0415  as above

    session: Session = context.obj
    known = kind_named(kind)
    if take not in {"mine", "theirs"}:
        raise UsageError(f"“{take}” is no answer.", remedy="Write --take mine or --take theirs.")
    with session.workspace(writable=True) as workspace:
        place = connection_named(workspace, connection)
        record = workspace.store.records.by_key(known.id, place.id, key)
        if record is None:
            raise NotFound(f"There is no {known.title_one} “{key}”.", remedy="Check the key.")
        answer(workspace, known.id, [record.id], take="mine" if take == "mine" else "theirs", path=column)
        after = workspace.store.records.get(known.id, record.id)
    session.console.result({"record": shapes.pending_record(after)}, shapes.change_lines(after))
    return WELL


def action(  # noqa: PLR0913  one parameter per option
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the vendor is to do, such as synchronize.")],
    kind: KindName,
    more: MoreKeys = None,
    *,
    connection: ConnectionName,
    key: Keys,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Answer the question before it.")] = False,
    session_credentials: SessionCredentials = None,
) -> int:
    """Run an action of the vendor on records."""
    from app.services.act import action_named  # noqa: PLC0415  as above

    session: Session = context.obj
    action_named(kind_named(kind), name)
    with session.workspace(writable=True) as workspace:
        target = connection_named(workspace, connection)
        _check_kind(target, kind)
        use_for_session(workspace, target, session_credentials)
        keys = [*key, *(more or ())]
        result = _run(session, workspace, target, kind, name, keys, is_confirmed=yes)
        return tell(session, result, told_in_history(workspace, result))


def _check_kind(target: Connection, kind: str) -> None:
    if vendor_of(kind).id != target.vendor:
        raise UsageError(
            f"{target.name} is no connection of {vendor_of(kind).title}.", remedy="Name one that is."
        )


def _run(  # noqa: PLR0913  what, where, on which
    session: Session,
    workspace: Workspace,
    target: Connection,
    kind: str,
    name: str,
    keys: list[str],
    *,
    is_confirmed: bool,
) -> PushResult:
    """Run it; a person at a terminal is asked first, a script has said what it wants."""
    from app.services.act import run_action  # noqa: PLC0415  as above

    goes_ahead = is_confirmed or not session.console.is_asking
    while True:
        try:
            with signed_in(session.console, workspace, target) as job:
                return run_action(
                    workspace, job, target.id, kind=kind, name=name, keys=keys, is_confirmed=goes_ahead
                )
        except ConfirmationNeeded as asked:
            if goes_ahead or not session.console.ask(asked.message):
                raise ConfirmationNeeded("Nothing was sent.") from None
            goes_ahead = True
