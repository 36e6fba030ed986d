"""A vendor's action on the window: the question in place, its progress and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.jobs import ANSWERED
from app.values import Changed, Connection
from ui.jobs import Job, Lane
from ui.problems import explain
from ui.screens.push_words import FIX_WORDS, Buttons, result_severity
from ui.screens.record_actions import Asked, Ran, RecordActions, action_buttons, action_words
from ui.session import AppSession
from ui.widgets.notice_bar import Severity
from ui.widgets.push_progress import PushProgress
from ui.widgets.result_bar import ResultBar


class ActionStrip(QWidget):
    """Hides itself while it has nothing to say; runs nothing that was not said yes to."""

    records_requested = Signal(str)
    history_requested = Signal(int)
    edit_connection_requested = Signal()
    finished = Signal()

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.connection = connection
        self.setAccessibleName("Action")
        self.actions_of_kind = RecordActions(session, connection, self)
        self._job: Job | None = None
        self._asked: Asked | None = None
        self._push_id = 0
        self.progress = PushProgress()
        self.result = ResultBar()
        self._lay_out()
        controls = self.progress.controls
        controls.stop_pressed.connect(self.stop)
        controls.pause_pressed.connect(self.pause)
        controls.go_on_pressed.connect(self.go_on)
        controls.sign_in_pressed.connect(self.edit_connection_requested)
        self.result.pressed.connect(self._press)
        self.actions_of_kind.question.connect(self._ask)
        self.actions_of_kind.refused.connect(self._refuse)
        self._close()

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

    def _ask(self, asked: Asked) -> None:
        if self._job is not None:
            return
        self._asked = asked
        words = self.actions_of_kind.button_words(asked)
        self._say(
            self.actions_of_kind.words(asked), "warning", (("confirm", words, ""), ("close", "Not now", ""))
        )
        if button := self.result.button("confirm"):
            button.set_role("danger" if self.connection.environment == "production" else "primary")
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self, words: str) -> None:
        if self._job is None:
            self._say(words, "info", ())

    def _start(self) -> None:
        if self._asked is None or self._job is not None:
            return
        title = f"{self._asked.action.title} in {self.connection.name}"
        self.result.hide()
        self.progress.start(title)
        self.progress.show()
        self.show()
        self._job = self.session.jobs.run(
            self.actions_of_kind.running(self._asked),
            done=self._take,
            failed=self._fail,
            cancelled=self._take_stop,
            progress=self.progress.show_progress,
            lane=Lane.LONG,
            title=title,
            answers=ANSWERED,
        )

    def _take(self, ran: Ran) -> None:
        result = ran.result
        self._end()
        self._push_id = result.push_id
        if self._asked is not None:
            words = action_words(self._asked, ran, self.connection)
            self._say(words, result_severity(result), action_buttons(result))

    def _fail(self, error: BaseException) -> None:
        self._end()
        words = explain(error)
        fix = FIX_WORDS.get(words.action)
        buttons: Buttons = ((words.action, fix, ""),) if fix else ()
        self._say(f"{words.text} {words.remedy}".strip(), "error", buttons)

    def _take_stop(self) -> None:
        self._end()
        self._say("Stopped before anything was sent.", "info", ())

    def _end(self) -> None:
        self._job = None
        self.progress.hide()
        self.session.changes.announce(Changed(self.connection.id, self.actions_of_kind.kind.id))
        self.finished.emit()

    def _say(self, text: str, severity: Severity, buttons: Buttons) -> None:
        self.result.show_result(text, severity=severity, buttons=buttons)
        self.result.setAccessibleName("Action")
        self.result.show()
        self.show()

    def _press(self, name: str) -> None:
        ways: dict[str, Callable[[], object]] = {
            "confirm": self._start,
            "retry": self._start,
            "sign-in": self.edit_connection_requested.emit,
            "history": partial(self.history_requested.emit, self._push_id),
            "close": self._close,
        }
        ways.get(name, partial(self.records_requested.emit, name))()

    def _close(self) -> None:
        self.progress.hide()
        self.result.hide()
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.progress)
        column.addWidget(self.result)
