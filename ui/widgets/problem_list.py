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
from ui.widgets.words import IconButton, IconLabel, frame

SHOWN = 12


class ProblemList(QWidget):
    """Hidden while there is nothing wrong. Beyond `few` the others come on demand, until another record."""

    def __init__(self, parent: QWidget | None = None, *, few: int = SHOWN) -> None:
        super().__init__(parent)
        self.setAccessibleName("Problems")
        self._few = few
        self._ordered: list[Problem | RowProblem] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GAP // 2)
        self.hide()

    def show_problems(self, problems: Sequence[Problem | RowProblem]) -> None:
        """Show the errors before the warnings; a file's problems with their row, column and value."""
        self._ordered = sorted(problems, key=lambda problem: not problem.is_error)
        self._fill(self._few)
        self.setVisible(bool(self._ordered))
        self.setAccessibleDescription("\n".join(problem_text(problem) for problem in self._ordered[:SHOWN]))

    def _fill(self, count: int) -> None:
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for problem in self._ordered[:count]:
            self._column.addWidget(_line(problem))
        if (rest := len(self._ordered) - count) > 0:
            self._add_rest(rest, count)

    def _add_rest(self, rest: int, count: int) -> None:
        words = f"and {plural(rest, 'more problem')}"
        if count >= SHOWN:
            self._column.addWidget(plain_label(words, role="muted"))
            return
        more = IconButton(words, role="link")
        more.clicked.connect(self._show_more)
        self._column.addWidget(more)

    def _show_more(self) -> None:
        self._fill(SHOWN)


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
