"""Problems in words under each other, selectable, each with its symbol."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.intake.values import RowProblem
from app.records.problems import Problem
from ui import theme
from ui.models.field_words import shortened
from ui.models.when import plural
from ui.widgets.plain import plain_label
from ui.widgets.words import IconLabel, frame

SHOWN = 12


class ProblemList(QWidget):
    """Hidden while there is nothing wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Problems")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GAP // 2)
        self.hide()

    def show_problems(self, problems: Sequence[Problem | RowProblem]) -> None:
        """Show the errors before the warnings; a file's problems with their row, column and value."""
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        ordered = sorted(problems, key=lambda problem: not problem.is_error)
        for problem in ordered[:SHOWN]:
            self._column.addWidget(_line(problem))
        if (rest := len(ordered) - SHOWN) > 0:
            self._column.addWidget(plain_label(f"and {plural(rest, 'more problem')}", role="muted"))
        self.setVisible(bool(ordered))
        self.setAccessibleDescription("\n".join(problem_text(problem) for problem in ordered[:SHOWN]))


def problem_text(problem: Problem | RowProblem) -> str:
    """Say where it is and what is wrong."""
    if isinstance(problem, Problem):
        return problem.message
    where = f"Row {problem.row}" + (f", {problem.column}" if problem.column else "")
    value = f", “{shortened(problem.value, 40)}”" if problem.value else ""
    return f"{where}{value}: {problem.message}"


def _line(problem: Problem | RowProblem) -> QWidget:
    line = frame("error" if problem.is_error else "warning")
    row = QHBoxLayout(line)
    row.setContentsMargins(10, 6, 10, 6)
    row.addWidget(IconLabel("problem" if problem.is_error else "warning"))
    text = plain_label(problem_text(problem), is_wrapped=True)
    row.addWidget(text, 1)
    return line
