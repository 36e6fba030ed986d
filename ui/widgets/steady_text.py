"""Words that change many times a second, in the room that they were given."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.plain import plain_label


class SteadyText(QWidget):
    """A label that asks for no other room when its words change.

    A bare label would, and the whole window were laid out and drawn anew for it: 17 ms each time.
    """

    def __init__(self, *, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = plain_label("0", role=role, parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._label.text()

    def setText(self, text: str) -> None:
        self._label.setText(text)

    @override
    def sizeHint(self) -> QSize:
        return QSize(0, self._label.fontMetrics().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._label.setGeometry(self.rect())
