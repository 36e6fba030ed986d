"""Edits of the working copy: every one is on the disk when its function returns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.errors import NotAllowed, UsageError
from app.records.cells import read_cell
from app.records.change import Raw, Value, with_edit, without_edits
from app.records.columns import Column, ColumnType, erased_value
from app.records.paths import parse_path
from app.services.edit_places import column_at, list_emptied_by, settled, with_numbers
from app.services.edit_steps import OpenStep
from app.services.editing import Editing, check_not_busy, edit_each, edit_one, editing
from app.values import BaseState, Changed, Record
from app.vendors.assess import MAY_BE, key_of
from app.vendors.bring_in import forgotten
from app.vendors.declaration import Kind
from app.vendors.registry import kind_named
from app.workspace import Workspace

_ELEMENT = re.compile(r"\[[^\]]*\]")


def set_values(
    workspace: Workspace,
    kind: str,
    record_id: int,
    values: Mapping[str, str],
    *,
    erase: Sequence[str] = (),
    into: OpenStep | None = None,
) -> Record:
    """Set fields from text; what cannot be read is kept as written, with a problem.

    `addresses[+].title` adds an element; all `[+]` of one call mean the same one. *Raises* NotAllowed for
    a locked or taken key, UsageError for a field that does not exist or is not editable.
    """
    known = kind_named(kind)
    step = into or OpenStep(workspace, _edit_title(known, [*values, *erase]))
    return edit_one(
        workspace, known, record_id, lambda record: _with_values(known, record, values, erase), into=step
    )


def add_record(workspace: Workspace, kind: str, connection_id: int, values: Mapping[str, str]) -> Record:
    """Add a record nobody has looked for at the vendor. *Raises* NotAllowed when its key is there already."""
    known = kind_named(kind)
    with editing(workspace, known, OpenStep(workspace, f"new {known.title_one}")) as desk:
        before = _record_to_add(desk, connection_id, values)
        return desk.put(before, _with_values(known, before, values, ()))


def clear_values(workspace: Workspace, kind: str, record_ids: Iterable[int], paths: Sequence[str]) -> Changed:
    """Erase fields of records."""
    known, ids = kind_named(kind), tuple(record_ids)
    step = OpenStep(workspace, f"clearing of {_records(known, ids)}")
    return edit_each(workspace, known, ids, lambda record: _with_values(known, record, {}, paths), into=step)


def delete_records(workspace: Workspace, kind: str, record_ids: Iterable[int]) -> Changed:
    """Mark records for deletion at the vendor; one that was only added here is forgotten.

    So is one without the key that the vendor must have given it, once it was looked for in vain.
    """
    known = kind_named(kind)

    def delete(record: Record) -> Record | None:
        check_not_busy(known, record, "it cannot be deleted now")
        if record.base_state is BaseState.KNOWN:
            if not known.delete_column:
                raise NotAllowed(f"{known.title} cannot be deleted at the vendor.")
            if known.is_key_given and not key_of(known, record.base):
                return _looked_for_in_vain(known, record)
            return replace(record, is_deleting=True)
        return record if record.is_deleting else _without_trace(record)

    ids = tuple(record_ids)
    return edit_each(
        workspace, known, ids, delete, into=OpenStep(workspace, f"deletion of {_records(known, ids)}")
    )


def revert_records(
    workspace: Workspace, kind: str, record_ids: Iterable[int], path: str | None = None
) -> Changed:
    """Take back everything pending, deletions too, or one field; an added record without edits goes."""
    known = kind_named(kind)

    def revert(record: Record) -> Record | None:
        check_not_busy(known, record, "it cannot be reverted now")
        reverted = _blank(record) if path is None else _without(known, record, path)
        is_empty = not reverted.edits and not reverted.is_deleting
        if is_empty and record.is_gone:
            return forgotten(record)
        return _without_trace(reverted) if is_empty and record.base_state is not BaseState.KNOWN else reverted

    ids = tuple(record_ids)
    return edit_each(
        workspace, known, ids, revert, into=OpenStep(workspace, f"revert of {_records(known, ids)}")
    )


def remove_element(workspace: Workspace, kind: str, record_id: int, element_path: str) -> Record:
    """Remove one element of a list, such as `addresses[title=Shop]`."""
    known = kind_named(kind)
    if isinstance(parse_path(element_path)[-1], str):
        raise UsageError(
            f"“{element_path}” is no element of a list.", remedy="Write it like addresses[title=Shop]."
        )

    def remove(record: Record) -> Record:
        check_not_busy(known, record, "nothing can be removed from it now")
        edits = with_edit(record.base, record.edits, settled(record, element_path), None)
        return replace(record, edits=edits)

    step = OpenStep(workspace, f"removal from {known.title_one}")
    return edit_one(workspace, known, record_id, remove, into=step)


def _edit_title(kind: Kind, paths: Sequence[str]) -> str:
    # Only for the name of the step: whether a path is one is found out by the edit itself.
    columns = [kind.column_by_path.get(_ELEMENT.sub("", path)) for path in paths]
    titles = list(dict.fromkeys(column.title for column in columns if column is not None))
    return f"edit of {titles[0]}" if len(titles) == 1 else f"edit of {len(paths)} fields"


def _records(kind: Kind, ids: Sequence[int]) -> str:
    return f"1 {kind.title_one}" if len(ids) == 1 else f"{len(ids):,} {kind.title_one}s"


def with_texts(kind: Kind, record: Record, texts: Mapping[str, str]) -> Record:
    """Return the record with fields set from text; an empty text erases. *Raises* as `set_values` does."""
    erase = [path for path, text in texts.items() if not text]
    return _with_values(kind, record, {path: text for path, text in texts.items() if text}, erase)


def _with_values(kind: Kind, record: Record, values: Mapping[str, str], erase: Sequence[str]) -> Record:
    numbered = with_numbers([*values, *erase], record.edits)
    for path in erase:
        record = _erased(kind, record, numbered[path])
    for path, text in values.items():
        record = _with_text(kind, record, numbered[path], text)
    return record


def _with_text(kind: Kind, record: Record, path: str, text: str) -> Record:
    column = column_at(kind, path)
    _check_text(column, text)
    if column.about.is_directive:
        return _with_directive(kind, record, column, text)
    if column.path == kind.key_column:
        text = text.strip()
    is_erased = not text.strip() and column.type is not ColumnType.TEXT
    return _with_value(record, path, erased_value(column) if is_erased else read_cell(column, text))


def _erased(kind: Kind, record: Record, path: str) -> Record:
    emptied = list_emptied_by(kind, path)
    if emptied:
        check_not_busy(kind, record, "its lists cannot be emptied now")
        return _with_value(record, emptied, [])
    column = column_at(kind, path)
    _check_text(column, "")
    if column.about.is_directive:
        return _with_directive(kind, record, column, "")
    return _with_value(record, path, erased_value(column))


def _with_value(record: Record, path: str, value: Value) -> Record:
    return replace(record, edits=with_edit(record.base, record.edits, settled(record, path), value))


def _with_directive(kind: Kind, record: Record, column: Column, text: str) -> Record:
    """Directives steer the push; a blank one takes the connection's default."""
    value = read_cell(column, text.strip())
    if column.path == kind.delete_column:
        check_not_busy(kind, record, "its deletion cannot be changed now")
        if isinstance(value, Raw) and text.strip():
            raise UsageError(f"“{text.strip()}” is neither yes nor no.", remedy="Write yes or no.")
        return replace(record, is_deleting=value is True)
    kept = {name: old for name, old in record.directives.items() if name != column.path}
    if text.strip():
        kept[column.path] = value.text if isinstance(value, Raw) else str(value)
    return replace(record, directives=kept)


def _check_text(column: Column, text: str) -> None:
    if not column.is_editable:
        raise NotAllowed(f"{column.title} is set by the vendor and cannot be edited.")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UsageError(
            f"The text for {column.title} holds broken characters.", remedy="Type it again."
        ) from None


def _record_to_add(desk: Editing, connection_id: int, values: Mapping[str, str]) -> Record:
    """A fresh record, or the one of that key which was deleted at the vendor and left the lists."""
    key = values.get(desk.kind.key_column, "").strip()
    found = desk.record_with_key(connection_id, key)
    if found and found.base_state is BaseState.ABSENT and not found.change:
        return found
    is_new = desk.kind.is_key_given and not key
    return Record(0, desk.kind.id, connection_id, "", BaseState.ABSENT if is_new else BaseState.UNREAD, {}, {})


def _looked_for_in_vain(kind: Kind, record: Record) -> Record:
    """Forget a record that names nothing at the vendor. *Raises* NotAllowed before it was looked for."""
    if MAY_BE not in record.base:
        raise NotAllowed(
            f"This {kind.title_one} has no key yet, so nothing at the vendor can be deleted by it.",
            remedy="Read the connection first: then it is looked for.",
        )
    return forgotten(record)


def _blank(record: Record) -> Record:
    return replace(record, edits={}, directives={}, is_deleting=False)


def _without(kind: Kind, record: Record, path: str) -> Record:
    if path == kind.delete_column:
        return replace(record, is_deleting=False)
    kept = {name: value for name, value in record.directives.items() if name != path}
    edits = without_edits(record.edits, settled(record, path))
    return replace(record, edits=edits, directives=kept)


def _without_trace(record: Record) -> Record | None:
    """An added record is forgotten; one that the vendor held before stays for the history, unlisted."""
    return _blank(record) if record.base_state is BaseState.ABSENT else None
