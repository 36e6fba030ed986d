"""Reading one connection on the window: progress with its buttons, and what it brought."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from app.errors import NoWayToRead
from app.jobs import JobContext, Progress
from app.values import Changed, Connection, Pulled
from ui.screens.push_news import PushNews
from ui.screens.push_words import Buttons
from ui.screens.read_words import pulled_buttons, pulled_words, reading_words
from ui.screens.run_strip import RunStrip
from ui.session import AppSession
from ui.widgets.notice_bar import Severity
from ui.widgets.read_progress import ReadProgress

if TYPE_CHECKING:
    from app.workspace import Workspace


class ReadStrip(RunStrip):
    """Reads only when asked."""

    conflicts_requested = Signal()

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(session, connection, "Reading", parent, progress=ReadProgress())
        self._news = PushNews(self)
        self.result.pressed.connect(self._press)
        self._hide_all()

    def start(self) -> None:
        """Read all records; once at a time. A vendor that cannot be read says why not."""
        if self.is_running:
            return
        self.result.hide()
        self._news.begin()
        work = partial(_pull, self.session.workspace, self.connection.id)
        self._run(work, reading_words(self.connection))

    @override
    def _take_progress(self, progress: Progress) -> None:
        super()._take_progress(progress)
        self._news.note(progress)

    @override
    def _take(self, result: object) -> None:
        assert isinstance(result, Pulled)  # noqa: S101  what a pull gives
        self._end()
        words = pulled_words(result, self.session.kind_of(self.connection).title_one)
        self._say(words, "warning" if result.conflicts else "success", pulled_buttons(result))

    @override
    def _take_error(self, error: BaseException) -> None:
        self._end()
        self._say_error(error, "info" if isinstance(error, NoWayToRead) else "error")

    @override
    def _take_stop(self) -> None:
        self._end()
        self._say("Stopped. What was read is kept; nothing was taken for gone.", "info", ())

    def _end(self) -> None:
        self._job = None
        self.progress.hide()
        if window := self.window():
            QApplication.alert(window)
        self.session.changes.announce(Changed(self.connection.id))
        self.finished.emit()

    @override
    def _say(self, text: str, severity: Severity, buttons: Buttons) -> None:
        self._news.end(text)
        super()._say(text, severity, buttons)
        self.result.setAccessibleName("Result of reading")

    def _press(self, name: str) -> None:
        self._hide_all()
        if name == "conflicts":
            self.conflicts_requested.emit()
        elif name == "sign-in":
            self.edit_connection_requested.emit()
        elif name == "retry":
            self.start()
        elif name == "report":
            self.copy_details()


def _pull(workspace: Workspace, connection_id: int, context: JobContext) -> Pulled:
    from app.services.pull import pull  # noqa: PLC0415  after the first paint

    return pull(workspace, context, connection_id)
