"""Takes the keeping of a file back, or keeps it again: versions change places, unseen until all have."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from app.edit_values import EditStep
from app.store.database import Database
from app.store.operations import Operations
from app.store.record_sql import KindSql
from app.store.visible import REPLACED_BY_IT

_CHUNK_ROWS = 1500  # about 10 ms
_SHOWN = "replaced_by = 0, connection_id = abs(connection_id)"


class Reversal:
    """One operation: `turn` does the work, `publish` lets it be seen, `discard` leaves all as it was."""

    def __init__(self, database: Database, operations: Operations, kind: KindSql, step: EditStep) -> None:
        self._database = database
        self._operations = operations
        self._table = kind.table
        self._step = step
        self._id = operations.begin(step.kind, step.connection_id, reverses=step.operation_id)

    def turn(self, report: Callable[[int, int], None]) -> None:
        """Hide what the step brought, and bring back what it replaced. `report` may raise: then `discard`."""
        step, total, done = self._step, self._count(), 0
        for first in range(step.first_id, step.last_id + 1, _CHUNK_ROWS):
            report(done, total)
            with self._database.write(urgent=False) as sql:
                done += self._hide(sql, first, min(first + _CHUNK_ROWS - 1, step.last_id))
        while True:
            report(done, total)
            with self._database.write(urgent=False) as sql:
                changed = self._exchange(sql)
            if not changed:
                return
            done += changed

    def publish(self, *, is_undone: bool) -> None:
        """Let it be seen; records that were edited or sent meanwhile stay as they are."""
        self._operations.publish(self._id, step_id=self._step.id, is_undone=is_undone)

    def discard(self) -> None:
        self._operations.discard(self._id)

    def _count(self) -> int:
        statement = (
            f"SELECT (SELECT count(*) FROM {self._table} WHERE id BETWEEN ? AND ? AND replaced_by = 0) "  # noqa: S608
            f"+ (SELECT count(*) FROM {self._table} WHERE {REPLACED_BY_IT})"
        )
        wanted = (self._step.first_id, self._step.last_id, self._step.operation_id)
        with self._database.read() as sql:
            return int(sql.exec_driver_sql(statement, wanted).scalar_one())

    def _hide(self, sql: Connection, first: int, last: int) -> int:
        statement = f"UPDATE {self._table} SET replaced_by = ? WHERE id BETWEEN ? AND ? AND replaced_by = 0"  # noqa: S608
        return sql.exec_driver_sql(statement, (self._id, first, last)).rowcount

    def _exchange(self, sql: Connection) -> int:
        """The newer version leaves its key before the older one takes it."""
        statement = f"SELECT version, id FROM {self._table} WHERE {REPLACED_BY_IT} LIMIT {_CHUNK_ROWS}"  # noqa: S608
        found = sql.exec_driver_sql(statement, (self._step.operation_id,)).all()
        if found:
            hide = f"UPDATE {self._table} SET replaced_by = ? WHERE id = ? AND replaced_by = 0"  # noqa: S608
            sql.exec_driver_sql(hide, [(self._id, record_id) for _, record_id in found])
            show = f"UPDATE {self._table} SET {_SHOWN}, staged_by = ? WHERE version = ?"  # noqa: S608
            sql.exec_driver_sql(show, [(self._id, version) for version, _ in found])
        return len(found)
