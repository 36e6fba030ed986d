"""What to know before something is sent: lines under each other, each with its symbol."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.plain import plain_label
from ui.widgets.words import IconLabel, frame


class NoteList(QWidget):
    """Takes no room while there is nothing to know."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    def show_notes(self, notes: Sequence[str]) -> None:
        """Show these; what is there already stays, so that nothing flickers."""
        if tuple(notes) == self._notes:
            return
        self._notes = tuple(notes)
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.setParent(None)
                widget.deleteLater()
        for text in notes:
            self._column.addWidget(_line(text))
        self.setVisible(bool(notes))


def _line(text: str) -> QWidget:
    line = frame("warning", name=text)
    row = QHBoxLayout(line)
    row.setContentsMargins(10, 6, 10, 6)
    row.addWidget(IconLabel("warning"))
    row.addWidget(plain_label(text, is_wrapped=True), 1)
    return line
