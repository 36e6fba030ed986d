"""History: a line per push, as on a bank statement; each opens to its records and requests."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.history_values import FoundOutcome
from app.undo_values import UndoOptions
from app.values import Changed, Connection, PushSummary
from ui.jobs import Lane
from ui.screens.history_calls import opening_push
from ui.screens.history_list import HistoryList
from ui.screens.history_past import RecordPast
from ui.screens.history_push import PushPage
from ui.screens.undo_screen import UndoScreen
from ui.session import AppSession
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.paged_view import PagedView
from ui.widgets.words import padded


class HistoryScreen(QWidget):
    """The list, one push opened from it, the review of its undo, or the past of one record."""

    record_requested = Signal(int)
    undo_requested = Signal(int, object)
    undo_elsewhere = Signal(object)

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.connection = connection
        self.setAccessibleName(f"History of {connection.name}")
        self.notice = NoticeBar()
        self.list = HistoryList(session, connection)
        self.page = PushPage(session, connection)
        self.undo = UndoScreen(session, connection)
        self.past = RecordPast(session, connection)
        self._wanted: tuple[str, str] = ("", "")
        self._before: QWidget = self.list
        self._lay_out()
        self._connect()

    @property
    def table(self) -> PagedView:
        return self.list.current_view

    def refresh(self) -> None:
        """Look at the list again; an opened push stays open."""
        self.list.refresh()

    def show_all(self) -> None:
        """List the pushes of all connections."""
        self._show(self.list)
        self.list.head.look_everywhere()

    def take_focus(self) -> None:
        """Let the next key belong to what is shown."""
        shown = self._stack.currentWidget()
        places = ((self.page, self.page.outcomes), (self.undo, self.undo.table), (self.past, self.past.table))
        place = next((table for page, table in places if page is shown), self.table)
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_push(self, push_id: int) -> None:
        """Open one push by its number."""
        self._open_narrowed(push_id, "", "")

    def open_past(self, record_id: int, key: str) -> None:
        """Show every push that a record was part of."""
        self._show(self.past)
        self.past.show_record(record_id, key)
        self.past.table.setFocus()

    @property
    def is_undoing(self) -> bool:
        """Tell whether the review of an undo is shown."""
        return self._stack.currentWidget() is self.undo

    def review_undo(self, push_id: int) -> None:
        """Show what undoing a push of this connection would do."""
        self.undo.show_push(push_id)
        self._show(self.undo)
        self.undo.table.setFocus()

    def start_search(self) -> None:
        """Look for text: in the push that is open, else in all of them."""
        if self._stack.currentWidget() is self.page:
            self.page.search.setFocus()
            self.page.search.selectAll()
            return
        self._show(self.list)
        self.list.head.start_search()

    @property
    def current_record(self) -> tuple[int, str] | None:
        """*Shape*: (id, key) of the record under the cursor, where records are shown."""
        shown = self._stack.currentWidget()
        if shown is self.past:
            return self.past.record_id, ""
        view = self.page.outcomes if shown is self.page else self.list.records
        item = view.current_item if shown is self.page or self.list.current_view is view else None
        outcome = item.outcome if isinstance(item, FoundOutcome) else item
        return (outcome.record_id, outcome.key) if outcome is not None else None

    def _open_narrowed(self, push_id: int, text: str, outcome: str) -> None:
        self._wanted = (text, outcome)
        work = opening_push(self.session.workspace, push_id)
        self.session.jobs.run(work, done=self._open, failed=self.notice.show_error, lane=Lane.READ)

    def _open_listed(self, push: PushSummary) -> None:
        """What was looked for in all pushes is looked for in this one; a comment's words are not."""
        query = self.list.query
        self._open_narrowed(push.id, query.text if not _is_about(push, query.text) else "", query.outcome)

    def _open_found(self, found: FoundOutcome) -> None:
        self._open_narrowed(found.push_id, found.outcome.key.removeprefix("#"), "")

    def _open(self, push: PushSummary) -> None:
        text, outcome = self._wanted
        self.page.show_push(push, text=text, outcome=outcome)
        self._show(self.page)
        self.page.outcomes.setFocus()

    def _show(self, page: QWidget) -> None:
        shown = self._stack.currentWidget()
        if page is not shown:
            self._before = shown or self.list
            self._stack.setCurrentWidget(page)

    def _close_push(self) -> None:
        self._stack.setCurrentWidget(self.list)
        self.list.refresh()
        self.table.setFocus()

    def _ask_to_undo(self, push: PushSummary) -> None:
        """A push is undone where its connection is."""
        if push.connection_id == self.connection.id:
            self.review_undo(push.id)
        else:
            self.undo_elsewhere.emit(push)

    def _leave_undo(self) -> None:
        if self.page.push is not None and self.page.push.id == self.undo.push_id:
            self._stack.setCurrentWidget(self.page)
            self.page.outcomes.setFocus()
        else:
            self._close_push()

    def _send_undo(self, push_id: int, options: UndoOptions) -> None:
        """Let it go its way; it is the first line of the list by then."""
        self._close_push()
        self.undo_requested.emit(push_id, options)

    def _close_past(self) -> None:
        back_to_push = self._before is self.page and self.page.push is not None
        self._stack.setCurrentWidget(self.page if back_to_push else self.list)
        (self.page.outcomes if back_to_push else self.table).setFocus()

    def _look_again(self, changed: Changed) -> None:
        if not self.isVisible() or not self.session.concerns(changed, self.connection):
            return
        shown = self._stack.currentWidget()
        for page in (self.list, self.page, self.past):
            if page is shown:
                page.refresh()

    def _connect(self) -> None:
        self.list.opened.connect(self._open_listed)
        self.list.record_opened.connect(self._open_found)
        self.page.back_pressed.connect(self._close_push)
        self.page.past_requested.connect(self.open_past)
        self.page.undo_pressed.connect(self._ask_to_undo)
        self.page.push_requested.connect(self.open_push)
        self.undo.back_pressed.connect(self._leave_undo)
        self.undo.undo_requested.connect(self._send_undo)
        self.undo.record_requested.connect(self.record_requested)
        self.past.back_pressed.connect(self._close_past)
        self.past.push_requested.connect(self.open_push)
        for page in (self.page, self.past):
            page.record_requested.connect(self.record_requested)
        for failed in (self.list.failed, self.page.failed, self.past.failed):
            failed.connect(self.notice.show_error)
        self.session.changes.changed.connect(self._look_again)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for page in (self.list, self.page, self.undo, self.past):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(padded(self.notice))
        column.addWidget(self._stack, 1)


def _is_about(push: PushSummary, text: str) -> bool:
    """Tell whether it was the push's own words that were found."""
    words = f"{push.comment}\n{push.stopped_because}\n{push.connection_name}".casefold()
    return bool(text) and text.casefold() in words
