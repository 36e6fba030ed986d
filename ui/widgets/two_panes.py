"""A list beside its detail, or above it where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

NARROW = 1100  # pixels below which two panes side by side cut their words


class TwoPanes(QSplitter):
    """Turns by itself; the shares of the two stay what they were set to."""

    def __init__(self, first: QWidget, second: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.addWidget(first)
        self.addWidget(second)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self._share()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        is_narrow = event.size().width() < NARROW
        wanted = Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal
        if wanted != self.orientation():
            self.setOrientation(wanted)
            self._share()
        super().resizeEvent(event)

    def _share(self) -> None:
        is_beside = self.orientation() is Qt.Orientation.Horizontal
        length = max(self.width() if is_beside else self.height(), 200)
        first = round(length * (0.58 if is_beside else 0.5))
        self.setSizes([first, length - first])
