"""Records looked up: by id, by any name they ever had, and the pending ones in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from app.errors import NotFound
from app.store.database import Database, driver
from app.store.held_keys import HeldKeys, by_key, held_statement, nothing_held, taken_statement
from app.store.record_sql import KindSql
from app.store.visible import VISIBLE
from app.values import Record

KEYS_AT_ONCE = 500  # SQLite binds at most 32,766 values per statement; this keeps plans small


class RecordLookup:
    """Reading single records. `within` joins a transaction (or snapshot) that is open already."""

    def __init__(self, database: Database, kinds: Mapping[str, KindSql], clock: Callable[[], datetime]) -> None:
        self._database = database
        self._kinds = kinds
        self._clock = clock

    def get(self, kind: str, record_id: int, *, within: Connection | None = None) -> Record:
        """*Raises* NotFound."""
        found = self.many(kind, [record_id], within=within)
        if not found:
            raise NotFound("This record is no longer there.", remedy="Look at the list again.")
        return found[0]

    def many(
        self, kind: str, record_ids: Iterable[int], *, within: Connection | None = None
    ) -> tuple[Record, ...]:
        """Read records by id, in that order; missing ones are left out."""
        wanted = list(record_ids)
        with self._reading(within) as connection:
            found = {record.id: record for record in self._in(connection, kind, "id", wanted)}
        return tuple(found[one] for one in dict.fromkeys(wanted) if one in found)

    def by_key(
        self, kind: str, connection_id: int, key: str, *, within: Connection | None = None
    ) -> Record | None:
        """Find a record by its key, by a key it had before, or by "#" and its local id."""
        with self._reading(within) as connection:
            found = self.existing_keys(kind, connection_id, [key], within=connection).get(key)
            if found is None and key[:1] == "#" and key[1:].isascii() and key[1:].isdigit():
                local = self.many(kind, [int(key[1:])], within=connection)
                found = next((one for one in local if one.connection_id == connection_id), None)
        return found

    def existing_keys(
        self, kind: str, connection_id: int, keys: Iterable[str], *, within: Connection | None = None
    ) -> dict[str, Record]:
        """*Shape*: key → record that has it, or had it, or was fed by it; missing keys are left out."""
        wanted = [key for key in dict.fromkeys(keys) if key]
        with self._reading(within) as connection:
            present = self._in(connection, kind, "key", wanted, connection_id=connection_id)
            found = {record.key: record for record in present}
            left = [key for key in wanted if key not in found]
            return found | self._by_former_key(connection, kind, connection_id, left)

    def named(self, key: str) -> tuple[tuple[str, int], ...]:
        """*Shape*: (kind, id) of the records of any connection that have this key or had it."""
        with self._database.read() as connection:
            places = connection.exec_driver_sql("SELECT id FROM connections").scalars().all()
            found = (
                self.existing_keys(kind, place, [key], within=connection)
                for kind in self._kinds
                for place in places
            )
            return tuple((one.kind, one.id) for each in found for one in each.values())

    def held_keys(self, kind: str, connection_id: int) -> HeldKeys:
        """Look many keys up at once.

        It is quick where the connection held nothing at first; what came since counts as they are kept.
        """
        if not self.has_any(kind, connection_id):
            return nothing_held()

        def asked(statement: str, keys: Sequence[str]) -> list[Any]:
            with self._database.read() as connection:
                place = (kind, connection_id, json.dumps(keys))
                return driver(connection).execute(statement, place).fetchall()

        return HeldKeys(
            lambda keys: by_key(asked(held_statement(kind), keys)),
            lambda keys: frozenset(key for (key,) in asked(taken_statement(kind), keys)),
        )

    def has_any(self, kind: str, connection_id: int) -> bool:
        """Tell whether a connection has any record of a kind, or name of one, published or not."""
        with self._database.read() as connection:
            return has_names(connection, self._kinds[kind], connection_id)

    def pending(
        self,
        kind: str,
        connection_id: int,
        *,
        after_id: int = 0,
        limit: int = 500,
        within: Connection | None = None,
    ) -> tuple[Record, ...]:
        """Read pending records in the order of their ids."""
        sql = self._kinds[kind]
        statement = f"{sql.select} AND change != '' AND connection_id = ? AND id > ? ORDER BY id LIMIT ?"
        with self._reading(within) as connection:
            rows = connection.exec_driver_sql(statement, (connection_id, after_id, limit))
            return tuple(map(sql.rows.record, rows))

    def known_ids(self, kind: str, connection_id: int) -> tuple[int, ...]:
        """List the records that the vendor was seen to hold, without reading them."""
        sql = self._kinds[kind]
        statement = (
            f"SELECT id FROM {sql.table} WHERE connection_id = ? AND base_state = 'known' "  # noqa: S608
            f"AND {VISIBLE} ORDER BY id"
        )
        with self._reading(None) as connection:
            return tuple(connection.exec_driver_sql(statement, (connection_id,)).scalars())

    def unnamed(self, kind: str, connection_id: int) -> tuple[int, ...]:
        """List the records that the vendor was seen to hold, of which it gives the key, and which have none."""
        sql = self._kinds[kind]
        if not sql.kind.is_key_given:
            return ()
        name = next(one.name for one in sql.rows.projections if one.path == sql.kind.key_column)
        statement = (
            f"SELECT id FROM {sql.table} WHERE connection_id = ? AND base_state = 'known' "  # noqa: S608
            f"AND busy = '' AND coalesce(\"{name}\", '') = '' AND {VISIBLE} ORDER BY id"
        )
        with self._reading(None) as connection:
            return tuple(connection.exec_driver_sql(statement, (connection_id,)).scalars())

    def _by_former_key(
        self, connection: Connection, kind: str, connection_id: int, keys: Sequence[str]
    ) -> dict[str, Record]:
        found: dict[str, int] = {}
        for some in _chunks(keys):
            marks = ", ".join("?" * len(some))
            statement = (
                "SELECT key, record_id FROM record_keys WHERE kind = ? AND connection_id = ? "  # noqa: S608
                f"AND key IN ({marks}) ORDER BY record_id"
            )
            found.update(driver(connection).execute(statement, (kind, connection_id, *some)).fetchall())
        records = {record.id: record for record in self._in(connection, kind, "id", list(found.values()))}
        return {key: records[one] for key, one in found.items() if one in records}

    def _in(
        self, connection: Connection, kind: str, column: str, values: Sequence[Any], *, connection_id: int = 0
    ) -> Iterator[Record]:
        sql = self._kinds[kind]
        for some in _chunks(values):
            statement = f"{sql.select} AND {column} IN ({', '.join('?' * len(some))})"
            parameters = tuple(some)
            if connection_id:
                statement, parameters = f"{statement} AND connection_id = ?", (*some, connection_id)
            yield from map(sql.rows.record, driver(connection).execute(statement, parameters).fetchall())

    @contextmanager
    def _reading(self, within: Connection | None) -> Iterator[Connection]:
        if within is not None:
            yield within
            return
        with self._database.read() as connection:
            yield connection


def has_names(connection: Connection, sql: KindSql, connection_id: int) -> bool:
    """Tell whether a connection has any record, or name of one, published or not."""
    statement = (
        f"SELECT EXISTS (SELECT 1 FROM {sql.table} WHERE connection_id = ?2) "  # noqa: S608  no value in it
        "OR EXISTS (SELECT 1 FROM record_keys WHERE kind = ?1 AND connection_id = ?2)"
    )
    return bool(connection.exec_driver_sql(statement, (sql.kind.id, connection_id)).scalar_one())


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), KEYS_AT_ONCE):
        yield values[start : start + KEYS_AT_ONCE]
