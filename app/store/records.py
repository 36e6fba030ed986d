"""Records: looked up, paged, counted and saved, each write in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.errors import NotAllowed, NotFound
from app.store.database import driver
from app.store.kept_steps import note_as_kept
from app.store.record_lookup import KEYS_AT_ONCE
from app.store.record_places import RecordPlaces
from app.store.record_sql import KindSql
from app.store.visible import UNPUBLISHED, VISIBLE
from app.values import Record, RecordQuery, Tallies

_IS_NOT_SHELVED = f"(replaced_by = 0 OR replaced_by IN {UNPUBLISHED})"
"""False of the versions that a step of Undo keeps; their connection id is negative."""


class Records(RecordPlaces):
    """All kinds' records. `within` joins a transaction (or snapshot) that is open already."""

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

    def ids(self, query: RecordQuery) -> tuple[int, ...]:
        """List all records of a query in its order, without reading them."""
        sql = self._kinds[query.kind]
        selection = sql.selection(query)
        statement = (
            f"SELECT id FROM {sql.table} WHERE {VISIBLE} AND {selection.where} ORDER BY {sql.order(query)}"  # noqa: S608  no value in it
        )
        with self._database.read() as connection:
            return tuple(connection.exec_driver_sql(statement, selection.parameters).scalars())

    def has_nameless(self, query: RecordQuery) -> bool:
        """Tell whether a query shows a record without a key."""
        sql = self._kinds[query.kind]
        selection = sql.selection(query)
        statement = (
            f"SELECT EXISTS (SELECT 1 FROM {sql.table} "  # noqa: S608  no value in it
            f"WHERE {VISIBLE} AND {selection.where} AND key = '')"
        )
        with self._database.read() as connection:
            return bool(connection.exec_driver_sql(statement, selection.parameters).scalar_one())

    def tallies(self, kind: str, connection_id: int) -> Tallies:
        with self._database.read() as connection:
            row = connection.exec_driver_sql(self._kinds[kind].tallies, (connection_id,)).one()
        return Tallies(*map(int, row))

    def has_known(self, connection_id: int) -> bool:
        """Tell whether the vendor was seen to hold any record of a connection."""
        with self._database.read() as connection:
            for sql in self._kinds.values():
                statement = (
                    f"SELECT 1 FROM {sql.table} WHERE connection_id = ? AND base_state = 'known' LIMIT 1"  # noqa: S608
                )
                if connection.exec_driver_sql(statement, (connection_id,)).scalar():
                    return True
        return False

    def save(self, records: Sequence[Record], *, within: Connection | None = None) -> tuple[int, ...]:
        """Write assessed records in one urgent transaction; id 0 is a new one. Returns the ids."""
        with self._writing(within) as connection:
            numbered = self.numbered(connection, records)
            self._take_keys(connection, numbered)
            for kind in dict.fromkeys(record.kind for record in numbered):
                new = [
                    one
                    for one, given in zip(numbered, records, strict=True)
                    if one.kind == kind and not given.id
                ]
                known = [
                    one for one, given in zip(numbered, records, strict=True) if one.kind == kind and given.id
                ]
                with _keys_kept_apart():
                    self._insert(connection, kind, new)
                    self._update(connection, kind, known)
        return tuple(record.id for record in numbered)

    def put_back(self, records: Sequence[Record], *, within: Connection) -> None:
        """Write records that were removed, under the ids they had."""
        self._take_keys(within, records)
        for kind in dict.fromkeys(record.kind for record in records):
            with _keys_kept_apart():
                self._insert(within, kind, [one for one in records if one.kind == kind])

    def remove(self, kind: str, record_ids: Iterable[int], *, within: Connection | None = None) -> None:
        """Forget records entirely: only for those no vendor ever heard of."""
        wanted = [(one,) for one in record_ids]
        sql = self._kinds[kind]
        with self._writing(within) as connection:
            if wanted:
                note_as_kept(connection, sql, [one for (one,) in wanted])
                gone = f"DELETE FROM {sql.table} WHERE id = ? AND {_IS_NOT_SHELVED}"  # noqa: S608
                connection.exec_driver_sql(gone, wanted)
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
        with self._database.write() as connection:
            # What a step would bring back is not seen here, and would come back without the new columns.
            connection.exec_driver_sql("DELETE FROM edit_steps WHERE kind = ? AND operation_id != 0", (kind,))
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
            for place in (connection_id, -connection_id):
                while self._run_bulk(statement, place):
                    pass
        self._run_bulk("DELETE FROM record_keys WHERE connection_id = ?", connection_id)
        self._run_bulk("DELETE FROM edit_steps WHERE connection_id = ?", connection_id)

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
        note_as_kept(connection, sql, ids)
        overtake(connection, sql, ids)
        rows = [(*sql.rows.row(record, now=now), record.id) for record in records]
        written = connection.exec_driver_sql(sql.update, rows).rowcount
        if written != len(rows):
            raise NotFound("A record is no longer there; nothing was saved.", remedy="Look at the list again.")

    def _take_keys(self, connection: Connection, records: Sequence[Record]) -> None:
        """A key written now is no longer an unpublished operation's to give."""
        if not has_unpublished(connection):
            return
        for record in records:
            sql = self._kinds[record.kind]
            named = (record.connection_id, record.key, record.id)
            rivals = connection.exec_driver_sql(sql.staged_with_key, named).all() if record.key else []
            overtake(connection, sql, [rival for rival, _ in rivals])
            for _, operation_id in rivals:
                connection.exec_driver_sql(
                    "INSERT OR IGNORE INTO overtaken VALUES (?, ?)", (operation_id, record.id)
                )

    @staticmethod
    def _keep_former_keys(connection: Connection, sql: KindSql, records: Sequence[Record]) -> None:
        statement = (
            "INSERT OR IGNORE INTO record_keys SELECT ?, connection_id, key, id "  # noqa: S608  no value in it
            f"FROM {sql.table} WHERE id = ? AND key != '' AND key != ? AND {VISIBLE}"
        )
        rows = [(sql.kind.id, record.id, record.key) for record in records]
        driver(connection).executemany(statement, rows)

    @contextmanager
    def _writing(self, within: Connection | None) -> Iterator[Connection]:
        if within is not None:
            yield within
            return
        with self._database.write() as connection:
            yield connection


@contextmanager
def _keys_kept_apart() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        remedy = "Look at the list again, and choose another key."
        raise NotAllowed("Another record has this key already; nothing was saved.", remedy=remedy) from error


def has_unpublished(connection: Connection) -> bool:
    """Tell whether an operation is being kept right now."""
    (number,) = driver(connection).execute(f"SELECT count(*) FROM {UNPUBLISHED}").fetchone()  # noqa: S608
    return bool(number)


def overtake(connection: Connection, sql: KindSql, record_ids: Sequence[int]) -> None:
    """Take these records out of operations not yet published: what is written now is newer."""
    if not record_ids or not has_unpublished(connection):
        return
    rows = [(record_id,) for record_id in record_ids]
    connection.exec_driver_sql(
        f"INSERT OR IGNORE INTO overtaken SELECT replaced_by, id FROM {sql.table} "  # noqa: S608  no value in it
        f"WHERE id = ? AND replaced_by IN {UNPUBLISHED}",
        rows,
    )
    for statement in (
        f"DELETE FROM {sql.table} WHERE id = ? AND staged_by IN {UNPUBLISHED}",  # noqa: S608  as above
        f"UPDATE {sql.table} SET replaced_by = 0 WHERE id = ? AND replaced_by IN {UNPUBLISHED}",  # noqa: S608
    ):
        connection.exec_driver_sql(statement, rows)
