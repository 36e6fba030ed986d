"""Where an edit goes: the column it belongs to, and the list element it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.errors import NotFound, UsageError
from app.records.change import MISSING, Edits, touched_elements, value_at, working_copy
from app.records.columns import Column
from app.records.paths import ByKey, ByPosition, New, Path, column_of, format_path, parse_path
from app.values import Record
from app.vendors.declaration import Kind

_NEW = "[+]"


def column_at(kind: Kind, path: str) -> Column:
    """Find the column of a path. *Raises* UsageError for one the kind does not have."""
    name = column_of(path)
    column = kind.column_by_path.get(name)
    if column is None:
        raise UsageError(f"{kind.title} have no column “{name}”.", remedy="Look at the kind's columns.")
    if column.list_path and "[" not in path:
        example = f"{column.list_path}[{_key_field(kind, column.list_path)}=…].{column.name}"
        raise UsageError(f"“{path}” does not say which element is meant.", remedy=f"Write {example}.")
    return column


def list_emptied_by(kind: Kind, path: str) -> str:
    """Return the list that erasing this path empties, "" when it is no list's."""
    lists = {column.list_path for column in kind.columns if column.list_path}
    if path in lists:
        return path
    column = kind.column_by_path.get(path)
    is_key = column is not None and column.list_path and column.name == _key_field(kind, column.list_path)
    return column.list_path if column is not None and is_key else ""


def with_numbers(paths: Iterable[str], edits: Edits) -> Mapping[str, str]:
    """*Shape*: path → the same with `[+]` numbered; all of one list mean the same new element."""
    taken = [0, *(step.number for path in edits for step in parse_path(path) if isinstance(step, New))]
    number = max(taken) + 1
    return {path: path.replace(_NEW, f"[+{number}]") for path in paths}


def settled(record: Record, path: str) -> str:
    """Name the element as the edits do, when it was renamed or is new. *Raises* NotFound for a position
    that the list does not have."""
    if "[" not in path:
        return path
    steps = parse_path(path)
    elements = touched_elements(record.base, record.edits)
    for length in range(len(steps), 0, -1):
        if isinstance(steps[length - 1], ByKey):
            steps = (*_named_by_edits(elements, steps[:length]), *steps[length:])
    _check_positions(record, steps)
    return format_path(steps)


def _named_by_edits(elements: Mapping[str, Mapping[str, object]], wanted: Path) -> Path:
    token = wanted[-1]
    for text, place in elements.items():
        found = parse_path(text)
        if (
            isinstance(token, ByKey)
            and found[:-1] == wanted[:-1]
            and str(place.get(token.field)) == token.value
        ):
            return found
    return wanted


def _check_positions(record: Record, steps: Path) -> None:
    if not any(isinstance(step, ByPosition) for step in steps):
        return
    working = working_copy(record.base, record.edits)
    for index, step in enumerate(steps):
        if isinstance(step, ByPosition) and value_at(working, format_path(steps[: index + 1])) is MISSING:
            raise NotFound(f"There is no element {step.number}.", remedy="Look at the record again.")


def _key_field(kind: Kind, list_path: str) -> str:
    return next(iter(kind.list_keys.get(list_path, ())), "")
