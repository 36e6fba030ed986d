"""The table view for lazy tables: whole rows, no grid, columns as wide as declared or sharing what is left."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from ui import theme
from ui.models.paged_table import PagedTable

CELL_GAP = 10  # pixels left and right in a cell, as in the header above it


def leave_selection_to_rows(header: QHeaderView) -> None:
    """Keep a header from asking every row whether its whole column is selected, each time it is painted.

    Of 100,000 selected rows that takes seconds (Qt 6.11: `QItemSelectionModel.isColumnSelected`).
    """
    header.setSelectionModel(QItemSelectionModel(header.model(), header))


class PagedView(QTableView):
    """`current_changed` carries the item under the cursor, also when it was read again."""

    current_changed = Signal(object)
    opened = Signal(object)

    def __init__(self, model: PagedTable, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setStyleSheet(
            f"QTableView {{ outline: none; }} QTableView::item {{ padding: 0 {CELL_GAP - 2}px; }}"
        )
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW)
        self._size_columns()
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        self.activated.connect(self._open)
        model.loaded.connect(self._tell_current)
        model.modelReset.connect(self._tell_current)

    @property
    def current_item(self) -> Any | None:  # noqa: ANN401  whatever the table holds
        index = self.currentIndex()
        return self.table.item_at(index.row()) if index.isValid() else None

    def selected_rows(self) -> tuple[range, ...]:
        """List the selected rows as ranges, in order."""
        selection = self.selectionModel().selection()
        parts = (selection.at(number) for number in range(selection.size()))
        rows = (range(part.top(), part.bottom() + 1) for part in parts)
        return tuple(sorted(rows, key=lambda part: part.start))

    def selected_items(self) -> tuple[Any, ...]:
        """List the selected items that were read."""
        items = (self.table.item_at(row) for rows in self.selected_rows() for row in rows)
        return tuple(item for item in items if item is not None)

    @property
    def selected_count(self) -> int:
        return sum(len(rows) for rows in self.selected_rows())

    def select_row(self, row: int) -> None:
        """Put the cursor on a row and show it."""
        if not 0 <= row < self.table.count:
            return
        index = self.table.index(row, 0)
        last = self.table.index(row, len(self.table.columns) - 1)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(QItemSelection(index, last), flags)
        self.scrollTo(index)

    def show_column(self, number: int, *, is_shown: bool) -> None:
        """Show or hide a column; the stretched ones take what it leaves."""
        self.setColumnHidden(number, not is_shown)
        self._share_width()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Give the stretched columns what the others leave, in the proportion of their letters."""
        shown = [number for number in range(len(self.table.columns)) if not self.isColumnHidden(number)]
        stretched = [number for number in shown if self.table.columns[number].is_stretched]
        room = self.viewport().width() - sum(self.columnWidth(each) for each in shown if each not in stretched)
        letters = sum(self.table.columns[each].letters for each in stretched)
        for number in stretched:
            share = self.table.columns[number].letters
            width = round(room * share / letters)
            self.setColumnWidth(number, max(width, self.horizontalHeader().minimumSectionSize()))
            room -= width
            letters -= share

    def _tell_current(self) -> None:
        self.current_changed.emit(self.current_item)

    def _open(self, index: QModelIndex) -> None:
        item = self.table.item_at(index.row())
        if item is not None:
            self.opened.emit(item)

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        leave_selection_to_rows(header)
        header.setHighlightSections(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(48)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        letter = self.fontMetrics().horizontalAdvance("0")
        bold = QFontMetrics(theme.bold(self.font()))
        for number, column in enumerate(self.table.columns):
            title = bold.horizontalAdvance(column.title) + 2 * CELL_GAP + 4
            self.setColumnWidth(number, max(title, column.letters * letter + 2 * CELL_GAP))
