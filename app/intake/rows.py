"""Turns the text of a file into rows, telling for each its row, its line, and why it cannot be read."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TextIO

from app.intake.encoding import is_wide, text_of
from app.intake.pieces import Piece
from app.intake.refusals import BROKEN, NUL, open_quote
from app.intake.values import Reading

CELL_LIMIT = 1 << 20
"""*Units*: characters. A longer cell is an opened quote that nobody closed."""
DOUBLE_QUOTE = '"'
_BLOCK_CHARACTERS = 1 << 17
_BROKEN = re.compile("[\udc80-\udcff]")
_BROKEN_WIDE = re.compile("\ufffd")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Format:
    """How text becomes rows; with the quote "" every quote is text.

    With `skips_blanks` those between a delimiter and a quote are none of the cell.
    """

    encoding: str
    delimiter: str
    quote: str = DOUBLE_QUOTE
    skips_blanks: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said of one cell of a workbook; with `is_error` its text is not its value."""

    message: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class SourceRow:
    """`row` as a spreadsheet counts it, `line` the physical line it begins on, both from 1.

    `refusal` says why the row cannot be read, "" where it can. *Shape* of notes: index of the cell → note.
    """

    row: int
    line: int
    cells: list[str]
    refusal: str = ""
    notes: Mapping[int, Note] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """Many rows: the numbers, first lines and cells of those that can be read, and, apart, those of which
    something is to be said. `text` is what they were read from, where each line of it is a row."""

    numbers: Sequence[int]
    lines: Sequence[int]
    cells: list[list[str]]
    apart: tuple[SourceRow, ...]
    text: str = ""
    form: Format | None = None

    def rows(self) -> list[SourceRow]:
        return [*map(SourceRow, self.numbers, self.lines, self.cells), *self.apart]


def form_of(reading: Reading) -> Format:
    return Format(reading.encoding, reading.delimiter, reading.quote, reading.skips_blanks)


@contextmanager
def opened_rows(path: Path, form: Format) -> Iterator[RowReader]:
    """Open a file for reading its rows, the header too; rows of nothing at all count but carry no cells."""
    codec, errors = text_of(form.encoding)
    with path.open(encoding=codec, errors=errors, newline="") as stream:
        if stream.read(1) != "\ufeff":
            stream.seek(0)
        yield RowReader(stream, form)


@contextmanager
def opened_piece(path: Path, form: Format, piece: Piece) -> Iterator[RowReader]:
    """Open a part of a file that begins with a row below the header."""
    codec, errors = text_of(form.encoding)
    with path.open("rb") as file:
        file.seek(piece.start)
        if piece.end is None:
            stream: TextIO = io.TextIOWrapper(file, codec, errors, newline="")
        else:
            text = file.read(piece.end - piece.start).decode(codec, errors)
            stream = io.StringIO(text, newline="")
        yield RowReader(stream, form, row=piece.row, line=piece.line)


def open_rows(path: Path, form: Format) -> Iterator[SourceRow]:
    """Yield every row of a file."""
    with opened_rows(path, form) as reader:
        yield from reader


def read_rows(stream: TextIO, form: Format) -> Iterator[SourceRow]:
    """Yield the rows of a stream that keeps its line ends (`newline=""`)."""
    return iter(RowReader(stream, form))


class _Lines:
    """Physical lines that can be pushed back; remembers those of the row being read."""

    def __init__(self, stream: TextIO, *, before: int) -> None:
        self._stream = stream
        self._returned: deque[str] = deque()
        self.number = before
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

    @property
    def has_returned(self) -> bool:
        return bool(self._returned)

    def give_back(self, lines: Sequence[str]) -> None:
        """Have these read next, though they were read already."""
        self._returned.extendleft(reversed(lines))

    def begin_row(self) -> None:
        self.of_row = []

    def return_all_but_first(self) -> None:
        """Give back what an opened quote swallowed, so that the rows after it are read."""
        swallowed = self.of_row[1:]
        self.give_back(swallowed)
        self.number -= len(swallowed)


def separator_line(line: str) -> str:
    """Return the delimiter that a first line `sep=;` declares; Excel writes and hides it."""
    match = _SEPARATOR_LINE.match(line)
    return match[1] if match else ""


class RowReader:
    """Rows one by one, or, where that gives the same, many lines at once.

    `row` and `line` are the numbers of the first ones. With `is_uncertain` rows could read differently if
    the text began or ended elsewhere: a quote was not closed, or a line longer than any row.
    """

    def __init__(self, stream: TextIO, form: Format, *, row: int = 1, line: int = 1) -> None:
        self._stream = stream
        self._form = form
        self._lines = _Lines(stream, before=line - 1)
        self._broken = _BROKEN_WIDE if is_wide(form.encoding) else _BROKEN
        self._reader = _reader(self._lines, form)
        self._row = row - 1
        self.is_uncertain = False

    @property
    def next_row(self) -> int:
        return self._row + 1

    @property
    def next_line(self) -> int | None:
        """The line that is read next; None while lines wait to be read again."""
        return None if self._lines.has_returned else self._lines.number + 1

    def __iter__(self) -> Iterator[SourceRow]:
        return self

    def __next__(self) -> SourceRow:
        lines = self._lines
        lines.begin_row()
        first_line = lines.number + 1
        try:
            cells = next(self._reader)
        except csv.Error:
            cells, refusal = _parted(lines.of_row[0], self._form), open_quote(first_line)
            lines.return_all_but_first()
            self.is_uncertain = True
            self._reader = _reader(lines, self._form)
        else:
            refusal = _refusal(lines.of_row, self._broken)
        if first_line == 1 and separator_line(lines.of_row[0]):
            return next(self)
        self._row += 1
        return SourceRow(self._row, first_line, cells, refusal)

    def blocks(self) -> Iterator[Block]:
        """Yield what is left of the file, block by block."""
        if self._lines.has_returned:
            yield self._one_by_one([])
        while text := self._text():
            cells = self._evenly(text)
            if cells is None:
                yield self._one_by_one(io.StringIO(text, newline="").readlines())
            else:
                yield self._at_once(cells, text)

    def _text(self) -> str:
        text = self._stream.read(_BLOCK_CHARACTERS)
        if not text or text[-1] == "\n":
            return text
        rest = self._stream.readline(CELL_LIMIT)
        self.is_uncertain |= len(rest) >= CELL_LIMIT
        return text + rest

    def _evenly(self, text: str) -> list[list[str]] | None:
        """The cells, where each line is a row that can be read; None where that is not so."""
        if "\0" in text or self._is_broken(text) or not self._lines.number:
            return None
        try:
            return cells_of(text, self._form)
        except csv.Error:
            return None

    def _is_broken(self, text: str) -> bool:
        """Tell whether some bytes were no text. Writing the text again is ten times as fast as looking."""
        if text.isascii():
            return False
        if self._broken is _BROKEN_WIDE:
            return "\ufffd" in text
        try:
            text.encode()
        except UnicodeEncodeError:
            return True
        return False

    def _at_once(self, cells: list[list[str]], text: str) -> Block:
        row, line, count = self._row + 1, self._lines.number + 1, len(cells)
        self._row += count
        self._lines.number += count
        numbers, lines = range(row, row + count), range(line, line + count)
        return Block(numbers, lines, cells, (), text, self._form)

    def _one_by_one(self, lines: Sequence[str]) -> Block:
        self._lines.give_back(lines)
        rows: list[SourceRow] = []
        while self._lines.has_returned:
            rows.extend(islice(self, 1))
        read = [row for row in rows if not row.refusal]
        refused = tuple(row for row in rows if row.refusal)
        return Block(
            [row.row for row in read], [row.line for row in read], [row.cells for row in read], refused
        )


def cells_of(text: str, form: Format) -> list[list[str]] | None:
    """Read a text of which each line is a row; None where that is not so. *Raises* csv.Error."""
    lines = _lines_of(text)
    if lines is None:
        lines = io.StringIO(text, newline="").readlines()
        cells = list(_reader(lines, form))
    elif form.quote and form.quote in text:
        cells = _cells_beside_quotes(lines, form)
    else:
        cells = [_parts(line, form) for line in lines]
    return cells if len(cells) == len(lines) else None


def _lines_of(text: str) -> list[str] | None:
    """Part a text into lines without their ends; None where that would take a closer look."""
    if "\r" not in text:
        lines = text.split("\n")
    elif text.count("\r\n") == text.count("\r") == text.count("\n"):
        lines = text.split("\r\n")
    else:
        return None
    if not lines[-1]:
        lines.pop()
    return lines if max(map(len, lines), default=0) <= CELL_LIMIT else None


def _cells_beside_quotes(lines: Sequence[str], form: Format) -> list[list[str]]:
    """Read lines of which only some need more than to be parted at the delimiter."""
    quote = form.quote
    quoted = [line for line in lines if quote in line]
    read = list(_reader(quoted, form))
    if len(read) != len(quoted):
        return []
    rows = iter(read)
    return [next(rows) if quote in line else _parts(line, form) for line in lines]


def _parts(line: str, form: Format) -> list[str]:
    return line.split(form.delimiter) if line else []


def _reader(lines: Iterable[str], form: Format) -> Iterator[list[str]]:
    csv.field_size_limit(CELL_LIMIT)
    # Strict: text after a closing quote means that a quote before it was never closed.
    if not form.quote:
        return csv.reader(lines, delimiter=form.delimiter, quoting=csv.QUOTE_NONE, strict=True)
    return csv.reader(
        lines,
        delimiter=form.delimiter,
        quotechar=form.quote,
        skipinitialspace=form.skips_blanks,
        strict=True,
    )


def _parted(line: str, form: Format) -> list[str]:
    """Part a line whose quotes make no sense at its delimiters, so that its cells can be seen and corrected."""
    return line.rstrip("\r\n").split(form.delimiter)


def _refusal(lines: list[str], broken: re.Pattern[str]) -> str:
    for line in lines:
        if "\0" in line:
            return NUL
        if not line.isascii() and broken.search(line):
            return BROKEN
    return ""
