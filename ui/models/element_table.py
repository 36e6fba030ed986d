"""The small table of a list's elements, with a blank row at its end while one is being added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from typing_extensions import override

from app.records.columns import Column
from app.vendors.list_elements import Element, columns_of_list, elements_of, new_element_path
from ui import theme
from ui.models.field_marks import FieldMark, most_urgent
from ui.models.paged_table import AnyIndex
from ui.models.record_row import RecordRow, shown_text
from ui.models.record_table import LOOK_ROLE, NUMBERS, GridCell
from ui.widgets.plain import plain_tooltip

if TYPE_CHECKING:
    from app.vendors.declaration import Kind


class ElementTable(QAbstractTableModel):
    """`edited` carries path and text of a committed cell."""

    edited = Signal(str, str)

    def __init__(self, kind: Kind, list_path: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.list_path = list_path
        self.place = list_path
        self.columns: tuple[Column, ...] = columns_of_list(kind, list_path)
        self.elements: tuple[Element, ...] = ()
        self._row: RecordRow | None = None
        self._draft = ""  # the path of an element that has no values yet
        self._marks: Mapping[str, FieldMark] = {}

    def show_row(self, row: RecordRow | None, place: str = "") -> None:
        """Show the elements of a record; a blank row stays while it is the same record.

        `place` says in which element of an outer list they are.
        """
        is_same = row is not None and self._row is not None and row.record.id == self._row.record.id
        is_same = is_same and self.place == (place or self.list_path)
        self.place = place or self.list_path
        found = () if row is None else elements_of(self.kind, row.record, row.working, self.place)
        self._marks = {} if row is None else most_urgent(row.marks)
        if not is_same or self._draft in {item.path for item in found}:
            self._draft = ""
        if is_same and len(self.elements) == len(found):
            self._row, self.elements = row, found
            if self.rowCount():
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self._row, self.elements = row, found
        self.endResetModel()

    def add_draft(self) -> int:
        """Open a blank row for a new element and give its number."""
        if not self._draft:
            self.beginInsertRows(QModelIndex(), len(self.elements), len(self.elements))
            self._draft = new_element_path(self.elements, self.place)
            self.endInsertRows()
        return len(self.elements)

    def drop_draft(self) -> None:
        if self._draft:
            self.beginRemoveRows(QModelIndex(), len(self.elements), len(self.elements))
            self._draft = ""
            self.endRemoveRows()

    def path_at(self, row: int) -> str:
        """Give the path of an element, "" for the blank row."""
        return self.elements[row].path if 0 <= row < len(self.elements) else ""

    @property
    def is_open(self) -> bool:
        return self._row is not None and not self._row.record.is_deleting

    @override
    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.elements) + bool(self._draft)

    @override
    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        return plain_tooltip(column.about.help) if role == Qt.ItemDataRole.ToolTipRole else None

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid() or not self.is_open or not self.columns[index.column()].is_editable:
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        look = self._look(index.row(), self.columns[index.column()])
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return look.text
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(look.tip or look.text)
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(filter(None, (look.text or "empty", look.tip)))
            case Qt.ItemDataRole.ForegroundRole:
                return theme.current().text
            case _:
                return look if role == LOOK_ROLE else None

    @override
    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or not self.is_open:
            return False
        if str(value) == self.data(index, Qt.ItemDataRole.EditRole):
            return False
        element = self.path_at(index.row()) or self._draft
        self.edited.emit(f"{element}.{self.columns[index.column()].name}", str(value))
        return True

    def _look(self, row: int, column: Column) -> GridCell:
        if row >= len(self.elements):
            return GridCell()
        element = self.elements[row]
        mark = self._marks.get(f"{element.path}.{column.name}") or self._marks.get(element.path)
        text = shown_text(column, element.values.get(column.name))
        before = "" if element.base is None else shown_text(column, element.base.get(column.name))
        is_changed = element.base is not None and text != before
        tip = mark.message if mark else f"was: {before or 'empty'}" if is_changed else ""
        return GridCell(
            text=text,
            tip=tip,
            severity=mark.severity if mark else "",
            is_changed=is_changed,
            is_bold=is_changed,
            is_number=column.type in NUMBERS,
        )
