"""Tables written to a file, CSV or workbook, that appears whole or not at all."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.errors import StoreFull, UsageError

WriteRow = Callable[[Sequence[str]], object]


@contextmanager
def written_whole(to: Path, *, has_bom: bool = False) -> Iterator[WriteRow]:
    """Give what writes a row; the file is put in its place at the end. A name in .xlsx makes a workbook.

    *Raises* StoreFull, and UsageError for text that no workbook can hold.
    """
    temporary = Path(_beside(to))
    try:
        if to.suffix.casefold() == ".xlsx":
            with _workbook(temporary) as write_row:
                yield write_row
        else:
            with temporary.open("w", encoding="utf-8-sig" if has_bom else "utf-8", newline="") as stream:
                yield csv.writer(stream).writerow
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.replace(to)
    except OSError as error:
        raise _unwritable(to) from error
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _workbook(file: Path) -> Iterator[WriteRow]:
    """Every cell is text, so that a spreadsheet changes none and runs none."""
    from openpyxl import Workbook  # noqa: PLC0415  takes a third of a second
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  as above
    from openpyxl.utils.exceptions import IllegalCharacterError  # noqa: PLC0415  as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Records")

    def cell(text: str) -> object:
        made = WriteOnlyCell(sheet, value=text)
        made.data_type = "s"
        made.number_format = "@"
        return made

    try:
        yield lambda row: sheet.append([cell(text) if text else None for text in row])
    except IllegalCharacterError as error:
        remedy = "Export as CSV, or take the character out of the text."
        raise UsageError("A text holds a character that no workbook can hold.", remedy=remedy) from error
    finally:
        sheet.close()
    book.save(file)


def _beside(to: Path) -> str:
    try:
        handle, name = tempfile.mkstemp(prefix=f".{to.name}.", dir=to.parent)
    except OSError as error:
        raise _unwritable(to) from error
    os.close(handle)
    return name


def _unwritable(to: Path) -> StoreFull:
    return StoreFull(
        f"“{to.name}” could not be written; what stood there before stands there still.",
        remedy="Check that the folder is there, has space and may be written to.",
    )
