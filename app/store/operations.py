"""Keeping many records: written in short chunks, unseen until one small commit publishes them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from app.errors import NotAllowed
from app.store.again_copy import AgainCopied, AgainCopy
from app.store.database import Database
from app.store.finished import LAST_ID, Copied, FinishedCopy
from app.store.kept_steps import note_as_kept
from app.store.record_lookup import has_names
from app.store.record_sql import KindSql
from app.store.records import Records, overtake
from app.store.visible import REPLACED_BY_IT, STAGED_BY_IT
from app.values import Record

_OPEN_ONES = "SELECT count(*) FROM operations WHERE kind = ? AND connection_id = ? AND is_published = 0"
_START = "INSERT INTO operations (kind, connection_id, started_at, reverses) VALUES (?, ?, ?, ?) RETURNING id"
_REVERSES = "SELECT reverses FROM operations WHERE id = ?"
_IS_HELD = "SELECT EXISTS (SELECT 1 FROM edit_steps WHERE operation_id = ?)"

CHUNK = 200  # records per transaction: 8 to 15 ms on the slowest machine this was measured on


class Operations:
    """An operation ends published or discarded; what a crash leaves is finished when the store opens."""

    def __init__(self, database: Database, kinds: Mapping[str, KindSql], clock: Callable[[], datetime]) -> None:
        self._database = database
        self._kinds = kinds
        self._clock = clock
        # Operations into nothing, with the last id given when nobody else had added a record since.
        self._into_nothing: dict[int, int] = {}

    def begin(self, kind: str, connection_id: int, *, reverses: int = 0) -> int:
        """Start an operation; its id goes with every `save_many`. *Raises* NotAllowed beside another one.

        One that `reverses` another brings back what that one replaced, instead of deleting it.
        """
        with self._database.write() as connection:
            if connection.exec_driver_sql(_OPEN_ONES, (kind, connection_id)).scalar_one():
                raise NotAllowed(
                    "Another import into these records is being kept.", remedy="Wait until it is done."
                )
            started = (kind, connection_id, self._clock().isoformat(), reverses)
            operation_id = int(connection.exec_driver_sql(_START, started).scalar_one())
            if not has_names(connection, self._kinds[kind], connection_id):
                self._into_nothing[operation_id] = _last_id(connection)
            return operation_id

    def save_many(
        self,
        operation_id: int,
        records: Sequence[Record],
        *,
        new_ids: Sequence[int] = (),
        within: Connection | None = None,
    ) -> tuple[int, ...]:
        """Write assessed records of the operation's kind, unseen as yet; returns their ids.

        `new_ids` are ids reserved for those that have none, one for each record. Without `within` they are
        written in chunks. With it the caller reads what a chunk builds on and writes it in one transaction
        (`Database.write(urgent=False)`), so that no edit falls between.
        """
        if within is not None:
            return self._stage(within, operation_id, records, new_ids)
        ids: list[int] = []
        for start in range(0, len(records), CHUNK):
            chunk = slice(start, start + CHUNK)
            with self._database.write(urgent=False) as connection:
                ids += self._stage(connection, operation_id, records[chunk], new_ids[chunk])
        return tuple(ids)

    def reserve_ids(self, operation_id: int, count: int) -> int:
        """Set record ids aside, in the order in which records are to be listed; returns the first."""
        with self._database.write() as connection:
            before = _last_id(connection)
            connection.exec_driver_sql("UPDATE sequences SET last = last + ? WHERE name = 'record'", (count,))
            if self._into_nothing.pop(operation_id, None) == before:
                self._into_nothing[operation_id] = before + count
        return before + 1

    @contextmanager
    def copying(
        self, operation_id: int, staging: Path, part: Path, *, connection_id: int, shift: int
    ) -> Iterator[Callable[[int, int], Copied]]:
        """Give what copies finished records of a part of a staging, by the numbers of their first rows."""
        with self._database.read() as connection:
            sql = self._sql(connection, operation_id)
        alone_until = self._into_nothing.get(operation_id, 0)
        copy = FinishedCopy(sql, connection_id, operation_id, shift, self._clock(), alone_until)
        with self._database.write_from({"beside": staging, "part": part}) as begin:

            def copy_chunk(first: int, last: int) -> Copied:
                with begin() as transaction:
                    return copy.copy(transaction, first, last)

            yield copy_chunk

    @contextmanager
    def copying_again(
        self, operation_id: int, staging: Path, part: Path, *, connection_id: int, switches: str
    ) -> Iterator[Callable[[int, int], AgainCopied]]:
        """Give what copies records that are there already, as a file has them, over what they were."""
        with self._database.read() as connection:
            sql = self._sql(connection, operation_id)
        copy = AgainCopy(sql, connection_id, operation_id, self._clock(), switches)
        with self._database.write_from({"beside": staging, "part": part}) as begin:

            def copy_chunk(first: int, last: int) -> AgainCopied:
                with begin() as transaction:
                    return copy.copy(transaction, first, last)

            yield copy_chunk

    def publish(self, operation_id: int, *, step_id: int = 0, is_undone: bool = False) -> tuple[int, ...]:
        """Let everything be seen at once, on the disk when this returns; a step that it undoes says so.

        Returns the ids of records that were edited or sent meanwhile: they stayed as they are.
        """
        with self._database.write() as connection:
            sql = self._sql(connection, operation_id)
            _leave_busy_ones(connection, sql, operation_id)
            connection.exec_driver_sql("UPDATE operations SET is_published = 1 WHERE id = ?", (operation_id,))
            connection.exec_driver_sql(
                "UPDATE edit_steps SET operation_id = ?, is_undone = ? WHERE id = ?",
                (operation_id, int(is_undone), step_id),
            )
            rows = connection.exec_driver_sql(
                "SELECT record_id FROM overtaken WHERE operation_id = ? ORDER BY record_id", (operation_id,)
            )
            overtaken = tuple(rows.scalars())
        self._clear_away(operation_id, sql, is_published=True)
        return overtaken

    def discard(self, operation_id: int) -> None:
        """Forget what the operation wrote."""
        with self._database.read() as connection:
            sql = self._sql(connection, operation_id)
        self._clear_away(operation_id, sql, is_published=False)

    def finish_leftovers(self) -> None:
        """Discard what was never published, and clear up after what was."""
        with self._database.read() as connection:
            left = connection.exec_driver_sql("SELECT id, kind, is_published FROM operations").all()
        for operation_id, kind, is_published in left:
            self._clear_away(operation_id, self._kinds[kind], is_published=bool(is_published))

    def _sql(self, connection: Connection, operation_id: int) -> KindSql:
        kind = connection.exec_driver_sql(
            "SELECT kind FROM operations WHERE id = ?", (operation_id,)
        ).scalar_one()
        return self._kinds[kind]

    def _stage(
        self, connection: Connection, operation_id: int, records: Sequence[Record], new_ids: Sequence[int]
    ) -> tuple[int, ...]:
        if not records:
            return ()
        sql, now = self._kinds[records[0].kind], self._clock()
        known = [record.id for record in records if record.id]
        if new_ids:
            numbered = [
                one if one.id else replace(one, id=new) for one, new in zip(records, new_ids, strict=True)
            ]
        else:
            numbered = Records.numbered(connection, records)
        _replace_later(connection, sql, operation_id, known)
        rows = [(*sql.rows.row(record, now=now), operation_id) for record in numbered]
        connection.exec_driver_sql(sql.insert, rows)
        return tuple(record.id for record in numbered)

    def _clear_away(self, operation_id: int, sql: KindSql, *, is_published: bool) -> None:
        """Chunk by chunk: the versions that lost go; unpublished, the others are no longer spoken for."""
        with self._database.read() as connection:
            reverses = connection.exec_driver_sql(_REVERSES, (operation_id,)).scalar() or 0
            is_held = bool(connection.exec_driver_sql(_IS_HELD, (operation_id,)).scalar_one())
        statements: Iterable[str] = _clearing(sql.table, reverses, is_published=is_published)
        if is_published and is_held:
            self._shelve(operation_id, sql.table)
            statements = ()
        for statement in statements:
            while self._run_chunk(statement, operation_id):
                pass
        with self._database.write(urgent=False) as connection:
            connection.exec_driver_sql("DELETE FROM overtaken WHERE operation_id = ?", (operation_id,))
            connection.exec_driver_sql("DELETE FROM operations WHERE id = ?", (operation_id,))

    def _shelve(self, operation_id: int, table: str) -> None:
        """What a step can bring back goes out of the lists of its connection: they would go through it."""
        wanted = f"{REPLACED_BY_IT} AND version > ? ORDER BY version LIMIT {CHUNK}"
        rows = f"(SELECT version FROM {table} WHERE {wanted})"  # noqa: S608  no value in it
        shelve = (
            f"UPDATE {table} SET connection_id = -abs(connection_id) WHERE version IN {rows} RETURNING version"  # noqa: S608  as above
        )
        last: int | None = 0
        while last is not None:
            with self._database.write(urgent=False) as connection:
                shelved = connection.exec_driver_sql(shelve, (operation_id, last)).scalars().all()
            last = max(shelved, default=None)

    def _run_chunk(self, statement: str, operation_id: int) -> int:
        with self._database.write(urgent=False) as connection:
            return connection.exec_driver_sql(statement, (operation_id,)).rowcount


def _clearing(table: str, reverses: int, *, is_published: bool) -> Iterator[str]:
    """What a published one replaced goes; an unpublished one never was."""
    rows = f"(SELECT version FROM {table} WHERE {{}} LIMIT {CHUNK})"  # noqa: S608  no value in it
    theirs, replaced = rows.format(STAGED_BY_IT), rows.format(REPLACED_BY_IT)
    if is_published:
        yield f"DELETE FROM {table} WHERE version IN {replaced}"  # noqa: S608  as above
        return
    if reverses:
        # What it would have brought back still waits for that, and gives its key up first.
        yield f"UPDATE {table} SET {_shelved_by(reverses)} WHERE version IN {theirs}"  # noqa: S608
    else:
        yield f"DELETE FROM {table} WHERE version IN {theirs}"  # noqa: S608  as above
    yield f"UPDATE {table} SET replaced_by = 0 WHERE version IN {replaced}"  # noqa: S608  as above


def _shelved_by(operation_id: int) -> str:
    return f"replaced_by = {operation_id:d}, staged_by = 0, connection_id = -abs(connection_id)"


def _last_id(connection: Connection) -> int:
    return int(connection.exec_driver_sql(LAST_ID).scalar_one())


def _replace_later(connection: Connection, sql: KindSql, operation_id: int, record_ids: Sequence[int]) -> None:
    """Mark the versions that go once the operation is published; what it staged of them before goes now."""
    if not record_ids:
        return
    note_as_kept(connection, sql, record_ids)
    rows = [(record_id, operation_id) for record_id in record_ids]
    connection.exec_driver_sql(f"DELETE FROM {sql.table} WHERE id = ? AND staged_by = ?", rows)  # noqa: S608
    marks = [(operation_id, record_id) for record_id in record_ids]
    connection.exec_driver_sql(
        f"UPDATE {sql.table} SET replaced_by = ?1 WHERE id = ?2 AND staged_by != ?1 AND replaced_by = 0",  # noqa: S608
        marks,
    )


def _leave_busy_ones(connection: Connection, sql: KindSql, operation_id: int) -> None:
    """A record that was sent meanwhile keeps its version; the operation's goes."""
    busy = connection.exec_driver_sql(
        f"SELECT id FROM {sql.table} WHERE {REPLACED_BY_IT} AND busy != ''",  # noqa: S608  no value in it
        (operation_id,),
    )
    overtake(connection, sql, list(busy.scalars()))
    overtake(connection, sql, list(busy.scalars()))
