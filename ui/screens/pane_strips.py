"""What runs for a connection, in strips one below the other: pushes, readings, actions, exports, long undos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.screens.action_strip import ActionStrip
from ui.screens.export_strip import ExportStrip
from ui.screens.push_strip import PushStrip
from ui.screens.read_strip import ReadStrip
from ui.screens.undo_strip import UndoStrip

if TYPE_CHECKING:
    from app.values import Connection
    from ui.session import AppSession


class PaneStrips(QWidget):
    """Each hides itself while it has nothing to say."""

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._connection = connection
        self.push = PushStrip(session, connection)
        self.reading = ReadStrip(session, connection)
        self.acting = ActionStrip(session, connection)
        self.exporting = ExportStrip(session, connection)
        self.undoing = UndoStrip()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for strip in (self.push, self.reading, self.acting, self.exporting, self.undoing):
            column.addWidget(strip)

    @property
    def is_sending(self) -> bool:
        """Tell whether a push or an action is under way."""
        return self.push.is_running or self.acting.is_running

    def pause(self) -> None:
        """Pause what is under way at the vendor, or let it go on."""
        for strip in (self.push, self.acting, self.reading):
            if strip.is_running:
                strip.progress.controls.press()

    def stop(self) -> None:
        """Stop whatever is under way."""
        for strip in (self.push, self.reading, self.acting, self.exporting, self.undoing):
            strip.stop()

    def clear_results(self) -> None:
        """What ended well before is no news any more; what waits for a person stays."""
        for strip in (self.reading, self.acting):
            strip.result.hide()
        tallies = self._session.tallies.of(self._connection.id)
        if self.push.result.severity != "error" and not (tallies and tallies.unknown):
            self.push.result.hide()
