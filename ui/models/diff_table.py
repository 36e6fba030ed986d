"""Old → new of one record, a line per field, with the problem that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.records.change import MISSING, FieldChange
from app.records.problems import Problem, Severity
from ui.models.field_words import names_of, new_text, old_text, title_of
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


NOW = 1  # the column that has nothing to say of a record that is new or was never read


def diff_table(parent: QObject | None = None) -> PagedTable:
    """Make the table; fill it with `diff_lines`."""
    columns = (
        TableColumn("Field", _title_cell, letters=24),
        TableColumn("Now", _old_cell, letters=14, is_stretched=True),
        TableColumn("Will be", _new_cell, letters=26, is_stretched=True),
    )
    return PagedTable(columns, parent)


def diff_lines(
    kind: Kind, fields: Iterable[FieldChange], problems: Sequence[Problem] = ()
) -> tuple[DiffLine, ...]:
    """Put changes in words, each with its first problem, the errors first."""
    by_path = {problem.path: problem for problem in sorted(problems, key=lambda problem: problem.is_error)}
    changes = tuple(fields)
    names = names_of(kind, changes)
    return tuple(
        _line(change, title_of(kind, change.path, names), by_path.get(change.path)) for change in changes
    )


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
    if line.severity is None:
        return Cell(line.title)
    is_error = line.severity is Severity.ERROR
    return Cell(line.title, icon="problem" if is_error else "warning", tip=line.problem)


def _old_cell(line: DiffLine) -> Cell:
    return Cell(line.old, color="" if line.is_old_known else "muted", tip=line.old)


def _new_cell(line: DiffLine) -> Cell:
    is_wrong = line.severity is Severity.ERROR
    return Cell(
        f"→  {line.new}", color="error" if is_wrong else line.color, is_bold=True, tip=line.problem or line.new
    )
