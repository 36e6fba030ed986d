"""The right side of Review: one pending record, its way back, and its exact request."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.records.change import MISSING, value_at, working_copy
from app.values import Connection, ReviewedRecord
from ui.marks import mark_named, mark_of_change
from ui.models.diff_table import diff_lines
from ui.models.field_words import shortened
from ui.models.record_row import name_path
from ui.models.review_table import holds_back, key_of
from ui.screens.exact_request import ExactRequest
from ui.screens.review_calls import previewing
from ui.session import AppSession
from ui.widgets.change_detail import ChangeDetail
from ui.widgets.conflict_panel import ConflictPanel
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.outcome_line import OutcomeLine
from ui.widgets.words import IconButton


class ReviewDetail(ChangeDetail):
    """Signals carry the record's id; `revert_pressed` also the path, “” for the whole record."""

    revert_pressed = Signal(int, str)
    record_requested = Signal(int)
    past_requested = Signal(int, str)
    settle_requested = Signal()

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.connection = connection
        self._kind = session.kind_of(connection)
        self._item: ReviewedRecord | None = None
        self.show_in_grid = IconButton("Show in grid", role="quiet", icon="records")
        self.past = IconButton("Its history", role="quiet", icon="history")
        self.past.setToolTip("Every push it was part of (Ctrl+J)")
        self.revert_field = IconButton("Revert field", icon="revert")
        self.revert_field.set_words("Revert field", "Takes this field back (Ctrl+R)")
        self.revert_record = IconButton("Revert record", icon="revert")
        self._exact = ExactRequest(session, self)
        self.exact_request, self.request = self._exact.button, self._exact.view
        self.conflicts = ConflictPanel(self._kind)
        self.last = OutcomeLine()
        self._add_parts()
        self._connect()

    @property
    def item(self) -> ReviewedRecord | None:
        return self._item

    def show_item(self, item: ReviewedRecord | None) -> None:
        """Show a pending record; None leaves the last one until the next is read."""
        if item is None or item == self._item:
            return
        self._item = item
        record = item.record
        in_conflict = {one.path for one in record.conflicts}
        problems = [one for one in record.problems if one.path not in in_conflict]
        lines = diff_lines(self._kind, item.fields, problems)
        self.show_change(key_of(record), mark_of_change(record.change.value), lines, subtitle=self._about(item))
        self.conflicts.show_record(record)
        self.last.show_record(record)
        self.show_problems(problems)
        is_free = not record.busy
        self.revert_record.setEnabled(is_free)
        self.revert_field.setEnabled(is_free and bool(lines) and not record.is_deleting)
        self.revert_field.setVisible(bool(lines))
        work = previewing(self.session.workspace, self.connection.id, (record.id, key_of(record)))
        self._exact.show_record(record.id, work)

    def _about(self, item: ReviewedRecord) -> str:
        record = item.record
        name = value_at(working_copy(record.base, record.edits), name_path(self._kind))
        words = shortened(str(name), 60) if name is not MISSING and name else ""
        return " · ".join(part for part in (words, self._state(item)) if part)

    def _state(self, item: ReviewedRecord) -> str:
        record = item.record
        if record.busy == "unknown":
            return "unknown outcome: settled before anything else is sent"
        if record.busy == "sent":
            sent = mark_named("sent")
            return sent.title.lower() if sent else ""
        if record.is_in_conflict:
            return "held back until you decide its conflicts"
        if holds_back(record.problems):
            return "held back until its problems are fixed"
        return f"this {self._kind.title_one} will be deleted" if record.is_deleting else ""

    def _revert_field(self) -> None:
        if self._item is not None and self.current_path:
            self.revert_pressed.emit(self._item.record.id, self.current_path)

    def _revert_record(self) -> None:
        if self._item is not None:
            self.revert_pressed.emit(self._item.record.id, "")

    def _show_in_grid(self) -> None:
        if self._item is not None:
            self.record_requested.emit(self._item.record.id)

    def _show_past(self) -> None:
        if self._item is not None:
            self.past_requested.emit(self._item.record.id, self._item.record.key)

    def _connect(self) -> None:
        self.past.clicked.connect(self._show_past)
        self.last.settle_pressed.connect(self.settle_requested)
        self.show_in_grid.clicked.connect(self._show_in_grid)
        self.revert_field.clicked.connect(self._revert_field)
        self.revert_record.clicked.connect(self._revert_record)

    def _add_parts(self) -> None:
        self.above.addWidget(self.conflicts)
        self.above.addWidget(self.last)
        self.tools.addWidget(self.past)
        self.tools.addWidget(self.show_in_grid)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for part in (self.revert_field, self.revert_record, self.exact_request):
            flow.addWidget(part)
        self.below.addWidget(buttons)
        self.below.addWidget(self.request, 1)
        panel = self.conflicts
        chain = (self.show_in_grid, panel.lines, panel.all_mine, panel.all_theirs, panel.apply, self.lines)
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
