"""How long requests and their answers are kept: after that only the outcomes tell of a push."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection as Sql
from sqlalchemy import text

from app.store.database import Database

_AT_ONCE = 10  # requests per transaction: with their effects, some 20 ms
_DUE = text(
    "SELECT id FROM pushes p WHERE finished_at < :before"
    " AND EXISTS (SELECT 1 FROM requests WHERE push_id = p.id)"
    " AND NOT EXISTS (SELECT 1 FROM requests WHERE push_id = p.id AND state IN ('planned', 'sent', 'unknown'))"
    " ORDER BY id"
)
_REMOVE = text(
    "DELETE FROM requests WHERE id IN (SELECT id FROM requests WHERE push_id = :push ORDER BY id LIMIT :some)"
)
_MARK = text("UPDATE pushes SET forgotten_at = coalesce(forgotten_at, :now) WHERE id = :push")


class Retention:
    """Removes what the settings say is old."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def forget_requests(
        self, *, before: datetime, now: datetime, checkpoint: Callable[[], None] = lambda: None
    ) -> int:
        """Remove the requests of pushes that ended before then, some at a time; returns how many.

        Outcomes stay, and so do all requests of a push with one that still waits for its outcome.
        `checkpoint` is called in between and may raise: what was removed by then stays so.
        """
        with self._database.read() as sql:
            due = sql.execute(_DUE, {"before": before.isoformat()}).scalars().all()
        total = 0
        for push_id in due:
            while removed := self._forget_some(push_id, now):
                total += removed
                checkpoint()
        return total

    def _forget_some(self, push_id: int, now: datetime) -> int:
        with self._database.write(urgent=False) as sql:
            removed = sql.execute(_REMOVE, {"push": push_id, "some": _AT_ONCE}).rowcount
            if removed:
                _mark(sql, push_id, now)
        return removed


def _mark(sql: Sql, push_id: int, now: datetime) -> None:
    sql.execute(_MARK, {"push": push_id, "now": now.isoformat()})
