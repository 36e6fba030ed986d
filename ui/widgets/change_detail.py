"""One record's changes: its name and mark, what is wrong, and old → new of every field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.intake.values import RowProblem
from app.records.problems import Problem
from ui import theme
from ui.marks import Mark
from ui.models.diff_table import NOW, DiffLine, diff_table
from ui.models.field_words import shortened
from ui.widgets.paged_view import PagedView
from ui.widgets.plain import plain_label, plain_tooltip
from ui.widgets.problem_list import SHOWN, ProblemList
from ui.widgets.words import IconLabel

_LEAST_LINES = 2  # however small the pane; the others are scrolled to


class ChangeDetail(QWidget):
    """The upper part of a detail pane; screens add buttons to `tools`, and panes above, between and below."""

    def __init__(self, parent: QWidget | None = None, *, few_problems: int = SHOWN) -> None:
        super().__init__(parent)
        self._icon = IconLabel("", 20)
        self._title = plain_label(role="heading")
        self._subtitle = plain_label(role="muted", is_wrapped=True)
        self.scroller: QScrollArea
        self.tools = QHBoxLayout()
        self.problems = ProblemList(few=few_problems)
        self.lines = PagedView(diff_table(self), name="Changes of the record")
        theme.set_role(self.lines, "boxed")
        self.lines.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.lines.setTextElideMode(Qt.TextElideMode.ElideRight)
        # Its usual height would make the whole pane scroll where the pane is low.
        self.lines.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.above = QVBoxLayout()
        self.middle = QVBoxLayout()
        self.below = QVBoxLayout()
        self._lay_out()

    @property
    def title(self) -> str:
        return self._title.text()

    @property
    def current_path(self) -> str:
        """The path under the cursor, “” without one."""
        line = self.lines.current_item
        return line.path if isinstance(line, DiffLine) else ""

    def show_change(
        self, title: str, mark: Mark | None, lines: Sequence[DiffLine], *, subtitle: str = ""
    ) -> None:
        """Show a record; the cursor stays on its field."""
        before = self.current_path
        self._title.setText(shortened(title, 50))
        self._title.setToolTip(plain_tooltip(title))
        self._icon.show_icon(mark.icon_name if mark else "details", color=mark.color_name if mark else "")
        words = " · ".join(part for part in (mark.title if mark else "", subtitle) if part)
        self._subtitle.setText(words)
        self.setAccessibleName(f"{title}: {words}")
        self.lines.table.fill(lines)
        self.lines.setVisible(bool(lines))
        header = self.lines.horizontalHeader().sizeHint().height()
        self.lines.setMinimumHeight(header + min(len(lines), _LEAST_LINES) * theme.ROW + 4)
        self.lines.show_column(NOW, is_shown=any(line.is_old_known for line in lines))
        row = next((number for number, line in enumerate(lines) if line.path == before), 0)
        self.lines.select_row(row)

    def show_problems(self, problems: Sequence[Problem | RowProblem]) -> None:
        self.problems.show_problems(problems)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addWidget(self._title)
        names.addWidget(self._subtitle)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(names, 1)
        top.addLayout(self.tools)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.PAGE, theme.PAGE - 4, theme.PAGE, theme.PAGE - 4)
        column.setSpacing(theme.GAP + 2)
        column.addLayout(top)
        column.addLayout(self.above)
        column.addWidget(self.problems)
        column.addLayout(self.middle)
        column.addWidget(self.lines, 1)
        column.addLayout(self.below)
        scroller = self.scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroller)
