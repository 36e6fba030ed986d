"""Turns the text of a file into rows, telling for each its row, its line, and why it cannot be read."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from app.intake.encoding import text_of

CELL_LIMIT = 1 << 20
"""*Units*: characters. A longer cell is an opened quote that nobody closed."""
_BROKEN = re.compile("[\udc80-\udcff]")
_BROKEN_UTF_16 = re.compile("\ufffd")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """`row` as a spreadsheet counts it, `line` the physical line it begins on, both from 1.

    `refusal` says why the row cannot be read, "" where it can.
    """

    row: int
    line: int
    cells: list[str]
    refusal: str = ""


@dataclass(frozen=True)
class Format:
    """How text becomes rows."""

    encoding: str
    delimiter: str
    quote: str = '"'


def open_rows(path: Path, form: Format) -> Iterator[SourceRow]:
    """Yield every row of a file, the header too; rows of nothing at all count but carry no cells."""
    codec, errors = text_of(form.encoding)
    with path.open(encoding=codec, errors=errors, newline="") as stream:
        if stream.read(1) != "\ufeff":
            stream.seek(0)
        yield from read_rows(stream, form)


class _Lines:
    """Physical lines that can be pushed back; remembers those of the row being read."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._returned: deque[str] = deque()
        self.number = 0
        self.of_row: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else self._stream.readline(CELL_LIMIT)
        if not line:
            raise StopIteration
        self.number += 1
        self.of_row.append(line)
        return line

    def begin_row(self) -> None:
        self.of_row = []

    def return_all_but_first(self) -> None:
        """Give back what an opened quote swallowed, so that the rows after it are read."""
        swallowed = self.of_row[1:]
        self._returned.extendleft(reversed(swallowed))
        self.number -= len(swallowed)


def separator_line(line: str) -> str:
    """Return the delimiter that a first line `sep=;` declares; Excel writes and hides it."""
    match = _SEPARATOR_LINE.match(line)
    return match[1] if match else ""


def read_rows(stream: TextIO, form: Format) -> Iterator[SourceRow]:
    """Yield the rows of a stream that keeps its line ends (`newline=""`)."""
    csv.field_size_limit(CELL_LIMIT)
    lines = _Lines(stream)
    broken = _BROKEN_UTF_16 if form.encoding.startswith("utf-16") else _BROKEN
    reader, row = _reader(lines, form), 0
    while True:
        lines.begin_row()
        first_line = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells, refusal = [lines.of_row[0].rstrip("\r\n")], _quote_refusal(first_line)
            lines.return_all_but_first()
            reader = _reader(lines, form)
        else:
            refusal = _refusal(lines.of_row, broken)
        if first_line == 1 and separator_line(lines.of_row[0]):
            continue
        row += 1
        yield SourceRow(row, first_line, cells, refusal)


def _reader(lines: _Lines, form: Format) -> Iterator[list[str]]:
    # Strict: text after a closing quote means that a quote before it was never closed.
    return csv.reader(lines, delimiter=form.delimiter, quotechar=form.quote, strict=True)


def _quote_refusal(line: int) -> str:
    return (
        f"A quote opened on line {line} is not closed as it should be, so this row cannot be read. "
        "Close the quote, or double a quote that belongs to the text."
    )


def _refusal(lines: list[str], broken: re.Pattern[str]) -> str:
    for line in lines:
        if "\0" in line:
            return "This row holds a NUL character, which no spreadsheet writes. Write the row again."
        if not line.isascii() and broken.search(line):
            return (
                "This row holds bytes that are no text in the file's encoding. "
                "Save the file as “CSV UTF-8”, or write the row again."
            )
    return ""
