"""What stands above the grid: title and buttons, filters and search, and what holds records back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.values import Tallies
from ui import assets, theme
from ui.models.when import number_text, plural
from ui.widgets.filter_chips import FilterChips
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.plain import plain_label
from ui.widgets.quick_chips import QuickChips
from ui.widgets.words import IconButton

if TYPE_CHECKING:
    from app.vendors.declaration import Kind

_TYPING_MILLISECONDS = 220


class RecordsHead(QWidget):
    """`changed` says that other records are to be shown; `notice` is for whatever happened last."""

    changed = Signal()
    new_requested = Signal()
    import_requested = Signal()
    review_requested = Signal()

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips = FilterChips()
        self.quick = QuickChips(kind)
        self.search = QLineEdit()
        self.held_back = NoticeBar()
        self.notice = NoticeBar()
        self.review = IconButton("Review", role="primary", icon="review")
        self._count = plain_label(role="muted")
        self._held_back = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MILLISECONDS)
        self._lay_out(kind)
        self._connect()

    @property
    def filter_name(self) -> str:
        return self.chips.current

    @property
    def text(self) -> str:
        return self.search.text().strip()

    @property
    def quick_name(self) -> str:
        return self.quick.current

    def show_filter(self, name: str) -> None:
        """Show the records under one filter, whatever was searched for."""
        self.search.clear()
        self.quick.clear()
        self._timer.stop()
        self.chips.choose(name)

    def start_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_tallies(self, tallies: Tallies) -> None:
        """Write the counts, and sum up what holds records back."""
        self.chips.show_tallies(tallies)
        self._count.setText(plural(tallies.total, "record"))
        self.review.setEnabled(tallies.pending > 0)
        words = f"Review {plural(tallies.pending, 'change')}" if tallies.pending else "Review"
        self.review.set_words(words, "See everything a push would do (Ctrl+S)")
        self._held_back = tallies.with_errors
        self._sum_up()

    def _sum_up(self) -> None:
        """Say what holds records back, and lead there from wherever they are not shown already."""
        if not self._held_back:
            self.held_back.clear()
            return
        is_there = self.filter_name == "problems" and not self.text and not self.quick_name
        words, button = _held_back_words(self._held_back), "" if is_there else "Show them"
        self.held_back.show_notice(words, severity="error", button=button, is_closable=False)

    def _show_problems(self) -> None:
        self.show_filter("problems")

    def _connect(self) -> None:
        self._timer.timeout.connect(self.changed)
        self.search.textChanged.connect(self._timer.start)
        self.chips.chosen.connect(self.changed)
        self.quick.chosen.connect(self.changed)
        self.changed.connect(self._sum_up)
        self.held_back.activated.connect(self._show_problems)
        self.review.clicked.connect(self.review_requested)

    def _lay_out(self, kind: Kind) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, 14, theme.PAGE, 12)
        column.setSpacing(10)
        column.addLayout(self._made_title_row(kind))
        column.addLayout(self._made_filter_row())
        column.addWidget(self.quick)
        column.addWidget(self.held_back)
        column.addWidget(self.notice)

    def _made_title_row(self, kind: Kind) -> QHBoxLayout:
        self._count.setFont(theme.tabular(self._count.font()))
        add = IconButton(f"New {kind.title_one}", icon="add")
        add.setToolTip("Add a record by hand (Ctrl+N)")
        add.clicked.connect(self.new_requested)
        if not kind.is_creatable:
            add.hide()
        take = IconButton("Import…", icon="import")
        take.setToolTip("Read a CSV file or a workbook (Ctrl+O), or drop one anywhere on the window")
        take.clicked.connect(self.import_requested)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(plain_label(kind.title, role="heading"))
        row.addWidget(self._count)
        row.addStretch(1)
        for button in (add, take, self.review):
            row.addWidget(button)
        return row

    def _made_filter_row(self) -> QHBoxLayout:
        self.search.setPlaceholderText("Find…  (Ctrl+F)")
        self.search.setAccessibleName("Find")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(210)
        self.search.addAction(assets.icon("find", color="muted"), QLineEdit.ActionPosition.LeadingPosition)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.chips, 1)
        row.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        return row


def _held_back_words(number: int) -> str:
    if number == 1:
        return "1 record cannot be pushed until its problems are fixed."
    return f"{number_text(number)} records cannot be pushed until their problems are fixed."
