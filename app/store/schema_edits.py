"""The tables of what people edited, step by step, so that it can be taken back after a restart too."""

from __future__ import annotations

from sqlalchemy import Connection

_STATEMENTS = (
    """CREATE TABLE edit_steps (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        connection_id INTEGER NOT NULL,
        title TEXT NOT NULL,
        made_at TEXT NOT NULL,
        is_undone INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    "CREATE INDEX edit_steps_by_connection ON edit_steps (connection_id, is_undone, id)",
    """CREATE TABLE edit_changes (
        step_id INTEGER NOT NULL REFERENCES edit_steps (id) ON DELETE CASCADE,
        record_id INTEGER NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        is_undone INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (step_id, record_id)
    ) STRICT, WITHOUT ROWID""",
)


def create(connection: Connection) -> None:
    """Add the tables; migration 5.

    `before` and `after` are JSON of what a person edits in a record (`edit_values.state_of`), "" where there
    was no such record. A step is one thing that a person did, however many records it changed.
    """
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
