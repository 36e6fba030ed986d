"""A lazy table of things to tick: Space ticks what is selected, or takes the ticks away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.models.replace_table import ReplaceTable
from ui.widgets.paged_view import PagedView


class TickView(PagedView):
    """Its first column holds the ticks."""

    def __init__(self, model: ReplaceTable, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, name=name, parent=parent)
        self._ticks = model

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.selectionModel().selection()
        spans = [(chosen.at(one).top(), chosen.at(one).bottom()) for one in range(chosen.count())]
        if event.key() != Qt.Key.Key_Space or not spans:
            super().keyPressEvent(event)
            return
        is_ticked = not self._ticks.is_ticked(self.currentIndex().row())
        for first, last in spans:
            self._ticks.tick(range(first, last + 1), is_ticked=is_ticked)
