"""Says in which cell of the file a problem of a record lies."""

from __future__ import annotations

import re

from app.intake.assemble import FileRecord, Source
from app.intake.values import RowProblem
from app.records.change import Edits
from app.records.paths import column_of
from app.records.problems import Problem
from app.values import Record
from app.vendors.declaration import Kind

_NEW_ELEMENT = re.compile(r"\[\+(\d+)\]")


def located(said: FileRecord, kind: Kind, before: Record, after: Record) -> list[RowProblem]:
    """Say in which cell of the file each problem of the record lies; older ones of columns the file does
    not have are not its own."""
    if not after.problems:
        return []
    found, shift, old = [], last_new(before.edits), set(before.problems)
    places = {shifted(path, shift): source for path, source in said.sources.items()}
    contradicted = {(each.row, each.column) for each in said.problems if each.is_error}
    for problem in after.problems:
        is_ours = problem not in old or column_of(problem.path or kind.key_column) in said.columns
        source = places.get(problem.path) or (_nearest(problem, said, places) if is_ours else None)
        if source is not None and (source.row, source.column) not in contradicted:
            found.append(_row_problem(problem, source))
    return found


def _nearest(problem: Problem, said: FileRecord, places: dict[str, Source]) -> Source:
    """The row that should have said it: that of the element, else the record's first."""
    column = column_of(problem.path) if problem.path else ""
    element = problem.path[: problem.path.rindex("]") + 1] if "]" in problem.path else "\0"
    near = next((source for path, source in places.items() if path.startswith(element)), None)
    first = near or Source(said.first.row, said.first.line, column, "")
    return Source(first.row, first.line, column, "")


def _row_problem(problem: Problem, source: Source) -> RowProblem:
    return RowProblem(source.row, source.line, source.column, source.text, problem.message, problem.severity)


def last_new(edits: Edits) -> int:
    """The highest number that a new element of a record has; 0 where there is none."""
    numbers = [int(number) for path in edits for number in _NEW_ELEMENT.findall(path)]
    return max(numbers, default=0)


def shifted(path: str, shift: int) -> str:
    """Number new elements on from those the record has already."""
    if not shift or "[+" not in path:
        return path
    return _NEW_ELEMENT.sub(lambda match: f"[+{int(match[1]) + shift}]", path)
