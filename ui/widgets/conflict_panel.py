"""The conflicts of one record, decided by keyboard: ← mine, → theirs, Apply once all are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ui import theme
from ui.models.conflict_table import ConflictLine, Side, conflict_lines, conflict_table
from ui.models.when import plural
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.paged_view import PagedView
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton, IconLabel

if TYPE_CHECKING:
    from app.values import Record
    from app.vendors.declaration import Kind

_SIDES: dict[int, Side] = {Qt.Key.Key_Left: "mine", Qt.Key.Key_Right: "theirs", Qt.Key.Key_Backspace: ""}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHOWN = 6


class ConflictView(PagedView):
    """`side_chosen` follows ← and →, `confirmed` Enter."""

    side_chosen = Signal(str)
    confirmed = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.confirmed.emit()
        elif event.key() in _SIDES and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.side_chosen.emit(_SIDES[event.key()])
        else:
            super().keyPressEvent(event)


class ConflictPanel(QFrame):
    """`applied` carries the record's id and *shape* {path: side}. Hidden without conflicts."""

    applied = Signal(int, object)

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "boxed")
        self.setAccessibleName("Conflicts")
        self._kind = kind
        self._record: Record | None = None
        self._chosen: dict[str, Side] = {}
        self._title = plain_label(role="strong")
        self._help = plain_label(role="muted", is_wrapped=True)
        self.lines = ConflictView(conflict_table(self), name="Conflicts of the record")
        self.all_mine = IconButton("All mine", icon="edit")
        self.all_theirs = IconButton("All theirs", icon="vendor")
        self.apply = IconButton("Apply", role="primary", icon="check")
        self._lay_out()
        self._connect()
        self.hide()

    def show_record(self, record: Record | None) -> None:
        """Show what is to be decided of a record; choices stay while it is the same one."""
        is_same = record is not None and self._record is not None and record.id == self._record.id
        self._record = record
        self._chosen = self._chosen if is_same else {}
        self.setVisible(record is not None and record.is_in_conflict)
        if record is not None:
            self._show()

    def choose(self, side: Side) -> None:
        """Take a side of the place under the cursor and go on to the next."""
        line, row = self._current, self.lines.currentIndex().row()
        if line is None:
            return
        self._chosen[line.path] = line.choosing(side).chosen
        self._show()
        self.lines.select_row(min(row + 1, self.lines.table.count - 1) if side else row)

    def choose_all(self, side: Side) -> None:
        """Take one side of every place."""
        self._chosen = {line.path: line.choosing(side).chosen for line in self._lines}
        self._show()
        if self.apply.isEnabled():
            self.apply.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_decided(self) -> bool:
        lines = self._lines
        return bool(lines) and all(line.chosen for line in lines)

    @property
    def _lines(self) -> tuple[ConflictLine, ...]:
        conflicts = self._record.conflicts if self._record else ()
        return conflict_lines(self._kind, conflicts, self._chosen)

    @property
    def _current(self) -> ConflictLine | None:
        line = self.lines.current_item
        return line if isinstance(line, ConflictLine) else None

    def _show(self) -> None:
        lines = self._lines
        row = max(0, self.lines.currentIndex().row())
        self.lines.table.fill(lines)
        self.lines.select_row(min(row, max(0, len(lines) - 1)))
        header = self.lines.horizontalHeader().sizeHint().height()
        self.lines.setFixedHeight(header + min(max(len(lines), 1), _SHOWN) * theme.ROW + 6)
        left = sum(not line.chosen for line in lines)
        self._title.setText(f"{plural(len(lines), 'field')} changed here and at the vendor")
        self._help.setText(
            f"{plural(left, 'choice')} to make: ← takes mine, → takes theirs." if left else "All are chosen."
        )
        self.apply.setEnabled(not left and bool(lines))
        self.all_mine.setEnabled(all(line.has_mine for line in lines))

    def _apply(self) -> None:
        if self._record is not None and self.is_decided:
            self.applied.emit(self._record.id, dict(self._chosen))

    def _choose_side(self, side: str) -> None:
        self.choose("mine" if side == "mine" else "theirs" if side == "theirs" else "")

    def _choose_all_mine(self) -> None:
        self.choose_all("mine")

    def _choose_all_theirs(self) -> None:
        self.choose_all("theirs")

    def _connect(self) -> None:
        self.lines.side_chosen.connect(self._choose_side)
        self.lines.confirmed.connect(self._apply)
        self.all_mine.clicked.connect(self._choose_all_mine)
        self.all_theirs.clicked.connect(self._choose_all_theirs)
        self.apply.clicked.connect(self._apply)

    def _lay_out(self) -> None:
        self.lines.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head = QHBoxLayout()
        head.addWidget(IconLabel("conflict", 18, color="conflict"))
        head.addWidget(self._title, 1)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for button in (self.all_mine, self.all_theirs, self.apply):
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(theme.GAP)
        column.addLayout(head)
        column.addWidget(self._help)
        column.addWidget(self.lines)
        column.addWidget(buttons)
