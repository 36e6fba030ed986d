"""Old → new of one record, a line per field, with the problem that belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.records.change import MISSING, FieldChange
from app.records.paths import column_of
from app.records.problems import Problem, Severity
from ui.models.field_words import names_of, new_text, old_text, shortened, title_of
from ui.models.paged_table import Cell, PagedTable, TableColumn

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from app.vendors.declaration import Kind


@dataclass(frozen=True)
class DiffLine:
    """One field as Review and the import show it. `color` says whether it is added, changed or removed."""

    path: str
    title: str
    old: str
    new: str
    color: str
    is_old_known: bool
    problem: str = ""
    severity: Severity | None = None
    is_left_out: bool = False


LONGEST = 200  # letters of a value in its line; the tooltip has all of it
NOW = 1  # the column that has nothing to say of a record that is new or was never read


def diff_table(parent: QObject | None = None) -> PagedTable:
    """Make the table; fill it with `diff_lines`."""
    columns = (
        TableColumn("Field", _title_cell, letters=22, is_stretched=True),
        TableColumn("Now", _old_cell, letters=16, is_stretched=True),
        TableColumn("Will be", _new_cell, letters=24, is_stretched=True),
    )
    return PagedTable(columns, parent)


def diff_lines(
    kind: Kind,
    fields: Iterable[FieldChange],
    problems: Sequence[Problem] = (),
    *,
    left_out: Sequence[FieldChange] = (),
) -> tuple[DiffLine, ...]:
    """Put changes in words, each with its first problem, the errors first; those left out in their places."""
    by_path = {problem.path: problem for problem in sorted(problems, key=lambda problem: problem.is_error)}
    changes = tuple(fields)
    if left_out:
        changes = tuple(sorted((*changes, *left_out), key=_order(kind, (*changes, *left_out))))
    names, out = names_of(kind, changes), {change.path for change in left_out}
    return tuple(
        replace(
            _line(change, title_of(kind, change.path, names), by_path.get(change.path)),
            is_left_out=change.path in out,
        )
        for change in changes
    )


def _order(kind: Kind, changes: Sequence[FieldChange]) -> Callable[[FieldChange], tuple[int, int, int]]:
    """Order changes as the kind declares its columns, the elements of a list as they come."""
    columns = {column.path: number for number, column in enumerate(kind.columns)}
    lists = {column.list_path: number for number, column in reversed(list(enumerate(kind.columns)))}
    elements = {element: number for number, element in enumerate(dict.fromkeys(map(_element, changes)))}

    def place(change: FieldChange) -> tuple[int, int, int]:
        path = column_of(change.path)
        column = kind.column_by_path.get(path)
        own = columns.get(path, len(columns))
        first = lists[column.list_path] if column is not None and column.list_path else own
        return first, elements[_element(change)], own

    return place


def _element(change: FieldChange) -> str:
    return change.path[: change.path.rindex("]") + 1] if "]" in change.path else ""


def _line(change: FieldChange, title: str, problem: Problem | None) -> DiffLine:
    return DiffLine(
        path=change.path,
        title=title,
        old=old_text(change),
        new=new_text(change),
        color=_color(change),
        is_old_known=not (change.is_old_unread or change.old is MISSING),
        problem=problem.message if problem else "",
        severity=problem.severity if problem else None,
    )


def _color(change: FieldChange) -> str:
    if change.new is None or change.new == []:
        return "deleted"
    return "added" if change.is_old_unread or change.old is MISSING else "changed"


def _title_cell(line: DiffLine) -> Cell:
    if line.is_left_out:
        return Cell(line.title, color="muted")
    if line.severity is None:
        return Cell(line.title)
    is_error = line.severity is Severity.ERROR
    return Cell(line.title, icon="problem" if is_error else "warning", tip=line.problem)


def _old_cell(line: DiffLine) -> Cell:
    return Cell(shortened(line.old, LONGEST), color="" if line.is_old_known else "muted", tip=line.old)


def _new_cell(line: DiffLine) -> Cell:
    if line.is_left_out:
        return Cell(
            f"left out: {shortened(line.new, LONGEST)}",
            icon="skipped",
            color="muted",
            tip=f"Stays as it is. {line.new}",
        )
    is_wrong = line.severity is Severity.ERROR
    return Cell(
        f"→  {shortened(line.new, LONGEST)}",
        color="error" if is_wrong else line.color,
        is_bold=True,
        tip=line.problem or line.new,
    )
