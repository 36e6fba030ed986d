"""Changes that a person left out of a proposal: kept beside it, and taken out of what its rows say."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import replace

from app.intake.assemble import FileRecord
from app.intake.locate import shifted
from app.intake.staged_values import field_of, plain, plain_field
from app.records.change import FieldChange
from app.records.paths import column_of

_TABLE = (
    "CREATE TABLE IF NOT EXISTS left_out (number INTEGER, path TEXT, change TEXT, PRIMARY KEY (number, path))"
)


class LeftOut:
    """The part of a staging that holds them, under the number of their record."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'left_out'").fetchone()
        self._is_there = found is not None

    def of(self, number: int) -> tuple[FieldChange, ...]:
        if not self._is_there:
            return ()
        rows = self._connection.execute(
            "SELECT change FROM left_out WHERE number = ? ORDER BY rowid", (number,)
        ).fetchall()
        return tuple(field_of(json.loads(text)) for (text,) in rows)

    def paths(self, number: int) -> frozenset[str]:
        return frozenset(change.path for change in self.of(number))

    def put(self, number: int, changes: Iterable[FieldChange]) -> None:
        """Leave these out of a record, and nothing else."""
        self._make()
        self._connection.execute("DELETE FROM left_out WHERE number = ?", (number,))
        self._connection.executemany(
            "INSERT OR REPLACE INTO left_out VALUES (?, ?, ?)",
            [
                (number, one.path, json.dumps(plain_field(one), ensure_ascii=False, default=plain))
                for one in changes
            ],
        )

    def numbers(self) -> tuple[int, ...]:
        if not self._is_there:
            return ()
        rows = self._connection.execute("SELECT DISTINCT number FROM left_out ORDER BY number").fetchall()
        return tuple(number for (number,) in rows)

    def _make(self) -> None:
        if not self._is_there:
            self._connection.execute(_TABLE)
            self._is_there = True


def without_places(said: FileRecord, places: Collection[str], *, shift: int) -> FileRecord:
    """Return what a record's rows say without some places; one that ends in “]” is a whole element.

    `shift` is how far the record's own new elements push on those of the file.
    """

    def is_out(path: str) -> bool:
        place = shifted(path, shift)
        return any(place == one or (one.endswith("]") and place.startswith(f"{one}.")) for one in places)

    columns = {column_of(one) for one in places}
    return replace(
        said,
        edits={path: value for path, value in said.edits.items() if not is_out(path)},
        directives={name: text for name, text in said.directives.items() if name not in places},
        problems=[one for one in said.problems if one.column not in columns],
    )
