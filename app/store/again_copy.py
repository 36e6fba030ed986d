"""Records that a file changes: copied from its staging over what they were, into an operation."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from app.store.database import driver
from app.store.finished import shown_in
from app.store.held_keys import HELD_COLUMNS, mark_of
from app.store.kept_steps import note_as_kept
from app.store.projections import STAGED
from app.store.record_sql import KindSql
from app.store.visible import VISIBLE

UNCHANGED = "unchanged"
_OPEN = "r.state = 'open' AND r.rows IS NULL AND r.record_id != 0"
_STAGED = "part.plain p JOIN beside.records r ON r.number = p.number"
_OURS = {
    "edits": "p.edits",
    "directives": "v.directives",
    "change": "v.change",
    "problems": "v.problems",
    "error_count": "0",
    "warning_count": "json_array_length(v.problems)",
    "updated_at": "?1",
    "search_text": "p.search_text",
}


@dataclass(frozen=True)
class AgainCopied:
    """What a chunk did: how many records there were of each change, those that were written, and the rows
    of those that are other by now than they were when the file was read."""

    counts: Mapping[str, int]
    record_ids: tuple[int, ...]
    overtaken: tuple[int, ...]


@dataclass(frozen=True)
class AgainCopy:
    """Copies from a `part` of a staging, and that `beside` (`Database.write_from`)."""

    sql: KindSql
    connection_id: int
    operation_id: int
    now: datetime
    switches: str

    def copy(self, transaction: Connection, first: int, last: int) -> AgainCopied:
        """Copy what is open of these numbers and as it was, into new versions of the records."""
        counts: Counter[str] = Counter()
        numbers, record_ids, overtaken = list[int](), list[int](), list[int]()
        found = driver(transaction).execute(self._held(), (first, last, self.connection_id))
        for number, change, mark, *held in found.fetchall():
            if held[0] is None or mark_of(held, self.switches) != mark:
                overtaken.append(number)
                continue
            counts[change] += 1
            if change != UNCHANGED:
                numbers.append(number)
                record_ids.append(held[0])
        if numbers:
            note_as_kept(transaction, self.sql, record_ids)
            self._write(transaction, numbers, record_ids)
        return AgainCopied(counts, tuple(record_ids), tuple(overtaken))

    def _write(self, transaction: Connection, numbers: Sequence[int], record_ids: Sequence[int]) -> None:
        run: Callable[[str, tuple[Any, ...]], object] = driver(transaction).execute
        run(
            f"UPDATE main.{self.sql.table} SET replaced_by = ?1 WHERE id IN (SELECT value FROM json_each(?2)) "  # noqa: S608  names of declarations only
            "AND staged_by != ?1 AND replaced_by = 0",
            (self.operation_id, json.dumps(record_ids)),
        )
        run(self._insert(transaction), (self.now.isoformat(), self.operation_id, json.dumps(numbers)))

    def _held(self) -> str:
        columns = ", ".join(f"k.{name}" for name in HELD_COLUMNS)
        return (
            f"SELECT r.number, r.change, p.mark, {columns} FROM {_STAGED} "  # noqa: S608  as above
            f"LEFT JOIN main.{self.sql.table} k ON k.id = r.record_id AND k.connection_id = ?3 AND {VISIBLE} "
            f"WHERE p.number BETWEEN ?1 AND ?2 AND {_OPEN} ORDER BY p.number"
        )

    def _insert(self, transaction: Connection) -> str:
        staged = shown_in(transaction)
        shown = {one.name: f'p."{STAGED}{one.name}"' for one in self.sql.rows.projections if one.name in staged}
        theirs = {**_OURS, **shown}
        columns = self.sql.rows.columns
        names = ", ".join(f'"{name}"' for name in columns)
        values = ", ".join(theirs.get(name, f'k."{name}"') for name in columns)
        return (
            f"INSERT INTO main.{self.sql.table} ({names}, staged_by) SELECT {values}, ?2 "  # noqa: S608  as above
            f"FROM json_each(?3) n JOIN part.plain p ON p.number = n.value "
            "JOIN beside.records r ON r.number = p.number JOIN beside.verdicts v ON v.id = p.verdict "
            f"JOIN main.{self.sql.table} k ON k.id = r.record_id AND k.replaced_by = ?2 AND k.staged_by != ?2"
        )
