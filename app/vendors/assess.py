"""What a record amounts to under its kind: its change and its problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.records.change import MISSING, Edits, JsonObject, Raw, opened, value_at
from app.records.checks import check_required, check_value, is_blank
from app.records.columns import Column
from app.records.conflicts import problems_of as problems_of_conflicts
from app.records.conflicts import standing
from app.records.paths import column_of
from app.records.problems import Problem, Severity
from app.values import BaseState, Change, Record
from app.vendors.declaration import Kind, Options, PendingRecord

MAY_BE = "$may_be"
"""Where the base of a record that the vendor gave a key nobody saw notes which it may be, once looked for."""


def change_of(kind: Kind, *, base_state: BaseState, edits: Edits, is_deleting: bool) -> Change:
    """Tell what a push would do to the record."""
    if is_deleting:
        return Change.DELETED
    if not edits:
        return Change.NONE
    if base_state is BaseState.KNOWN:
        return Change.CHANGED
    return Change.ADDED if base_state is BaseState.ABSENT else kind.unread_change


def problems_of(kind: Kind, record: PendingRecord, options: Options) -> tuple[Problem, ...]:
    """Check a pending record; a deleted one needs only its key. What the vendor finds wrong is always told."""
    said = (*(kind.standing(record.working) if kind.standing else ()), *_may_be(kind, record))
    if record.change is Change.NONE:
        return said
    if record.change is Change.DELETED:
        return tuple(_required_of_record(kind, record, only_key=True))
    found = [
        *_values(kind, record.edits),
        *_required_of_record(kind, record),
        *_required_of_elements(kind, record),
    ]
    found += [*kind.check(record, options), *said]
    return tuple(dict.fromkeys(found))


def pending_record(kind: Kind, record: Record) -> PendingRecord:
    """Assemble what plans and checks look at."""
    working = opened(record.base, record.edits)
    return PendingRecord(
        id=record.id,
        key=next(iter(names_of(kind, working.record)), ""),
        change=change_of(
            kind, base_state=record.base_state, edits=record.edits, is_deleting=record.is_deleting
        ),
        base_state=record.base_state,
        base=record.base,
        edits=record.edits,
        working=working.record,
        touched=working.touched,
        directives=record.directives,
    )


def names_of(kind: Kind, working: JsonObject) -> tuple[str, ...]:
    """List what a record can be called by: its key, then what names it until it has one."""
    values = (_value_or_none(working, path) for path in (kind.key_column, *kind.other_keys))
    return tuple(
        value.text if isinstance(value, Raw) else str(value) for value in values if not is_blank(value)
    )


def key_of(kind: Kind, record: JsonObject) -> str:
    """Return the key of a record as the vendor gives it; "" where there is none."""
    value = _value_or_none(record, kind.key_column)
    return "" if value is None else str(value)


def assessed(kind: Kind, record: Record, options: Options) -> Record:
    """Return the record with its key, change, problems and standing conflicts worked out anew."""
    pending = pending_record(kind, record)
    conflicts = standing(
        record.conflicts, record.edits, is_deleting=record.is_deleting, delete_column=kind.delete_column
    )
    problems = (*problems_of_conflicts(conflicts), *problems_of(kind, pending, options))
    return replace(record, key=pending.key, change=pending.change, problems=problems, conflicts=conflicts)


def _may_be(kind: Kind, record: PendingRecord) -> Iterator[Problem]:
    """Say of a record whose lost create a person called applied that it was not found since."""
    keys = record.base.get(MAY_BE)
    if isinstance(keys, list):
        may_be = f"It may be {', '.join(map(str, keys))}, but that is not sure."
        words = (
            f"This {kind.title_one} was answered as applied, and was looked for. "
            f"{may_be if keys else 'Nothing is like it.'} Look at the vendor; this row can then be deleted, "
            "which deletes nothing there."
        )
        yield Problem(kind.key_column, words, Severity.WARNING)


def _values(kind: Kind, edits: Edits) -> Iterator[Problem]:
    for path, value in edits.items():
        column = kind.column_by_path.get(column_of(path))
        problem = check_value(column, path, value) if column else None
        if problem:
            yield problem


def _required_of_record(kind: Kind, record: PendingRecord, *, only_key: bool = False) -> Iterator[Problem]:
    for column in kind.scalar_columns:
        is_key = column.path == kind.key_column
        if is_key and kind.is_key_given and record.change is Change.ADDED:
            continue
        if not is_key and (only_key or record.change is not Change.ADDED or not column.about.is_needed):
            continue
        if is_blank(_value_or_none(record.working, column.path)):
            yield _missing(column, column.path)


def _required_of_elements(kind: Kind, record: PendingRecord) -> Iterator[Problem]:
    """Elements that were touched are sent whole, so they must be whole."""
    for path, element in record.touched.items():
        for column in kind.needed_in_elements.get(column_of(path), ()):
            if is_blank(element.get(column.name)):
                yield _missing(column, f"{path}.{column.name}")


def _missing(column: Column, path: str) -> Problem:
    problem = check_required(column, path)
    if column.about.is_required:
        return problem
    return Problem(path, problem.message, Severity.WARNING)


def _value_or_none(record: JsonObject, path: str) -> object:
    value = value_at(record, path)
    return None if value is MISSING else value
