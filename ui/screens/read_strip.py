"""Reading one connection on the window: progress with Stop, and what it brought."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.errors import NoWayToRead
from app.jobs import JobContext, Progress
from app.values import Changed, Connection, Pulled
from ui import theme
from ui.jobs import Job, Lane
from ui.problems import explain
from ui.screens.push_words import FIX_WORDS, Buttons
from ui.screens.read_words import pulled_buttons, pulled_words, reading_words
from ui.session import AppSession
from ui.widgets.job_strip import JobStrip
from ui.widgets.notice_bar import Severity
from ui.widgets.result_bar import ResultBar

if TYPE_CHECKING:
    from app.workspace import Workspace


class ReadStrip(QWidget):
    """Hides itself while it has nothing to say; reads only when asked."""

    conflicts_requested = Signal()
    edit_connection_requested = Signal()
    finished = Signal()

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.connection = connection
        self.setAccessibleName("Reading")
        self._job: Job | None = None
        self.progress = JobStrip(unit="records")
        self.result = ResultBar()
        self._lay_out()
        self.progress.stop_pressed.connect(self.stop)
        self.result.pressed.connect(self._press)
        self._close()

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def start(self) -> None:
        """Read all records; once at a time. A vendor that cannot be read says why not."""
        if self._job is not None:
            return
        self.result.hide()
        title = reading_words(self.connection)
        self.progress.start(title)
        self._frame.show()
        self.show()
        self._job = self.session.jobs.run(
            partial(_pull, self.session.workspace, self.connection.id),
            done=self._take,
            failed=self._fail,
            cancelled=self._take_stop,
            progress=self._take_progress,
            lane=Lane.LONG,
            title=title,
        )

    def stop(self) -> None:
        """Ask for no further page."""
        if self._job is not None:
            self._job.cancel()

    def _take_progress(self, progress: Progress) -> None:
        self.progress.show_progress(progress)

    def _take(self, pulled: Pulled) -> None:
        self._end()
        words = pulled_words(pulled, self.session.kind_of(self.connection).title_one)
        self._say(words, "warning" if pulled.conflicts else "success", pulled_buttons(pulled))

    def _fail(self, error: BaseException) -> None:
        self._end()
        words = explain(error)
        fix = FIX_WORDS.get(words.action)
        buttons: Buttons = ((words.action, fix, ""),) if fix else ()
        severity: Severity = "info" if isinstance(error, NoWayToRead) else "error"
        self._say(f"{words.text} {words.remedy}".strip(), severity, buttons)

    def _take_stop(self) -> None:
        self._end()
        self._say("Stopped. What was read is kept; nothing was taken for gone.", "info", ())

    def _end(self) -> None:
        self._job = None
        self.progress.finish()
        self._frame.hide()
        self.session.changes.announce(Changed(self.connection.id))
        self.finished.emit()

    def _say(self, text: str, severity: Severity, buttons: Buttons) -> None:
        self.result.show_result(text, severity=severity, buttons=buttons)
        self.result.setAccessibleName("Result of reading")
        self.result.show()
        self.show()

    def _press(self, name: str) -> None:
        self._close()
        if name == "conflicts":
            self.conflicts_requested.emit()
        elif name == "sign-in":
            self.edit_connection_requested.emit()
        elif name == "retry":
            self.start()

    def _close(self) -> None:
        self._frame.hide()
        self.result.hide()
        self.hide()

    def _lay_out(self) -> None:
        self._frame = QFrame()
        theme.set_role(self._frame, "strip")
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, theme.GAP)
        inside.addWidget(self.progress)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._frame)
        column.addWidget(self.result)


def _pull(workspace: Workspace, connection_id: int, context: JobContext) -> Pulled:
    from app.services.pull import pull  # noqa: PLC0415  after the first paint

    return pull(workspace, context, connection_id)
