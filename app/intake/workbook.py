"""Reads a sheet of a workbook as rows of the texts its cells show."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import repeat
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from app.errors import UnusableFile
from app.intake.rows import Block, Note, SourceRow
from app.intake.workbook_cells import text_of_cell

SIGNATURE = b"PK\x03\x04"
_OLD_SIGNATURE = b"\xd0\xcf\x11\xe0"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_BLOCK_ROWS = 2000
_LARGEST_BYTES = 4_000_000_000
_LARGEST_RATIO = 400  # sheets of numbers and few texts reach 30
_LARGEST_CHARACTERS = 1_000_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
# What openpyxl, the archive and its XML raise for files that are not as they should be.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, ParseError, EOFError, NotImplementedError, RuntimeError),
    *(KeyError, ValueError, TypeError, IndexError, AttributeError),
)
_SAVE_AS_CSV = "Open it in a spreadsheet and save it as “CSV UTF-8”."


def is_workbook(path: Path) -> bool:
    """Tell by its first bytes whether a file is a workbook that may be read.

    *Raises* UnusableFile for one in an old format, or with a password.
    """
    with path.open("rb") as file:
        start = file.read(8)
        if start.startswith(_OLD_SIGNATURE):
            raise _old_or_protected(path, file.read(1 << 20))
    return start.startswith(SIGNATURE)


def _old_or_protected(path: Path, content: bytes) -> UnusableFile:
    if _PROTECTED in content:
        return UnusableFile(
            f"“{path.name}” is a workbook protected by a password; nothing was read.",
            remedy="Open it in Excel, remove the password under File, Info, and save it again.",
        )
    return UnusableFile(
        f"“{path.name}” is an old Excel workbook; nothing was read.",
        remedy="Open it in a spreadsheet and save it as .xlsx, or as “CSV UTF-8”.",
    )


def sheet_names(path: Path) -> tuple[str, ...]:
    """List the sheets that hold cells, in the order of their tabs."""
    with _opened(path) as book:
        return tuple(sheet.title for sheet in book.worksheets)


class WorkbookRows:
    """The rows of one sheet, one by one or in blocks; a row counts as the spreadsheet counts it."""

    def __init__(self, rows: Iterator[Sequence[Any]], formulas: Iterator[Sequence[Any]]) -> None:
        self._rows = rows
        self._formulas = formulas
        self._row = 0
        self._width = 0

    def __iter__(self) -> Iterator[SourceRow]:
        return self

    def __next__(self) -> SourceRow:
        cells, formulas = next(self._rows), next(self._formulas)
        self._row += 1
        row = _source_row(self._row, cells, formulas)
        self._width = max(self._width, len(row.cells))
        row.cells.extend([""] * (self._width - len(row.cells)))  # a sheet leaves out blanks at the end
        return row

    def blocks(self) -> Iterator[Block]:
        """Yield what is left of the sheet, block by block."""
        numbers: list[int] = []
        cells: list[list[str]] = []
        apart: list[SourceRow] = []
        for row in self:
            if row.refusal or row.notes:
                apart.append(row)
            else:
                numbers.append(row.row)
                cells.append(row.cells)
            if len(numbers) + len(apart) >= _BLOCK_ROWS:
                yield Block(numbers, numbers, cells, tuple(apart))
                numbers, cells, apart = [], [], []
        yield Block(numbers, numbers, cells, tuple(apart))


@contextmanager
def opened_sheet(path: Path, sheet: str) -> Iterator[WorkbookRows]:
    """Open a sheet for reading. *Raises* UnusableFile."""
    with _opened(path) as book:
        if sheet not in book.sheetnames:
            named = ", ".join(f"“{name}”" for name in book.sheetnames[:8])
            raise UnusableFile(
                f"“{path.name}” has no sheet “{sheet}”; nothing was read.", remedy=f"Choose one of {named}."
            )
        with _reading(path):
            has_formulas = _has_formulas(path)
        if not has_formulas:
            yield WorkbookRows(_rows_of(path, book[sheet]), repeat(()))
            return
        with _opened(path, with_formulas=True) as other:
            yield WorkbookRows(_rows_of(path, book[sheet]), _rows_of(path, other[sheet]))


def _rows_of(path: Path, sheet: Any) -> Iterator[Sequence[Any]]:  # noqa: ANN401  openpyxl has no types
    with _reading(path):
        sheet.reset_dimensions()  # what the file says of its size need not be true
        rows = iter(sheet.iter_rows())
    while True:
        with _reading(path):
            row = next(rows, None)
        if row is None:
            return
        yield row


def _source_row(number: int, cells: Sequence[Any], formulas: Sequence[Any]) -> SourceRow:
    texts: list[str] = []
    notes: dict[int, Note] = {}
    for index, cell in enumerate(cells):
        text, note = _shown(cell, formulas[index] if index < len(formulas) else None)
        texts.append(text)
        if note is not None:
            notes[index] = note
    refusal = ""
    if any(len(text) > _LARGEST_CHARACTERS or _CONTROL.search(text) for text in texts if not text.isalnum()):
        refusal = "This row holds a character, or a length of text, that no spreadsheet shows. Write it again."
    while texts and not texts[-1]:
        texts.pop()
    return SourceRow(number, number, texts, refusal, notes)


def _shown(cell: Any, formula: Any) -> tuple[str, Note | None]:  # noqa: ANN401  openpyxl has no types
    value = cell.value
    if isinstance(value, str):
        if cell.data_type != "e":
            return value, None
        return value, Note(
            f"This cell shows {value}, an error of the spreadsheet. Write the value.", is_error=True
        )
    if value is None:
        if formula is None or formula.data_type != "f" or cell.data_type != "n":
            return "", None
        message = (
            "This cell holds a formula whose result is not in the file. Open it in a spreadsheet, save it, and "
            "import it again, or write the value."
        )
        return "(formula without result)", Note(message, is_error=True)
    return text_of_cell(value, cell.number_format if cell.data_type in ("n", "d") else "")


@contextmanager
def _opened(path: Path, *, with_formulas: bool = False) -> Iterator[Any]:
    from openpyxl import load_workbook  # noqa: PLC0415  takes a third of a second

    # It tells of parts of a workbook that it leaves out, none of them cells.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
    with _reading(path):
        _refuse_bombs(path)
        book = load_workbook(path, read_only=True, data_only=not with_formulas)
    with closing(book):
        yield book


def _refuse_bombs(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if "xl/workbook.xml" not in archive.namelist():
            raise _other_archive(path, archive)
    whole, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if whole > _LARGEST_BYTES or (whole > 50_000_000 and whole > packed * _LARGEST_RATIO):
        raise UnusableFile(
            f"“{path.name}” is a workbook that would unpack to {whole / 1e6:,.0f} MB; nothing was read.",
            remedy=_SAVE_AS_CSV,
        )


def _other_archive(path: Path, archive: zipfile.ZipFile) -> UnusableFile:
    """Name what an archive is instead; spreadsheets write several kinds."""
    names = archive.namelist()
    if "xl/workbook.bin" in names:
        what, remedy = "a binary workbook (.xlsb)", "Open it in Excel and save it as .xlsx, or as “CSV UTF-8”."
    elif "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype")[:100]:
        what, remedy = "an OpenDocument spreadsheet (.ods)", "Open it and save it as .xlsx, or as CSV."
    else:
        what = "a ZIP archive or a document, but no workbook"
        remedy = "Choose the file with the records, or save it as “CSV UTF-8”."
    return UnusableFile(f"“{path.name}” is {what}; nothing was read.", remedy=remedy)


def _has_formulas(path: Path) -> bool:
    """Tell whether any sheet holds a formula: only then are its cells looked at twice."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as part:
                    before = b""
                    while chunk := part.read(1 << 20):
                        if b"<f>" in before + chunk or b"<f " in before + chunk:
                            return True
                        before = chunk[-3:]
    return False


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Say in words that a workbook is broken."""
    try:
        yield
    except _BROKEN as error:
        raise UnusableFile(
            f"“{path.name}” is a broken workbook and could not be read; nothing was kept.", remedy=_SAVE_AS_CSV
        ) from error
