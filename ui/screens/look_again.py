"""Lets a screen look again after what changed in its connection, once for a burst of edits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.values import Changed, Connection
from ui.session import AppSession

LOOK_AGAIN_MILLISECONDS = 250  # edits come in bursts


class LookAgain(QTimer):
    """Calls `look` of `screen` a moment later; a screen that is hidden looks when it is shown."""

    def __init__(
        self, session: AppSession, connection: Connection, screen: QWidget, look: Callable[[], None]
    ) -> None:
        super().__init__(screen)
        self._session = session
        self._connection = connection
        self._screen = screen
        self.setSingleShot(True)
        self.setInterval(LOOK_AGAIN_MILLISECONDS)
        self.timeout.connect(look)
        session.changes.changed.connect(self._note)

    def _note(self, changed: Changed) -> None:
        is_ours = self._session.concerns(changed, self._connection)
        if self._screen.isVisible() and is_ours and not self.isActive():
            self.start()
