"""The words in place of the grid when no record shows, and what its buttons ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.values import RecordQuery, Tallies
from ui.screens.records_empty import Emptiness, emptiness
from ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from app.vendors.declaration import Kind


class EmptyPlace(QObject):
    """`wanted` carries the action of the button that was pressed: see `Emptiness`."""

    wanted = Signal(str)

    def __init__(self, kind: Kind, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = EmptyState("", "")
        self._kind = kind
        self._emptiness: Emptiness | None = None
        self.state.activated.connect(self._use_button)
        self.state.second_activated.connect(self._use_second_button)

    def explain(self, query: RecordQuery, tallies: Tallies) -> None:
        """Say why a query shows nothing."""
        name = query.quick if query.quick and query.filter == "all" else query.filter
        self._emptiness = emptiness(self._kind, tallies, filter_name=name, text=query.text)
        self._emptiness.show_on(self.state)

    def _use_button(self) -> None:
        if self._emptiness is not None:
            self.wanted.emit(self._emptiness.action)

    def _use_second_button(self) -> None:
        if self._emptiness is not None:
            self.wanted.emit(self._emptiness.second_action)
