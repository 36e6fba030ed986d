"""Looks at the start of a file: encoding, delimiter or sheet, and the row that holds the header."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from app.errors import Misread, UnusableFile
from app.intake.code_pages import Encoding
from app.intake.encoding import detect_encoding, text_of
from app.intake.header import HeaderJudge, first_rows, header_texts, numbered, rows_below
from app.intake.rows import DOUBLE_QUOTE, Format, SourceRow, read_rows, separator_line
from app.intake.values import NO_HEADER, Reading, Wanted
from app.intake.workbook import is_workbook, opened_sheet, sheet_names
from app.vendors.registry import all_kinds

_DELIMITERS = (",", ";", "\t", "|")
_ANY = Wanted()
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
    path: Path, kind_id: str = "", wanted: Wanted = _ANY, *, remembered: Collection[str] = frozenset()
) -> Reading:
    """Tell how to read a file; what is wanted is taken as given. `remembered` are fingerprints of headers.

    *Raises* UnusableFile where it is no table, Misread where it could be one if it were read differently.
    """
    judge = HeaderJudge((kind_id,) if kind_id else tuple(all_kinds()), remembered)
    with reading_from_disk(path):
        _refuse_empty(path)
        if is_workbook(path):
            return _look_at_workbook(path, judge, wanted)
        return _look_at_text(path, judge, wanted)


def _look_at_text(path: Path, judge: HeaderJudge, wanted: Wanted) -> Reading:
    found = Encoding(wanted.encoding, has_broken_bytes=True) if wanted.encoding else detect_encoding(path)
    start = _start_of(path, found.name)
    form = _form(start, found.name, judge, wanted)
    rows = _sample(start, form)
    reading = Reading(
        encoding=found.name,
        is_encoding_guessed=found.is_guessed,
        delimiter=form.delimiter,
        header_row=wanted.header_row,
        header=(),
        quote=form.quote,
        skips_blanks=form.skips_blanks,
        has_broken_bytes=found.has_broken_bytes,
        telling_lines=found.telling,
    )
    return _with_header(path, judge, rows, reading)


def _look_at_workbook(path: Path, judge: HeaderJudge, wanted: Wanted) -> Reading:
    """Without a chosen sheet, the one whose first rows name most fields is read; the first of equals."""
    sheets = sheet_names(path)
    samples = {name: _sheet_sample(path, name) for name in ((wanted.sheet,) if wanted.sheet else sheets)}
    chosen = max(samples, key=lambda name: judge.most(samples[name]), default="")
    reading = Reading(
        encoding="",
        is_encoding_guessed=False,
        delimiter="",
        header_row=wanted.header_row,
        header=(),
        sheet=chosen,
        sheets=sheets,
    )
    return _with_header(path, judge, samples.get(chosen, []), reading)


def _form(start: str, encoding: str, judge: HeaderJudge, wanted: Wanted) -> Format:
    quote = DOUBLE_QUOTE if wanted.quote is None else wanted.quote
    delimiter = wanted.delimiter or separator_line(start.split("\n", 1)[0])
    forms = [
        Format(encoding, sign, quote, _has_blank_before_quotes(start, sign, quote))
        for sign in ([delimiter] if delimiter else _DELIMITERS)
    ]
    return max(forms, key=lambda form: _score(_sample(start, form), judge)) if len(forms) > 1 else forms[0]


def _has_blank_before_quotes(start: str, delimiter: str, quote: str) -> bool:
    """Tell a file that parts all its quoted cells by a delimiter and a blank, as people and programs do."""
    parts = [f"{quote}{delimiter}{blank}{quote}" for blank in ("", " ")]
    tight, loose = map(start.count, parts)
    return bool(quote) and not delimiter.isspace() and loose > 0 and tight == 0


def _with_header(path: Path, judge: HeaderJudge, rows: Sequence[SourceRow], reading: Reading) -> Reading:
    reading = replace(reading, first_rows=first_rows(rows))
    if reading.first_rows and (not reading.has_header or (not reading.header_row and judge.means_none(rows))):
        return replace(
            reading, header_row=NO_HEADER, header_line=1, header=numbered(rows), sample=rows_below(0, rows)
        )
    header = _header(path, judge, rows, reading)
    return replace(
        reading,
        header_row=header.row,
        header_line=header.line,
        header=header_texts(header),
        sample=rows_below(header.row, rows),
    )


def _header(path: Path, judge: HeaderJudge, rows: Sequence[SourceRow], reading: Reading) -> SourceRow:
    row = next((row for row in rows if row.row == reading.header_row), None)
    if reading.header_row > 0 and row is None:
        remedy = f"Choose one of its first {len(rows)} rows."
        raise Misread(f"“{path.name}” has no row {reading.header_row}.", remedy=remedy, reading=reading)
    row = row or judge.header(rows)
    if row is None:
        what = f"The sheet “{reading.sheet}” of “{path.name}”" if len(reading.sheets) > 1 else f"“{path.name}”"
        raise Misread(
            f"{what} holds nothing but blanks; nothing was read.", remedy="Save it again.", reading=reading
        )
    if row.refusal:
        raise Misread(
            f"The header of “{path.name}” in row {row.row} (line {row.line}) cannot be read: {row.refusal}",
            remedy="Nothing was read. Correct it in the file, or choose another row, encoding or delimiter.",
            reading=replace(reading, header_row=row.row),
        )
    return row


def _sheet_sample(path: Path, sheet: str) -> list[SourceRow]:
    with opened_sheet(path, sheet) as rows:
        return list(islice(rows, _SAMPLE_ROWS))


def _refuse_empty(path: Path) -> None:
    if path.stat().st_size == 0:
        raise UnusableFile(f"“{path.name}” is empty; nothing was read.", remedy="Save the table again.")


def _start_of(path: Path, encoding: str) -> str:
    codec, errors = text_of(encoding)
    with path.open(encoding=codec, errors=errors, newline="") as stream:
        return stream.read(_SAMPLE_CHARACTERS).removeprefix("\ufeff")


def _score(rows: Sequence[SourceRow], judge: HeaderJudge) -> tuple[int, int, int]:
    """The delimiter under which a row names most fields; then the one that gives rows of one width."""
    widths = [len(row.cells) for row in rows if len(row.cells) > 1]
    usual = max(set(widths), key=widths.count, default=0)
    return judge.most(rows), widths.count(usual), usual


def _sample(start: str, form: Format) -> list[SourceRow]:
    rows = list(islice(read_rows(io.StringIO(start, newline=""), form), _SAMPLE_ROWS))
    is_cut = len(start) == _SAMPLE_CHARACTERS and len(rows) < _SAMPLE_ROWS
    return rows[:-1] if is_cut and len(rows) > 1 else rows
