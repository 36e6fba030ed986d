"""The right side of an import: one proposed record, its problems, and the raw cells it came from."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.intake.values import ProposedRecord
from app.records.problems import Problem
from app.vendors.declaration import Kind
from ui.models.diff_table import diff_lines
from ui.models.paged_table import Cell, PagedTable, TableColumn
from ui.models.proposal_table import mark_of_proposed, rows_text
from ui.widgets.change_detail import ChangeDetail
from ui.widgets.paged_view import PagedView
from ui.widgets.words import IconButton

SHOWN_ROWS = 12  # columns of the table of raw cells; a record of more rows shows the first


class ImportDetail(ChangeDetail):
    """Raw cells are one click away, as the file has them."""

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._header: tuple[str, ...] = ()
        self._record: ProposedRecord | None = None
        self.raw = IconButton("Raw cells", icon="details")
        self.raw.setCheckable(True)
        self.raw.toggled.connect(self._toggle_raw)
        self.tools.addWidget(self.raw)
        self.cells: PagedView | None = None

    def use_header(self, header: tuple[str, ...]) -> None:
        """Take the header that names the raw cells."""
        self._header = header

    def show_record(self, record: ProposedRecord | None) -> None:
        """Show a proposed record; None leaves the last one until the next is read."""
        if record is None or record == self._record:
            return
        self._record = record
        rows = f"row {rows_text(record.rows)}" if len(record.rows) == 1 else f"rows {rows_text(record.rows)}"
        lines = diff_lines(self._kind, record.fields, _by_field(record))
        title = record.key or ("Row that cannot be read" if record.change == "refused" else "No key")
        self.show_change(title, mark_of_proposed(record), lines, subtitle=rows)
        self.show_problems(record.problems)
        self._show_cells()

    def _toggle_raw(self, is_shown: bool) -> None:  # noqa: FBT001  Qt's own argument
        self.raw.set_words("Hide raw cells" if is_shown else "Raw cells")
        self._show_cells()

    def _show_cells(self) -> None:
        if self.cells is not None:
            self.cells.hide()
            self.cells.deleteLater()
            self.cells = None
        if self._record is None or not self.raw.isChecked():
            return
        self.cells = PagedView(_raw_table(self._record), name="Raw cells of the file")
        self.cells.table.setParent(self.cells)
        self.cells.setProperty("role", "boxed")
        self.cells.setMinimumHeight(140)
        self.cells.table.fill(_raw_lines(self._record, self._header))
        self.below.addWidget(self.cells, 1)


def _by_field(record: ProposedRecord) -> list[Problem]:
    """Tell the fields' lines about the problems that name their column."""
    paths = {change.path for change in record.fields}
    return [
        Problem(problem.column, problem.message, problem.severity)
        for problem in record.problems
        if problem.column in paths
    ]


def _raw_table(record: ProposedRecord) -> PagedTable:
    shown = record.rows[:SHOWN_ROWS]
    columns = [TableColumn("Column", partial(_raw_cell, place=0), letters=20)]
    columns += [
        TableColumn(f"Row {row}", partial(_raw_cell, place=place), letters=18, is_stretched=len(shown) == 1)
        for place, row in enumerate(shown, start=1)
    ]
    return PagedTable(columns)


def _raw_cell(line: tuple[str, ...], *, place: int) -> Cell:
    text = line[place] if place < len(line) else ""
    return Cell(text, color="muted" if place == 0 else "", tip=text)


def _raw_lines(record: ProposedRecord, header: tuple[str, ...]) -> list[tuple[str, ...]]:
    width = max((len(header), *(len(cells) for cells in record.cells)))
    lines = []
    for place in range(width):
        name = header[place] if place < len(header) else f"(column {place + 1})"
        cells = (cells[place] if place < len(cells) else "" for cells in record.cells[:SHOWN_ROWS])
        lines.append((name, *cells))
    return lines
