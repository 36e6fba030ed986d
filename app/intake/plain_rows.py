"""Makes finished records of the many rows that hold nothing unusual, column by column.

What is unusual goes the long way (`resolve`): whatever cannot be read, is wrong, erases, deletes, names no
element or record, or stands apart from the other rows of its key. Both ways give the same; one record of
each shape goes both ways and is compared.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from app.intake.merge import Target
from app.intake.plain_columns import PlainTexts, read_columns
from app.intake.plain_layout import PlainLayout
from app.intake.plain_sources import SourceText, source_text
from app.intake.plain_verdicts import Verdict, Verdicts
from app.intake.rows import Block, SourceRow


class AgainRecord(NamedTuple):
    """A record that was there already. It begins as those that are new do; `mark` tells what it said then.

    What is not changed has no edits and nothing shown, and no verdict (0) unless something is wrong with it.
    """

    number: int
    key: str
    verdict: int
    further: str
    record_id: int
    change: str
    fields: str
    mark: int
    edits: str | None
    search_text: str | None
    shown: Sequence[Any]


@dataclass
class Finished:
    """What a block of rows came to; `row_count` counts the rows of records.

    *Shape* of records: (number, key, verdict, further rows as JSON or "", edits, search text, the shown
    columns …), where a verdict is named by its number; `verdicts` are the ones that were not there before.
    Each record has one of `shapes`, until those that are there already (`again`) are told from new ones.
    """

    records: list[tuple[Any, ...]] = field(default_factory=list)
    shapes: Sequence[Hashable] = ()
    again: Sequence[AgainRecord] = ()
    unusual: list[SourceRow] = field(default_factory=list)
    row_count: int = 0
    verdicts: list[Verdict] = field(default_factory=list)
    source: SourceText | None = None
    block: Block | None = None

    def rows_of(self, record: Sequence[Any]) -> list[SourceRow]:
        """The rows that a record of this block was made of."""
        assert self.block is not None  # noqa: S101  records come from one
        numbers = self.block.numbers
        places = (bisect_left(numbers, number) for number in row_numbers(record[0], record[3]))
        return list(_sources(self.block, places))


class PlainRows:
    """Reads blocks of rows of one file."""

    def __init__(self, layout: PlainLayout, target: Target) -> None:
        self._layout = layout
        self._width = layout.table.width
        self._verdicts = Verdicts(layout, target)

    @property
    def verdicts(self) -> Sequence[Verdict]:
        """What records of the shapes met so far have in common."""
        return self._verdicts.all_plain()

    def finish(self, block: Block) -> Finished:
        """Finish the rows of a block that hold nothing unusual."""
        found, whole = Finished(unusual=list(block.apart)), block
        block = self._of_one_width(block, found)
        if not block.cells:
            return found
        columns = list(zip(*block.cells, strict=True))
        texts = None if self._verdicts.are_too_many else read_columns(self._layout, columns)
        if texts is None:
            found.unusual += _sources(block, range(len(block.cells)))
            return found
        odd = set(texts.odd)
        runs = _runs(texts.keys, odd)
        found.records, found.shapes = self._records(texts, block, odd, runs)
        found.block = block
        found.source = source_text(whole, self._width)
        found.unusual += _sources(block, sorted(odd))
        found.row_count = len(block.cells) - len(odd)
        found.verdicts = self._verdicts.take_new()
        return found

    def _of_one_width(self, block: Block, found: Finished) -> Block:
        """Rows with blank cells too many are cut; other widths are unusual."""
        width = self._width
        if set(map(len, block.cells)) <= {width}:
            return block
        cells = [row[:width] if len(row) > width and not any(row[width:]) else row for row in block.cells]
        right = [place for place, row in enumerate(cells) if len(row) == width]
        wrong = [place for place, row in enumerate(cells) if len(row) != width]
        found.unusual += _sources(block, wrong)
        numbers, lines = [block.numbers[place] for place in right], [block.lines[place] for place in right]
        return Block(numbers, lines, [cells[place] for place in right], ())

    def _records(
        self, texts: PlainTexts, block: Block, odd: set[int], runs: Sequence[range]
    ) -> tuple[list[tuple[Any, ...]], Sequence[Hashable]]:
        """One record per run of rows, and the shape of each; what turns out unusual is added to `odd`."""
        swallowed = set[int]()
        further = [""] * len(block.cells)
        for run in runs:
            if not texts.join(run):
                odd.update(run)
                continue
            further[run.start] = json.dumps([block.numbers[place] for place in run[1:]])
            swallowed.update(run[1:])
        columns = (block.numbers, texts.keys, further, *texts.columns())
        signatures = texts.signatures()
        self._verdicts.note(len(signatures))
        plain = self._verdicts.plain[texts.common]
        if not plain.keys() >= set(signatures):
            starts = {run.start: run for run in runs}
            for place in range(len(signatures)):
                if place not in odd and place not in swallowed:
                    run = starts.get(place, range(place, place + 1))
                    record = [column[place] for column in columns]
                    if not self._verdicts.of(texts.common, signatures[place], record, block, run).is_plain:
                        odd.update(run)
        numbers = map(plain.get, signatures)
        records = zip(*columns[:2], numbers, *columns[2:], strict=True)
        shapes = [(texts.common, one) for one in signatures]
        left_out = odd | swallowed
        if not left_out:
            return list(records), shapes
        kept = [place for place in range(len(shapes)) if place not in left_out]
        every = list(records)
        return [every[place] for place in kept], [shapes[place] for place in kept]


def _runs(keys: Sequence[str], odd: set[int]) -> list[range]:
    """Neighbours of one key; rows that are odd make all of them odd."""
    same = [place for place, (one, other) in enumerate(pairwise(keys)) if one == other]
    runs: list[range] = []
    for place in same:
        if runs and runs[-1].stop == place + 1:
            runs[-1] = range(runs[-1].start, place + 2)
        else:
            runs.append(range(place, place + 2))
    for run in runs:
        if not odd.isdisjoint(run):
            odd.update(run)
    return [run for run in runs if run.start not in odd]


def _sources(block: Block, places: Iterable[int]) -> Iterator[SourceRow]:
    for place in places:
        yield SourceRow(block.numbers[place], block.lines[place], block.cells[place])


def row_numbers(number: int, further: str) -> list[int]:
    """The numbers of the rows of a record, as it says them."""
    return [number, *json.loads(further)] if further else [number]
