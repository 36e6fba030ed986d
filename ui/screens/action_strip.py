"""A vendor's action on the window: the question in place, its progress and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.values import Changed, Connection
from ui.screens.push_words import Buttons, result_severity
from ui.screens.record_actions import Asked, Ran, RecordActions, action_buttons, action_words
from ui.screens.run_strip import RunStrip
from ui.session import AppSession
from ui.widgets.notice_bar import Severity


class ActionStrip(RunStrip):
    """Runs nothing that was not said yes to."""

    records_requested = Signal(str)
    history_requested = Signal(int)

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(session, connection, "Action", parent)
        self.actions_of_kind = RecordActions(session, connection, self)
        self._asked: Asked | None = None
        self._push_id = 0
        self.result.pressed.connect(self._press)
        self.actions_of_kind.question.connect(self._ask)
        self.actions_of_kind.refused.connect(self._refuse)
        self._hide_all()

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
        self.result.hide()
        title = f"{self._asked.action.title} in {self.connection.name}"
        self._run(self.actions_of_kind.running(self._asked), title)

    @override
    def _take(self, result: object) -> None:
        assert isinstance(result, Ran)  # noqa: S101  what `running` gives
        self._end()
        self._tell(result)

    def _tell(self, ran: Ran) -> None:
        result = ran.result
        self._push_id = result.push_id
        if self._asked is not None:
            words = action_words(self._asked, ran, self.connection)
            self._say(words, result_severity(result), action_buttons(result))

    @override
    def _take_error(self, error: BaseException) -> None:
        self._end()
        self._say_error(error)

    @override
    def _take_stop(self) -> None:
        self._end()
        self._say("Stopped before anything was sent.", "info", ())

    def _end(self) -> None:
        self._job = None
        self.progress.hide()
        self.session.changes.announce(Changed(self.connection.id, self.actions_of_kind.kind.id))
        self.finished.emit()

    @override
    def _say(self, text: str, severity: Severity, buttons: Buttons) -> None:
        super()._say(text, severity, buttons)
        self.result.setAccessibleName("Action")

    def _press(self, name: str) -> None:
        ways: dict[str, Callable[[], object]] = {
            "confirm": self._start,
            "retry": self._start,
            "sign-in": self.edit_connection_requested.emit,
            "history": partial(self.history_requested.emit, self._push_id),
            "report": self.copy_details,
            "close": self._hide_all,
        }
        ways.get(name, partial(self.records_requested.emit, name))()
