"""Stages rows of a file, each under the name of its record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path

from app.errors import UnusableFile
from app.intake.again import AtOnce
from app.intake.assemble import StagedRow
from app.intake.cells import Says
from app.intake.encoding import shown
from app.intake.header import header_texts
from app.intake.matching import letter
from app.intake.pieces import Piece
from app.intake.plain_rows import Finished
from app.intake.refusals import too_many
from app.intake.rows import Block, RowReader, SourceRow, form_of, opened_piece, opened_rows
from app.intake.staged_groups import NamedRow
from app.intake.staging import Staging
from app.intake.table import FileTable
from app.intake.values import Reading, RowProblem
from app.intake.workbook import WorkbookRows, opened_sheet
from app.records.cells import write_cell
from app.records.checks import is_blank
from app.records.problems import Severity

KeysOf = Callable[[Sequence[int]], Mapping[int, str]]
"""Looks local record ids up: those of this kind and connection, with their keys."""
_row = attrgetter("row")
_DOS_END = "\x1a"  # what programs of that time wrote behind the last row


def stage_block(
    staging: Staging,
    block: Block,
    *,
    table: FileTable,
    at_once: AtOnce | None,
    keys_of: KeysOf,
) -> int:
    """Stage what is finished at once; the other rows are to be looked at. Returns the number of rows."""
    found = at_once.finish(block) if at_once else Finished(unusual=block.rows())
    staging.plain.add(found)
    others = list(_below(sorted(found.unusual, key=_row), table))
    staging.add_rows(named_rows(table, others, keys_of))
    return found.row_count + len(others)


@contextmanager
def opened_at(path: Path, reading: Reading, piece: Piece) -> Iterator[RowReader | WorkbookRows]:
    """Open a file at the first row of a piece, or of the whole at its first row below the header.

    *Raises* UnusableFile where that is not the header it was.
    """
    if piece.row:
        with opened_piece(path, form_of(reading), piece) as rows:
            yield rows
        return
    has_header = reading.has_header
    with opened_sheet(path, reading.sheet) if reading.sheet else opened_rows(path, form_of(reading)) as whole:
        header = next((row for row in whole if row.row == reading.header_row), None) if has_header else None
        if has_header and (header is None or header_texts(header) != reading.header):
            raise UnusableFile(
                f"“{path.name}” changed since it was looked at; nothing was kept.", remedy="Import it again."
            )
        yield whole


def _below(rows: Iterable[SourceRow], table: FileTable) -> Iterator[tuple[StagedRow, str]]:
    """Give readable rows the header's width; say of the others why they are refused."""
    width = table.width
    for row in rows:
        cells = row.cells
        if not row.refusal and not any(cell and not cell.isspace() for cell in cells):
            continue
        if cells == [_DOS_END]:
            continue
        refusal, extra = row.refusal, cells[width:]
        if not refusal and any(cell.strip() for cell in extra):
            refusal = too_many(width, len(cells))
        missing = 0 if refusal else max(0, width - len(cells))
        kept = cells if refusal else [*cells[:width], *[""] * missing]
        yield (
            StagedRow(
                row.row,
                row.line,
                [shown(cell) for cell in kept] if refusal else kept,
                table.row_hash(kept),
                missing,
                row.notes,
            ),
            refusal,
        )


def named_rows(table: FileTable, chunk: Sequence[tuple[StagedRow, str]], keys_of: KeysOf) -> Iterator[NamedRow]:
    """Name the record that each row is about."""
    local = {row.row: _local_id(table, row) for row, refusal in chunk if not refusal}
    known = keys_of([one for one in local.values() if one]) if table.record_index is not None else {}
    for row, refusal in chunk:
        if refusal:
            yield NamedRow(row, "", refusal)
        else:
            yield NamedRow(row, _name(table, row, local[row.row], known))


def _local_id(table: FileTable, row: StagedRow) -> int:
    if table.record_index is None:
        return 0
    text = row.cells[table.record_index].strip().removeprefix("#")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _name(table: FileTable, row: StagedRow, local_id: int, known: Mapping[int, str]) -> str:
    """Name the record: `k` and its key, `r` and its local id, or `h` and the row itself."""
    key = key_of(table, row)
    present = known.get(local_id)
    if present and key in ("", present):
        return f"k{present}"
    if present is not None:
        return f"r{local_id}"
    return f"k{key}" if key else f"h{row.hash}"


def key_of(table: FileTable, row: StagedRow) -> str:
    """The key a row gives its record, "" where it gives none."""
    for column in (table.key, *table.other_keys):
        if column is None:
            continue
        if row.is_wrong(column.indexes[0]):
            return ""
        meaning = column.reader.read(row.cells[column.indexes[0]])
        if not isinstance(meaning, Says) and not is_blank(meaning):
            return write_cell(meaning)
    return ""


def file_problems(table: FileTable, reading: Reading, *, is_empty: bool) -> Iterator[RowProblem]:
    """Say what is wrong with the file as a whole."""
    row, line = max(1, reading.header_row), reading.header_line or reading.header_row
    for one in table.doubled:
        names = " and ".join(f"“{reading.header[index]}” (column {letter(index)})" for index in one.indexes)
        message = (
            f"{names} are both {one.column.title}; where they differ, the field waits for you. "
            "Remove or ignore one of them."
        )
        yield RowProblem(row, line, one.column.path, reading.header[one.indexes[0]], message)
    if is_empty:
        message = "There are no rows below the header; nothing will change."
        yield RowProblem(row, line, "", "", message, Severity.WARNING)
