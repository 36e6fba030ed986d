"""The rows of a staged file once more, as if the file were read again: with what was corrected in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from heapq import merge
from itertools import islice
from operator import attrgetter

from app.intake.rows import Block, SourceRow
from app.intake.staged_values import notes_of
from app.intake.staging import Staging

_BLOCK_ROWS = 2000
_LOOKED_AT = """SELECT s.row, s.line, s.cells, s.missing, s.refusal, s.notes FROM source_rows s
    JOIN records r ON r.number = s.number WHERE r.state = 'open' ORDER BY s.row"""
_FINISHED = "SELECT number FROM records WHERE rows IS NULL AND state = 'open' ORDER BY number"


def staged_blocks(staging: Staging) -> Iterator[Block]:
    """Yield the rows of the records that are neither kept nor rejected, in the order of the file."""
    rows = merge(_looked_at(staging), _finished(staging), key=attrgetter("row"))
    while some := list(islice(rows, _BLOCK_ROWS)):
        plain = [row for row in some if not (row.refusal or row.notes)]
        yield Block(
            [row.row for row in plain],
            [row.line for row in plain],
            [row.cells for row in plain],
            tuple(row for row in some if row.refusal or row.notes),
        )


def _looked_at(staging: Staging) -> Iterator[SourceRow]:
    for row, line, text, missing, refusal, notes in staging.connection.execute(_LOOKED_AT):
        cells = json.loads(text)
        yield SourceRow(row, line, cells[: len(cells) - missing], refusal, notes_of(notes))


def _finished(staging: Staging) -> Iterator[SourceRow]:
    for (number,) in staging.connection.execute(_FINISHED):
        yield from staging.plain.rows(number)
