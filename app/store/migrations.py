"""The numbered steps that bring our own tables from one version to the next.

Kind tables are not among them: `kind_tables` creates and widens those from the declarations.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from app.store import (
    schema_edits,
    schema_history,
    schema_journal,
    schema_kept,
    schema_proposals,
    schema_refusals,
    schema_undo,
)

_TABLES = (
    """CREATE TABLE workspace (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    # Local ids are permanent: one sequence for all kinds, never counted back.
    """CREATE TABLE sequences (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
    """INSERT INTO sequences VALUES ('record', 0)""",
    """CREATE TABLE connections (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        vendor TEXT NOT NULL,
        name TEXT NOT NULL,
        folded_name TEXT NOT NULL UNIQUE,
        base_url TEXT NOT NULL,
        environment TEXT NOT NULL CHECK (environment IN ('test', 'production')),
        credential_id TEXT NOT NULL,
        options TEXT NOT NULL DEFAULT '{}',
        created_at TEXT NOT NULL
    ) STRICT""",
    # What a record was called before, or was fed by; its present key is in its own row.
    """CREATE TABLE record_keys (
        kind TEXT NOT NULL,
        connection_id INTEGER NOT NULL,
        key TEXT NOT NULL,
        record_id INTEGER NOT NULL,
        PRIMARY KEY (kind, connection_id, key, record_id)
    ) STRICT, WITHOUT ROWID""",
    # Keeping many records: their rows name the operation and are seen from its publication on.
    """CREATE TABLE operations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        connection_id INTEGER NOT NULL,
        is_published INTEGER NOT NULL DEFAULT 0,
        started_at TEXT NOT NULL
    ) STRICT""",
    # Records that were written to while an operation held a newer version of them.
    """CREATE TABLE overtaken (
        operation_id INTEGER NOT NULL,
        record_id INTEGER NOT NULL,
        PRIMARY KEY (operation_id, record_id)
    ) STRICT, WITHOUT ROWID""",
)


def _first(connection: Connection) -> None:
    for statement in _TABLES:
        connection.exec_driver_sql(statement)
    schema_journal.create(connection)
    schema_proposals.create(connection)


def _second(connection: Connection) -> None:
    """When a push began by the vendor's clock: lost creates are looked for from then on."""
    connection.exec_driver_sql("ALTER TABLE pushes ADD COLUMN vendor_clock TEXT NOT NULL DEFAULT ''")


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    _first,
    _second,
    schema_undo.create,
    schema_history.widen,
    schema_edits.create,
    schema_refusals.widen,
    schema_kept.create,
)
"""*Shape*: the step at index n brings version n to n + 1."""
