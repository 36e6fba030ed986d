"""The history of one record: every push it was part of, the latest first, each with what was sent."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.history_values import RecordPush
from app.values import Connection
from ui import theme
from ui.models.field_words import shortened
from ui.models.history_past import past_table
from ui.models.page_loader import PageLoader
from ui.models.when import plural
from ui.screens.history_calls import page_of_traces, tracing_count
from ui.screens.history_trace import TracePane
from ui.session import AppSession
from ui.widgets.empty_state import EmptyState
from ui.widgets.paged_view import PagedView
from ui.widgets.plain import plain_label, plain_tooltip
from ui.widgets.two_panes import TwoPanes
from ui.widgets.words import IconButton


class RecordPast(QWidget):
    """`show_record` looks at a record; `push_requested` asks for one of its pushes."""

    back_pressed = Signal()
    record_requested = Signal(int)
    push_requested = Signal(int)
    failed = Signal(object)

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._kind = session.kind_of(connection)
        self.record_id = 0
        self.setAccessibleName("History of one record")
        self.back = IconButton("Back", role="quiet", icon="history")
        self._title = plain_label(role="heading")
        self._count = plain_label(role="muted")
        self.table = PagedView(past_table(self._kind, self), name="Pushes of the record")
        self.loader = PageLoader(session.jobs, self.table.table)
        self.trace = TracePane(session, is_in_push=False)
        self.empty = EmptyState(
            f"This {self._kind.title_one} was not pushed yet",
            "Once it is part of a push, that stands here: when, what was sent, and what came of it.",
            "Show it in the grid",
            icon="history",
        )
        self._lay_out()
        self._connect()

    def show_record(self, record_id: int, key: str) -> None:
        """Look at the past of a record."""
        self.record_id = record_id
        name = key or f"#{record_id}"
        self._title.setText(f"History of {self._kind.title_one} {shortened(name, 40)}")
        self._title.setToolTip(plain_tooltip(name))
        self.trace.clear()
        workspace, kind = self.session.workspace, self._kind.id
        self.loader.show(tracing_count(workspace, kind, record_id), page_of_traces(workspace, kind, record_id))

    def refresh(self) -> None:
        self.loader.refresh()

    def _take_count(self, count: int) -> None:
        self._count.setText(plural(count, "push", "pushes") if count else "")
        self._body.setCurrentWidget(self._panes if count else self.empty)
        if count and not self.table.currentIndex().isValid():
            self.table.select_row(0)

    def _show(self, trace: RecordPush | None) -> None:
        if trace is not None:
            self.trace.show_trace(trace)

    def _open(self, trace: RecordPush) -> None:
        self.push_requested.emit(trace.push.id)

    def _show_in_grid(self) -> None:
        self.record_requested.emit(self.record_id)

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_pressed)
        self.loader.counted.connect(self._take_count)
        self.loader.failed.connect(self.failed)
        self.table.current_changed.connect(self._show)
        self.table.opened.connect(self._open)
        self.trace.record_requested.connect(self.record_requested)
        self.trace.push_requested.connect(self.push_requested)
        self.trace.failed.connect(self.failed)
        self.empty.activated.connect(self._show_in_grid)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.PAGE, theme.GAP + 2, theme.PAGE, theme.GAP)
        head.setSpacing(theme.GAP)
        head.addWidget(self.back)
        head.addWidget(self._title)
        head.addWidget(self._count, 1)
        self._panes = TwoPanes(self.table, self.trace)
        self._body = QStackedWidget()
        self._body.addWidget(self._panes)
        self._body.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._body, 1)
