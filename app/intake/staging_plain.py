"""The finished records of plain rows in a staging: written in bulk, copied by the store as they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any

from app.intake.plain_rows import Finished, rows_of_source
from app.intake.plain_verdicts import Verdict
from app.records.change import MISSING, FieldChange, load_edits

_VERDICTS = """CREATE TABLE verdicts (
    id INTEGER PRIMARY KEY, proposed TEXT, change TEXT, base_state TEXT, directives TEXT, problems TEXT,
    warning_count INTEGER)"""
_HEADS = """INSERT INTO records
    SELECT p.number, 0, p.key, v.proposed, NULL, NULL, v.warning_count, 'open'
    FROM plain p JOIN verdicts v ON v.id = p.verdict WHERE p.number BETWEEN ? AND ?"""
# Rows of one key that do not stand together, and rows whose key others have that need a closer look.
_DOUBLED = """SELECT number FROM records
    WHERE key IN (SELECT key FROM records GROUP BY key HAVING count(*) > 1)"""
_SHARED = """SELECT number FROM records
    WHERE key IN (SELECT substr(name, 2) FROM source_rows WHERE name LIKE 'k%')"""
_WARNING = "INSERT INTO problems VALUES (?, ?, ?, ?, '', ?, 'warning')"
_key = itemgetter(1)


class PlainStaging:
    """The part of a staging that holds finished records, under the number of their first row."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._warnings: dict[int, tuple[tuple[int, str, str], ...]] = {}
        self._last_key = ""
        self._is_ascending = True
        self._cut: list[int] = []

    def create(self, shown: Sequence[str]) -> None:
        """Make the tables, with the shown columns of the kind under their own names."""
        columns = ", ".join(f'"{name}"' for name in shown)
        self._connection.execute(_VERDICTS)
        self._connection.execute(
            "CREATE TABLE plain (number INTEGER PRIMARY KEY, key TEXT, verdict INTEGER, source TEXT, "
            f"edits TEXT, search_text TEXT{columns and ', '}{columns})"
        )

    def add(self, found: Finished) -> None:
        """Stage finished records, in the order of the file."""
        self._add_verdicts(found.verdicts)
        if not found.records:
            return
        records = found.records
        self._note_keys(records)
        marks = ", ".join("?" * len(records[0]))
        self._connection.executemany(f"INSERT INTO plain VALUES ({marks})", records)  # noqa: S608  marks only
        self._connection.execute(_HEADS, (records[0][0], records[-1][0]))
        if self._warnings:
            self._connection.executemany(_WARNING, self._warnings_of(records))

    def doubled(self) -> set[int]:
        """The numbers of records whose key others have too; call it before any other record is staged."""
        found = set(self._cut) | self._numbers(_SHARED)
        return found if self._is_ascending else found | self._numbers(_DOUBLED)

    def rows(self, number: int) -> list[tuple[int, int, list[str]]]:
        """*Shape*: row, line, cells; empty where the record is none of the plain ones."""
        found = self._connection.execute("SELECT source FROM plain WHERE number = ?", (number,)).fetchone()
        return list(rows_of_source(found[0])) if found else []

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
            if one.warnings:
                self._warnings[one.number] = one.warnings

    def _warnings_of(self, records: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for number, _, verdict, source, *_ in records:
            if verdict in self._warnings:
                rows = list(rows_of_source(source))
                for place, column, message in self._warnings[verdict]:
                    yield (number, rows[place][0], rows[place][1], column, message)

    def _numbers(self, statement: str) -> set[int]:
        return {number for (number,) in self._connection.execute(statement)}
