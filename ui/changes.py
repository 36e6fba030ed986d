"""The one signal that tells every screen what a write touched."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.values import Changed


class Changes(QObject):
    """`changed` carries a `Changed`; each screen decides whether to look again."""

    changed = Signal(object)

    def announce(self, changed: Changed) -> None:
        self.changed.emit(changed)
