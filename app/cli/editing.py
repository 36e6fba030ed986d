"""Commands that change the working copy: edit, delete, revert."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import shapes
from app.cli.assignments import Assignments, checked_path, read_assignments
from app.cli.exit_codes import SOME_WRONG, WELL
from app.cli.options import ConnectionName, Key, Keys, KindName, MoreKeys
from app.cli.session import Session, connection_named
from app.errors import NotFound, UsageError
from app.records.columns import ColumnType
from app.values import BaseState, Change, Connection, Record
from app.vendors.declaration import Kind
from app.vendors.registry import kind_named, vendor_of

if TYPE_CHECKING:
    from app.workspace import Workspace


def add_to(cli: typer.Typer) -> None:
    """Add the commands to the program."""
    cli.command()(edit)
    cli.command()(delete)
    cli.command()(revert)


def edit(  # noqa: PLR0913  one parameter per option
    context: typer.Context,
    kind: KindName,
    assignments: Annotated[
        list[str] | None, typer.Argument(metavar="COLUMN=VALUE…", help="What to set; COLUMN=[] erases.")
    ] = None,
    *,
    connection: ConnectionName,
    key: Key,
    new: Annotated[bool, typer.Option("--new", help="Add the record; without it one must be there.")] = False,
    file: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN=PATH", help="A file for a column that takes one.")
    ] = None,
) -> int:
    """Set fields of one record in the working copy, or add a record with --new."""
    from app.services.attach_file import attach_file  # noqa: PLC0415  commands load what they use

    session: Session = context.obj
    known = kind_named(kind)
    files = _files(known, file)
    wanted = read_assignments(known, assignments or ())
    if not wanted.paths and not new and not files:
        raise UsageError("There is nothing to set.", remedy="Write what to set as COLUMN=VALUE.")
    with session.workspace(writable=True) as workspace:
        target = _target(workspace, connection, known)
        change = _added if new else _edited
        record = change(workspace, target, key, wanted, known)
        for column, path in files.items():
            record = attach_file(workspace, known.id, record.id, column, path)
    return _tell_records(session, (record,))


def _files(kind: Kind, words: list[str] | None) -> dict[str, Path]:
    """*Shape*: column → the file for it."""
    found: dict[str, Path] = {}
    for word in words or ():
        name, equals, path = word.partition("=")
        column = kind.column_by_path.get(name)
        if column is None or column.type is not ColumnType.IMAGE:
            raise UsageError(f"{kind.title} have no column that takes a file, such as {name}.")
        if not equals or not path:
            raise UsageError(f"“{word}” names no file.", remedy="Write --file COLUMN=PATH.")
        found[name] = Path(path).expanduser()
    return found


def _edited(workspace: Workspace, target: Connection, key: str, wanted: Assignments, kind: Kind) -> Record:
    from app.services.edit_records import set_values  # noqa: PLC0415  commands load what they use

    record = _record(workspace, target, kind, key)
    return set_values(workspace, kind.id, record.id, wanted.values, erase=wanted.erased)


def _added(workspace: Workspace, target: Connection, key: str, wanted: Assignments, kind: Kind) -> Record:
    from app.services.edit_records import add_record  # noqa: PLC0415  as above

    column = _named_by(kind, key)
    if column in wanted.paths:
        raise UsageError(f"--key says the {column} already.", remedy="Give it once.")
    if wanted.erased:
        raise UsageError("A new record has nothing to erase.", remedy="Leave out what ends in =[].")
    return add_record(workspace, kind.id, target.id, {column: key, **wanted.values})


def _named_by(kind: Kind, key: str) -> str:
    """Find the column a key stands in: a record that the vendor has yet to number goes by another name."""
    if not kind.key_shape or re.fullmatch(kind.key_shape, key.strip(), re.IGNORECASE):
        return kind.key_column
    return kind.other_keys[0]


def delete(
    context: typer.Context, kind: KindName, more: MoreKeys = None, *, connection: ConnectionName, key: Keys
) -> int:
    """Mark records for deletion at the vendor; what was never pushed is simply dropped."""
    from app.services.edit_records import delete_records  # noqa: PLC0415  as above

    session: Session = context.obj
    known = kind_named(kind)
    with session.workspace(writable=True) as workspace:
        found = _records(workspace, _target(workspace, connection, known), known, [*key, *(more or ())])
        delete_records(workspace, known.id, [record.id for record in found])
        left = _again(workspace, found)
    return _tell_records(session, left, dropped=[each.key for each in found if each.id not in _ids(left)])


def revert(
    context: typer.Context,
    kind: KindName,
    more: MoreKeys = None,
    *,
    connection: ConnectionName,
    key: Keys,
    column: Annotated[str | None, typer.Option(metavar="C", help="Only this field.")] = None,
) -> int:
    """Take pending changes back, of whole records or of one field."""
    from app.services.edit_records import revert_records  # noqa: PLC0415  as above

    session: Session = context.obj
    known = kind_named(kind)
    path = None if column is None else _place(known, column)
    with session.workspace(writable=True) as workspace:
        found = _records(workspace, _target(workspace, connection, known), known, [*key, *(more or ())])
        revert_records(workspace, known.id, [record.id for record in found], path=path)
        left = _again(workspace, found)
    return _tell_records(session, left, dropped=[each.key for each in found if each.id not in _ids(left)])


def _place(kind: Kind, column: str) -> str:
    """A revert may name a field of one element, a whole element, a column of all of them or a list."""
    if column in kind.list_keys or column in kind.column_by_path or column.endswith("]"):
        return column
    return checked_path(kind, column, may_be_list=True)


def _target(workspace: Workspace, name: str, kind: Kind) -> Connection:
    target = connection_named(workspace, name)
    if target.vendor != vendor_of(kind.id).id:
        raise UsageError(f"{kind.title} do not belong to the connection “{target.name}”.")
    return target


def _records(workspace: Workspace, target: Connection, kind: Kind, keys: list[str]) -> list[Record]:
    found = [_record(workspace, target, kind, key) for key in dict.fromkeys(keys)]
    return list({record.id: record for record in found}.values())


def _record(workspace: Workspace, target: Connection, kind: Kind, key: str) -> Record:
    found = workspace.store.records.by_key(kind.id, target.id, key)
    if found is None or not _is_listed(found):
        raise NotFound(
            f"{target.name} has no {kind.title_one} “{key}”.",
            remedy="Nothing changed. Check the key; only edit --new adds one.",
        )
    return found


def _again(workspace: Workspace, records: list[Record]) -> list[Record]:
    left = workspace.store.records.many(records[0].kind, [record.id for record in records]) if records else ()
    return [record for record in left if _is_listed(record)]


def _is_listed(record: Record) -> bool:
    """A record that is deleted at the vendor, and one that was dropped, stay for the history only."""
    return record.change is not Change.NONE or record.base_state is not BaseState.ABSENT


def _ids(records: list[Record]) -> set[int]:
    return {record.id for record in records}


def _tell_records(session: Session, records: Sequence[Record], *, dropped: Sequence[str] = ()) -> int:
    shaped = [shapes.pending_record(record) for record in records]
    session.console.result(
        {"records": shaped, "dropped": list(dropped)},
        [line for record in records for line in shapes.change_lines(record)],
    )
    return SOME_WRONG if any(found.is_error for record in records for found in record.problems) else WELL
