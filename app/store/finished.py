"""Finished records copied from a staging file, chunk by chunk, into an operation."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from app.store.projections import STAGED
from app.store.record_sql import KindSql

LAST_ID = "SELECT last FROM sequences WHERE name = 'record'"
_OPEN = (
    "part.plain p JOIN beside.records r ON r.number = p.number "
    "WHERE p.number BETWEEN ?1 AND ?2 AND r.state = 'open' AND r.rows IS NULL AND r.record_id = 0"
)
_NOT_TAKEN = " AND p.number NOT IN (SELECT value FROM json_each(?3))"
_WANTED = _OPEN + _NOT_TAKEN


@dataclass(frozen=True)
class Copied:
    """What a chunk did: how many records it added, and the rows whose keys are taken by now."""

    added: int
    taken: tuple[int, ...]


@dataclass(frozen=True)
class FinishedCopy:
    """Copies from a `part` of a staging, and that `beside` (`Database.write_from`).

    `shift` makes the number of a record's first row its id. `alone_until` is the last id given when it
    was known that the connection holds nothing else; 0 where it does.
    """

    sql: KindSql
    connection_id: int
    operation_id: int
    shift: int
    now: datetime
    alone_until: int = 0

    def copy(self, transaction: Connection, first: int, last: int) -> Copied:
        """Copy what is open of these numbers, but for records whose key another has or had."""
        taken = () if self._is_alone(transaction) else self._taken_numbers(transaction, first, last)
        values = (self.shift, self.connection_id, self.operation_id, self.now.isoformat())
        wanted = (first, last, json.dumps(taken))
        statement = self._insert(shown_in(transaction))
        return Copied(transaction.exec_driver_sql(statement, (*wanted, *values)).rowcount, taken)

    def _is_alone(self, transaction: Connection) -> bool:
        """No key can be taken where there was no record at all and none was added since but by ourselves."""
        return bool(self.alone_until) and transaction.exec_driver_sql(LAST_ID).scalar_one() == self.alone_until

    def _taken_numbers(self, transaction: Connection, first: int, last: int) -> tuple[int, ...]:
        found = transaction.exec_driver_sql(self._taken(), (first, last, *self._place()))
        return tuple(found.scalars())

    def _place(self) -> tuple[int, str]:
        return self.connection_id, self.sql.kind.id

    def _taken(self) -> str:
        return (
            f"SELECT p.number FROM {_OPEN} AND ("  # noqa: S608  names of declarations only
            f"EXISTS (SELECT 1 FROM main.{self.sql.table} k WHERE k.connection_id = ?3 AND k.key = r.key) "
            "OR EXISTS (SELECT 1 FROM main.record_keys n "
            "WHERE n.kind = ?4 AND n.connection_id = ?3 AND n.key = r.key))"
        )

    def _insert(self, staged: Collection[str]) -> str:
        shown = [one.name for one in self.sql.rows.projections if one.name in staged]
        own = "id, connection_id, staged_by, updated_at, key, edits, search_text"
        common = "base_state, directives, change, problems, warning_count"
        columns = ", ".join([own, common, *(f'"{name}"' for name in shown)])
        theirs = ["r.key, p.edits, p.search_text", *(f"v.{one}" for one in common.split(", "))]
        theirs += [f'p."{STAGED}{name}"' for name in shown]
        return (
            f"INSERT INTO main.{self.sql.table} ({columns}) "  # noqa: S608  as above
            f"SELECT p.number + ?4, ?5, ?6, ?7, {', '.join(theirs)} "
            f"FROM {_WANTED.replace(' WHERE', ' JOIN beside.verdicts v ON v.id = p.verdict WHERE')} "
            "ORDER BY p.number"
        )


def shown_in(transaction: Connection) -> frozenset[str]:
    """What the file fills of the columns that the kind's table shows."""
    names = transaction.exec_driver_sql("SELECT name FROM pragma_table_info('plain', 'part')").scalars()
    return frozenset(name.removeprefix(STAGED) for name in names if name.startswith(STAGED))
