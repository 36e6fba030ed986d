"""The way out of the window: one question while a push runs, then a wait for what was already sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

if TYPE_CHECKING:
    from ui.main_window import MainWindow

CLOSE_SECONDS = 12.0  # what is no push ends within one
_WAITING = (
    "Closing: waiting for what was already sent. Close the window again to leave at once; the outcome of what "
    "is on its way is then unknown until it is settled."
)


class Closing(QObject):
    """Belongs to the window, which asks it each time somebody closes it.

    Qt takes no second close while a first one is answered, so a push is waited for with the window open.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._is_waiting = False
        self.has_left_a_push = False
        self._bound = QTimer(self)
        self._bound.setSingleShot(True)
        self._bound.timeout.connect(self._close)

    def may_close(self) -> bool:
        """Tell whether the window may go now: nothing is on its way, or somebody closed it a second time."""
        if self._is_waiting or not self._is_pushing():
            return True
        if self._confirms_stop():
            self._wait()
        return False

    def carry_out(self) -> None:
        """Stop everything and let go of the workspace."""
        session = self._window.session
        session.jobs.leave()
        if not self._is_waiting:
            self._window.freeze()
            session.jobs.wait(CLOSE_SECONDS)
        self._bound.stop()
        self.has_left_a_push = self._is_pushing()
        session.jobs.close()
        session.release()

    def _wait(self) -> None:
        """Send nothing more, and close once everything that was sent has its outcome."""
        session = self._window.session
        self._is_waiting = True
        self._window.freeze()
        self._window.notice.show_notice(_WAITING, severity="warning", is_closable=False)
        # A request may take twice its timeout, and what follows from it is written down.
        seconds = 2.0 * session.workspace.settings.request_timeout_seconds + CLOSE_SECONDS
        self._bound.start(int(seconds * 1000))
        session.jobs.idle.connect(self._close, Qt.ConnectionType.QueuedConnection)
        session.jobs.leave()

    def _close(self) -> None:
        self._window.close()

    def _is_pushing(self) -> bool:
        return any(pane.is_sending for tab in self._window.vendor_tabs for pane in tab.panes)

    def _confirms_stop(self) -> bool:
        from ui.dialogs.ask import confirms  # noqa: PLC0415  at first use

        return confirms(
            self._window,
            "A push is running",
            "Quitting stops it: nothing new is sent, and what was sent is waited for. The rest stays pending; "
            "you can go on with it at the next start.",
            "Stop and quit",
        )
