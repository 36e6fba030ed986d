"""The old values of one field of one record, each to be put back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.edit_values import OldValue
from app.records.columns import Column
from ui import theme
from ui.models.old_table import old_table, text_of
from ui.widgets.paged_view import PagedView
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton


class OldValuesDialog(QDialog):
    """`chosen` carries the text to be put back: Enter on a value, a double click, or the button."""

    chosen = Signal(str)

    def __init__(
        self, title: str, column: Column, values: Sequence[OldValue], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._column = column
        self.setWindowTitle(f"Old values of {title}")
        self.resize(680, 420)
        self.table = old_table(column, self)
        self.view = PagedView(self.table, name=f"Old values of {title}")
        self.words = plain_label(role="muted", is_wrapped=True)
        self.put_back = IconButton("Put this back", role="primary", icon="revert")
        self.close_button = IconButton("Close")
        self._lay_out()
        self.view.opened.connect(self._take)
        self.put_back.clicked.connect(self._take_current)
        self.close_button.clicked.connect(self.reject)
        self._show(values)

    def _show(self, values: Sequence[OldValue]) -> None:
        self.table.fill(values)
        self.put_back.setEnabled(bool(values))
        text = "Put one back, and it is an edit like any other: pending, and taken back by Ctrl+Z."
        self.words.setText(text if values else "This field held nothing else that is still known.")
        if values:
            self.view.selectRow(0)
            self.view.setFocus()
        else:
            self.close_button.setFocus()

    def _take(self, one: object) -> None:
        if isinstance(one, OldValue):
            self.chosen.emit(text_of(one, self._column))
            self.accept()

    def _take_current(self) -> None:
        self._take(self.view.current_item)

    def _lay_out(self) -> None:
        for button in (self.put_back, self.close_button):
            button.setAutoDefault(False)  # Enter belongs to the value under the cursor
        theme.set_role(self.view, "boxed")
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.close_button)
        below.addStretch(1)
        below.addWidget(self.put_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.PAGE, theme.PAGE, theme.PAGE)
        column.setSpacing(12)
        column.addWidget(self.words)
        column.addWidget(self.view, 1)
        column.addLayout(below)
