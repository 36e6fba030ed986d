"""What to find, what to write instead, and where: the upper part of the dialog that replaces."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from app.edit_values import Search
from app.records.columns import Column
from ui import theme
from ui.models.record_row import list_title
from ui.widgets.plain import plain_label

_TYPING_MILLISECONDS = 250
_EVERYWHERE = "Every text field"


class ReplaceForm(QWidget):
    """`changed` follows a moment after the last key."""

    changed = Signal()

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wanted, self.instead, self.where = QLineEdit(), QLineEdit(), QComboBox()
        self.matches_case, self.is_whole = QCheckBox("&Match case"), QCheckBox("&Whole value only")
        self.where.addItem(_EVERYWHERE, "")
        for column in columns:
            words = f"{list_title(column.list_path)} · {column.title}" if column.list_path else column.title
            self.where.addItem(words, column.path)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MILLISECONDS)
        self._timer.timeout.connect(self.changed)
        self._lay_out()
        for line in (self.wanted, self.instead):
            line.textChanged.connect(self._timer.start)
        self.where.currentIndexChanged.connect(self._start)
        for box in (self.matches_case, self.is_whole):
            box.toggled.connect(self._start)

    @property
    def search(self) -> Search:
        return Search(
            self.wanted.text(),
            self.instead.text(),
            str(self.where.currentData()),
            matches_case=self.matches_case.isChecked(),
            is_whole=self.is_whole.isChecked(),
        )

    def _start(self, *_arguments: object) -> None:
        self._timer.start()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(theme.GAP)
        parts: tuple[tuple[str, QLineEdit | QComboBox], ...] = (
            ("&Find", self.wanted),
            ("R&eplace with", self.instead),
            ("&In", self.where),
        )
        for row, (words, field) in enumerate(parts):
            label = plain_label(words, role="strong")
            label.setBuddy(field)
            field.setAccessibleName(words.replace("&", ""))
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        self.instead.setPlaceholderText("nothing: what was found goes")
        boxes = QHBoxLayout()
        boxes.setSpacing(theme.PAGE)
        boxes.addWidget(self.matches_case)
        boxes.addWidget(self.is_whole)
        boxes.addStretch(1)
        grid.addLayout(boxes, len(parts), 1)
