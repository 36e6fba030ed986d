"""What the keys and menus do to a range of the grid: copy, paste, fill, clear, delete, revert."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from app.jobs import JobContext
from app.services import browse_records
from app.values import Record, RecordQuery
from ui.edits import CellEdit, RecordEdits
from ui.models.record_row import RecordRow, row_of, why_not_editable
from ui.models.record_table import GridColumn, RecordTable
from ui.models.when import plural
from ui.screens.record_grid import CellRange, RecordGrid
from ui.session import AppSession

if TYPE_CHECKING:
    from app.vendors.declaration import Kind
    from app.workspace import Workspace

PAGE = 500
Block = Sequence[Sequence[str]]


@dataclass(frozen=True)
class _Written:
    edits: tuple[CellEdit, ...]
    closed: int
    reason: str
    word: str

    @property
    def title(self) -> str:
        """What Undo calls it."""
        return f"{self.word} of {plural(sum(len(edit.texts) for edit in self.edits), 'cell')}"


class GridCommands(QObject):
    """Works on the grid's selection. `told` carries words for the person."""

    told = Signal(str)
    table_pasted = Signal(str)

    def __init__(self, session: AppSession, grid: RecordGrid, table: RecordTable, edits: RecordEdits) -> None:
        super().__init__(grid)
        self._session = session
        self._grid = grid
        self._table = table
        self._edits = edits
        self.query: RecordQuery | None = None

    def copy(self) -> None:
        """Put the selected cells on the clipboard as a spreadsheet would."""
        ranges = self._grid.selected_ranges()
        if ranges:
            area = ranges[0]
            columns = [self._table.column_at(number) for number in range(area.left, area.right + 1)]
            work = partial(self._read_block, area=area, columns=columns)
            self._session.jobs.run(work, done=self._take_copied, title="Copying")

    def paste(self) -> None:
        """Write the clipboard's cells from the current one on; a whole table with headers is an import."""
        text = QGuiApplication.clipboard().text()
        block = parse_block(text)
        ranges = self._grid.selected_ranges()
        if not block:
            return
        if looks_like_table(self._table.kind, block):
            self.table_pasted.emit(text)
        elif ranges:
            self._write(_pasted_area(ranges[0], block), block, "paste")

    def fill_down(self) -> None:
        """Repeat the first selected row in the rows below it; of one row, take the row above."""
        ranges = self._grid.selected_ranges()
        if not ranges:
            return
        area = ranges[0]
        first = max(0, area.top - 1) if area.top == area.bottom else area.top
        source = self._table.row_at(first)
        if source is None or first == area.bottom:
            return
        columns = [self._table.column_at(number) for number in range(area.left, area.right + 1)]
        block = [[source.texts.get(column.path, "") for column in columns]]
        self._write(CellRange(first + 1, area.bottom, area.left, area.right), block, "fill down")

    def clear(self) -> None:
        """Erase the selected cells."""
        ranges = self._grid.selected_ranges()
        if ranges:
            self._write(ranges[0], [[""]], "clearing")

    def delete(self) -> None:
        """Mark the selected records for deletion."""
        self._edits.delete(self._ids())

    def revert(self) -> None:
        """Take back all edits of the selected records."""
        self._edits.revert(self._ids())

    def revert_cells(self) -> None:
        """Take back the edits of the column of the current cell, in the selected records."""
        column = self._table.column_at(self._grid.currentIndex().column())
        self._edits.revert(self._ids(), column.path or None)

    def chosen_ids(self) -> Callable[[], Sequence[int]]:
        """Give what finds the selected records, to be asked on a worker thread."""
        return self._ids()

    def _ids(self) -> Callable[[], Sequence[int]]:
        return partial(_ids_in, self._session.workspace, self.query, self._grid.row_spans())

    def _write(self, area: CellRange, block: Block, word: str) -> None:
        work = partial(self._plan, area=area, block=block, word=word)
        self._session.jobs.run(work, done=self._take_plan)

    def _plan(self, _context: JobContext, *, area: CellRange, block: Block, word: str) -> _Written:
        edits: list[CellEdit] = []
        closed, reason = 0, ""
        for number, row in enumerate(self._rows(area)):
            texts: dict[str, str] = {}
            for place, column in enumerate(self._columns(area)):
                why = why_not_editable(self._table.kind, row.record, column.field)
                if why:
                    closed, reason = closed + 1, why
                    continue
                cells = block[number % len(block)]
                if place < len(cells) or len(cells) == 1:
                    texts[column.path] = cells[place % len(cells)]
            changed = {path: text for path, text in texts.items() if row.texts.get(path, "") != text}
            if changed:
                edits.append(CellEdit(row.record.id, changed))
        return _Written(tuple(edits), closed, reason, word)

    def _take_plan(self, written: _Written) -> None:
        if written.edits:
            self._edits.write(written.edits, title=written.title)
        if written.closed:
            self.told.emit(f"{plural(written.closed, 'cell')} left alone. {written.reason}")

    def _columns(self, area: CellRange) -> list[GridColumn]:
        last = min(area.right, len(self._table.columns) - 1)
        columns = [self._table.column_at(number) for number in range(area.left, last + 1)]
        return [column for column in columns if column.path]

    def _rows(self, area: CellRange) -> Iterator[RecordRow]:
        for record in _records_in(self._session.workspace, self.query, ((area.top, area.bottom),)):
            yield row_of(self._table.kind, record)

    def _read_block(self, _context: JobContext, *, area: CellRange, columns: list[GridColumn]) -> str:
        out = io.StringIO()
        writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
        for row in self._rows(area):
            writer.writerow([row.texts.get(column.path, "") for column in columns])
        return out.getvalue().removesuffix("\n")

    def _take_copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)


def parse_block(text: str) -> Block:
    """Read clipboard text as a spreadsheet leaves it: tabs between cells, one line per row."""
    lines = text.removesuffix("\n").removesuffix("\r")
    if not lines:
        return []
    return [cells or [""] for cells in csv.reader(io.StringIO(lines, newline=""), dialect="excel-tab")]


def looks_like_table(kind: Kind, block: Block) -> bool:
    """Tell whether the first row names columns of the kind, so that this is an import."""
    if len(block) < 2:
        return False
    known = {_plain(word) for column in kind.columns for word in (column.path, column.title)}
    return sum(_plain(cell) in known for cell in block[0]) >= 2


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _pasted_area(area: CellRange, block: Block) -> CellRange:
    """Grow the target to the pasted block, or repeat the block over a larger selection."""
    height = max(len(block), area.bottom - area.top + 1)
    width = max(len(block[0]), area.right - area.left + 1)
    return CellRange(area.top, area.top + height - 1, area.left, area.left + width - 1)


def _records_in(
    workspace: Workspace, query: RecordQuery | None, spans: Sequence[tuple[int, int]]
) -> Iterator[Record]:
    if query is None:
        return
    for first, last in spans:
        for offset in range(first, last + 1, PAGE):
            yield from browse_records.page(workspace, query, offset, min(PAGE, last + 1 - offset))


def _ids_in(workspace: Workspace, query: RecordQuery | None, spans: Sequence[tuple[int, int]]) -> Sequence[int]:
    return [record.id for record in _records_in(workspace, query, spans)]
