"""Cuts a file into pieces that can be read apart from each other, each from the beginning of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

PIECE_BYTES = 2 << 20
_TRIES = 50  # line ends looked at from the end of a piece, before it is made longer
_LONGEST_BYTES = 64 << 20
_LINE_END = re.compile(rb"\r\n|\r|\n")
_ALL_BYTES = bytes(range(256))


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a file, up to its end without an `end`, and how its first row and line are counted.

    Row 0 stands for the whole file, with its header.
    """

    start: int
    end: int | None
    row: int
    line: int


WHOLE = Piece(0, None, 0, 0)


def can_be_cut(encoding: str) -> bool:
    """Tell whether line ends and quotes can be told from the bytes: each is one, and nothing else is it."""
    if encoding in ("utf-8", "utf-8-sig"):
        return True
    text = _ALL_BYTES.decode(encoding, errors="replace")
    return len(text) == len(_ALL_BYTES) and text.isascii() is False and text[:128].encode() == _ALL_BYTES[:128]


def start_of_line(path: Path, line: int, *, within_bytes: int = PIECE_BYTES) -> int | None:
    """Return where a line begins, counted from 1; None where that is not near the beginning."""
    with path.open("rb") as file:
        start = file.read(within_bytes)
    ends = _LINE_END.finditer(start)
    found = 0
    for _ in range(line - 1):
        end = next(ends, None)
        if end is None or end.end() == len(start):  # a line feed may come next
            return None
        found = end.end()
    return found


def cut(path: Path, rest: Piece, *, quote: str, size: int, with_long_rows: bool = False) -> Iterator[Piece]:
    """Cut what is left of a file. Quotes that are not closed make it cut inside a row: whoever reads a
    piece finds that out, since the row it ends with is not complete.

    Looking for rows of several lines takes longer; without it their rows are counted wrong, which shows, too.
    """
    with path.open("rb") as file:
        file.seek(rest.start)
        start, row, line = rest.start, rest.row, rest.line
        while True:
            data = _up_to_a_row(file, quote.encode(), size)
            if data is None:
                yield Piece(start, None, row, line)
                return
            yield Piece(start, start + len(data), row, line)
            lines = _count_lines(data)
            start, line = start + len(data), line + lines
            row += lines - (_count_quoted(data, quote.encode()) if with_long_rows else 0)
            file.seek(start)


def _up_to_a_row(file: BinaryIO, quote: bytes, size: int) -> bytes | None:
    """Read up to a line end outside of quotes; None where the file ends before, or has none."""
    data = file.read(size)
    while True:
        end = _last_end(data, quote)
        more = file.read(1 if end else size)
        if not more:
            return None
        if end:
            return data[:end]
        data += more
        if len(data) > _LONGEST_BYTES:
            return None


def _last_end(data: bytes, quote: bytes) -> int:
    end = len(data)
    for _ in range(_TRIES):
        end = data.rfind(b"\n", 0, end)
        if end < 0:
            return 0
        if not quote or data.count(quote, 0, end) % 2 == 0:
            return end + 1
    return 0


def _count_lines(data: bytes) -> int:
    count = data.count(b"\n")
    returns = data.count(b"\r")
    return count + returns - data.count(b"\r\n") if returns else count


def _count_quoted(data: bytes, quote: bytes) -> int:
    """Count the line ends inside of quotes."""
    if not quote or quote not in data:
        return 0
    left = data.translate(None, delete=bytes(set(_ALL_BYTES) - set(quote + b"\n")))
    return sum(map(len, left.replace(quote * 2, b"").split(quote)[1::2]))
