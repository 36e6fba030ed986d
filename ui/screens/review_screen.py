"""Review: every pending record with old → new, what holds it back, and the push."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.values import Connection, PushOptions, Review, ReviewedRecord
from ui.jobs import Lane
from ui.models.page_loader import PageLoader
from ui.models.review_table import review_table
from ui.models.when import plural
from ui.screens.look_again import LookAgain
from ui.screens.push_words import TRIAL, TRIAL_COMMENT, push_button_words
from ui.screens.review_calls import page_of_review, reviewing
from ui.screens.review_cursor import ReviewCursor
from ui.screens.review_detail import ReviewDetail
from ui.screens.review_edits import ReviewEdits
from ui.screens.review_head import ReviewHead
from ui.screens.review_words import empty_icon, empty_words
from ui.session import AppSession
from ui.widgets.empty_state import EmptyState
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.paged_view import PagedView
from ui.widgets.push_question import CONFIRM, PushQuestion
from ui.widgets.two_panes import TwoPanes
from ui.widgets.words import padded


class ReviewScreen(QWidget):
    """Never pushes by itself: it hands `PushOptions` to whoever does."""

    push_requested = Signal(object)
    record_requested = Signal(int)
    past_requested = Signal(int, str)
    settle_requested = Signal()
    records_requested = Signal(str)
    import_requested = Signal()
    connection_requested = Signal(object)

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.connection = connection
        self._kind = session.kind_of(connection)
        self.setAccessibleName(f"Review of {connection.name}")
        self._review: Review | None = None
        self._wants_push = False
        self.is_pushing = False
        self.head = ReviewHead(connection)
        self.question = PushQuestion(connection, name="Question before the push")
        self.notice = NoticeBar()
        self.table = PagedView(review_table(self._kind, self), name="Pending records")
        self.loader = PageLoader(session.jobs, self.table.table)
        self.detail = ReviewDetail(session, connection)
        self._cursor = ReviewCursor(session, connection, self.table, self.detail)
        self._edits = ReviewEdits(session, connection, self)
        self.empty = EmptyState("", "", icon="review")
        self._lay_out()
        self._connect()

    @property
    def review(self) -> Review | None:
        return self._review

    def refresh(self) -> None:
        """Look at what is pending now."""
        work = reviewing(self.session.workspace, self.connection.id)
        self.session.jobs.run(work, done=self._take_review, failed=self._take_error, lane=Lane.READ)

    @property
    def current_record(self) -> tuple[int, str] | None:
        """*Shape*: (id, key) of the record that is shown in full."""
        item = self.detail.item
        return (item.record.id, item.record.key) if item is not None else None

    def take_focus(self) -> None:
        """Let the next key belong to the list, or to the button that stands in its place."""
        is_empty = self._stack.currentWidget() is self.empty
        place = self.empty.button if is_empty else self.table
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def push(self) -> None:
        """Push what is shown, or ask first where the push is unusual."""
        if self._review is None:
            self._wants_push = True
            return
        if self.is_pushing or self._review.ready <= 0:
            return
        if self._review.question:
            self._ask(self._review)
        else:
            self._request(PushOptions(comment=self._comment))

    def push_first(self) -> None:
        """Try the first few."""
        self.question.hide()
        self._request(PushOptions(first=TRIAL, comment=self._comment or TRIAL_COMMENT))

    @property
    def _comment(self) -> str:
        return self.head.comment.text().strip()

    def _request(self, options: PushOptions) -> None:
        """Hand a push on; what was said of it is not said of the next one."""
        self.head.comment.clear()
        self.push_requested.emit(options)

    def note_push_started(self) -> None:
        self.set_pushing(is_pushing=True)

    def note_push_finished(self) -> None:
        self.set_pushing(is_pushing=False)

    def show_conflicts(self) -> None:
        """Go to the first record in conflict, the next keys deciding it; to the list without one."""
        self._cursor.go_to_conflict()

    def set_pushing(self, *, is_pushing: bool) -> None:
        """Keep a second push from being asked for while one runs."""
        self.is_pushing = is_pushing
        self.question.hide()
        if self._review is not None:
            self.head.show_review(self._review, is_pushing=is_pushing)

    def revert(self) -> None:
        """Take back the field under the cursor of the detail, else the selected records."""
        if self.detail.lines.hasFocus():
            self.detail.revert_field.click()
        else:
            self._revert_selected()

    def _take_review(self, review: Review) -> None:
        is_first = self._review is None
        self._review = review
        self.head.show_review(review, is_pushing=self.is_pushing)
        if not review.question:
            self.question.hide()
        pending = review.added + review.changed + review.deleted
        self._show_body(review, pending)
        self._show_next()
        if is_first:
            page = page_of_review(self.session.workspace, self.connection.id)
            self.loader.show(self._pending_count, page)
        else:
            self.loader.refresh()
        if self._wants_push:
            self._wants_push = False
            self.push()

    def _pending_count(self) -> int:
        """Counted on the worker thread, for the pages that follow it."""
        from app.services.review import review  # noqa: PLC0415  after the first paint

        now = review(self.session.workspace, self.connection.id)
        return now.added + now.changed + now.deleted

    def _show_body(self, review: Review, pending: int) -> None:
        is_inside = self.window().focusWidget() in (self.table, self.empty.button)
        self.head.setVisible(pending > 0)
        self._stack.setCurrentWidget(self.panes if pending else self.empty)
        self._explain_emptiness(review, pending)
        if is_inside:
            self.take_focus()

    def _explain_emptiness(self, review: Review, pending: int) -> None:
        if pending:
            return
        self.empty.set_words(*empty_words(self.connection, review.unknown), icon=empty_icon(review.unknown))

    def _ask(self, review: Review) -> None:
        trial = (("trial", f"Push the first {TRIAL}", "test"),) if review.ready > TRIAL else ()
        yes = (push_button_words(self.connection, review.ready), "push")
        self.question.ask(review.question, yes, *trial)

    def _answer(self, name: str) -> None:
        self.question.hide()
        if name == CONFIRM:
            self._request(PushOptions(is_confirmed=True, comment=self._comment))
        elif name == "trial":
            self.push_first()

    def _revert_selected(self) -> None:
        if rows := self.table.selected_rows():
            self._edits.revert_rows(rows)

    def _revert_one(self, record_id: int, path: str) -> None:
        if not path and self.table.selected_count > 1:
            self._revert_selected()
        else:
            self._edits.revert(record_id, path)

    def _take_error(self, error: BaseException) -> None:
        self.notice.show_error(error)

    def _name_selection(self) -> None:
        count = self.table.selected_count
        words = f"Revert {plural(count, 'record')}" if count > 1 else "Revert record"
        self.detail.revert_record.set_words(words, "Takes everything pending of it back (Ctrl+R in the list)")

    def _activate_empty(self) -> None:
        is_unknown = self._review is not None and self._review.unknown > 0
        self.records_requested.emit("unknown" if is_unknown else "all")

    def go_on(self) -> None:
        """Review the next connection with pending changes."""
        following = self.session.tallies.next_pending(self.connection)
        if following is not None:
            self.connection_requested.emit(following)

    def _show_next(self) -> None:
        following = self.session.tallies.next_pending(self.connection)
        tallies = self.session.tallies.of(following.id) if following is not None else None
        self.head.show_next(following, tallies.pending if tallies is not None else 0)
        self.empty.show_second(f"Review {following.name}" if following is not None else "")

    def _show_held_back(self) -> None:
        self.records_requested.emit("problems")

    def _connect(self) -> None:
        self._timer = LookAgain(self.session, self.connection, self, self.refresh)
        self.head.push_pressed.connect(self.push)
        self.head.trial_pressed.connect(self.push_first)
        self.head.next.clicked.connect(self.go_on)
        self.session.tallies.counted.connect(self._show_next)
        self.head.held_back_pressed.connect(self._show_held_back)
        self.question.pressed.connect(self._answer)
        self._cursor.nothing_found.connect(self.take_focus)
        self._edits.changed.connect(self.notice.clear)
        self._edits.decided.connect(self.show_conflicts)
        self._edits.failed.connect(self._take_error)
        self.table.selectionModel().selectionChanged.connect(self._name_selection)
        self.table.opened.connect(self._open)
        self.detail.revert_pressed.connect(self._revert_one)
        self.detail.conflicts.applied.connect(self._edits.resolve)
        self.detail.record_requested.connect(self.record_requested)
        self.detail.past_requested.connect(self.past_requested)
        self.detail.settle_requested.connect(self.settle_requested)
        self.empty.activated.connect(self._activate_empty)
        self.empty.second_activated.connect(self.go_on)
        self.loader.failed.connect(self._take_error)
        self.loader.counted.connect(self._cursor.keep)
        revert = QShortcut(QKeySequence("Ctrl+R"), self)
        revert.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        revert.activated.connect(self.revert)

    def _open(self, item: ReviewedRecord) -> None:
        self.record_requested.emit(item.record.id)

    def _lay_out(self) -> None:
        self.panes = TwoPanes(self.table, self.detail)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self.empty)
        self.head.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, self.question):
            column.addWidget(part)
        column.addLayout(padded(self.notice))
        column.addWidget(self._stack, 1)
