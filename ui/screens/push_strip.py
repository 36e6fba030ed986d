"""The push of one connection on the window: its progress, its result and what is left to decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.jobs import ANSWERED, Halt, JobContext, Progress
from app.undo_values import UndoOptions
from app.values import Changed, Connection, PushOptions, PushResult
from ui.jobs import Job, Lane
from ui.notification import notify
from ui.problems import explain
from ui.screens.push_calls import LeftOver, answering, looking_for_left_overs, pushing, settling
from ui.screens.push_words import (
    FIX_WORDS,
    Buttons,
    left_over_buttons,
    left_over_words,
    result_buttons,
    result_severity,
    result_words,
    running_words,
)
from ui.screens.undo_calls import undoing
from ui.screens.undo_words import undoing_words, undone_buttons, undone_severity, undone_words
from ui.session import AppSession
from ui.widgets.notice_bar import Severity
from ui.widgets.push_progress import PushProgress
from ui.widgets.result_bar import ResultBar
from ui.widgets.unknown_panel import UnknownPanel

NOTIFIED_MILLISECONDS = 120_000  # of a shorter push the person still looks at the window
_ASKING = (Halt.SIGN_IN, Halt.FAILURES)
ANNOUNCE_MILLISECONDS = 1500  # how often the grid looks again while a push runs


class PushStrip(QWidget):
    """Hides itself while it has nothing to say. Sends only what `start` or a button asks for."""

    records_requested = Signal(str)
    history_requested = Signal(int)
    review_requested = Signal()
    edit_connection_requested = Signal()
    export_requested = Signal()
    undo_review_requested = Signal(int)
    started = Signal()
    finished = Signal()

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.connection = connection
        self.setAccessibleName("Push")
        self._job: Job | None = None
        self._options = PushOptions()
        self._is_settling = False
        self._undo: tuple[int, UndoOptions] | None = None
        self._push_id = 0
        self._undone_id = 0
        self._halt = Halt.NONE
        self._clock = QElapsedTimer()
        self.progress = PushProgress()
        self.result = ResultBar()
        self.unknown = UnknownPanel()
        self._lay_out()
        self._connect()
        self._hide_all()
        QTimer.singleShot(0, self, self.look_for_left_overs)

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def start(self, options: PushOptions) -> None:
        """Push; one push at a time."""
        if self._job is None:
            self._options, self._undo = options, None
            self._is_settling = False
            work = pushing(self.session.workspace, self.connection.id, options)
            self._run(work, running_words(self.connection))

    def start_undo(self, push_id: int, options: UndoOptions) -> None:
        """Undo a push, which is a push of its own."""
        if self._job is None:
            self._undo = (push_id, options)
            self._is_settling = False
            work = undoing(self.session.workspace, push_id, options)
            self._run(work, undoing_words(self.connection, push_id))

    def settle(self) -> None:
        """Find out about the unknown ones."""
        if self._job is None:
            self._is_settling, self._undo = True, None
            work = settling(self.session.workspace, self.connection.id)
            self._run(work, f"Settling the unknown ones of {self.connection.name}")

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

    def look_for_left_overs(self) -> None:
        """Offer what an earlier push left undecided."""
        if self.session.is_open and self._job is None:
            kind = self.session.kind_of(self.connection).id
            work = looking_for_left_overs(self.session.workspace, self.connection.id, kind)
            self.session.jobs.run(work, done=self._offer, lane=Lane.READ)

    def _run(self, work: Callable[[JobContext], PushResult], title: str) -> None:
        self._hide_all()
        self.progress.start(title)
        self._clock.start()
        self.progress.show()
        self.show()
        self._job = self.session.jobs.run(
            work,
            done=self._take_result,
            failed=self._take_error,
            cancelled=self._take_stop,
            progress=self._take_progress,
            lane=Lane.LONG,
            title=title,
            answers=ANSWERED,
        )
        self._announcer.start()
        self.started.emit()

    def _take_progress(self, progress: Progress) -> None:
        self.progress.show_progress(progress)
        if progress.halt is not self._halt:
            self._halt = progress.halt
            self._call_for_answer(progress)

    def _call_for_answer(self, progress: Progress) -> None:
        """Tell who looks elsewhere that the push stands still until somebody answers."""
        window = self.window()
        if progress.halt in _ASKING and not window.isActiveWindow():
            QApplication.alert(window)
            notify("Counterfoil", progress.text)

    def _take_result(self, result: PushResult) -> None:
        self._end()
        self._push_id = result.push_id
        if self._undo is not None:
            self._say(undone_words(result, self.connection), undone_severity(result), undone_buttons(result))
            return
        verb = "Settled in" if self._is_settling else "Pushed to"
        self._say(
            result_words(result, self.connection, verb=verb), result_severity(result), result_buttons(result)
        )
        if self._is_settling and result.counts.get("unknown"):
            self._ask_about_unknown()

    def _take_error(self, error: BaseException) -> None:
        self._end()
        words = explain(error)
        fix = FIX_WORDS.get(words.action)
        buttons: Buttons = ((words.action, fix, ""),) if fix else ()
        severity: Severity = "warning" if words.action == "confirm" else "error"
        self._say(f"{words.text} {words.remedy}".strip(), severity, (*buttons, ("review", "Review", "review")))

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
            "retry": self._again,
            "retry-failed": partial(self.start, PushOptions(only_failed=True)),
            "confirm": self._confirm,
            "sign-in": self.edit_connection_requested.emit,
            "review": self.review_requested.emit,
            "history": partial(self.history_requested.emit, self._push_id),
            "undo": partial(self.undo_review_requested.emit, self._undone_id),
            "export-failed": self.export_requested.emit,
            "answer": self._ask_about_unknown,
            "close": self._hide_all,
        }
        actions.get(name, partial(self.records_requested.emit, name))()

    def _confirm(self) -> None:
        if self._undo is not None:
            push_id, options = self._undo
            self.start_undo(push_id, replace(options, is_confirmed=True))
        else:
            self.start(replace(self._options, is_confirmed=True))

    def _again(self) -> None:
        if self._is_settling:
            self.settle()
        elif self._undo is not None:
            self.start_undo(*self._undo)
        else:
            self.start(self._options)

    def _ask_about_unknown(self) -> None:
        kind = self.session.kind_of(self.connection).id
        work = looking_for_left_overs(self.session.workspace, self.connection.id, kind)
        self.session.jobs.run(work, done=self._show_unknown, lane=Lane.READ)

    def _show_unknown(self, left: LeftOver) -> None:
        vendor = self.session.vendor_of(self.connection).title
        self.unknown.show_records(left.unknown, left.unknown_count, vendor)
        self.unknown.setVisible(left.unknown_count > 0)
        self.setVisible(left.unknown_count > 0 or not self.result.isHidden())

    def _answer(self, key: str, is_applied: bool) -> None:  # noqa: FBT001  a signal's argument
        work = answering(self.session.workspace, self.connection.id, key, is_applied=is_applied)
        self.session.jobs.run(work, done=self._take_answer, lane=Lane.WRITE)

    def _take_answer(self, _result: PushResult) -> None:
        self._announce()
        self.result.hide()
        self._ask_about_unknown()

    def _say(self, text: str, severity: Severity, buttons: Buttons) -> None:
        self._tell_desktop(text)
        self.result.show_result(text, severity=severity, buttons=buttons)
        self.result.show()
        self.show()

    def _tell_desktop(self, text: str) -> None:
        """Tell who went away: once, and only of a push that took its time."""
        if self._clock.isValid() and self._clock.elapsed() >= NOTIFIED_MILLISECONDS:
            notify("Counterfoil", text)
        self._clock.invalidate()

    def _hide_all(self) -> None:
        for part in (self.progress, self.result, self.unknown):
            part.hide()
        self.hide()

    def _announce(self) -> None:
        kind = self.session.kind_of(self.connection).id
        self.session.changes.announce(Changed(self.connection.id, kind))

    def _connect(self) -> None:
        controls = self.progress.controls
        controls.stop_pressed.connect(self.stop)
        controls.pause_pressed.connect(self.pause)
        controls.go_on_pressed.connect(self.go_on)
        controls.sign_in_pressed.connect(self.edit_connection_requested)
        self.result.pressed.connect(self._press)
        self.unknown.answered.connect(self._answer)
        self.unknown.closed.connect(self._hide_all)
        self._announcer = QTimer(self)
        self._announcer.setInterval(ANNOUNCE_MILLISECONDS)
        self._announcer.timeout.connect(self._announce)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.progress, self.result, self.unknown):
            column.addWidget(part)
