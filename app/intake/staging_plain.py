"""The finished records of plain rows in a staging: written in bulk, copied by the store as they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any

from app.intake.plain_rows import Finished, row_numbers
from app.intake.plain_sources import SourceText
from app.intake.plain_verdicts import Verdict
from app.intake.rows import SourceRow
from app.records.change import MISSING, FieldChange, load_edits
from app.store.projections import STAGED

_TABLES = (
    """CREATE TABLE verdicts (
        id INTEGER PRIMARY KEY, proposed TEXT, change TEXT, base_state TEXT, directives TEXT, problems TEXT,
        warning_count INTEGER)""",
    """CREATE TABLE sources (
        first INTEGER PRIMARY KEY, line INTEGER, width INTEGER, delimiter TEXT, quote TEXT, text TEXT)""",
)
_HEAD = "INSERT INTO records VALUES (?, 0, ?, ?, NULL, NULL, ?, 'open')"
# Rows of one key that do not stand together, and rows whose key others have that need a closer look.
_DOUBLED = """SELECT number FROM records
    WHERE key IN (SELECT key FROM records GROUP BY key HAVING count(*) > 1)"""
_SHARED = """SELECT number FROM records
    WHERE key IN (SELECT substr(name, 2) FROM source_rows WHERE name LIKE 'k%')"""
_SOURCE = "SELECT * FROM sources WHERE first <= ? ORDER BY first DESC LIMIT 1"
_WARNING = "INSERT INTO problems VALUES (?, ?, ?, ?, '', ?, 'warning')"
_key = itemgetter(1)


class PlainStaging:
    """The part of a staging that holds finished records, under the number of their first row."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._verdicts: dict[int, Verdict] = {}
        self._last_key = ""
        self._is_ascending = True
        self._cut: list[int] = []
        self._read_source: tuple[int, dict[int, SourceRow]] = (0, {})

    def create(self, shown: Sequence[str]) -> None:
        """Make the tables, with columns of the kind's table that the file fills."""
        for statement in _TABLES:
            self._connection.execute(statement)
        columns = ["edits TEXT", "search_text TEXT", *(f'"{STAGED}{name}"' for name in shown)]
        self._connection.execute(
            "CREATE TABLE plain (number INTEGER PRIMARY KEY, verdict INTEGER, further_rows TEXT, "
            f"{', '.join(columns)})"
        )

    def add(self, found: Finished) -> None:
        """Stage finished records, in the order of the file."""
        self._add_verdicts(found.verdicts)
        records = found.records
        if not records or found.source is None:
            return
        self._note_keys(records)
        source = found.source
        values = (source.first, source.line, source.width, source.delimiter, source.quote, source.text)
        self._connection.execute("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?)", values)
        self._connection.executemany(_insert(records[0]), records)
        self._connection.executemany(_HEAD, self._heads(records))
        if any(one.warnings for one in self._verdicts.values()):
            self._connection.executemany(_WARNING, self._warnings(found))

    def doubled(self) -> set[int]:
        """The numbers of records whose key others have too; call it before any other record is staged."""
        found = set(self._cut) | self._numbers(_SHARED)
        return found if self._is_ascending else found | self._numbers(_DOUBLED)

    def rows(self, number: int) -> list[SourceRow]:
        """Read the rows of a record; empty where it is none of the plain ones."""
        found = self._connection.execute(
            "SELECT further_rows FROM plain WHERE number = ?", (number,)
        ).fetchone()
        return [self._row(one) for one in row_numbers(number, found[0])] if found else []

    def remove(self, number: int) -> None:
        for table in ("plain", "records", "problems"):
            self._connection.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608

    def fields(self, number: int) -> tuple[FieldChange, ...]:
        """What the record says of its fields; nobody has read it before."""
        edits, directives = self._connection.execute(
            "SELECT edits, directives FROM plain JOIN verdicts ON id = verdict WHERE number = ?", (number,)
        ).fetchone()
        said = {**load_edits(edits), **load_edits(directives)}
        return tuple(FieldChange(path, MISSING, value, is_old_unread=True) for path, value in said.items())

    def has_any(self) -> bool:
        return bool(self._connection.execute("SELECT EXISTS (SELECT 1 FROM plain)").fetchone()[0])

    def _row(self, number: int) -> SourceRow:
        """Look a row up; its neighbours are asked for next, as a rule."""
        first, rows = self._read_source
        if number not in rows:
            source = SourceText(*self._connection.execute(_SOURCE, (number,)).fetchone())
            first, rows = source.first, {row.row: row for row in source.rows()}
            self._read_source = (first, rows)
        return rows[number]

    def _note_keys(self, records: Sequence[tuple[Any, ...]]) -> None:
        keys = [self._last_key, *map(_key, records)]
        if self._is_ascending:
            self._is_ascending = all(one < other for one, other in pairwise(keys[1:])) and keys[0] <= keys[1]
        if keys[0] == keys[1]:
            before = self._connection.execute("SELECT max(number) FROM plain").fetchone()[0]
            self._cut += [before, records[0][0]]
        self._last_key = keys[-1]

    def _add_verdicts(self, verdicts: Iterable[Verdict]) -> None:
        for one in verdicts:
            row = (one.number, one.proposed, one.change, one.base_state, one.directives, one.problems)
            self._connection.execute(
                "INSERT INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, len(one.warnings))
            )
            self._verdicts[one.number] = one

    def _heads(self, records: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        said = {number: (one.proposed, len(one.warnings)) for number, one in self._verdicts.items()}
        return ((record[0], record[1], *said[record[2]]) for record in records)

    def _warnings(self, found: Finished) -> Iterator[tuple[Any, ...]]:
        for record in found.records:
            warnings = self._verdicts[record[2]].warnings
            rows = found.rows_of(record) if warnings else []
            for place, column, message in warnings:
                yield (record[0], rows[place].row, rows[place].line, column, message)

    def _numbers(self, statement: str) -> set[int]:
        return {number for (number,) in self._connection.execute(statement)}


def _insert(record: Sequence[Any]) -> str:
    """The statement for records as they come, which leaves their key to `records`."""
    marks = ", ".join(f"?{place}" for place in range(1, len(record) + 1) if place != 2)
    return f"INSERT INTO plain VALUES ({marks})"  # noqa: S608  marks only
