"""A lazy table: columns are data, rows arrive page by page and are looked up, never fetched, when painted."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QIcon
from typing_extensions import override

from ui import assets, theme
from ui.widgets.plain import plain_tooltip

PAGE_ROWS = 100
KEPT_PAGES = 60  # 6,000 rows: far more than anybody scrolls back and forth over
PAGES_AT_ONCE = 3  # a fast scroll asks for what is on the screen now, not for all it flew over
WAITING = "…"
AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Cell:
    """What one cell shows. `icon` and `color` are names in `ui.assets` and `ui.theme`."""

    text: str = ""
    icon: str = ""
    color: str = ""
    is_bold: bool = False
    tip: str = ""


@dataclass(frozen=True)
class TableColumn:
    """One column: its title, what it shows of an item, and about how many letters wide it is.

    Stretched ones share what the others leave, in the proportion of their letters.
    """

    title: str
    cell: Callable[[Any], Cell]
    letters: int = 14
    is_number: bool = False
    is_stretched: bool = False


@dataclass(frozen=True)
class PageRequest:
    """Which rows are wanted. `generation` tells the answers of an earlier question apart."""

    generation: int
    offset: int
    limit: int


class PagedTable(QAbstractTableModel):
    """Shows `count` items of which it holds some pages; asks for the others through `page_wanted`."""

    page_wanted = Signal(object)
    loaded = Signal()

    def __init__(self, columns: Sequence[TableColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._count = 0
        self._generation = 0
        self._pages: OrderedDict[int, tuple[tuple[Any, tuple[Cell, ...]], ...]] = OrderedDict()
        self._fresh: set[int] = set()
        self._asked: set[int] = set()
        self._wanted: list[int] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._ask)

    @property
    def count(self) -> int:
        return self._count

    def reset(self, count: int) -> None:
        """Show other items, none of them known yet."""
        self.beginResetModel()
        self._generation += 1
        self._count = count
        self._pages.clear()
        self._forget()
        self.endResetModel()

    def refresh(self, count: int) -> None:
        """Look at the same items again; what is shown stays until the answer is there."""
        self._generation += 1
        self._forget()
        self._resize(count)
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(self.columns) - 1))

    def take(self, request: PageRequest, items: Sequence[Any]) -> None:
        """Take the rows that were asked for; those of an earlier question are dropped."""
        if request.generation != self._generation:
            return
        page = request.offset // PAGE_ROWS
        self._pages[page] = tuple((item, tuple(column.cell(item) for column in self.columns)) for item in items)
        self._pages.move_to_end(page)
        self._fresh.add(page)
        self._asked.discard(page)
        while len(self._pages) > KEPT_PAGES:
            dropped, _ = self._pages.popitem(last=False)
            self._fresh.discard(dropped)
        last = min(request.offset + PAGE_ROWS, self._count) - 1
        if last >= request.offset:
            self.dataChanged.emit(self.index(request.offset, 0), self.index(last, len(self.columns) - 1))
        self.loaded.emit()

    def fill(self, items: Sequence[Any]) -> None:
        """Show a list that is known as a whole."""
        self.reset(len(items))
        for offset in range(0, len(items), PAGE_ROWS):
            request = PageRequest(self._generation, offset, PAGE_ROWS)
            self.take(request, items[offset : offset + PAGE_ROWS])

    def give_up(self, request: PageRequest) -> None:
        """Forget that a page was asked for, so that looking at it asks again."""
        self._asked.discard(request.offset // PAGE_ROWS)

    def item_at(self, row: int) -> Any | None:  # noqa: ANN401  whatever the columns read
        """Give the item of a row, or None while its page has not arrived."""
        entry = self._entry(row)
        return None if entry is None else entry[0]

    @override
    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else self._count

    @override
    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return _alignment(self.columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < self._count:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        self._want(index.row() // PAGE_ROWS)
        entry = self._entry(index.row())
        if entry is None:
            return WAITING if role == Qt.ItemDataRole.DisplayRole else None
        return _of_cell(entry[1][index.column()], column, role)

    def _entry(self, row: int) -> tuple[Any, tuple[Cell, ...]] | None:
        page = self._pages.get(row // PAGE_ROWS, ())
        place = row % PAGE_ROWS
        return page[place] if place < len(page) else None

    def _forget(self) -> None:
        self._fresh.clear()
        self._asked.clear()
        self._wanted.clear()

    def _resize(self, count: int) -> None:
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            self.endRemoveRows()

    def _want(self, page: int) -> None:
        if page in self._fresh or page in self._asked:
            return
        if page in self._wanted:
            self._wanted.remove(page)
        self._wanted.append(page)
        if not self._timer.isActive():
            self._timer.start()

    def _ask(self) -> None:
        wanted = self._wanted[-PAGES_AT_ONCE:]
        self._wanted.clear()
        for page in wanted:
            self._asked.add(page)
            self.page_wanted.emit(PageRequest(self._generation, page * PAGE_ROWS, PAGE_ROWS))


def _alignment(column: TableColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _of_cell(cell: Cell, column: TableColumn, role: int) -> Any:  # noqa: ANN401  one type per role
    show = _SHOWN.get(role)
    return show(cell, column) if show else None


def _font(cell: Cell, column: TableColumn) -> QFont | None:
    if not cell.is_bold and not column.is_number:
        return None
    font = QFont()
    font.setBold(cell.is_bold)
    return theme.tabular(font) if column.is_number else font


def _icon(cell: Cell, _column: TableColumn) -> QIcon | None:
    return assets.icon(cell.icon, color=cell.color) if cell.icon else None


def _color(cell: Cell, _column: TableColumn) -> QColor | None:
    return getattr(theme.current(), cell.color) if cell.color else None


def _tip(cell: Cell, _column: TableColumn) -> str | None:
    return plain_tooltip(cell.tip or cell.text) or None


def _spoken(cell: Cell, column: TableColumn) -> str:
    return f"{column.title}: {cell.text}"


def _text(cell: Cell, _column: TableColumn) -> str:
    return cell.text


_SHOWN: dict[int, Callable[[Cell, TableColumn], Any]] = {
    Qt.ItemDataRole.DisplayRole: _text,
    Qt.ItemDataRole.DecorationRole: _icon,
    Qt.ItemDataRole.ForegroundRole: _color,
    Qt.ItemDataRole.FontRole: _font,
    Qt.ItemDataRole.ToolTipRole: _tip,
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
}
