"""What looking back needs of the journal's tables: when each outcome came, the vendor's ids, texts to find."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from app.records.change import load_edits, working_copy
from app.store.record_rows import search_text

_AT_ONCE = 1000
_STATEMENTS = (
    "ALTER TABLE pushes ADD COLUMN forgotten_at TEXT",
    "ALTER TABLE pushes ADD COLUMN counts TEXT",
    "ALTER TABLE requests ADD COLUMN first_sent_at TEXT",
    "ALTER TABLE requests ADD COLUMN vendor_request_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE push_records ADD COLUMN ended_at TEXT NOT NULL DEFAULT ''",
    """UPDATE push_records SET ended_at = coalesce(
        (SELECT max(r.answered_at) FROM effects e JOIN requests r ON r.id = e.request_id
         WHERE e.record_id = push_records.record_id AND r.push_id = push_records.push_id),
        (SELECT coalesce(finished_at, started_at) FROM pushes WHERE id = push_records.push_id)
    ) WHERE outcome != ''""",
    # Rows of push_records are wide; what is counted, listed and drawn is read from these alone.
    """CREATE INDEX push_records_in_short ON push_records (push_id, record_id, outcome, reason, ended_at)""",
    """CREATE INDEX push_records_by_words ON push_records (push_id, record_id, outcome, message)
        WHERE message != '' AND outcome IN ('applied', 'refused', 'failed', 'unknown')""",
    "CREATE INDEX requests_by_vendor_id ON requests (vendor_request_id) WHERE vendor_request_id != ''",
    """UPDATE pushes SET counts = (SELECT json_group_object(outcome, number) FROM (
        SELECT outcome, count(*) AS number FROM push_records INDEXED BY push_records_in_short
        WHERE push_id = pushes.id AND outcome != '' GROUP BY outcome)) WHERE state != 'running'""",
    # What is settled after its push ended makes the counts of that push wrong.
    """CREATE TRIGGER push_counts_are_old AFTER UPDATE OF outcome ON push_records
        WHEN new.outcome != old.outcome BEGIN
        UPDATE pushes SET counts = NULL WHERE id = new.push_id AND counts IS NOT NULL;
    END""",
    # One row per record of a push, numbered by both, so that the newest come first without a sort.
    "CREATE VIRTUAL TABLE push_texts USING fts5(text, tokenize = 'trigram case_sensitive 1')",
)
# The text index knows no OR IGNORE.
_ADD_TEXT = (
    "INSERT INTO push_texts (rowid, text) SELECT ?1, ?2"
    " WHERE NOT EXISTS (SELECT 1 FROM push_texts WHERE rowid = ?1)"
)
_FROZEN = (
    "SELECT push_id, record_id, before_base, sent_edits FROM push_records"
    " WHERE (push_id, record_id) > (?, ?) ORDER BY push_id, record_id LIMIT ?"
)


def widen(connection: Connection) -> None:
    """Migration 4: from then on the journal fills all of it by itself.

    `ended_at` is when a record got its outcome in that push, `first_sent_at` when a request went out for the
    first time (`sent_at`: the last), `vendor_request_id` what the vendor calls it, `forgotten_at` when the
    requests of a push were removed, `counts` how its outcomes stood when it was finished (`push_counts`).
    """
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
    after = (0, 0)
    while rows := connection.exec_driver_sql(_FROZEN, (*after, _AT_ONCE)).all():
        add_texts(connection, [(push, record, _text(base, edits)) for push, record, base, edits in rows])
        after = (rows[-1][0], rows[-1][1])


def add_texts(connection: Connection, texts: Sequence[tuple[int, int, str]]) -> None:
    """Make records of pushes findable: *shape*: (push id, record id, folded text)."""
    rows = [(place_of(push_id, record_id), text) for push_id, record_id, text in texts]
    if rows:
        connection.exec_driver_sql(_ADD_TEXT, rows)


def place_of(push_id: int, record_id: int) -> int:
    """Number a record of a push: pushes one after the other, the records of each by id."""
    return (push_id << 32) + record_id


def _text(base: str, edits: str) -> str:
    known: dict[str, Any] = json.loads(base)
    return search_text(working_copy(known, load_edits(edits)))
