"""The table of files that were read and not yet kept; their rows are staged in a file of their own."""

from __future__ import annotations

from sqlalchemy import Connection

_TABLES = (
    """CREATE TABLE proposals (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        connection_id INTEGER NOT NULL,
        file_name TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('reading', 'open', 'kept', 'rejected')),
        reading TEXT NOT NULL DEFAULT '{}',
        mapping TEXT NOT NULL DEFAULT '[]',
        counts TEXT NOT NULL DEFAULT '{}',
        created_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX proposals_state ON proposals (state)",
)


def create(connection: Connection) -> None:
    for statement in _TABLES:
        connection.exec_driver_sql(statement)
