"""Where the cursor of Review stands: it stays near its place, and goes to the next conflict."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from app.values import Connection, ReviewedRecord
from ui.jobs import Lane
from ui.screens.review_calls import finding_conflict
from ui.screens.review_detail import ReviewDetail
from ui.session import AppSession
from ui.widgets.paged_view import PagedView


class ReviewCursor(QObject):
    """Follows the list with the detail. `nothing_found` says that no record is in conflict."""

    nothing_found = Signal()

    def __init__(
        self, session: AppSession, connection: Connection, table: PagedView, detail: ReviewDetail
    ) -> None:
        super().__init__(table)
        self._session = session
        self._connection = connection
        self._table = table
        self._detail = detail
        self._wanted_row = -1
        self._wants_conflict = False
        table.current_changed.connect(self._show_item)

    def go_to_conflict(self) -> None:
        """Go to the first record in conflict, the next keys deciding it."""
        kind = self._session.kind_of(self._connection).id
        work = finding_conflict(self._session.workspace, kind, self._connection.id)
        self._session.jobs.run(work, done=self._go_to, lane=Lane.READ)

    def keep(self, count: int) -> None:
        """Stay near the place when the record under the cursor is no longer pending."""
        table = self._table
        if 0 <= self._wanted_row < count:
            table.select_row(self._wanted_row)
            table.setFocus()
            self._wanted_row = -1
            self._focus_conflict()
        if count and not table.selectionModel().hasSelection():
            table.select_row(min(max(0, table.currentIndex().row()), count - 1))

    def _go_to(self, row: int | None) -> None:
        self._wanted_row = -1 if row is None else row
        self._wants_conflict = row is not None
        if row is None:
            self.nothing_found.emit()
        self.keep(self._table.table.count)

    def _show_item(self, item: ReviewedRecord | None) -> None:
        if item is None and not self._table.currentIndex().isValid() and self._table.table.count:
            self._table.select_row(0)
            return
        self._detail.show_item(item)
        self._focus_conflict()

    def _focus_conflict(self) -> None:
        panel = self._detail.conflicts
        if self._wants_conflict and self._wanted_row < 0 and not panel.isHidden():
            self._wants_conflict = False
            panel.lines.setFocus(Qt.FocusReason.OtherFocusReason)
