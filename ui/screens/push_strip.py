"""The push of one connection on the window: its progress, its result and what is left to decide."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from app.jobs import Progress
from app.undo_values import UndoOptions
from app.values import Changed, Connection, PushOptions, PushResult
from ui.jobs import Lane
from ui.models.when import counts_text
from ui.problems import explain
from ui.screens.push_calls import LeftOver, looking_for_left_overs
from ui.screens.push_deed import Deed, Said
from ui.screens.push_news import PushNews
from ui.screens.push_words import (
    AT_ONCE,
    TRIAL_COMMENT,
    Buttons,
    at_once_words,
    left_over_buttons,
    left_over_words,
    push_button_words,
    rest_words,
)
from ui.screens.run_strip import RunStrip
from ui.screens.unknown_answers import UnknownAnswers
from ui.session import AppSession
from ui.widgets.notice_bar import Severity
from ui.widgets.unknown_panel import UnknownPanel

ANNOUNCE_MILLISECONDS = 1500  # how often the grid looks again while a push runs


class PushStrip(RunStrip):
    """Sends only what `start` or a button asks for."""

    records_requested = Signal(str)
    history_requested = Signal(int)
    review_requested = Signal()
    export_requested = Signal()
    undo_review_requested = Signal(int)
    started = Signal()

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(session, connection, "Push", parent)
        self._deed: Deed | None = None
        self._said: Said = ("", "info", ())
        self._push_id = 0
        self._undone_id = 0
        self._news = PushNews(self)
        self.unknown = UnknownPanel()
        self._answers = UnknownAnswers(session, connection, self.unknown, self)
        self._column.addWidget(self.unknown)
        self._connect()
        self._hide_all()
        QTimer.singleShot(0, self, self.look_for_left_overs)

    def start(self, options: PushOptions) -> None:
        """Push; one push at a time."""
        self._begin(Deed.push(self.session, self.connection, options))

    def start_undo(self, push_id: int, options: UndoOptions) -> None:
        """Undo a push, which is a push of its own."""
        self._begin(Deed.undo(self.session, self.connection, push_id, options))

    def settle(self) -> None:
        """Find out about the unknown ones."""
        self._begin(Deed.settle(self.session, self.connection))

    def look_for_left_overs(self) -> None:
        """Offer what an earlier push left undecided."""
        if self.session.is_open and self._job is None:
            self._look(self._offer)

    def _look(self, done: Callable[[LeftOver], None]) -> None:
        kind = self.session.kind_of(self.connection).id
        work = looking_for_left_overs(self.session.workspace, self.connection.id, kind)
        self.session.jobs.run(work, done=done, lane=Lane.READ)

    def _begin(self, deed: Deed) -> None:
        if self._job is not None:
            return
        self._deed = deed
        self._hide_all()
        self._news.begin()
        self._run(deed.work, deed.title)
        self._announcer.start()
        self.started.emit()

    @override
    def _take_progress(self, progress: Progress) -> None:
        super()._take_progress(progress)
        self._news.note(progress)

    @override
    def _take(self, result: object) -> None:
        assert isinstance(result, PushResult)  # noqa: S101  every deed gives one
        self._end()
        self._push_id = result.push_id
        deed = self._deed
        if deed is None:
            return
        self._said = deed.said(result)
        self._say(*self._said)
        if deed.asks_about_unknown and result.counts.get("unknown"):
            self._answers.ask(f"Settled: {counts_text(result.counts)}.")
        elif deed.trial is not None and not result.stopped_because:
            self._look(self._ask_for_rest)

    def _ask_for_rest(self, left: LeftOver) -> None:
        """After a trial: the rest is sent only when somebody says so."""
        if self._job is None and left.ready_count and not self.result.isHidden():
            text, severity, buttons = self._said
            rest = ("rest", push_button_words(self.connection, left.ready_count), "push")
            self._say(f"{text} {rest_words(left.ready_count)}", severity, (rest, *buttons))

    @override
    def _take_error(self, error: BaseException) -> None:
        self._end()
        severity: Severity = "warning" if explain(error).action == "confirm" else "error"
        self._say_error(error, severity, ("review", "Review", "review"))

    @override
    def _take_stop(self) -> None:
        self._end()
        self._say("Stopped before anything was sent. Every change is still pending.", "info", ())

    def _end(self) -> None:
        self._job = None
        self._announcer.stop()
        self._announce()
        self.progress.hide()
        if window := self.window():
            QApplication.alert(window)
        self.finished.emit()

    def _offer(self, left: LeftOver) -> None:
        is_open = left.interrupted is not None and (left.ready_count > 0 or left.interrupted.undoes > 0)
        if self._job is not None or not (is_open or left.unknown_count):
            return
        self._push_id = left.interrupted.id if left.interrupted else 0
        self._undone_id = left.interrupted.undoes if left.interrupted else 0
        text = left_over_words(left.interrupted, left.unknown_count)
        buttons = left_over_buttons(
            self.connection, left.interrupted, unknown=left.unknown_count, ready=left.ready_count
        )
        self._say(text, "warning", buttons)

    def _press(self, name: str) -> None:
        """Follow a button of the result bar."""
        actions: dict[str, Callable[[], object]] = {
            "settle": self.settle,
            "go-on": partial(self.start, PushOptions()),
            "rest": self._send_rest,
            "retry": self._again,
            "at-once": self._ask_at_once,
            "at-once-yes": partial(self.start, PushOptions(retry_after_seconds=0.0)),
            "retry-failed": partial(self.start, PushOptions(only_failed=True)),
            "confirm": self._confirm,
            "sign-in": self.edit_connection_requested.emit,
            "review": self.review_requested.emit,
            "history": partial(self.history_requested.emit, self._push_id),
            "undo": partial(self.undo_review_requested.emit, self._undone_id),
            "export-failed": self.export_requested.emit,
            "answer": self._answers.ask,
            "report": self.copy_details,
            "close": self._hide_all,
        }
        actions.get(name, partial(self.records_requested.emit, name))()

    def _confirm(self) -> None:
        if self._deed is not None and self._deed.confirmed is not None:
            self._begin(self._deed.confirmed())

    def _ask_at_once(self) -> None:
        """Before what was lost goes out again at once: a create could be there twice then."""
        vendor = self.session.vendor_of(self.connection).title
        self._say(at_once_words(vendor), "warning", AT_ONCE)

    def _again(self) -> None:
        if self._deed is not None:
            self._begin(self._deed)

    def _send_rest(self) -> None:
        trial = self._deed.trial if self._deed is not None else None
        comment = trial.comment if trial is not None and trial.comment != TRIAL_COMMENT else ""
        self.start(PushOptions(comment=comment))

    def _fit(self) -> None:
        """The panel says what the result did; there is room for one of them."""
        self.result.setVisible(not self.result.isHidden() and self.unknown.isHidden())
        self.setVisible(not self.unknown.isHidden() or not self.result.isHidden())

    @override
    def _say(self, text: str, severity: Severity, buttons: Buttons) -> None:
        self._news.end(text)
        super()._say(text, severity, buttons)

    @override
    def _hide_all(self) -> None:
        self.unknown.hide()
        super()._hide_all()

    def _announce(self) -> None:
        kind = self.session.kind_of(self.connection).id
        self.session.changes.announce(Changed(self.connection.id, kind))

    def _connect(self) -> None:
        self.result.pressed.connect(self._press)
        self._answers.answered.connect(self.result.hide)
        self._answers.shown.connect(self._fit)
        self.unknown.settle_pressed.connect(self.settle)
        self.unknown.closed.connect(self._hide_all)
        self._announcer = QTimer(self)
        self._announcer.setInterval(ANNOUNCE_MILLISECONDS)
        self._announcer.timeout.connect(self._announce)
