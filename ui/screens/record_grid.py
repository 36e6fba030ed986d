"""The grid: a spreadsheet's keys on the lazy table of records."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from ui import theme
from ui.models.record_row import RecordRow
from ui.models.record_table import RecordTable
from ui.widgets.cell_delegate import CellDelegate
from ui.widgets.paged_view import leave_selection_to_rows

_EDIT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_WIDEST_LETTERS = 40
_STEPS = {
    QAbstractItemDelegate.EndEditHint.SubmitModelCache: (1, 0),
    QAbstractItemDelegate.EndEditHint.EditNextItem: (0, 1),
    QAbstractItemDelegate.EndEditHint.EditPreviousItem: (0, -1),
}


@dataclass(frozen=True)
class CellRange:
    """A rectangle of cells, ends included."""

    top: int
    bottom: int
    left: int
    right: int


class RecordGrid(QTableView):
    """`row_shown` follows the current row. Edits leave through the model; commands over ranges by signals."""

    row_shown = Signal(object)
    closed_cell_tried = Signal(str)
    clear_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, model: RecordTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = model
        self._anchor: tuple[int, int] | None = None
        self._cells = CellDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._cells)
        self._dress()
        model.loaded.connect(self._on_loaded)
        model.dataChanged.connect(self._tell_row)
        model.modelReset.connect(self._tell_row)
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def is_editing(self) -> bool:
        return self.state() == QAbstractItemView.State.EditingState

    @property
    def current_row(self) -> RecordRow | None:
        index = self.currentIndex()
        return self._table.row_at(index.row()) if index.isValid() else None

    @property
    def current_path(self) -> str:
        """Name the column under the cursor, "" where that is no field."""
        index = self.currentIndex()
        column = self._table.column_at(index.column()) if index.isValid() else None
        return column.path if column is not None and column.field is not None else ""

    def selected_ranges(self) -> tuple[CellRange, ...]:
        """Give the selection as rectangles: never a list of cells."""
        chosen = self.selectionModel().selection()
        found = (chosen.at(number) for number in range(chosen.count()))
        ranges = tuple(CellRange(one.top(), one.bottom(), one.left(), one.right()) for one in found)
        if ranges or not self.currentIndex().isValid():
            return ranges
        here = self.currentIndex()
        return (CellRange(here.row(), here.row(), here.column(), here.column()),)

    def selected_row_count(self) -> int:
        return sum(last - first + 1 for first, last in self.row_spans())

    def row_spans(self) -> tuple[tuple[int, int], ...]:
        """Give the rows of the selection as spans, each row once."""
        spans: list[tuple[int, int]] = []
        for first, last in sorted({(one.top, one.bottom) for one in self.selected_ranges()}):
            if spans and first <= spans[-1][1] + 1:
                spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
            else:
                spans.append((first, last))
        return tuple(spans)

    def go_to(self, row: int, column: int = 1) -> None:
        """Make a cell the current one and bring it into view."""
        index = self._table.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the keys at a cell that can be typed into; Qt itself would begin at the state."""
        if not self.currentIndex().isValid() and self._table.rowCount():
            self.go_to(0)
        super().focusInEvent(event)

    def keep_place(self) -> None:
        """Remember the current record, to be found again after a refresh moved the rows."""
        row = self.current_row
        self._anchor = (row.record.id, self.currentIndex().column()) if row else None

    def edit_or_explain(self, index: QModelIndex) -> None:
        """Open a cell's editor, or say why it has none."""
        if not index.isValid():
            return
        reason = self._table.why_closed(index)
        if reason:
            self.closed_cell_tried.emit(reason)
        elif not self.is_editing:
            self.edit(index)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.currentIndex()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in _EDIT_KEYS:
            self.edit_or_explain(here)
        elif plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.Paste):
            event.ignore()  # the window's actions carry these keys
        elif _is_typing(event) and here.isValid() and self._table.why_closed(here):
            self.closed_cell_tried.emit(self._table.why_closed(here))
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: object) -> None:
        super().mouseDoubleClickEvent(event)  # type: ignore[arg-type]  # a QMouseEvent, as Qt calls it
        here = self.currentIndex()
        if here.isValid() and self._table.why_closed(here):
            self.closed_cell_tried.emit(self._table.why_closed(here))

    @override
    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go down after Enter and aside after Tab, as a spreadsheet does, without opening that cell."""
        here = self.currentIndex()
        down, aside = _STEPS.get(hint, (0, 0))
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint if aside else hint)
        row, column = here.row() + down, here.column() + aside
        if (down or aside) and row < self._table.count and 0 <= column < len(self._table.columns):
            self.go_to(row, column)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if index.isValid() and not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        place = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menu_requested.emit(place)

    def _moved(self, current: QModelIndex, previous: QModelIndex) -> None:
        self._anchor = None  # whoever moves on does not want to be brought back
        if current.row() != previous.row() or not previous.isValid():
            self._tell_row()

    def _tell_row(self) -> None:
        self.row_shown.emit(self.current_row)

    def _on_loaded(self) -> None:
        self._find_place()
        self._tell_row()

    def _find_place(self) -> None:
        if self._anchor is None or self.is_editing:
            return
        record_id, column = self._anchor
        row = self.current_row
        if row is not None and row.record.id == record_id:
            return
        found = self._table.row_of_record(record_id)
        if found >= 0:
            self._anchor = None
            self.selectionModel().setCurrentIndex(
                self._table.index(found, column), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def _dress(self) -> None:
        self.setAccessibleName(f"{self._table.kind.title} table")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(True)
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(theme.ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.hide()
        self._dress_header()

    def _dress_header(self) -> None:
        header = self.horizontalHeader()
        leave_selection_to_rows(header)
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(56)
        self.setSortingEnabled(True)
        letter = self.fontMetrics().averageCharWidth() + 1
        for number, column in enumerate(self._table.columns):
            wide = 30 if column.is_stretched else min(column.letters, _WIDEST_LETTERS)
            self.setColumnWidth(number, wide * letter + 28)


def _is_typing(event: QKeyEvent) -> bool:
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    text = event.text()
    return bool(text) and text.isprintable() and not event.modifiers() & commands
