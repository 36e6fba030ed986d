"""The rows of finished records as they were read: a text for many, taken apart when one is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.intake.rows import Block, Format, SourceRow, cells_of


@dataclass(frozen=True, slots=True)
class SourceText:
    """A block of rows in one text: as it stood in the file, a row per line, or as JSON without a delimiter.

    `first` is the number of its first row, `line` where that begins; `width` is that of the header.
    """

    first: int
    line: int
    width: int
    delimiter: str
    quote: str
    text: str

    def rows(self) -> Iterator[SourceRow]:
        """Read the rows again, at most as wide as the header."""
        if self.delimiter:
            read = cells_of(self.text, Format("", self.delimiter, self.quote))
            for place, cells in enumerate(read or ()):
                yield SourceRow(self.first + place, self.line + place, cells[: self.width])
        else:
            for row, line, cells in json.loads(self.text):
                yield SourceRow(row, line, cells[: self.width])


def source_text(block: Block, width: int) -> SourceText:
    """Keep a block of at least one row."""
    first, line = block.numbers[0], block.lines[0]
    if block.text and block.form is not None and not block.form.skips_blanks:
        return SourceText(first, line, width, block.form.delimiter, block.form.quote, block.text)
    return SourceText(first, line, width, "", "", _as_json(block.numbers, block.lines, block.cells))


def _as_json(numbers: Sequence[int], lines: Sequence[int], cells: Sequence[Sequence[str]]) -> str:
    return json.dumps(list(zip(numbers, lines, cells, strict=True)), ensure_ascii=False)
