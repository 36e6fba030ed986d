"""What a record amounts to under its kind: its change and its problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.records.change import MISSING, Edits, JsonObject, value_at, working_copy
from app.records.checks import check_required, check_value, is_blank
from app.records.columns import Column
from app.records.paths import column_of, format_path, parse_path
from app.records.problems import Problem, Severity
from app.values import BaseState, Change
from app.vendors.declaration import Kind, Options, PendingRecord


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
    """Check a pending record; a deleted one needs only its key."""
    if record.change is Change.NONE:
        return ()
    if record.change is Change.DELETED:
        return tuple(_required_of_record(kind, record, only_key=True))
    found = [*_values(kind, record.edits), *_required_of_record(kind, record), *_required_of_elements(kind, record)]
    found += kind.check(record, options)
    return tuple(dict.fromkeys(found))


def pending_record(kind: Kind, *, id: int, base_state: BaseState, base: JsonObject, edits: Edits,  # noqa: A002, PLR0913  the record's own words
                   directives: Mapping[str, str], is_deleting: bool) -> PendingRecord:
    """Assemble what plans and checks look at."""
    working = working_copy(base, edits)
    key = value_at(working, kind.key_column)
    return PendingRecord(
        id=id,
        key="" if key is MISSING or key is None else str(key),
        change=change_of(kind, base_state=base_state, edits=edits, is_deleting=is_deleting),
        base_state=base_state,
        base=base,
        edits=edits,
        working=working,
        directives=directives,
    )


def _values(kind: Kind, edits: Edits) -> Iterator[Problem]:
    for path, value in edits.items():
        column = kind.column_by_path.get(column_of(path))
        problem = check_value(column, path, value) if column else None
        if problem:
            yield problem


def _required_of_record(kind: Kind, record: PendingRecord, *, only_key: bool = False) -> Iterator[Problem]:
    for column in kind.scalar_columns:
        is_key = column.path == kind.key_column
        if not (is_key or (record.change is Change.ADDED and not only_key)):
            continue
        if (is_key or _is_needed(column)) and is_blank(_value_or_none(record.working, column.path)):
            yield _missing(column, column.path)


def _required_of_elements(kind: Kind, record: PendingRecord) -> Iterator[Problem]:
    """Elements that were touched are sent whole, so they must be whole."""
    for element in touched_elements(record.edits):
        place = value_at(record.working, element)
        if not isinstance(place, dict):
            continue
        list_path = column_of(element)
        for column in kind.columns:
            if column.list_path == list_path and _is_needed(column) and is_blank(place.get(column.name)):
                yield _missing(column, f"{element}.{column.name}")


def touched_elements(edits: Edits) -> tuple[str, ...]:
    """List the paths of elements with an edit in them, each once, in order."""
    found: dict[str, None] = {}
    for path in edits:
        if "[" not in path:
            continue
        steps = parse_path(path)
        for index, step in enumerate(steps):
            if not isinstance(step, str):
                found[format_path(steps[: index + 1])] = None
    return tuple(found)


def _is_needed(column: Column) -> bool:
    return column.about.is_required or column.about.is_required_softly


def _missing(column: Column, path: str) -> Problem:
    problem = check_required(column, path)
    if column.about.is_required:
        return problem
    return Problem(path, problem.message, Severity.WARNING)


def _value_or_none(record: JsonObject, path: str) -> object:
    value = value_at(record, path)
    return None if value is MISSING else value
