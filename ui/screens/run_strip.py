"""What the strips of runs at a vendor share: one job at a time, its buttons, and how it ended in words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.jobs import ANSWERED, JobContext, Progress
from app.values import Connection
from ui.jobs import Job, Lane
from ui.problems import details_of, explain
from ui.screens.push_words import FIX_ICONS, FIX_WORDS, Buttons
from ui.session import AppSession
from ui.widgets.notice_bar import Severity
from ui.widgets.push_progress import PushProgress
from ui.widgets.result_bar import ResultBar


class RunStrip(QWidget):
    """Hides itself while it has nothing to say. A strip of a run says what its three ends mean."""

    edit_connection_requested = Signal()
    finished = Signal()

    def __init__(
        self,
        session: AppSession,
        connection: Connection,
        name: str,
        parent: QWidget | None = None,
        *,
        progress: PushProgress | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.connection = connection
        self.setAccessibleName(name)
        self._job: Job | None = None
        self._error: BaseException | None = None
        self.progress = progress or PushProgress()
        self.result = ResultBar()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for part in (self.progress, self.result):
            self._column.addWidget(part)
        controls = self.progress.controls
        controls.stop_pressed.connect(self.stop)
        controls.pause_pressed.connect(self.pause)
        controls.go_on_pressed.connect(self.go_on)
        controls.sign_in_pressed.connect(self.edit_connection_requested)

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def stop(self) -> None:
        """Send nothing more."""
        if self._job is not None:
            self._job.cancel()

    def pause(self) -> None:
        """Send nothing new until `go_on`."""
        if self._job is not None:
            self._job.pause()

    def go_on(self) -> None:
        """Go on with what stands still."""
        if self._job is not None:
            self._job.go_on()

    def _take(self, result: object) -> None:
        raise NotImplementedError

    def _take_error(self, error: BaseException) -> None:
        raise NotImplementedError

    def _take_stop(self) -> None:
        raise NotImplementedError

    def _take_progress(self, progress: Progress) -> None:
        self.progress.show_progress(progress)

    def _run(self, work: Callable[[JobContext], object], title: str) -> None:
        """Start a job, with the buttons that pause and stop it."""
        self.progress.start(title)
        self.progress.show()
        self.show()
        self._job = self.session.jobs.run(
            work,
            done=self._take,
            failed=self._take_error,
            cancelled=self._take_stop,
            progress=self._take_progress,
            lane=Lane.LONG,
            title=title,
            answers=ANSWERED,
        )

    def _say_error(
        self, error: BaseException, severity: Severity = "error", *more: tuple[str, str, str]
    ) -> None:
        self._error = error
        text, buttons = said_of(error)
        self._say(text, severity, (*buttons, *more))

    def copy_details(self) -> None:
        """Take what a report of our own fault needs to the clipboard."""
        if self._error is not None:
            QGuiApplication.clipboard().setText(details_of(self._error))

    def _say(self, text: str, severity: Severity, buttons: Buttons) -> None:
        self.result.show_result(text, severity=severity, buttons=buttons)
        self.result.show()
        self.show()

    def _hide_all(self) -> None:
        self.progress.hide()
        self.result.hide()
        self.hide()


def said_of(error: BaseException) -> tuple[str, Buttons]:
    """Put an error into words, with the button that mends it."""
    words = explain(error)
    # Credentials for this session only are entered where a connection is edited.
    action = "sign-in" if words.action == "session" else words.action
    fix = FIX_WORDS.get(action)
    return f"{words.text} {words.remedy}".strip(), (((action, fix, FIX_ICONS[action]),) if fix else ())
