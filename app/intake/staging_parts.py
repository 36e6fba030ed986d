"""The files that hold the finished records of a staging: its own, and those of pieces read apart from it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

_HOLDING = "SELECT name FROM parts WHERE first <= ?1 AND last >= ?1"


@dataclass(frozen=True)
class Part:
    """A file with finished records, and the numbers of the first and last of them."""

    file: Path
    first: int
    last: int


class Parts:
    """Which file holds which records; the one asked last stays open."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._open: tuple[str, sqlite3.Connection] | None = None

    @property
    def own_file(self) -> Path:
        row = next(self._connection.execute("PRAGMA database_list"))
        return Path(row[2])

    def add(self, part: Part) -> None:
        """Count a file beside the staging's own in."""
        self._connection.execute("INSERT INTO parts VALUES (?, ?, ?)", (part.first, part.last, part.file.name))

    def all(self) -> list[Part]:
        own = self._connection.execute("SELECT min(number), max(number) FROM plain").fetchone()
        found = [Part(self.own_file, *own)] if own[0] is not None else []
        rows = self._connection.execute("SELECT first, last, name FROM parts").fetchall()
        beside = (Part(self.own_file.with_name(name), first, last) for first, last, name in rows)
        return sorted([*found, *beside], key=lambda part: part.first)

    def holding(self, number: int) -> sqlite3.Connection:
        """Give the file that holds a finished record, for reading."""
        found = self._connection.execute(_HOLDING, (number,)).fetchone()
        if found is None:
            return self._connection
        if self._open is None or self._open[0] != found[0]:
            self.close()
            file = self.own_file.with_name(found[0])
            self._open = found[0], sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
        return self._open[1]

    def close(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None
