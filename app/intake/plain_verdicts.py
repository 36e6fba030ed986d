"""What is wrong with a record of plain rows, found out once for all records of the same shape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from app.intake.assemble import StagedRow, assemble
from app.intake.merge import Merged, Target, merge
from app.intake.plain_layout import PlainLayout
from app.intake.rows import Block
from app.store.record_rows import RecordRows
from app.values import Record

MANY = 2000
LEARNING = 0.1  # more new shapes per record than this, and the short way is none


@dataclass(frozen=True)
class Verdict:
    """What is common to all records of one shape; not `is_plain` where each needs a closer look.

    `proposed` is the change as the proposal names it, `change` as the record does.
    *Shape* of warnings: (place of the row in its record, column, message).
    """

    is_plain: bool
    number: int = 0
    proposed: str = ""
    change: str = ""
    base_state: str = ""
    directives: str = "{}"
    problems: str = "[]"
    warnings: tuple[tuple[int, str, str], ...] = ()


_UNUSUAL = Verdict(is_plain=False)


class Verdicts:
    """Sends the first record of each shape the long way, and compares."""

    def __init__(self, layout: PlainLayout, target: Target) -> None:
        # The numbers of plain verdicts, by what is common to a block and by signature.
        self.plain: defaultdict[Any, dict[Any, int]] = defaultdict(dict)
        self._known: dict[Any, Verdict] = {}
        self._new: list[Verdict] = []
        self._layout = layout
        self._target = target
        self._rows = RecordRows(target.kind)
        self._seen = 0

    @property
    def are_too_many(self) -> bool:
        return len(self._known) > MANY and len(self._known) > self._seen * LEARNING

    def note(self, count: int) -> None:
        """Count the records that were judged."""
        self._seen += count

    def of(self, common: Any, signature: Any, record: Sequence[Any], block: Block, run: range) -> Verdict:  # noqa: ANN401  hashable
        """Judge a record. *Shape*: number, key, further rows, edits, search text, shown columns."""
        found = self._known.get((common, signature))
        if found is None:
            found = self._known[common, signature] = self._judged(record, block, run)
            if found.is_plain:
                self.plain[common][signature] = found.number
                self._new.append(found)
        return found

    def all_plain(self) -> list[Verdict]:
        return [one for one in self._known.values() if one.is_plain]

    def take_new(self) -> list[Verdict]:
        """Return the plain verdicts since the last time."""
        new, self._new = self._new, []
        return new

    def _judged(self, record: Sequence[Any], block: Block, run: range) -> Verdict:
        table = self._layout.table
        rows = [
            StagedRow(block.numbers[one], block.lines[one], block.cells[one], table.row_hash(block.cells[one]))
            for one in run
        ]
        merged = merge(self._target, assemble(table, rows, key=record[1], local_id=0), None, known_rows=())
        made = merged.record
        if made is None or made.is_deleting or any(one.is_error or one.value for one in merged.problems):
            return _UNUSUAL
        expected = dict(zip(self._rows.columns, self._rows.row(made, now=_ANY_TIME), strict=True))
        shown = [one.name for one in self._layout.shown]
        if [expected[name] for name in ("key", "edits", "search_text", *shown)] != [record[1], *record[3:]]:
            return _UNUSUAL
        if any(expected[one.name] is not None for one in self._rows.projections if one.name not in shown):
            return _UNUSUAL
        return _verdict(made, merged, expected, rows)


_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def _verdict(made: Record, merged: Merged, expected: dict[str, Any], rows: Sequence[StagedRow]) -> Verdict:
    places = {row.row: place for place, row in enumerate(rows)}
    said = Verdict(
        is_plain=True,
        proposed=merged.change,
        change=made.change.value,
        base_state=made.base_state.value,
        directives=expected["directives"],
        problems=expected["problems"],
        warnings=tuple((places[one.row], one.column, one.message) for one in merged.problems),
    )
    return numbered(said)


def numbered(said: Verdict) -> Verdict:
    """Number a verdict by what it says: the same one has the same number whoever comes to it."""
    digest = blake2b(repr(said).encode(), digest_size=8).digest()
    return replace(said, number=int.from_bytes(digest) >> 1)
