"""What taking the keeping of a file back rests on: the versions that it replaced, and what it left."""

from __future__ import annotations

from sqlalchemy import Connection

_STATEMENTS = (
    "ALTER TABLE edit_steps ADD COLUMN operation_id INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE edit_steps ADD COLUMN first_id INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE edit_steps ADD COLUMN last_id INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE operations ADD COLUMN reverses INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE as_kept (
        operation_id INTEGER NOT NULL,
        record_id INTEGER NOT NULL,
        state TEXT NOT NULL,
        PRIMARY KEY (operation_id, record_id)
    ) STRICT, WITHOUT ROWID""",
    # Of these nothing was noted: they only said that they cannot be taken back.
    "DELETE FROM edit_steps WHERE id IN (SELECT step_id FROM edit_changes WHERE record_id = 0)",
)


def create(connection: Connection) -> None:
    """Migration 7.

    A step with an `operation_id` is the keeping of a file, or that taken back: the versions which the
    operation replaced stay as long as the step does, and it added the records from `first_id` to `last_id`.
    An operation that `reverses` another brings back what that one replaced. `as_kept` holds, from the first
    write to a record on, what it was when the operation was published. *Shape* of `state`: a JSON list of
    the columns of `kept_steps.STATE`.
    """
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
