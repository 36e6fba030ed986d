"""History: a line per push, as on a bank statement; each opens to its records and requests."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.undo_values import UndoOptions
from app.values import Changed, Connection, PushSummary
from ui import theme
from ui.jobs import Lane
from ui.models.history_pushes import pushes_table
from ui.models.page_loader import PageLoader, count_through
from ui.screens.history_calls import opening_push, page_of_pushes
from ui.screens.history_push import PushPage
from ui.screens.undo_screen import UndoScreen
from ui.session import AppSession
from ui.widgets.choice_chips import ChoiceChips
from ui.widgets.empty_state import EmptyState
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.paged_view import PagedView
from ui.widgets.plain import plain_label
from ui.widgets.words import padded


class HistoryScreen(QWidget):
    """The list, or one push opened from it."""

    record_requested = Signal(int)
    undo_requested = Signal(int, object)
    undo_elsewhere = Signal(object)

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.connection = connection
        self.setAccessibleName(f"History of {connection.name}")
        self.notice = NoticeBar()
        self.scope = ChoiceChips(
            (("one", connection.name, ""), ("all", "All connections", "")), name="Whose pushes to show"
        )
        self.table = PagedView(pushes_table(self), name="Pushes")
        self.loader = PageLoader(session.jobs, self.table.table)
        self.page = PushPage(session, connection)
        self.undo = UndoScreen(session, connection)
        self.empty = EmptyState(
            "Nothing was pushed yet",
            "Every push stands here afterwards: when, how many, and what became of each record, with each "
            "request and its answer.",
            icon="history",
        )
        self._is_loaded = False
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Look at the list again; an opened push stays open."""
        if self._is_loaded:
            self.loader.refresh()
        else:
            self._load()

    def open_push(self, push_id: int) -> None:
        """Open one push by its number."""
        work = opening_push(self.session.workspace, push_id)
        self.session.jobs.run(work, done=self._open, failed=self.notice.show_error, lane=Lane.READ)

    @property
    def is_undoing(self) -> bool:
        """Tell whether the review of an undo is shown."""
        return self._stack.currentWidget() is self.undo

    def review_undo(self, push_id: int) -> None:
        """Show what undoing a push of this connection would do."""
        self.undo.show_push(push_id)
        self._stack.setCurrentWidget(self.undo)
        self.undo.table.setFocus()

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

    def _load(self) -> None:
        self._is_loaded = True
        connection_id = None if self.scope.current == "all" else self.connection.id
        page = page_of_pushes(self.session.workspace, connection_id)
        self.loader.show(partial(count_through, page), page)

    def _choose_scope(self, _name: str) -> None:
        self._load()

    def _open(self, push: PushSummary) -> None:
        self.page.show_push(push)
        self._stack.setCurrentWidget(self.page)
        self.page.outcomes.setFocus()

    def _close_push(self) -> None:
        self._stack.setCurrentWidget(self._list)
        self.table.setFocus()

    def _take_count(self, count: int) -> None:
        self._body.setCurrentWidget(self.table if count else self.empty)
        if count and not self.table.currentIndex().isValid():
            self.table.select_row(0)

    def _look_again(self, changed: Changed) -> None:
        if self.isVisible() and self.session.concerns(changed, self.connection):
            self.loader.refresh()

    def _connect(self) -> None:
        self.scope.chosen.connect(self._choose_scope)
        self.table.opened.connect(self._open)
        self.page.back_pressed.connect(self._close_push)
        self.page.record_requested.connect(self.record_requested)
        self.page.undo_pressed.connect(self._ask_to_undo)
        self.page.push_requested.connect(self.open_push)
        self.undo.back_pressed.connect(self._leave_undo)
        self.undo.undo_requested.connect(self._send_undo)
        self.undo.record_requested.connect(self.record_requested)
        self.page.failed.connect(self.notice.show_error)
        self.loader.counted.connect(self._take_count)
        self.loader.failed.connect(self.notice.show_error)
        self.session.changes.changed.connect(self._look_again)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.PAGE, theme.GAP + 4, theme.PAGE, theme.GAP)
        head.setSpacing(theme.PAGE)
        head.addWidget(plain_label("History", role="heading"))
        head.addWidget(self.scope, 1)
        head.addWidget(plain_label("Enter or a double click opens a push", role="muted"))
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self.empty)
        self._list = QWidget()
        inside = QVBoxLayout(self._list)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addWidget(self._body, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list)
        self._stack.addWidget(self.page)
        self._stack.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(padded(self.notice))
        column.addWidget(self._stack, 1)
