"""Records: looked up, paged, counted and saved, each write in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from app.errors import NotFound
from app.store.database import Database
from app.store.record_sql import VISIBLE, KindSql
from app.values import Record, RecordQuery, Tallies

KEYS_AT_ONCE = 500  # SQLite binds at most 32,766 values per statement; this keeps plans small


class Records:
    """All kinds' records. `within` joins a transaction (or snapshot) that is open already."""

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

    def page(self, query: RecordQuery, *, offset: int = 0, limit: int = 100) -> tuple[Record, ...]:
        sql = self._kinds[query.kind]
        selection = sql.selection(query)
        statement = f"{sql.select} AND {selection.where} ORDER BY {sql.order(query)} LIMIT ? OFFSET ?"
        with self._database.read() as connection:
            rows = connection.exec_driver_sql(statement, (*selection.parameters, limit, offset))
            return tuple(map(sql.rows.record, rows))

    def count(self, query: RecordQuery) -> int:
        sql = self._kinds[query.kind]
        selection = sql.selection(query)
        statement = f"SELECT count(*) FROM {sql.table} WHERE {VISIBLE} AND {selection.where}"  # noqa: S608  no value in it
        with self._database.read() as connection:
            return int(connection.exec_driver_sql(statement, selection.parameters).scalar_one())

    def position(self, query: RecordQuery, record_id: int) -> int | None:
        """Tell at which offset of a query a record stands; None when the query leaves it out."""
        sql = self._kinds[query.kind]
        selection = sql.selection(query)
        numbered = (
            f"SELECT id, row_number() OVER (ORDER BY {sql.order(query)}) - 1 AS place "  # noqa: S608  no value in it
            f"FROM {sql.table} WHERE {VISIBLE} AND {selection.where}"
        )
        statement = f"SELECT place FROM ({numbered}) WHERE id = ?"  # noqa: S608  as above
        with self._database.read() as connection:
            place = connection.exec_driver_sql(
                statement, (*selection.parameters, record_id)
            ).scalar_one_or_none()
        return None if place is None else int(place)

    def tallies(self, kind: str, connection_id: int) -> Tallies:
        with self._database.read() as connection:
            row = connection.exec_driver_sql(self._kinds[kind].tallies, (connection_id,)).one()
        return Tallies(*map(int, row))

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

    def in_connection(self, connection_id: int) -> int:
        """Count every listed record of a connection, over all kinds."""
        queries = [RecordQuery(kind, connection_id) for kind in self._kinds]
        return sum(self.count(query) for query in queries)

    def save(self, records: Sequence[Record], *, within: Connection | None = None) -> tuple[int, ...]:
        """Write assessed records in one urgent transaction; id 0 is a new one. Returns the ids."""
        with self._writing(within) as connection:
            numbered = self.numbered(connection, records)
            for kind in dict.fromkeys(record.kind for record in numbered):
                new = [
                    one
                    for one, given in zip(numbered, records, strict=True)
                    if one.kind == kind and not given.id
                ]
                known = [
                    one for one, given in zip(numbered, records, strict=True) if one.kind == kind and given.id
                ]
                self._insert(connection, kind, new)
                self._update(connection, kind, known)
        return tuple(record.id for record in numbered)

    def remove(self, kind: str, record_ids: Iterable[int], *, within: Connection | None = None) -> None:
        """Forget records entirely: only for those no vendor ever heard of."""
        wanted = [(one,) for one in record_ids]
        sql = self._kinds[kind]
        with self._writing(within) as connection:
            if wanted:
                connection.exec_driver_sql(f"DELETE FROM {sql.table} WHERE id = ?", wanted)  # noqa: S608
                connection.exec_driver_sql("DELETE FROM record_keys WHERE record_id = ?", wanted)

    def remember_keys(
        self,
        kind: str,
        connection_id: int,
        keys: Iterable[tuple[str, int]],
        *,
        within: Connection | None = None,
    ) -> None:
        """Keep further names of records: *shape* of keys: (what fed it, record id)."""
        rows = [(kind, connection_id, key, record_id) for key, record_id in keys if key]
        with self._writing(within) as connection:
            if rows:
                connection.exec_driver_sql("INSERT OR IGNORE INTO record_keys VALUES (?, ?, ?, ?)", rows)

    def project_anew(self, kind: str) -> None:
        """Fill the shown columns from the truth, after the table was widened."""
        sql, after = self._kinds[kind], 0
        statement = f"{sql.select} AND id > ? ORDER BY id LIMIT {KEYS_AT_ONCE}"
        while True:
            with self._database.write(urgent=False) as connection:
                rows = connection.exec_driver_sql(statement, (after,)).all()
                self._update(connection, kind, [sql.rows.record(row) for row in rows])
            if not rows:
                return
            after = rows[-1][0]

    def remove_connection(self, connection_id: int) -> None:
        """Forget every record of a connection, in chunks."""
        for sql in self._kinds.values():
            rows = f"(SELECT version FROM {sql.table} WHERE connection_id = ? LIMIT {KEYS_AT_ONCE})"  # noqa: S608
            statement = f"DELETE FROM {sql.table} WHERE version IN {rows}"  # noqa: S608  no value in it
            while self._run_bulk(statement, connection_id):
                pass
        self._run_bulk("DELETE FROM record_keys WHERE connection_id = ?", connection_id)

    def _run_bulk(self, statement: str, connection_id: int) -> int:
        with self._database.write(urgent=False) as connection:
            return connection.exec_driver_sql(statement, (connection_id,)).rowcount

    @staticmethod
    def numbered(connection: Connection, records: Sequence[Record]) -> list[Record]:
        """Give new records their permanent ids."""
        wanted = sum(not record.id for record in records)
        statement = "UPDATE sequences SET last = last + ? WHERE name = 'record' RETURNING last"
        last = connection.exec_driver_sql(statement, (wanted,)).scalar_one() if wanted else 0
        ids = iter(range(last - wanted + 1, last + 1))
        return [record if record.id else replace(record, id=next(ids)) for record in records]

    def _insert(self, connection: Connection, kind: str, records: Sequence[Record]) -> None:
        sql, now = self._kinds[kind], self._clock()
        if records:
            connection.exec_driver_sql(sql.insert, [(*sql.rows.row(record, now=now), 0) for record in records])

    def _update(self, connection: Connection, kind: str, records: Sequence[Record]) -> None:
        if not records:
            return
        sql, now = self._kinds[kind], self._clock()
        ids = [record.id for record in records]
        self._keep_former_keys(connection, sql, records)
        overtake(connection, sql, ids)
        rows = [(*sql.rows.row(record, now=now), record.id) for record in records]
        written = connection.exec_driver_sql(sql.update, rows).rowcount
        if written != len(rows):
            raise NotFound("A record is no longer there; nothing was saved.", remedy="Look at the list again.")

    @staticmethod
    def _keep_former_keys(connection: Connection, sql: KindSql, records: Sequence[Record]) -> None:
        statement = (
            "INSERT OR IGNORE INTO record_keys SELECT ?, connection_id, key, id "  # noqa: S608  no value in it
            f"FROM {sql.table} WHERE id = ? AND key != '' AND key != ? AND {VISIBLE}"
        )
        connection.exec_driver_sql(statement, [(sql.kind.id, record.id, record.key) for record in records])

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
            found.update(connection.exec_driver_sql(statement, (kind, connection_id, *some)).all())
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
            yield from map(sql.rows.record, connection.exec_driver_sql(statement, parameters))

    @contextmanager
    def _reading(self, within: Connection | None) -> Iterator[Connection]:
        if within is not None:
            yield within
            return
        with self._database.read() as connection:
            yield connection

    @contextmanager
    def _writing(self, within: Connection | None) -> Iterator[Connection]:
        if within is not None:
            yield within
            return
        with self._database.write() as connection:
            yield connection


def overtake(connection: Connection, sql: KindSql, record_ids: Sequence[int]) -> None:
    """Take these records out of operations not yet published: what is written now is newer."""
    open_ones = "SELECT count(*) FROM operations WHERE is_published = 0"
    if not record_ids or not connection.exec_driver_sql(open_ones).scalar_one():
        return
    rows = [(record_id,) for record_id in record_ids]
    unpublished = "(SELECT id FROM operations WHERE is_published = 0)"
    connection.exec_driver_sql(
        f"INSERT OR IGNORE INTO overtaken SELECT replaced_by, id FROM {sql.table} "  # noqa: S608  no value in it
        f"WHERE id = ? AND replaced_by IN {unpublished}",
        rows,
    )
    connection.exec_driver_sql(f"DELETE FROM {sql.table} WHERE id = ? AND staged_by IN {unpublished}", rows)  # noqa: S608
    connection.exec_driver_sql(
        f"UPDATE {sql.table} SET replaced_by = 0 WHERE id = ? AND replaced_by IN {unpublished}",  # noqa: S608
        rows,
    )


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), KEYS_AT_ONCE):
        yield values[start : start + KEYS_AT_ONCE]
