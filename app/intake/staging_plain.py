"""The finished records of plain rows in a staging: written in bulk, copied by the store as they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import Any

from app.intake.plain_rows import AgainRecord, Finished, row_numbers
from app.intake.plain_sources import SourceText
from app.intake.plain_verdicts import Verdict
from app.intake.rows import SourceRow
from app.intake.staging_parts import Parts
from app.records.change import MISSING, FieldChange, load_edits
from app.store.projections import STAGED

_TABLES = (
    """CREATE TABLE verdicts (
        id INTEGER PRIMARY KEY, proposed TEXT, change TEXT, base_state TEXT, directives TEXT, problems TEXT,
        warning_count INTEGER)""",
    """CREATE TABLE sources (
        first INTEGER PRIMARY KEY, line INTEGER, width INTEGER, delimiter TEXT, quote TEXT, text TEXT)""",
)
_HEAD = "INSERT INTO records VALUES (?, 0, ?, '{}', NULL, NULL, {}, 'open')"
# Rows of one key that do not stand together, and rows whose key others have that need a closer look.
_DOUBLED = """SELECT number FROM records
    WHERE key IN (SELECT key FROM records GROUP BY key HAVING count(*) > 1)"""
_SHARED = """SELECT number FROM records
    WHERE key IN (SELECT substr(name, 2) FROM source_rows WHERE name LIKE 'k%')"""
_IS_FINISHED = "SELECT 1 FROM records WHERE number = ? AND rows IS NULL"
_SOURCE = "SELECT * FROM sources WHERE first <= ? ORDER BY first DESC LIMIT 1"
_WARNING = "INSERT INTO problems VALUES (?, ?, ?, ?, '', ?, 'warning')"
_key, _verdict, _number_and_key = itemgetter(1), itemgetter(2), itemgetter(0, 1)


@dataclass
class KeyOrder:
    """The keys of finished records in the order of the file: whether they ascend, and between which
    records of one key they were cut apart. *Shape* of first and last: key, number."""

    first: tuple[str, int] | None = None
    last: tuple[str, int] = ("", 0)
    is_ascending: bool = True
    cut: list[int] = field(default_factory=list)

    def follow_with(self, other: KeyOrder) -> None:
        """Let the keys of later records follow."""
        if other.first is None:
            return
        if self.first is None:
            self.first = other.first
        elif self.last[0] == other.first[0]:
            self.cut += [self.last[1], other.first[1]]
        self.is_ascending &= other.is_ascending and self.last[0] <= other.first[0]
        self.cut += other.cut
        self.last = other.last


def order_of(records: Sequence[tuple[Any, ...]]) -> KeyOrder:
    """Look at the keys of records, of which neighbours have different ones. There is at least one."""
    is_ascending = all(one < other for one, other in pairwise(map(_key, records)))
    return KeyOrder((records[0][1], records[0][0]), (records[-1][1], records[-1][0]), is_ascending)


class PlainStaging:
    """The part of a staging that holds finished records, under the number of their first row.

    In `records` they are those without rows of their own; those that were there already have a record id, and
    say themselves what changes.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._verdicts: dict[int, Verdict] = {}
        self.keys = KeyOrder()
        self.parts = Parts(connection)
        self._read_rows: dict[int, SourceRow] = {}

    def create(self, shown: Sequence[str]) -> None:
        """Make the tables, with columns of the kind's table that the file fills."""
        for statement in _TABLES:
            self._connection.execute(statement)
        columns = ["edits TEXT", "search_text TEXT", *(f'"{STAGED}{name}"' for name in shown), "mark INTEGER"]
        self._connection.execute(
            "CREATE TABLE plain (number INTEGER PRIMARY KEY, verdict INTEGER, further_rows TEXT, "
            f"{', '.join(columns)})"
        )

    def add(self, found: Finished) -> None:
        """Stage finished records, in the order of the file."""
        self.add_verdicts(found.verdicts)
        every = sorted([*found.records, *found.again]) if found.again else found.records
        if not every or found.source is None:
            return
        self.keys.follow_with(order_of(every))
        source = found.source
        values = (source.first, source.line, source.width, source.delimiter, source.quote, source.text)
        self._connection.execute("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?)", values)
        if found.records:
            self._add_new(found.records)
        if found.again:
            self._add_again(found.again)
        if any(one.warnings for one in self._verdicts.values()):
            self._connection.executemany(_WARNING, self._warnings(found))

    def _add_new(self, records: Sequence[tuple[Any, ...]]) -> None:
        self._connection.executemany(_insert(records[0]), records)
        for verdict, numbers_and_keys in _by_verdict(records):
            said = self._verdicts[verdict]
            head = _HEAD.format(said.proposed, len(said.warnings))
            self._connection.executemany(head, numbers_and_keys)

    def _add_again(self, records: Sequence[AgainRecord]) -> None:
        marks = ", ".join("?" * (6 + len(records[0].shown)))
        self._connection.executemany(
            f"INSERT INTO plain VALUES ({marks})",  # noqa: S608  marks only
            ((r.number, r.verdict, r.further, r.edits, r.search_text, *r.shown, r.mark) for r in records),
        )
        warnings = {one.number: len(one.warnings) for one in self._verdicts.values()}
        self._connection.executemany(
            "INSERT INTO records VALUES (?, ?, ?, ?, NULL, ?, ?, 'open')",
            (
                (r.number, r.record_id, r.key, r.change, r.fields, warnings[r.verdict] if r.verdict else 0)
                for r in records
            ),
        )

    def doubled(self) -> set[int]:
        """The numbers of records whose key others have too; call it before any other record is staged."""
        found = set(self.keys.cut) | self._numbers(_SHARED)
        return found if self.keys.is_ascending else found | self._numbers(_DOUBLED)

    def rows(self, number: int) -> list[SourceRow]:
        """Read the rows of a record; empty where it is none of the finished ones."""
        if not self._connection.execute(_IS_FINISHED, (number,)).fetchone():
            return []
        held = self.parts.holding(number)
        (further,) = held.execute("SELECT further_rows FROM plain WHERE number = ?", (number,)).fetchone()
        return [self._row(held, one) for one in row_numbers(number, further)]

    def remove(self, number: int) -> None:
        """Let a record count as finished no longer."""
        for table in ("records", "problems"):
            self._connection.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608

    def fields(self, number: int) -> tuple[FieldChange, ...]:
        """What the record says of its fields; nobody has read it before."""
        held = self.parts.holding(number)
        edits, verdict = held.execute("SELECT edits, verdict FROM plain WHERE number = ?", (number,)).fetchone()
        (directives,) = held.execute("SELECT directives FROM verdicts WHERE id = ?", (verdict,)).fetchone()
        said = {**load_edits(edits), **load_edits(directives)}
        return tuple(FieldChange(path, MISSING, value, is_old_unread=True) for path, value in said.items())

    def _row(self, held: sqlite3.Connection, number: int) -> SourceRow:
        """Look a row up; its neighbours are asked for next, as a rule."""
        if number not in self._read_rows:
            source = SourceText(*held.execute(_SOURCE, (number,)).fetchone())
            self._read_rows = {row.row: row for row in source.rows()}
        return self._read_rows[number]

    def add_verdicts(self, verdicts: Iterable[Verdict]) -> None:
        """Stage what records of a shape have in common, before they are."""
        for one in verdicts:
            row = (one.number, one.proposed, one.change, one.base_state, one.directives, one.problems)
            self._connection.execute(
                "INSERT OR IGNORE INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, len(one.warnings))
            )
            self._verdicts[one.number] = one

    def _warnings(self, found: Finished) -> Iterator[tuple[Any, ...]]:
        for record in (*found.records, *found.again):
            warnings = self._verdicts[record[2]].warnings if record[2] else ()
            rows = found.rows_of(record) if warnings else []
            for place, column, message in warnings:
                yield (record[0], rows[place].row, rows[place].line, column, message)

    def _numbers(self, statement: str) -> set[int]:
        return {number for (number,) in self._connection.execute(statement)}


def _by_verdict(records: Sequence[tuple[Any, ...]]) -> Iterable[tuple[int, Iterable[tuple[Any, ...]]]]:
    """Part records by what they have in common. *Shape*: verdict, number and key of each record."""
    if len(set(map(_verdict, records))) == 1:
        return [(records[0][2], map(_number_and_key, records))]
    found: dict[int, list[tuple[Any, ...]]] = {}
    for record in records:
        found.setdefault(record[2], []).append(record[:2])
    return found.items()


def _insert(record: Sequence[Any]) -> str:
    """The statement for new records as they come, which leaves their key to `records`."""
    marks = ", ".join(f"?{place}" for place in range(1, len(record) + 1) if place != 2)
    return f"INSERT INTO plain VALUES ({marks}, NULL)"  # noqa: S608  marks only
