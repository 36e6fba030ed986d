"""Ties a window to what is opened later: second starts, and documents the desktop hands over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QFileOpenEvent
from typing_extensions import override

from app.errors import WorkspaceBusy
from ui.second_start import LateJoin, SecondStarts

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.startup import Startup


class Joining(QObject):
    """Listens while the window has its workspace; joins the other window where that one has it."""

    def __init__(self, window: MainWindow, startup: Startup, folder: Path, files: Sequence[Path]) -> None:
        super().__init__(window)
        self._window = window
        self._later = SecondStarts(folder, self._takes, self)
        self._later.joined.connect(self._take)
        self._late = LateJoin(folder, files, self)
        self._late.joined.connect(window.close)
        startup.opened.connect(self._listen)
        startup.failed.connect(self._join_the_winner)
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a document that macOS opens with the app; it comes as an event, not as an argument."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self._take((Path(event.file()),))
            return True
        return super().eventFilter(watched, event)

    def close(self) -> None:
        """Free the address: the workspace is about to be let go."""
        self._later.close()

    def _takes(self) -> bool:
        return self._window.isEnabled() and self._window.isVisible()

    def _take(self, files: tuple[Path, ...]) -> None:
        come_forward(self._window)
        self._window.offer(files)

    def _listen(self) -> None:
        self._later.listen()

    def _join_the_winner(self, error: BaseException) -> None:
        if isinstance(error, WorkspaceBusy):
            self._late.begin()


def come_forward(window: MainWindow) -> None:
    """Show a window in front of all others, out of the task bar where it was put away."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
