"""The raw cells of a proposed record, to look at and to correct where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui import theme
from ui.models.cell_table import ROW, TEXT, CellLine, CellTable, first_wrong
from ui.models.paged_table import AnyIndex
from ui.models.raw_text import visible
from ui.widgets.cell_delegate import CellDelegate
from ui.widgets.editors import ChoiceBox, make_editor, text_of
from ui.widgets.paged_view import PagedView
from ui.widgets.plain import plain_label


class CellList(QWidget):
    """`edited` carries row, index and text; `left` follows an edit that ended by Enter."""

    edited = Signal(int, int, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = CellTable(self)
        self.table.edited.connect(self.edited)
        self.view = _CellView(self.table)
        self.view.current_changed.connect(self._show_place)
        self.view.entered_text.connect(self.left)
        self._place = plain_label(role="muted", is_wrapped=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP // 2)
        column.addWidget(self.view, 1)
        column.addWidget(self._place)

    @property
    def place(self) -> str:
        return self._place.text()

    def show_lines(self, lines: Sequence[CellLine]) -> None:
        """Show the cells of a record; the cursor stays in its cell, else goes where something is wrong."""
        before = self.view.current_item
        self.table.fill(lines)
        rows = {line.row for line in lines if not line.is_fixed}
        self.view.show_column(ROW, is_shown=len(rows) > 1)
        same = (number for number, line in enumerate(lines) if _is_same_place(line, before))
        self.view.go_to(next(same, max(0, first_wrong(lines))))

    def start_fixing(self) -> bool:
        """Open the cell to correct first; False where nothing is wrong."""
        lines = [line for row in range(self.table.count) if (line := self.table.line_at(row)) is not None]
        number = first_wrong(lines)
        if number < 0:
            return False
        self.view.go_to(number)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.edit(self.table.index(number, TEXT))
        return True

    def _show_place(self, line: CellLine | None) -> None:
        if line is None:
            self._place.setText("")
            return
        text = visible(line.text)
        self._place.setText(f"{line.place}: {f'“{text}”' if text else 'blank'}")


class _CellView(PagedView):
    """The cursor stands on the text of a line, so that typing edits it."""

    entered_text = Signal()

    def __init__(self, table: CellTable) -> None:
        super().__init__(table, name="Cells of the file")
        theme.set_role(self, "boxed")
        self.setMinimumHeight(140)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setItemDelegate(_TextDelegate(self))

    def go_to(self, row: int) -> None:
        """Put the cursor on the text of a line."""
        self.select_row(row)
        if 0 <= row < self.table.count:
            self.selectionModel().setCurrentIndex(
                self.table.index(row, TEXT), self.selectionModel().SelectionFlag.NoUpdate
            )

    @override
    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.column() != TEXT:
            self.go_to(current.row())

    @override
    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self.entered_text.emit()


class _TextDelegate(CellDelegate):
    """Paints as any table does; edits with the input that suits the field a cell feeds."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        QStyledItemDelegate.paint(self, painter, option, index)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QStyledItemDelegate.sizeHint(self, option, index)

    @override
    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        table = index.model()
        assert isinstance(table, CellTable)  # noqa: S101  the view has no other model
        line = table.line_at(index.row())
        editor = make_editor(line.column, parent) if line and line.column else QLineEdit(parent)
        editor.setAccessibleName(line.place if line else "Cell")
        theme.set_role(editor, "cell")
        if isinstance(editor, ChoiceBox):
            self.watch_choice(editor)
        return editor

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        if isinstance(editor, QLineEdit) and not editor.isModified():
            return  # a line shows line ends as something else, and must not write that back
        model.setData(index, text_of(editor))


def _is_same_place(line: CellLine, before: object) -> bool:
    return isinstance(before, CellLine) and (line.row, line.index) == (before.row, before.index)
