"""Cells that show a state by symbol, word and colour together."""

from __future__ import annotations

from collections.abc import Sequence

from app.intake.values import RowProblem
from app.records.problems import Problem
from ui.marks import Mark
from ui.models.field_words import shortened
from ui.models.paged_table import Cell

TOLD_PROBLEMS = 8


def marked(mark: Mark | None, text: str = "", *, tip: str = "") -> Cell:
    """Make a cell from a mark; empty where there is nothing to mark."""
    if mark is None:
        return Cell(text)
    return Cell(text or mark.title, icon=mark.icon_name, color=mark.color_name, tip=tip or mark.explanation)


def problem_cell(problems: Sequence[Problem | RowProblem]) -> Cell:
    """Show the first error, else the first warning, and how many more there are."""
    if not problems:
        return Cell()
    first = next((problem for problem in problems if problem.is_error), problems[0])
    more = f"  (+{len(problems) - 1})" if len(problems) > 1 else ""
    icon, color = ("problem", "error") if first.is_error else ("warning", "warning")
    tip = "\n".join(problem.message for problem in problems[:TOLD_PROBLEMS])
    return Cell(shortened(first.message, 90) + more, icon=icon, color=color, tip=tip)
