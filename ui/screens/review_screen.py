"""Review: every pending record with old → new, what holds it back, and the push."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.values import Changed, Connection, PushOptions, Review, ReviewedRecord
from ui.jobs import Lane
from ui.models.page_loader import PageLoader
from ui.models.review_table import review_table
from ui.models.when import plural
from ui.screens.push_words import TRIAL, TRIAL_COMMENT, push_button_words
from ui.screens.review_calls import (
    finding_conflict,
    page_of_review,
    resolving,
    reverting,
    reverting_rows,
    reviewing,
)
from ui.screens.review_detail import ReviewDetail
from ui.screens.review_head import ReviewHead
from ui.screens.review_words import empty_icon, empty_words
from ui.session import AppSession
from ui.widgets.empty_state import EmptyState
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.paged_view import PagedView
from ui.widgets.result_bar import ResultBar
from ui.widgets.two_panes import TwoPanes
from ui.widgets.words import padded

LOOK_AGAIN_MILLISECONDS = 250  # edits come in bursts


class ReviewScreen(QWidget):
    """Never pushes by itself: it hands `PushOptions` to whoever does."""

    push_requested = Signal(object)
    record_requested = Signal(int)
    past_requested = Signal(int, str)
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
        self._wanted_row = -1
        self._wants_conflict = False
        self.is_pushing = False
        self.head = ReviewHead(connection)
        self.question = ResultBar()
        self.notice = NoticeBar()
        self.table = PagedView(review_table(self._kind, self), name="Pending records")
        self.loader = PageLoader(session.jobs, self.table.table)
        self.detail = ReviewDetail(session, connection)
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
        work = finding_conflict(self.session.workspace, self._kind.id, self.connection.id)
        self.session.jobs.run(work, done=self._go_to, lane=Lane.READ)

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
        words = push_button_words(self.connection, review.ready)
        buttons = (("confirm", words, "push"), *trial, ("close", "Not now", ""))
        self.question.show_result(review.question, severity="warning", buttons=buttons)
        self.question.setAccessibleName("Question before the push")
        self.question.show()
        if first := self.question.button("confirm"):
            first.set_role("danger" if self.connection.environment == "production" else "primary")
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self, name: str) -> None:
        self.question.hide()
        if name == "confirm":
            self._request(PushOptions(is_confirmed=True, comment=self._comment))
        elif name == "trial":
            self.push_first()

    def _show_item(self, item: ReviewedRecord | None) -> None:
        if item is None and not self.table.currentIndex().isValid() and self.table.table.count:
            self.table.select_row(0)
            return
        self.detail.show_item(item)
        self._focus_conflict()

    def _focus_conflict(self) -> None:
        panel = self.detail.conflicts
        if self._wants_conflict and self._wanted_row < 0 and not panel.isHidden():
            self._wants_conflict = False
            panel.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to(self, row: int | None) -> None:
        self._wanted_row = -1 if row is None else row
        self._wants_conflict = row is not None
        if row is None:
            self.take_focus()
        self._keep_cursor(self.table.table.count)

    def _keep_cursor(self, count: int) -> None:
        """Stay near the place when the record under the cursor is no longer pending."""
        if 0 <= self._wanted_row < count:
            self.table.select_row(self._wanted_row)
            self.table.setFocus()
            self._wanted_row = -1
            self._focus_conflict()
        if count and not self.table.selectionModel().hasSelection():
            self.table.select_row(min(max(0, self.table.currentIndex().row()), count - 1))

    def _revert_selected(self) -> None:
        rows = self.table.selected_rows()
        if rows:
            work = reverting_rows(self.session.workspace, self._kind.id, self.connection.id, rows)
            self.session.jobs.run(work, done=self._take_reverted, failed=self._take_error, lane=Lane.WRITE)

    def _revert_one(self, record_id: int, path: str) -> None:
        if not path and self.table.selected_count > 1:
            self._revert_selected()
            return
        work = reverting(self.session.workspace, self._kind.id, (record_id,), path or None)
        self.session.jobs.run(work, done=self._take_reverted, failed=self._take_error, lane=Lane.WRITE)

    def _resolve(self, record_id: int, chosen: dict[str, str]) -> None:
        work = resolving(self.session.workspace, self._kind.id, record_id, chosen)
        self.session.jobs.run(work, done=self._take_resolved, failed=self._take_error, lane=Lane.WRITE)

    def _take_reverted(self, _changed: Changed) -> None:
        self.notice.clear()
        self.session.changes.announce(Changed(self.connection.id, self._kind.id))

    def _take_resolved(self, changed: Changed) -> None:
        self._take_reverted(changed)
        self.show_conflicts()

    def _take_error(self, error: BaseException) -> None:
        self.notice.show_error(error)

    def _look_again(self, changed: Changed) -> None:
        if self.isVisible() and self.session.concerns(changed, self.connection) and not self._timer.isActive():
            self._timer.start()

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
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_AGAIN_MILLISECONDS)
        self._timer.timeout.connect(self.refresh)
        self.session.changes.changed.connect(self._look_again)
        self.head.push_pressed.connect(self.push)
        self.head.trial_pressed.connect(self.push_first)
        self.head.next.clicked.connect(self.go_on)
        self.session.tallies.counted.connect(self._show_next)
        self.head.held_back_pressed.connect(self._show_held_back)
        self.question.pressed.connect(self._answer)
        self.table.current_changed.connect(self._show_item)
        self.table.selectionModel().selectionChanged.connect(self._name_selection)
        self.table.opened.connect(self._open)
        self.detail.revert_pressed.connect(self._revert_one)
        self.detail.conflicts.applied.connect(self._resolve)
        self.detail.record_requested.connect(self.record_requested)
        self.detail.past_requested.connect(self.past_requested)
        self.empty.activated.connect(self._activate_empty)
        self.empty.second_activated.connect(self.go_on)
        self.loader.failed.connect(self._take_error)
        self.loader.counted.connect(self._keep_cursor)
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
        self.question.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, self.question):
            column.addWidget(part)
        column.addLayout(padded(self.notice))
        column.addWidget(self._stack, 1)
