"""Keepings of files that can be taken back: what was written since, and what stands in the way."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from app.edit_values import EditStep
from app.store.database import Database, driver
from app.store.record_sql import KindSql
from app.store.visible import REPLACED_BY_IT, VISIBLE

_STATE = ("edits", "directives", "is_deleting", "conflicts", "base_state", "base")
_MOST_LARGE = 3
_LARGE = 25_000  # versions that a step keeps: beyond it only the latest steps may
_CHUNK_ROWS = 1500


class KeptSteps:
    """Steps of the edit log that are the keeping of a file, done or undone."""

    def __init__(self, database: Database, kinds: Mapping[str, KindSql]) -> None:
        self._database = database
        self._kinds = kinds

    def hold(self, step_id: int, operation_id: int, *, first_id: int, last_id: int) -> None:
        """Let a step keep what an operation replaces, and the range of ids that it adds records in."""
        with self._database.write() as sql:
            sql.exec_driver_sql(
                "UPDATE edit_steps SET operation_id = ?, first_id = ?, last_id = ? WHERE id = ?",
                (operation_id, first_id, last_id, step_id),
            )

    def changes_anything(self, step: EditStep) -> bool:
        table = self._kinds[step.kind].table
        with self._database.read() as sql:
            found = sql.exec_driver_sql(
                f"SELECT EXISTS (SELECT 1 FROM {table} WHERE id BETWEEN ? AND ?)"  # noqa: S608  no value in it
                f" OR EXISTS (SELECT 1 FROM {table} WHERE {REPLACED_BY_IT})",
                (step.first_id, step.last_id, step.operation_id),
            )
            return bool(found.scalar_one())

    def first_busy(self, step: EditStep) -> int:
        """Find a record of the step that is being sent, 0 where there is none."""
        return self._first(step, f"busy != '' AND {VISIBLE} AND {_touched(self._table(step))}")

    def first_written(self, step: EditStep) -> int:
        """Find a record of the step that is not as it was left; 0 where there is none."""
        table = self._table(step)
        statement = (
            f"SELECT a.record_id, a.state, {_state_of('r')} FROM as_kept a "  # noqa: S608  no value in it
            f"LEFT JOIN {table} r ON r.id = a.record_id AND {VISIBLE} "
            "WHERE a.operation_id = ? ORDER BY a.record_id"
        )
        with self._database.read() as sql:
            for record_id, was, now in sql.exec_driver_sql(statement, (step.operation_id,)):
                if was != now and _parts(was) != _parts(now):
                    return int(record_id)
        return 0

    def first_rival(self, step: EditStep) -> int:
        """Find a record whose key is one that the step would bring back; 0 where there is none."""
        table = self._table(step)
        statement = (
            f"SELECT v.id FROM {table} h JOIN {table} v ON v.connection_id = abs(h.connection_id) "  # noqa: S608
            "AND v.key = h.key AND v.replaced_by = 0 AND v.id != h.id "
            "WHERE h.replaced_by = ? AND h.replaced_by != 0 AND h.key != '' LIMIT 1"
        )
        with self._database.read() as sql:
            return int(sql.exec_driver_sql(statement, (step.operation_id,)).scalar() or 0)

    def let_go_of_old(self, connection_id: int) -> None:
        """Forget the older ones of the steps that keep many versions."""
        with self._database.read() as sql:
            steps = sql.exec_driver_sql(
                "SELECT id, kind, operation_id FROM edit_steps WHERE connection_id = ? AND operation_id != 0"
                " ORDER BY id DESC",
                (connection_id,),
            ).all()
            large = [step for step, kind, held in steps if self._count(sql, kind, held) > _LARGE]
        if large[_MOST_LARGE:]:
            with self._database.write() as sql:
                gone = [(one,) for one in large[_MOST_LARGE:]]
                sql.exec_driver_sql("DELETE FROM edit_steps WHERE id = ?", gone)

    def sweep(self, kind_id: str) -> None:
        """Delete, some at a time, the versions that no step and no operation speaks for any more."""
        table = self._kinds[kind_id].table
        held = "(SELECT operation_id FROM edit_steps UNION ALL SELECT id FROM operations)"
        with self._database.read() as sql:
            gone = sql.exec_driver_sql(
                f"SELECT DISTINCT replaced_by FROM {table} WHERE replaced_by != 0 "  # noqa: S608  no value in it
                f"AND replaced_by NOT IN {held}"
            ).scalars()
            left = list(gone)
        rows = f"(SELECT version FROM {table} WHERE {REPLACED_BY_IT} LIMIT {_CHUNK_ROWS})"  # noqa: S608  as above
        for operation_id in left:
            while self._run(f"DELETE FROM {table} WHERE version IN {rows}", operation_id):  # noqa: S608  as above
                pass
        with self._database.write(urgent=False) as sql:
            sql.exec_driver_sql(f"DELETE FROM as_kept WHERE operation_id NOT IN {held}")  # noqa: S608  as above

    def _run(self, statement: str, operation_id: int) -> int:
        with self._database.write(urgent=False) as sql:
            return sql.exec_driver_sql(statement, (operation_id,)).rowcount

    def _count(self, sql: Connection, kind_id: str, operation_id: int) -> int:
        statement = f"SELECT count(*) FROM {self._kinds[kind_id].table} WHERE {REPLACED_BY_IT}"  # noqa: S608  as above
        return int(sql.exec_driver_sql(statement, (operation_id,)).scalar_one())

    def _table(self, step: EditStep) -> str:
        return self._kinds[step.kind].table

    def _first(self, step: EditStep, condition: str) -> int:
        statement = f"SELECT id FROM {self._table(step)} WHERE {condition} LIMIT 1"  # noqa: S608  no value in it
        with self._database.read() as sql:
            found = sql.exec_driver_sql(statement, (step.first_id, step.last_id, step.operation_id)).scalar()
        return int(found or 0)


def note_as_kept(sql: Connection, kind: KindSql, record_ids: Sequence[int]) -> None:
    """Write down, before the first write to records of a kept file, what they were until then."""
    if not record_ids or not _holds_any(sql):
        return
    table = kind.table
    statement = (
        f"INSERT OR IGNORE INTO as_kept SELECT s.operation_id, r.id, {_state_of('r')} "  # noqa: S608  no value in it
        f"FROM {table} r JOIN edit_steps s ON r.id = ?1 AND {VISIBLE} "
        "AND s.operation_id != 0 AND s.kind = ?2 AND (r.id BETWEEN s.first_id AND s.last_id OR EXISTS "
        f"(SELECT 1 FROM {table} o WHERE o.id = r.id AND o.replaced_by = s.operation_id))"
    )
    driver(sql).executemany(statement, [(record_id, kind.kind.id) for record_id in record_ids])


def _holds_any(sql: Connection) -> bool:
    (found,) = (
        driver(sql).execute("SELECT EXISTS (SELECT 1 FROM edit_steps WHERE operation_id != 0)").fetchone()
    )
    return bool(found)


def _touched(table: str) -> str:
    """*Shape* of parameters: first id, last id, operation id."""
    return f"(id BETWEEN ? AND ? OR id IN (SELECT id FROM {table} WHERE {REPLACED_BY_IT}))"  # noqa: S608  no value in it


def _state_of(name: str) -> str:
    return f"json_array({', '.join(f'{name}.{column}' for column in _STATE)})"


def _parts(state: str) -> list[object]:
    """The same fields in another order, or written in another way, are the same."""
    return [json.loads(one) if isinstance(one, str) and one[:1] in "[{" else one for one in json.loads(state)]
