"""What Undo and Redo would do now, kept up to date for the menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.jobs import JobContext
from app.values import Changed, Connection
from ui.session import AppSession

if TYPE_CHECKING:
    from app.workspace import Workspace

_REST_MILLISECONDS = 120  # edits come in bursts


class UndoNames(QObject):
    """`named` tells both names; "" where there is nothing."""

    named = Signal(str, str)

    def __init__(self, session: AppSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._connection: Connection | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MILLISECONDS)
        self._timer.timeout.connect(self._look)
        session.changes.changed.connect(self._look_again)

    def follow(self, connection: Connection | None) -> None:
        """Tell of the edits of a connection from now on."""
        self._connection = connection
        self._timer.start()

    def _look_again(self, changed: Changed) -> None:
        if self._connection is not None and self._session.concerns(changed, self._connection):
            self._timer.start()

    def _look(self) -> None:
        if self._connection is None or not self._session.is_open:
            self.named.emit("", "")
            return
        work = partial(_next_steps, self._session.workspace, self._connection.id)
        self._session.jobs.run(work, done=self._take)

    def _take(self, found: tuple[str, str]) -> None:
        self.named.emit(*found)


def _next_steps(workspace: Workspace, connection_id: int, _context: JobContext) -> tuple[str, str]:
    from app.services.undo_edit import next_steps  # noqa: PLC0415  after the first paint

    return next_steps(workspace, connection_id)
