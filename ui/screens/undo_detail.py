"""The right side of an undo in review: one record, what goes back and what stays, and its exact request."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.undo_values import UndoneRecord
from app.values import Connection
from ui.models.diff_table import diff_lines
from ui.models.review_table import key_of
from ui.models.undo_table import mark_of_undo, what_words
from ui.screens.exact_request import ExactRequest
from ui.screens.undo_calls import previewing_undo
from ui.session import AppSession
from ui.widgets.change_detail import ChangeDetail
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton


class UndoDetail(ChangeDetail):
    """`named` carries the key of a record that a person typed to have it deleted, `unnamed` takes it back."""

    named = Signal(str)
    unnamed = Signal(str)
    record_requested = Signal(int)

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._kind = session.kind_of(connection)
        self._item: UndoneRecord | None = None
        self._push_id = 0
        self._numbers: frozenset[str] = frozenset()
        self.show_in_grid = IconButton("Show in grid", role="quiet", icon="records")
        self.why = plain_label(is_wrapped=True)
        self.number = QLineEdit()
        self.delete = IconButton("Delete it again", role="danger", icon="delete")
        self.leave = IconButton("Leave it there", icon="revert")
        self._exact = ExactRequest(session, self)
        self.exact_request, self.request = self._exact.button, self._exact.view
        self._add_parts()
        self._connect()

    @property
    def item(self) -> UndoneRecord | None:
        return self._item

    def show_push(self, push_id: int, numbers: frozenset[str]) -> None:
        """Say which undo the records that follow belong to."""
        self._push_id, self._numbers, self._item = push_id, numbers, None

    def show_item(self, item: UndoneRecord | None) -> None:
        """Show one record; None leaves the last one until the next is read."""
        if item is None or item == self._item:
            return
        self._item = item
        record = item.reviewed.record
        lines = diff_lines(self._kind, item.reviewed.fields)
        self.show_change(key_of(record), mark_of_undo(item), lines, subtitle=self._words_for(item))
        self.why.setText(item.words)
        self.why.setVisible(bool(item.words))
        self._show_naming(item)
        work = previewing_undo(
            self.session.workspace, self._push_id, (record.id, key_of(record)), self._numbers
        )
        self._exact.show_record(record.id, work if item.is_sent else None)

    def _words_for(self, item: UndoneRecord) -> str:
        if item.is_sent and not item.reviewed.fields:
            return what_words(item, self._kind)
        return "" if item.is_sent else f"nothing is sent for this {self._kind.title_one}"

    def _show_naming(self, item: UndoneRecord) -> None:
        """Let a record be deleted only by its own number, typed."""
        key = item.reviewed.record.key
        words = f"Type {key} to delete this {self._kind.title_one} again"
        self.number.clear()
        self.number.setPlaceholderText(words)
        self.number.setAccessibleName(words)
        self.number.setVisible(item.needs_number)
        self.delete.setVisible(item.needs_number)
        self.delete.setEnabled(False)
        self.leave.setVisible(item.is_sent and key in self._numbers)

    def _compare_number(self, text: str) -> None:
        self.delete.setEnabled(self._item is not None and text.strip() == self._item.reviewed.record.key)

    def _name(self) -> None:
        if self._item is not None and self.delete.isEnabled():
            self.named.emit(self._item.reviewed.record.key)

    def _unname(self) -> None:
        if self._item is not None:
            self.unnamed.emit(self._item.reviewed.record.key)

    def _show_in_grid(self) -> None:
        if self._item is not None:
            self.record_requested.emit(self._item.reviewed.record.id)

    def _connect(self) -> None:
        self.show_in_grid.clicked.connect(self._show_in_grid)
        self.number.textChanged.connect(self._compare_number)
        self.number.returnPressed.connect(self._name)
        self.delete.clicked.connect(self._name)
        self.leave.clicked.connect(self._unname)

    def _add_parts(self) -> None:
        self.tools.addWidget(self.show_in_grid)
        self.above.addWidget(self.why)
        naming = QWidget()
        row = FlowLayout(naming)
        self.number.setMinimumWidth(280)
        for part in (self.number, self.delete, self.leave):
            row.addWidget(part)
            part.hide()
        self.above.addWidget(naming)
        buttons = QWidget()
        FlowLayout(buttons).addWidget(self.exact_request)
        self.below.addWidget(buttons)
        self.below.addWidget(self.request, 1)
