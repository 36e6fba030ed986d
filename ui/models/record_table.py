"""The lazy table of a kind's records: what cells show, which can be edited, and edits on their way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from typing_extensions import override

from app.records.columns import Column, ColumnType
from app.values import Change, Record
from ui.marks import Mark, mark_named
from ui.models.field_words import words_of_mark
from ui.models.paged_table import PAGE_ROWS, AnyIndex, Cell, PagedTable, TableColumn
from ui.models.record_row import RecordRow, is_locked, list_title, name_path, why_not_editable

if TYPE_CHECKING:
    from app.vendors.declaration import Kind

LOOK_ROLE = Qt.ItemDataRole.UserRole + 1
NUMBERS = (ColumnType.INTEGER, ColumnType.DECIMAL)
_LETTERS = {
    ColumnType.BOOLEAN: 8,
    ColumnType.INTEGER: 10,
    ColumnType.DECIMAL: 10,
    ColumnType.CURRENCY: 9,
    ColumnType.COUNTRY: 9,
}


@dataclass(frozen=True)
class GridCell(Cell):
    """A cell with what its delegate paints besides: `severity` of its mark, and the state of its edit."""

    severity: str = ""
    second_icon: str = ""
    is_changed: bool = False
    is_deleted: bool = False
    is_locked: bool = False
    is_saving: bool = False
    is_number: bool = False


@dataclass(frozen=True)
class GridColumn(TableColumn):
    """`path` is the canonical column, a list's path, or "" for the state; `sort` what a query sorts by."""

    path: str = ""
    sort: str = ""
    field: Column | None = None


class RecordTable(PagedTable):
    """`edited` carries record id, path and text of a committed cell; `refused` says why a cell is closed."""

    edited = Signal(int, str, str)
    refused = Signal(str)
    sort_requested = Signal(str, bool)

    def __init__(self, kind: Kind, parent: QObject | None = None) -> None:
        super().__init__(grid_columns(kind), parent)
        self.kind = kind
        self._saving: dict[tuple[int, str], str] = {}

    def row_at(self, row: int) -> RecordRow | None:
        """Give the record of a row, None while it is not loaded."""
        item = self.item_at(row)
        return item if isinstance(item, RecordRow) else None

    def column_at(self, number: int) -> GridColumn:
        column = self.columns[number]
        assert isinstance(column, GridColumn)  # noqa: S101  grid_columns makes no others
        return column

    def row_of_record(self, record_id: int) -> int:
        """Find a record among the loaded rows, -1 where it is not."""
        for page, entries in self._pages.items():
            for place, (item, _cells) in enumerate(entries):
                if item.record.id == record_id:
                    return page * PAGE_ROWS + place
        return -1

    def put(self, row: RecordRow) -> None:
        """Show a record as it is now, wherever it stands."""
        number = self.row_of_record(row.record.id)
        if number < 0:
            return
        page, place = divmod(number, PAGE_ROWS)
        entries = list(self._pages[page])
        entries[place] = (row, tuple(column.cell(row) for column in self.columns))
        self._pages[page] = tuple(entries)
        self._tell_row(number)

    def start_saving(self, record_id: int, path: str, text: str) -> None:
        """Show the text of an edit that is not stored yet."""
        self._saving[record_id, path] = text
        self._tell_row(self.row_of_record(record_id))

    def end_saving(self, record_id: int, path: str, text: str) -> None:
        """Show what is stored again, unless a later edit of the cell is on its way."""
        if self._saving.get((record_id, path)) == text:
            del self._saving[record_id, path]
            self._tell_row(self.row_of_record(record_id))

    def why_closed(self, index: AnyIndex) -> str:
        """Say why a cell cannot be edited, or nothing where it can."""
        column = self.column_at(index.column())
        row = self.row_at(index.row())
        if row is None:
            return "This row is still loading."
        if not column.path:
            return "The state follows from your edits."
        return why_not_editable(self.kind, row.record, column.field)

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid() or self.row_at(index.row()) is None:
            return flags
        return flags if self.why_closed(index) else flags | Qt.ItemFlag.ItemIsEditable

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (LOOK_ROLE, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.DisplayRole):
            return (
                self._accessible(index)
                if role == Qt.ItemDataRole.AccessibleTextRole
                else super().data(index, role)
            )
        look = self._look(index)
        if role == LOOK_ROLE:
            return look
        return super().data(index, Qt.ItemDataRole.DisplayRole) if look is None else look.text

    @override
    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None or role != Qt.ItemDataRole.EditRole or self.why_closed(index):
            return False
        self.edited.emit(row.record.id, self.column_at(index.column()).path, str(value))
        return True

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            field = self.column_at(section).field
            return f"{field.title} ({field.path})" if field else None
        return super().headerData(section, orientation, role)

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        wanted = self.column_at(column).sort if 0 <= column < len(self.columns) else ""
        self.sort_requested.emit(wanted, order is Qt.SortOrder.DescendingOrder)

    def _look(self, index: AnyIndex) -> GridCell | None:
        if not index.isValid() or not 0 <= index.row() < self.count:
            return None
        super().data(index, Qt.ItemDataRole.DisplayRole)  # asks for the page where it is not there
        entry = self._entry(index.row())
        if entry is None:
            return None
        cell = entry[1][index.column()]
        row, column = entry[0], self.column_at(index.column())
        text = self._saving.get((row.record.id, column.path)) if self._saving else None
        assert isinstance(cell, GridCell)  # noqa: S101  grid_columns makes no others
        return cell if text is None else replace(cell, text=text, is_saving=True, severity="")

    def _accessible(self, index: AnyIndex) -> str:
        look = self._look(index)
        if look is None:
            return ""
        column = self.column_at(index.column())
        words = [f"{column.title}: {look.text or 'empty'}"]
        words += ["saving"] if look.is_saving else []
        words += [look.tip] if look.severity else []
        words += ["locked"] if look.is_locked else []
        return ", ".join(words)

    def _tell_row(self, number: int) -> None:
        if 0 <= number < self.count:
            self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))


def grid_columns(kind: Kind) -> Sequence[GridColumn]:
    """Derive the grid's columns from the declaration: the state, then what the kind names."""
    state = GridColumn("State", _state_cell, letters=15, sort="change")
    return (state, *(_grid_column(kind, path) for path in kind.grid_columns))


def _grid_column(kind: Kind, path: str) -> GridColumn:
    field = kind.column_by_path.get(path)
    if field is None:
        return GridColumn(list_title(path), partial(_list_cell, kind=kind, path=path), letters=14, path=path)
    return GridColumn(
        field.title,
        partial(_field_cell, kind=kind, column=field),
        letters=max(_LETTERS.get(field.type, 18), len(field.title) + 3),
        is_number=field.type in NUMBERS,
        is_stretched=path == name_path(kind) and field.is_editable,
        path=path,
        sort="" if field.about.is_directive else path,
        field=field,
    )


def _field_cell(row: RecordRow, *, kind: Kind, column: Column) -> GridCell:
    mark = row.marked.get(column.path)
    is_pending = row.record.change is not Change.NONE
    is_key = column.path == kind.key_column
    return GridCell(
        text=row.texts.get(column.path, ""),
        is_bold=is_pending if is_key else column.path in row.changed and not row.is_added,
        tip=mark.message if mark else "",
        severity=mark.severity if mark else "",
        is_changed=column.path in row.changed and not row.is_added,
        is_deleted=row.record.is_deleting,
        is_locked=is_locked(kind, row.record, column),
        is_number=column.type in NUMBERS,
    )


def _list_cell(row: RecordRow, *, kind: Kind, path: str) -> GridCell:
    mark = row.marked.get(path)
    inside = (one for one in row.marks if f"{one.path}[".startswith(f"{path}["))
    words = dict.fromkeys(words_of_mark(kind, one, row.record.edits) for one in inside)
    return GridCell(
        text=row.texts.get(path, ""),
        is_bold=path in row.changed and not row.is_added,
        tip="\n".join(words),
        severity=mark.severity if mark else "",
        is_changed=path in row.changed and not row.is_added,
        is_deleted=row.record.is_deleting,
    )


def _state_cell(row: RecordRow) -> GridCell:
    marks = marks_of(row.record)
    if not marks:
        return GridCell()
    return GridCell(
        text=marks[0].title,
        icon=marks[0].icon_name,
        color=marks[0].color_name if row.record.change else "muted",
        second_icon=marks[1].icon_name if len(marks) > 1 else "",
        tip=_state_words(row, marks),
        is_bold=row.record.change is not Change.NONE,
    )


def marks_of(record: Record) -> tuple[Mark, ...]:
    """List the marks of a record, the most urgent first."""
    has_error = any(problem.is_error for problem in record.problems) and not record.is_in_conflict
    has_warning = bool(record.problems) and not has_error and not record.is_in_conflict
    names = (
        record.busy,
        "conflict" if record.is_in_conflict else "",
        "problem" if has_error else "",
        record.outcome if record.outcome in ("refused", "failed", "unknown") else "",
        record.change.value,
        "warning" if has_warning else "",
        record.outcome if record.outcome in ("applied", "skipped") and not record.change else "",
    )
    found = [mark for name in dict.fromkeys(names) if (mark := mark_named(name))]
    return tuple(found)


def _state_words(row: RecordRow, marks: Sequence[Mark]) -> str:
    lines = [f"{mark.title}. {mark.explanation}" for mark in marks]
    lines += [problem.message for problem in row.record.problems[:8]]
    lines += [row.record.outcome_message] if row.record.outcome_message else []
    return "\n".join(lines)
