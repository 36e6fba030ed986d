"""Looks at the start of a file: encoding, delimiter, and the row that holds the header."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from app.errors import UnusableFile
from app.intake.encoding import Encoding, detect_encoding, shown, text_of
from app.intake.matching import count_known
from app.intake.rows import Format, SourceRow, read_rows, separator_line
from app.intake.values import Reading
from app.intake.workbook import is_workbook, opened_sheet, sheet_names
from app.vendors.registry import all_kinds

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 50
_SAMPLE_CHARACTERS = 1 << 18


@contextmanager
def reading_from_disk(path: Path) -> Iterator[None]:
    """Say in words what keeps a file from being read."""
    try:
        yield
    except FileNotFoundError as error:
        raise UnusableFile(
            f"“{path.name}” is not there, or vanished while it was read; nothing was kept.",
            remedy="Check the name, or copy the file to this computer first.",
        ) from error
    except IsADirectoryError as error:
        raise UnusableFile(f"“{path.name}” is a folder.", remedy="Choose a CSV file in it.") from error
    except PermissionError as error:
        raise UnusableFile(
            f"“{path.name}” may not be read.",
            remedy="Close it elsewhere, or ask for the permission to read it.",
        ) from error
    except OSError as error:
        raise UnusableFile(
            f"“{path.name}” could not be read to its end; nothing was kept.",
            remedy="Copy the file to this computer and try again.",
        ) from error


def look_at(
    path: Path,
    kind_id: str = "",
    *,
    encoding: str = "",
    delimiter: str = "",
    header_row: int = 0,
    sheet: str = "",
) -> Reading:
    """Tell how to read a file; what is given by the person is taken as given.

    *Raises* UnusableFile where it is no table.
    """
    kinds = (kind_id,) if kind_id else tuple(all_kinds())
    with reading_from_disk(path):
        _refuse_empty(path)
        if is_workbook(path):
            return _look_at_workbook(path, kinds, sheet=sheet, header_row=header_row)
        found = Encoding(encoding, has_broken_bytes=True) if encoding else detect_encoding(path)
        start = _start_of(path, found.name)
    if not delimiter:
        delimiter = separator_line(start.split("\n", 1)[0]) or _best_delimiter(start, found.name, kinds)
    rows = _sample(start, Format(found.name, delimiter))
    header = _header_row(rows, kinds, header_row, path.name)
    return Reading(
        encoding=found.name,
        is_encoding_guessed=found.is_guessed,
        delimiter=delimiter,
        header_row=header.row,
        header=_header_texts(header),
        sample=_below(header, rows),
        has_broken_bytes=found.has_broken_bytes,
        telling_lines=found.telling,
    )


def _look_at_workbook(path: Path, kinds: Sequence[str], *, sheet: str, header_row: int) -> Reading:
    """Without a chosen sheet, the one whose first rows name most fields is read; the first of equals."""
    sheets = sheet_names(path)
    samples = {name: _sheet_sample(path, name) for name in ((sheet,) if sheet else sheets)}
    chosen = max(
        samples, key=lambda name: max((_known(row, kinds) for row in samples[name]), default=0), default=""
    )
    rows = samples.get(chosen, [])
    header = _header_row(rows, kinds, header_row, path.name)
    return Reading(
        encoding="",
        is_encoding_guessed=False,
        delimiter="",
        header_row=header.row,
        header=_header_texts(header),
        sample=_below(header, rows),
        sheet=chosen,
        sheets=sheets,
    )


def _sheet_sample(path: Path, sheet: str) -> list[SourceRow]:
    with opened_sheet(path, sheet) as rows:
        return list(islice(rows, _SAMPLE_ROWS))


def _header_texts(header: SourceRow) -> tuple[str, ...]:
    return tuple(cell.strip().lstrip("\ufeff") for cell in header.cells)


def _below(header: SourceRow, rows: Sequence[SourceRow]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(shown, row.cells)) for row in rows if row.row > header.row)[:5]


def _refuse_empty(path: Path) -> None:
    if path.stat().st_size == 0:
        raise UnusableFile(f"“{path.name}” is empty; nothing was read.", remedy="Save the table again.")


def _start_of(path: Path, encoding: str) -> str:
    codec, errors = text_of(encoding)
    with path.open(encoding=codec, errors=errors, newline="") as stream:
        return stream.read(_SAMPLE_CHARACTERS).removeprefix("\ufeff")


def _best_delimiter(start: str, encoding: str, kinds: Sequence[str]) -> str:
    """The one under which a row names most fields; then the one that gives rows of one width."""
    return max(DELIMITERS, key=lambda delimiter: _score(_sample(start, Format(encoding, delimiter)), kinds))


def _score(rows: Sequence[SourceRow], kinds: Sequence[str]) -> tuple[int, int, int]:
    known = max((_known(row, kinds) for row in rows), default=0)
    widths = [len(row.cells) for row in rows if len(row.cells) > 1]
    usual = max(set(widths), key=widths.count, default=0)
    return known, widths.count(usual), usual


def _sample(start: str, form: Format) -> list[SourceRow]:
    rows = list(islice(read_rows(io.StringIO(start, newline=""), form), _SAMPLE_ROWS))
    is_cut = len(start) == _SAMPLE_CHARACTERS and len(rows) < _SAMPLE_ROWS
    return rows[:-1] if is_cut and len(rows) > 1 else rows


def _header_row(rows: Sequence[SourceRow], kinds: Sequence[str], wanted: int, file_name: str) -> SourceRow:
    if wanted:
        row = next((row for row in rows if row.row == wanted), None)
        if row is None:
            raise UnusableFile(
                f"“{file_name}” has no row {wanted}.", remedy=f"Choose one of its first {len(rows)} rows."
            )
    else:
        row = max(rows, key=lambda row: _known(row, kinds), default=None)
        if row is None or not any(_known(row, kinds) for row in rows):
            row = next((row for row in rows if any(cell.strip() for cell in row.cells)), None)
    if row is None:
        raise UnusableFile(
            f"“{file_name}” holds nothing but blanks; nothing was read.", remedy="Save it again."
        )
    if row.refusal:
        raise UnusableFile(
            f"The header of “{file_name}” in row {row.row} (line {row.line}) cannot be read: {row.refusal}",
            remedy="Nothing was read.",
        )
    return row


def _known(row: SourceRow, kinds: Sequence[str]) -> int:
    return max((count_known(row.cells, kind) for kind in kinds if not row.refusal), default=0)
