"""How the last push of a record ended, in the vendor's own words and in full, where it is still pending."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.values import Outcome, Record
from ui import theme
from ui.marks import mark_of_outcome
from ui.models.review_table import waits_for_lost
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton, IconLabel

_FRAMES = {Outcome.REFUSED: "error", Outcome.FAILED: "warning", Outcome.UNKNOWN: "warning"}


class OutcomeLine(QFrame):
    """Hidden while there is nothing to tell. `settle_pressed` follows the button that an unknown one has."""

    settle_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("")
        self._text = plain_label(is_wrapped=True)
        self.settle = IconButton("Settle unknown", icon="settle")
        self.settle.clicked.connect(self.settle_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self.settle)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_record(self, record: Record) -> None:
        """Tell why the record is still here."""
        role = next((role for outcome, role in _FRAMES.items() if outcome == record.outcome), "")
        role = "warning" if waits_for_lost(record) else role
        self.setVisible(bool(role))
        self.settle.setVisible(record.outcome == Outcome.UNKNOWN)
        if not role:
            return
        mark = mark_of_outcome(record.outcome)
        theme.set_role(self, role)
        self._icon.show_icon(mark.icon_name, color=mark.color_name)
        words = record.outcome_message or mark.explanation
        self._text.setText(f"{mark.title} last time: {words}")
        self.setAccessibleName(self._text.text())
