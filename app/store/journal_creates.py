"""What the journal knows of creates: which were lost, since when to look for them, and whose they are."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import text

from app.store.database import Database
from app.vendors.assess import MAY_BE

_LOST = (
    "SELECT r.id FROM requests r JOIN effects e ON e.request_id = r.id"
    " WHERE e.record_id = :record AND r.kind = :kind AND r.state = 'failed' AND r.was_ambiguous = 1"
    " AND r.is_idempotent = 0 AND e.paths != '[]' ORDER BY r.id"
)
_EVER_LOST = (
    "SELECT DISTINCT e.record_id FROM push_records p JOIN effects e ON e.record_id = p.record_id"
    " JOIN requests r ON r.id = e.request_id WHERE p.push_id = :push AND p.before_state = 'absent'"
    " AND r.kind = p.kind AND r.state = 'failed' AND r.was_ambiguous = 1 AND r.is_idempotent = 0"
    " AND e.paths != '[]'"
)

# An answer, and a batch taken apart, give what was lost another number.
_NOTES = (
    "WITH RECURSIVE up(id) AS (SELECT :id UNION SELECT parent_id FROM requests JOIN up USING (id)"
    " WHERE parent_id IS NOT NULL) SELECT e.after_seen FROM up JOIN effects e ON e.request_id = up.id"
    " WHERE e.after_seen != ''"
)
_GIVEN_UP = (
    "SELECT max(r.id) FROM pushes p JOIN requests r ON r.push_id = p.id JOIN effects e ON e.request_id = r.id"
    " WHERE p.connection_id = :connection AND r.kind = :kind AND r.state = 'failed' AND r.was_ambiguous = 1"
    " AND r.is_idempotent = 0 AND e.paths != '[]' GROUP BY e.record_id"
)


class JournalCreates:
    """Reads of the journal about requests that must not be sent twice."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def began(self, push_id: int) -> tuple[datetime, bool]:
        """*Shape*: (when a push began, whether that is by the vendor's clock)."""
        statement = text("SELECT started_at, vendor_clock FROM pushes WHERE id = :id")
        with self._database.read() as sql:
            started_at, vendor_clock = sql.execute(statement, {"id": push_id}).one()
        return datetime.fromisoformat(vendor_clock or started_at), bool(vendor_clock)

    def has_new(self, push_id: int) -> bool:
        """Tell whether a push is to create anything."""
        statement = text(
            "SELECT 1 FROM push_records WHERE push_id = :push AND outcome = '' AND before_state = 'absent'"
            " LIMIT 1"
        )
        with self._database.read() as sql:
            return sql.execute(statement, {"push": push_id}).first() is not None

    def ever_lost(self, push_id: int) -> frozenset[int]:
        """List the records of a push of which a create was lost before, and settled as not applied."""
        with self._database.read() as sql:
            return frozenset(sql.execute(text(_EVER_LOST), {"push": push_id}).scalars())

    def lost(self, kind: str, record_id: int) -> tuple[int, ...]:
        """List the creates of a record that were lost and then settled as not applied: each may arrive yet."""
        with self._database.read() as sql:
            return tuple(sql.execute(text(_LOST), {"record": record_id, "kind": kind}).scalars())

    def given_up(self, kind: str, connection_id: int) -> tuple[int, ...]:
        """List the last lost create of each record of which one was settled as not applied."""
        with self._database.read() as sql:
            found = sql.execute(text(_GIVEN_UP), {"kind": kind, "connection": connection_id})
            return tuple(found.scalars())

    def candidates(self, request_id: int) -> tuple[str, ...]:
        """List the keys of what a lost create may have made, as a person was told."""
        with self._database.read() as sql:
            notes = sql.execute(text(_NOTES), {"id": request_id}).scalars()
            return tuple(str(key) for note in notes for key in json.loads(note).get(MAY_BE, ()))

    def answered(self, kind: str, record_id: int) -> int | None:
        """Find the push whose lost create of a record a person called applied."""
        statement = text(
            "SELECT r.push_id FROM requests r JOIN effects e ON e.request_id = r.id WHERE e.record_id = :record"
            " AND r.kind = :kind AND r.state = 'applied' AND r.was_ambiguous = 1 AND r.is_idempotent = 0"
            " AND e.paths != '[]' ORDER BY r.id DESC LIMIT 1"
        )
        with self._database.read() as sql:
            return sql.execute(statement, {"record": record_id, "kind": kind}).scalar()

    def is_created_here(self, kind: str, record_id: int) -> bool:
        """Tell whether a record came to be at the vendor by a create of ours that was accepted."""
        statement = text(
            "SELECT 1 FROM requests r JOIN effects e ON e.request_id = r.id WHERE e.record_id = :record"
            " AND r.kind = :kind AND r.state = 'applied' AND r.is_idempotent = 0 AND e.paths != '[]'"
        )
        with self._database.read() as sql:
            return sql.execute(statement, {"record": record_id, "kind": kind}).first() is not None
