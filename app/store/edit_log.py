"""What people edited, step by step: what each step changed in which record, and which steps were undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection as Sql

from app.edit_values import EditChange, EditStep
from app.store.database import Database

_HIDDEN = 2
_STEPS_OF_RECORD = 200


class EditLog:
    """Methods that take `sql` run in the transaction of the edit itself."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def begin(self, sql: Sql, kind: str, connection_id: int, title: str, *, most: int) -> int:
        """Open a step; what was undone before can then no longer be done again, and the oldest ones go."""
        sql.exec_driver_sql(
            "DELETE FROM edit_steps WHERE connection_id = ? AND is_undone = 1", (connection_id,)
        )
        row = sql.exec_driver_sql(
            "INSERT INTO edit_steps (kind, connection_id, title, made_at) VALUES (?, ?, ?, ?) RETURNING id",
            (kind, connection_id, title, self._clock().isoformat()),
        )
        step_id = int(row.scalar_one())
        sql.exec_driver_sql(
            "DELETE FROM edit_steps WHERE id IN (SELECT id FROM edit_steps WHERE connection_id = ?"
            " ORDER BY id DESC LIMIT -1 OFFSET ?)",
            (connection_id, most),
        )
        return step_id

    def begin_hidden(self, sql: Sql, kind: str, connection_id: int, title: str, *, most: int) -> int:
        """Open a step that nobody can undo before `show`; one that a crash left so never can be."""
        step_id = self.begin(sql, kind, connection_id, title, most=most)
        sql.exec_driver_sql("UPDATE edit_steps SET is_undone = ? WHERE id = ?", (_HIDDEN, step_id))
        return step_id

    def show(self, step_id: int) -> None:
        """Let a hidden step be undone."""
        with self._database.write() as sql:
            sql.exec_driver_sql("UPDATE edit_steps SET is_undone = 0 WHERE id = ?", (step_id,))

    def note(self, sql: Sql, step_id: int, change: EditChange) -> None:
        """Write down what a step does to a record; a second change of it goes on from there."""
        sql.exec_driver_sql(
            "INSERT INTO edit_changes (step_id, record_id, before, after) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET after = excluded.after",
            (step_id, change.record_id, change.before, change.after),
        )

    def next_to_undo(self, connection_id: int) -> EditStep | None:
        """Find the latest step that was not undone whole."""
        return self._step("is_undone = 0 ORDER BY id DESC", connection_id)

    def next_to_redo(self, connection_id: int) -> EditStep | None:
        """Find the step that was undone last."""
        return self._step("is_undone = 1 ORDER BY id", connection_id)

    def changes(self, step_id: int, *, is_undone: bool) -> tuple[EditChange, ...]:
        """List what is left of a step to be undone, or to be done again."""
        statement = (
            "SELECT record_id, before, after FROM edit_changes WHERE step_id = ? AND is_undone = ?"
            " ORDER BY record_id"
        )
        with self._database.read() as sql:
            rows = sql.exec_driver_sql(statement, (step_id, int(is_undone))).all()
        return tuple(EditChange(*row) for row in rows)

    def of_record(
        self, kind: str, connection_id: int, record_id: int
    ) -> list[tuple[datetime, str, tuple[str, str]]]:
        """*Shape*: (when, title, (before, after)) of each step that changed a record, the latest first."""
        statement = (
            "SELECT s.made_at, s.title, c.before, c.after FROM edit_steps s"
            " JOIN edit_changes c ON c.step_id = s.id AND c.record_id = ?"
            " WHERE s.connection_id = ? AND s.kind = ? ORDER BY s.id DESC LIMIT ?"
        )
        values = (record_id, connection_id, kind, _STEPS_OF_RECORD)
        with self._database.read() as sql:
            rows = sql.exec_driver_sql(statement, values).all()
        return [(datetime.fromisoformat(row[0]), row[1], (row[2], row[3])) for row in rows]

    def mark(self, sql: Sql, step_id: int, record_ids: Sequence[int], *, is_undone: bool) -> None:
        """Say that a step was undone, or done again, for some records; when cut off, the rest is left."""
        sql.exec_driver_sql(
            "UPDATE edit_changes SET is_undone = ? WHERE step_id = ? AND record_id = ?",
            [(int(is_undone), step_id, record_id) for record_id in record_ids],
        )
        sql.exec_driver_sql(
            "UPDATE edit_steps SET is_undone = ?1 WHERE id = ?2 AND NOT EXISTS"
            " (SELECT 1 FROM edit_changes WHERE step_id = ?2 AND is_undone != ?1)",
            (int(is_undone), step_id),
        )

    def forget(self, step_id: int) -> None:
        """Take a step off the list: it can be neither undone nor done again any more."""
        with self._database.write() as sql:
            sql.exec_driver_sql("DELETE FROM edit_steps WHERE id = ?", (step_id,))

    def forget_kept(self, connection_id: int) -> None:
        """Take the keepings of files off the list."""
        with self._database.write() as sql:
            sql.exec_driver_sql(
                "DELETE FROM edit_steps WHERE connection_id = ? AND operation_id != 0", (connection_id,)
            )

    def _step(self, wanted: str, connection_id: int) -> EditStep | None:
        statement = (
            "SELECT id, kind, connection_id, title, operation_id, first_id, last_id FROM edit_steps "  # noqa: S608
            f"WHERE connection_id = ? AND {wanted} LIMIT 1"
        )
        with self._database.read() as sql:
            row = sql.exec_driver_sql(statement, (connection_id,)).first()
        return EditStep(*row) if row else None
