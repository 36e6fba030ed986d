"""The columns of a proposal: which rows, which record, and what keeping it would do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from app.intake.values import ProposedRecord
from ui.marks import Mark, mark_of_change
from ui.models.field_words import shortened, summary_of
from ui.models.marked import marked, problem_cell
from ui.models.paged_table import Cell, PagedTable, TableColumn

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from app.vendors.declaration import Kind

UNCHANGED = Mark("unchanged", "Unchanged", "check", "muted", "The records hold this already.")
REFUSED = Mark("refused", "Not readable", "refused", "error", "This row cannot be read and is left out.")


def proposal_table(kind: Kind, parent: QObject | None = None) -> PagedTable:
    """Make the lazy table of a kind's proposed records."""
    columns = (
        TableColumn("Row", _rows_cell, letters=6, is_number=True),
        TableColumn(kind.column_by_path[kind.key_column].title, _key_cell, letters=15),
        TableColumn("Will be", _change_cell, letters=13),
        TableColumn("What changes", partial(_summary_cell, kind=kind), letters=34, is_stretched=True),
        TableColumn("Problem", _problem_cell, letters=24, is_stretched=True),
    )
    return PagedTable(columns, parent)


def mark_of_proposed(record: ProposedRecord) -> Mark | None:
    """Name what keeping the record would do."""
    if record.change == "unchanged":
        return UNCHANGED
    return REFUSED if record.change == "refused" else mark_of_change(record.change)


def rows_text(rows: Sequence[int]) -> str:
    """Write row numbers as “2”, “2–4” or “2, 5 and 3 more”."""
    if not rows:
        return ""
    if len(rows) == 1:
        return str(rows[0])
    if rows[-1] - rows[0] == len(rows) - 1:
        return f"{rows[0]}–{rows[-1]}"
    shown = ", ".join(str(row) for row in rows[:2])
    return shown if len(rows) == 2 else f"{shown} and {len(rows) - 2} more"


def _rows_cell(record: ProposedRecord) -> Cell:
    return Cell(rows_text(record.rows), color="muted")


def _key_cell(record: ProposedRecord) -> Cell:
    if not record.key:
        return Cell("no key" if record.change != "refused" else "—", color="muted")
    return Cell(shortened(record.key), is_bold=record.change in ("added", "changed", "deleted"))


def _change_cell(record: ProposedRecord) -> Cell:
    return marked(mark_of_proposed(record))


def _summary_cell(record: ProposedRecord, *, kind: Kind) -> Cell:
    if record.change == "refused":
        return Cell("This row cannot be read.", color="muted")
    if not record.fields:
        return Cell(
            "Nothing: the records hold this already." if record.change == "unchanged" else "", color="muted"
        )
    return Cell(summary_of(kind, record.fields))


def _problem_cell(record: ProposedRecord) -> Cell:
    return problem_cell(record.problems)
