"""What a search is to be replaced by, a tick for each value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from typing_extensions import override

from app.edit_values import Replacement
from ui.models.field_words import title_of
from ui.models.paged_table import AnyIndex, Cell, PagedTable, TableColumn

if TYPE_CHECKING:
    from app.vendors.declaration import Kind

TICK = 0


class ReplaceTable(PagedTable):
    """`ticked_changed` says that other values than before are to be replaced."""

    ticked_changed = Signal()

    def __init__(self, kind: Kind, parent: QObject | None = None) -> None:
        columns = (
            TableColumn("Record", _record_cell, letters=16),
            TableColumn("Field", partial(_field_cell, kind=kind), letters=22),
            TableColumn("Now", _old_cell, letters=20, is_stretched=True),
            TableColumn("Will be", _new_cell, letters=20, is_stretched=True),
        )
        super().__init__(columns, parent)
        self._left_out: set[int] = set()
        self.found: Sequence[Replacement] = ()

    def take_found(self, found: Sequence[Replacement]) -> None:
        """Other values were found; all of them are ticked."""
        self.found = found
        self._left_out.clear()
        self.ticked_changed.emit()

    @property
    def ticked(self) -> tuple[Replacement, ...]:
        if not self._left_out:
            return tuple(self.found)
        return tuple(one for number, one in enumerate(self.found) if number not in self._left_out)

    @property
    def ticked_count(self) -> int:
        return len(self.found) - len(self._left_out)

    def tick(self, rows: Iterable[int], *, is_ticked: bool) -> None:
        """Tick rows, or take their ticks away."""
        known = {row for row in rows if row < len(self.found)}
        self._left_out = self._left_out - known if is_ticked else self._left_out | known
        if self.count:
            self.dataChanged.emit(self.index(0, TICK), self.index(self.count - 1, TICK))
        self.ticked_changed.emit()

    def is_ticked(self, row: int) -> bool:
        return row not in self._left_out

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == TICK else flags

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.column() != TICK:
            return super().data(index, role)
        is_ticked = self.is_ticked(index.row())
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{super().data(index, role)}, {'will be replaced' if is_ticked else 'left alone'}"
        return super().data(index, role)

    @override
    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or index.column() != TICK:
            return False
        self.tick([index.row()], is_ticked=Qt.CheckState(value) is Qt.CheckState.Checked)
        return True


def _record_cell(one: Replacement) -> Cell:
    return Cell(one.key or f"#{one.record_id}", is_bold=True)


def _field_cell(one: Replacement, *, kind: Kind) -> Cell:
    return Cell(title_of(kind, one.path), color="muted")


def _old_cell(one: Replacement) -> Cell:
    return Cell(_on_a_line(one.old), tip=one.old)


def _new_cell(one: Replacement) -> Cell:
    return Cell(_on_a_line(one.new) or "empty", icon="changed", color="" if one.new else "muted", tip=one.new)


def _on_a_line(text: str) -> str:
    return " ".join(text.split("\n"))
