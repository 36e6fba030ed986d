"""The cells a proposed record came from, a line each: where it stands, its text, and what it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from typing_extensions import override

from app.intake.effects import Effect, effect_of
from app.intake.matching import letter
from app.intake.values import RECORD_COLUMN, ColumnMatch, ProposedRecord, RowProblem
from app.records.columns import Column
from ui.models.paged_table import AnyIndex, Cell, PagedTable, TableColumn
from ui.models.raw_text import visible

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from app.vendors.declaration import Kind

SHOWN_ROWS = 200  # of a record; more are not worked on cell by cell
ROW, COLUMN, TEXT, EFFECT = range(4)
_WORDS: dict[Effect, str] = {
    "names": "finds the record",
    "sets": "sets {}",
    "leaves": "left alone",
    "erases": "erases {}",
    "empties": "empties the list",
    "ignored": "ignored",
    "closed": "only the vendor sets it",
}
_COLORS: dict[Effect, str] = {"sets": "", "names": "", "erases": "deleted", "empties": "deleted"}


@dataclass(frozen=True)
class CellLine:
    """One cell. A line without an index is a value that stands in all rows."""

    row: int
    line: int
    index: int
    header: str
    text: str
    effect: Effect
    title: str
    column: Column | None = None
    problem: RowProblem | None = None
    is_first: bool = False

    @property
    def is_fixed(self) -> bool:
        return self.index < 0

    @property
    def place(self) -> str:
        """Say where it stands, as a spreadsheet and a text editor count."""
        if self.is_fixed:
            return "Set for all rows; not in the file"
        name = f" “{self.header}”" if self.header else ""
        return f"Row {self.row}, line {self.line}, column {letter(self.index)}{name}"


class CellTable(PagedTable):
    """Its texts can be edited: `edited` carries row, index of the column, and the text."""

    edited = Signal(int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        columns = (
            TableColumn("Row", _row_cell, letters=4, is_number=True),
            TableColumn("Column", _column_cell, letters=16),
            TableColumn("In the file", _text_cell, letters=19, is_stretched=True),
            TableColumn("What it does", _effect_cell, letters=19, is_stretched=True),
        )
        super().__init__(columns, parent)

    def line_at(self, row: int) -> CellLine | None:
        found = self.item_at(row)
        return found if isinstance(found, CellLine) else None

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        line = self.line_at(index.row())
        flags = super().flags(index)
        if index.column() != TEXT or line is None or line.is_fixed:
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line_at(index.row()) if role == Qt.ItemDataRole.EditRole else None
        return line.text if line is not None else super().data(index, role)

    @override
    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.line_at(index.row())
        if role != Qt.ItemDataRole.EditRole or line is None or line.is_fixed or str(value) == line.text:
            return False
        self.edited.emit(line.row, line.index, str(value))
        return True


def cell_lines(
    kind: Kind, record: ProposedRecord, header: Sequence[str], mapping: Iterable[ColumnMatch]
) -> tuple[CellLine, ...]:
    """Put the cells of a record's rows under each other; what stands for all rows comes last."""
    matches = tuple(mapping)
    return (*_file_lines(kind, record, header, matches), *_fixed_lines(kind, matches))


def first_wrong(lines: Sequence[CellLine]) -> int:
    """Find the line to correct first: one with an error, else with a warning; -1 without."""
    wrong = [number for number, line in enumerate(lines) if line.problem is not None and not line.is_fixed]
    errors = (number for number in wrong if (found := lines[number].problem) and found.is_error)
    return next(errors, wrong[0] if wrong else -1)


def _file_lines(
    kind: Kind, record: ProposedRecord, header: Sequence[str], matches: Sequence[ColumnMatch]
) -> Iterator[CellLine]:
    by_index = {match.index: match for match in matches if not match.is_fixed}
    problems = {(one.row, one.column): one for one in reversed(record.problems) if one.column}
    rows = zip(record.rows, record.lines, record.cells, strict=True)
    for (row, line, cells), _ in zip(rows, range(SHOWN_ROWS), strict=False):
        for index in range(max(len(header), len(cells))):
            text, match = cells[index] if index < len(cells) else "", by_index.get(index)
            path = match.column if match else ""
            yield CellLine(
                row=row,
                line=line,
                index=index,
                header=header[index] if index < len(header) else "",
                text=text,
                effect="ignored" if record.change == "refused" and not match else effect_of(kind, match, text),
                title=_title(kind, path),
                column=kind.column_by_path.get(path),
                problem=problems.get((row, path)) if path else _extra(record, index, header, text),
                is_first=index == 0,
            )


def _extra(record: ProposedRecord, index: int, header: Sequence[str], text: str) -> RowProblem | None:
    """A filled cell that no header stands above keeps its row from being read."""
    is_extra = index >= len(header) and text.strip() and record.change == "refused"
    return record.problems[0] if is_extra and record.problems else None


def _fixed_lines(kind: Kind, matches: Sequence[ColumnMatch]) -> Iterator[CellLine]:
    for match in matches:
        if match.is_fixed:
            effect = effect_of(kind, match, match.value)
            yield CellLine(0, 0, -1, "", match.value, effect, _title(kind, match.column))


def _title(kind: Kind, path: str) -> str:
    column = kind.column_by_path.get(path)
    return column.title if column is not None else ("the record" if path == RECORD_COLUMN else "")


def _row_cell(line: CellLine) -> Cell:
    text = "" if line.is_fixed else str(line.row)
    return Cell(text, color="" if line.is_first else "muted", is_bold=line.is_first, tip=line.place)


def _column_cell(line: CellLine) -> Cell:
    if line.is_fixed:
        return Cell("for all rows", color="muted", tip=line.place)
    name = line.header or "(no header)"
    return Cell(f"{letter(line.index)}  {name}", color="muted", tip=line.place)


def _text_cell(line: CellLine) -> Cell:
    shown = visible(line.text)
    if line.problem is None:
        return Cell(shown, tip=f"{line.place}: {shown or 'blank'}")
    is_error = line.problem.is_error
    icon, color = ("problem", "error") if is_error else ("warning", "warning")
    return Cell(shown or "blank", icon=icon, color=color, is_bold=True, tip=line.problem.message)


def _effect_cell(line: CellLine) -> Cell:
    if line.problem is not None and line.problem.is_error:
        return Cell(line.problem.message, color="error", tip=line.problem.message)
    words = _WORDS[line.effect].format(line.title)
    return Cell(words, color=_COLORS.get(line.effect, "muted"), tip=words)
