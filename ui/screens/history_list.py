"""The pushes of a connection or of all, as on a bank statement, or the records of them that are looked for."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.history_values import FoundOutcome, HistoryQuery
from app.services.search_history import MOST_RECORDS
from app.values import Connection, PushSummary
from ui.models.history_found import found_table
from ui.models.history_pushes import pushes_table
from ui.models.page_loader import PageLoader
from ui.models.when import number_text, plural
from ui.screens.history_calls import FoundPushes, counting_records, page_of_found
from ui.screens.history_head import HistoryHead
from ui.session import AppSession
from ui.widgets.empty_state import EmptyState
from ui.widgets.paged_view import PagedView


class HistoryList(QWidget):
    """`opened` carries a PushSummary, `record_opened` a FoundOutcome."""

    opened = Signal(object)
    record_opened = Signal(object)
    failed = Signal(object)

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.head = HistoryHead(connection)
        self.pushes = PagedView(pushes_table(self), name="Pushes")
        self.records = PagedView(found_table(self), name="Records of pushes")
        self.loader = PageLoader(session.jobs, self.pushes.table)
        self.record_loader = PageLoader(session.jobs, self.records.table)
        self.empty = EmptyState("", "", icon="history")
        self._is_loaded = False
        self._lay_out()
        self._connect()

    @property
    def query(self) -> HistoryQuery:
        return self.head.query

    @property
    def current_view(self) -> PagedView:
        return self.records if self.head.list_name == "records" else self.pushes

    def refresh(self) -> None:
        """Look again, keeping the place."""
        if not self._is_loaded:
            self.look()
        elif self.head.list_name == "records":
            self.record_loader.refresh()
        else:
            self.loader.refresh()

    def look(self) -> None:
        """Look for what the head asks."""
        self._is_loaded = True
        workspace, query = self.session.workspace, self.query
        if self.head.list_name == "records":
            count = partial(counting_records, workspace, query)
            self.record_loader.show(count, page_of_found(workspace, query))
        else:
            found = FoundPushes(workspace, query)
            self.loader.show(found.count, found.page)

    def _choose_list(self, _name: str) -> None:
        self.look()

    def _take_count(self, count: int) -> None:
        view = self.current_view
        self._tell_count(count)
        if count:
            self._body.setCurrentWidget(view)
            if not view.currentIndex().isValid():
                view.select_row(0)
            return
        self._explain_emptiness()
        self._body.setCurrentWidget(self.empty)

    def _tell_count(self, count: int) -> None:
        if self.head.list_name != "records":
            words = plural(count, "push", "pushes")
        elif count >= MOST_RECORDS:
            words = f"The newest {number_text(count)} records; narrow the search to see others"
        else:
            words = plural(count, "record")
        self.head.count.setText(words if count else "")

    def _explain_emptiness(self) -> None:
        query = self.query
        if query.is_narrowed:
            asked = f"“{query.text}”" if query.text else "what you chose above"
            self.empty.set_words(
                f"Nothing in the history fits {asked}",
                "Looked for were any text of a record as it was pushed, its key, the vendor's words and its id "
                "of a request, and comments.",
                "Show all",
                icon="find",
                second="" if query.connection_id is None else "Look in all connections",
            )
            return
        self.empty.set_words(
            "Nothing was pushed yet",
            "Every push stands here afterwards: when, how many, and what became of each record, with each "
            "request and its answer.",
            icon="history",
        )

    def _connect(self) -> None:
        self.head.changed.connect(self.look)
        self.head.list_chosen.connect(self._choose_list)
        self.pushes.opened.connect(self._open_push)
        self.records.opened.connect(self._open_record)
        self.empty.activated.connect(self.head.clear)
        self.empty.second_activated.connect(self.head.look_everywhere)
        for loader in (self.loader, self.record_loader):
            loader.counted.connect(self._take_count)
            loader.failed.connect(self.failed)

    def _open_push(self, push: PushSummary) -> None:
        self.opened.emit(push)

    def _open_record(self, found: FoundOutcome) -> None:
        self.record_opened.emit(found)

    def _lay_out(self) -> None:
        self._body = QStackedWidget()
        for part in (self.pushes, self.records, self.empty):
            self._body.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._body, 1)
