"""The command that takes a push back: undo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import shapes
from app.cli.console import counted
from app.cli.exit_codes import WELL
from app.cli.options import SessionCredentials
from app.cli.pushing import request_lines, tell, told_in_history
from app.cli.session import Session, use_for_session
from app.cli.sign_in import signed_in
from app.cli.work import stoppable
from app.errors import ConfirmationNeeded
from app.undo_values import UndoneRecord, UndoOptions, UndoReview
from app.values import Connection

if TYPE_CHECKING:
    from app.workspace import Workspace

_AT_ONCE = 200


def add_to(cli: typer.Typer) -> None:
    """Add the command to the program."""
    cli.command()(undo)


def undo(
    context: typer.Context,
    push: Annotated[int, typer.Argument(metavar="PUSH", help="A push by its number in the history.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it and send nothing.")] = False,
    delete: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY", help="Delete this record again; for what the push may not have made."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Answer the question before a big undo.")] = False,
    session_credentials: SessionCredentials = None,
) -> int:
    """Put back what a push changed, where nobody touched it since; a push of its own."""
    session: Session = context.obj
    options = UndoOptions(is_confirmed=yes, numbers=frozenset(delete or ()))
    if dry_run:
        return _show(session, push, options)
    with session.workspace(writable=True) as workspace:
        target = _sign_in(workspace, push, session_credentials)
        if session.console.is_asking and not yes:
            options = _asked(session, workspace, push, options)
        return _undone(session, workspace, target, push, options)


def _sign_in(workspace: Workspace, push: int, source: str | None) -> Connection:
    from app.services.history import get_push  # noqa: PLC0415  commands load what they use

    connection = workspace.store.connections.get(get_push(workspace, push).connection_id)
    use_for_session(workspace, connection, source)
    return connection


def _undone(session: Session, workspace: Workspace, target: Connection, push: int, options: UndoOptions) -> int:
    from app.services.undo_push import undo as undo_push  # noqa: PLC0415  as above

    with signed_in(session.console, workspace, target) as job:
        result = undo_push(workspace, job, push, options)
    return tell(session, result, told_in_history(workspace, result), more={"undoes": push, **result.undone})


def _asked(session: Session, workspace: Workspace, push: int, options: UndoOptions) -> UndoOptions:
    """Ask a person before anything is sent. *Raises* ConfirmationNeeded for anything but yes."""
    before = _review(session, workspace, push, options)
    for note in before.notes:
        session.console.hint(note)
    if not before.ready:
        return options
    target = before.connection
    what = f"{counted(before.ready, 'record')} in {target.name} ({target.environment})"
    deleted = f", and delete {before.deleted:,} of them" if before.deleted else ""
    if not session.console.ask(f"{before.question} Put back {what}{deleted}?".strip()):
        raise ConfirmationNeeded("Nothing was sent; nothing was changed.")
    return replace(options, is_confirmed=True)


def _review(session: Session, workspace: Workspace, push: int, options: UndoOptions) -> UndoReview:
    from app.services.review_undo import review_undo  # noqa: PLC0415  as above

    with stoppable(session.console) as job:
        return review_undo(workspace, job, push, numbers=options.numbers)


def _show(session: Session, push: int, options: UndoOptions) -> int:
    from app.services.review_undo import dry_run_undo  # noqa: PLC0415  as above

    with session.workspace(writable=False) as workspace:
        before = _review(session, workspace, push, options)
        records = list(_records(workspace, before, options))
        requests = dry_run_undo(workspace, push, numbers=options.numbers)
        if session.console.is_json:
            shape = {**_shape(before), "records": [_record(each) for each in records]}
            session.console.result_of_many(shape, "requests", map(shapes.request_preview, requests))
        else:
            lines = [line for each in records for line in _lines(each)]
            session.console.result({}, [*lines, *(line for each in requests for line in request_lines(each))])
    for note in (*before.notes, before.question):
        if note:
            session.console.hint(note)
    session.console.hint("Nothing was sent.")
    return WELL


def _records(workspace: Workspace, before: UndoReview, options: UndoOptions) -> Iterator[UndoneRecord]:
    from app.services.review_undo import page_undo  # noqa: PLC0415  as above

    ids = before.all_ids
    for start in range(0, len(ids), _AT_ONCE):
        yield from page_undo(workspace, before.push.id, ids[start : start + _AT_ONCE], numbers=options.numbers)


def _shape(before: UndoReview) -> dict[str, Any]:
    numbers = {name.replace(" ", "_"): len(ids) for name, ids in before.ids.items()}
    return {"undoes": before.push.id, **numbers, "not_applied": before.not_applied, "notes": list(before.notes)}


def _record(of: UndoneRecord) -> dict[str, Any]:
    """*Shape*: as `pending` lists a record, with what would become of it."""
    pending = {**shapes.pending_record(of.reviewed.record), "undo": of.became.value, "message": of.words}
    if not of.is_sent:
        pending = {**pending, "change": "", "fields": [], "problems": []}
    return {**pending, **({"action": of.action} if of.action else {})}


def _lines(of: UndoneRecord) -> Iterator[str]:
    if not of.is_sent:
        yield f"{of.became}  {of.reviewed.record.key}  {of.words}".rstrip()
        return
    if of.action:
        yield f"{of.action}  {of.reviewed.record.key}  {of.words}".rstrip()
        return
    yield from shapes.change_lines(of.reviewed.record)
    if of.words:
        yield f"    {of.became}: {of.words}"
