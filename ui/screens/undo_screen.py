"""Undo a push, in review: what goes back, what is kept and what cannot be, before anything is sent."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.undo_values import UndoneRecord, UndoOptions, UndoReview
from app.values import Connection
from ui.jobs import Job, Lane
from ui.models.page_loader import PageLoader
from ui.models.undo_table import undo_table
from ui.screens.look_again import LookAgain
from ui.screens.undo_calls import page_of_undo, reviewing_undo
from ui.screens.undo_detail import UndoDetail
from ui.screens.undo_head import UndoHead
from ui.screens.undo_words import asks_first, question_words, undo_button_words
from ui.session import AppSession
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.paged_view import PagedView
from ui.widgets.push_question import CONFIRM, PushQuestion
from ui.widgets.two_panes import TwoPanes
from ui.widgets.words import padded


class UndoScreen(QWidget):
    """Never sends by itself: it hands the push and `UndoOptions` to whoever does."""

    undo_requested = Signal(int, object)
    record_requested = Signal(int)
    back_pressed = Signal()

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.connection = connection
        self.setAccessibleName(f"Undo a push of {connection.name}")
        self.push_id = 0
        self.is_pushing = False
        self._wanted_row = 0
        self._numbers: frozenset[str] = frozenset()
        self._review: UndoReview | None = None
        self._looking: Job | None = None
        self.head = UndoHead(connection)
        self.question = PushQuestion(connection, name="Before the undo")
        self.notice = NoticeBar()
        kind = session.kind_of(connection)
        self.table = PagedView(undo_table(kind, self), name="Records of the undo")
        self.loader = PageLoader(session.jobs, self.table.table)
        self.detail = UndoDetail(session, connection)
        self._lay_out()
        self._connect()

    @property
    def review(self) -> UndoReview | None:
        return self._review

    def show_push(self, push_id: int) -> None:
        """Review the undo of a push from the start."""
        self.push_id, self._numbers, self._review = push_id, frozenset(), None
        self._wanted_row = 0
        self.head.parts.select("all")
        self.head.show_waiting(push_id)
        self.question.hide()
        self.notice.clear()
        self.table.table.reset(0)
        self.refresh()

    def refresh(self) -> None:
        """Compare again with what is known now."""
        if self._looking is not None:
            self._looking.cancel()
        work = reviewing_undo(self.session.workspace, self.push_id, self._numbers)
        self._looking = self.session.jobs.run(
            work, done=self._take_review, failed=self._take_error, lane=Lane.LONG, title="Looking at the push"
        )

    def undo(self) -> None:
        """Undo what is shown, or ask first."""
        if self._review is None or not self.head.undo.isEnabled():
            return
        if asks_first(self.connection, self._review):
            self._ask(self._review)
        else:
            self._go()

    def note_push_started(self) -> None:
        self.set_pushing(is_pushing=True)

    def note_push_finished(self) -> None:
        self.set_pushing(is_pushing=False)

    def set_pushing(self, *, is_pushing: bool) -> None:
        """Keep an undo from being asked for while a push runs."""
        self.is_pushing = is_pushing
        self.question.hide()
        if self._review is not None:
            self.head.show_review(self._review, is_pushing=is_pushing)

    def _leave(self) -> None:
        """Take back the question first, then the whole review."""
        if self.question.isVisible():
            self.question.hide()
            self.table.setFocus()
        else:
            self.back_pressed.emit()

    def _go(self) -> None:
        options = UndoOptions(is_confirmed=True, numbers=self._numbers)
        self.question.hide()
        self.undo_requested.emit(self.push_id, options)

    def _ask(self, review: UndoReview) -> None:
        yes = (undo_button_words(self.connection, review), "undo")
        self.question.ask(question_words(self.connection, review), yes)

    def _answer(self, name: str) -> None:
        self.question.hide()
        if name == CONFIRM:
            self._go()

    def _take_review(self, review: UndoReview) -> None:
        if review.push.id != self.push_id:
            return
        self._looking = None
        self._review = review
        self.head.show_review(review, is_pushing=self.is_pushing)
        self.detail.show_push(self.push_id, self._numbers)
        self._show_part(self.head.parts.current)

    def _take_error(self, error: BaseException) -> None:
        self._looking = None
        self.notice.show_error(error)

    def _show_part(self, name: str) -> None:
        if self._review is None:
            return
        ids = self._review.all_ids if name == "all" else self._review.ids[name]
        page = page_of_undo(self.session.workspace, self.push_id, ids, self._numbers)
        self.loader.show(partial(len, ids), page)

    def _keep_cursor(self, count: int) -> None:
        self.detail.setVisible(count > 0)
        if count and not self.table.selectionModel().hasSelection():
            self.table.select_row(min(self._wanted_row, count - 1))
            self.table.setFocus()
            self._wanted_row = 0

    def _name(self, key: str) -> None:
        self._change_numbers(self._numbers | {key})

    def _unname(self, key: str) -> None:
        self._change_numbers(self._numbers - {key})

    def _change_numbers(self, numbers: frozenset[str]) -> None:
        """Look again with other records named, and stay near the one that was."""
        self._numbers = numbers
        self._wanted_row = max(0, self.table.currentIndex().row())
        self.refresh()

    def _open(self, item: UndoneRecord) -> None:
        self.record_requested.emit(item.reviewed.record.id)

    def _connect(self) -> None:
        self._timer = LookAgain(self.session, self.connection, self, self.refresh)
        self.head.undo_pressed.connect(self.undo)
        self.head.back_pressed.connect(self.back_pressed)
        self.head.part_chosen.connect(self._show_part)
        self.question.pressed.connect(self._answer)
        self.table.current_changed.connect(self.detail.show_item)
        self.table.opened.connect(self._open)
        self.detail.named.connect(self._name)
        self.detail.unnamed.connect(self._unname)
        self.detail.record_requested.connect(self.record_requested)
        self.loader.failed.connect(self._take_error)
        self.loader.counted.connect(self._keep_cursor)
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self._leave)

    def _lay_out(self) -> None:
        self.panes = TwoPanes(self.table, self.detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.question)
        column.addLayout(padded(self.notice))
        column.addWidget(self.panes, 1)
