"""How the records of a kind are laid out, remembered from one start to the next: columns, sort and splitter."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QSplitter

from ui.models.record_table import RecordTable
from ui.screens.record_grid import RecordGrid


@dataclass(frozen=True)
class RecordsLayout:
    """Reads and writes the preferences of one kind."""

    preferences: QSettings
    kind_id: str

    def save(self, grid: RecordGrid, splitter: QSplitter) -> None:
        self.preferences.setValue(f"{self.kind_id}/columns", grid.horizontalHeader().saveState())
        self.preferences.setValue(f"{self.kind_id}/splitter", splitter.saveState())

    def restore(self, grid: RecordGrid, table: RecordTable, splitter: QSplitter) -> tuple[str, bool]:
        """Lay out as it was left; returns the sort, as (column, is descending)."""
        columns = self.preferences.value(f"{self.kind_id}/columns")
        state = self.preferences.value(f"{self.kind_id}/splitter")
        if state is not None:
            splitter.restoreState(state)
        if columns is None:
            return "", False
        header = grid.horizontalHeader()
        header.restoreState(columns)
        if not 0 <= header.sortIndicatorSection() < len(table.columns):
            return "", False
        is_descending = header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        return table.column_at(header.sortIndicatorSection()).sort, is_descending
