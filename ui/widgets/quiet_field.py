"""A field that can only be read: its title and value in a quiet line, long ones folded away."""

from __future__ import annotations

import json
import re
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.records.change import MISSING, value_at
from app.records.columns import Column, ColumnType
from ui import theme
from ui.models.field_words import NOTHING
from ui.models.record_row import RecordRow
from ui.models.when import moment_text, person_locale
from ui.widgets.plain import plain_label, plain_tooltip
from ui.widgets.words import IconButton

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


class QuietField(QWidget):
    """Shows, never edits; the raw value is on the tool tip."""

    def __init__(self, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = column
        self._title = plain_label(column.title, role="muted")
        self._value = plain_label(is_wrapped=True)
        self._fold = IconButton("Show", role="link")
        self._fold.setCheckable(True)
        self._fold.hide()
        self._lay_out()
        self._fold.toggled.connect(self._unfold)

    @property
    def text(self) -> str:
        return self._value.text()

    def show_row(self, row: RecordRow) -> None:
        """Show the field of a record."""
        value = value_at(row.working, self.column.path)
        is_long = self.column.type is ColumnType.JSON and value not in (MISSING, None)
        self._value.setText(quiet_text(self.column, value))
        self._value.setToolTip(plain_tooltip("" if is_long else row.texts.get(self.column.path, "")))
        self._fold.setVisible(is_long)
        self._unfold(self._fold.isChecked())
        self.setAccessibleName(f"{self.column.title}: {self._value.text()}")

    def _unfold(self, is_open: bool) -> None:  # noqa: FBT001  Qt's own argument
        is_folding = not self._fold.isHidden()
        self._value.setVisible(is_open or not is_folding)
        self._fold.set_words("Hide" if is_open else "Show")

    def _lay_out(self) -> None:
        side = Qt.AlignmentFlag.AlignRight if self._is_number else Qt.AlignmentFlag.AlignLeft
        self._value.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        if self._is_number:
            self._value.setFont(theme.tabular(self._value.font()))
        self._title.setFixedWidth(130)
        self._title.setWordWrap(True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._title, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._fold)
        row.addWidget(self._value, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)

    @property
    def _is_number(self) -> bool:
        return self.column.type is ColumnType.DECIMAL


def quiet_text(column: Column, value: object) -> str:
    """Write a value as the person's locale has it: moments in local time, money with its decimals."""
    if value is MISSING or value is None or value == "":
        return NOTHING
    if column.type is ColumnType.JSON:
        return json.dumps(value, ensure_ascii=False, indent=2)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) or (column.type is ColumnType.DECIMAL and isinstance(value, int)):
        return person_locale().toString(float(value), "f", 2)
    if isinstance(value, str) and _MOMENT.match(value):
        return _local(value)
    return str(value)


def _local(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment_text(moment) if moment.tzinfo is not None else text
