"""The journal's tables: pushes, what they were about, their requests and the effects of each."""

from __future__ import annotations

from sqlalchemy import Connection, text

_STATEMENTS = (
    """CREATE TABLE pushes (
        id INTEGER PRIMARY KEY,
        connection_id INTEGER NOT NULL,
        connection_name TEXT NOT NULL,
        vendor TEXT NOT NULL,
        environment TEXT NOT NULL,
        started_at TEXT NOT NULL,
        finished_at TEXT,
        state TEXT NOT NULL,
        comment TEXT NOT NULL DEFAULT '',
        stopped_because TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    "CREATE INDEX pushes_by_connection ON pushes (connection_id, id)",
    """CREATE TABLE push_records (
        push_id INTEGER NOT NULL REFERENCES pushes (id) ON DELETE CASCADE,
        record_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        change TEXT NOT NULL,
        outcome TEXT NOT NULL DEFAULT '',
        reason TEXT NOT NULL DEFAULT '',
        message TEXT NOT NULL DEFAULT '',
        sent_edits TEXT NOT NULL,
        sent_directives TEXT NOT NULL,
        before_state TEXT NOT NULL,
        before_base TEXT NOT NULL,
        PRIMARY KEY (push_id, record_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX push_records_by_record ON push_records (kind, record_id)",
    """CREATE TABLE requests (
        id INTEGER PRIMARY KEY,
        push_id INTEGER NOT NULL REFERENCES pushes (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        operation TEXT NOT NULL,
        method TEXT NOT NULL,
        path TEXT NOT NULL,
        query TEXT NOT NULL,
        headers TEXT NOT NULL,
        content_type TEXT NOT NULL,
        body BLOB NOT NULL,
        is_idempotent INTEGER NOT NULL,
        names_record INTEGER NOT NULL,
        is_splittable INTEGER NOT NULL,
        options TEXT NOT NULL,
        state TEXT NOT NULL,
        was_ambiguous INTEGER NOT NULL DEFAULT 0,
        attempts INTEGER NOT NULL DEFAULT 0,
        sent_at TEXT,
        answered_at TEXT,
        status INTEGER,
        answer TEXT NOT NULL DEFAULT '',
        message TEXT NOT NULL DEFAULT '',
        parent_id INTEGER
    ) STRICT""",
    "CREATE INDEX requests_by_push ON requests (push_id, id)",
    "CREATE INDEX open_requests ON requests (state) WHERE state IN ('planned', 'sent', 'unknown')",
    """CREATE TABLE effects (
        request_id INTEGER NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
        record_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        paths TEXT NOT NULL,
        deletes INTEGER NOT NULL,
        PRIMARY KEY (request_id, record_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX effects_by_record ON effects (record_id)",
)


def create(connection: Connection) -> None:
    """Create the journal's tables; part of migration 1.

    A request's `state` is planned, sent, applied, refused, failed, unknown, split (refused as a batch,
    its halves follow), superseded (an unknown one that is settled by a later request), aborted (the answer
    was not about this content) or dropped (never sent). `before_base` and `sent_edits` are frozen when the
    push is planned, `options` are the connection's switches it was planned under.
    """
    for statement in _STATEMENTS:
        connection.execute(text(statement))
