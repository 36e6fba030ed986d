"""Searching all pushes at once: which of them fit, and which of their records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection as Sql
from sqlalchemy import text

from app.history_values import FoundOutcome, HistoryQuery
from app.store.database import Database
from app.store.history_rows import outcome_of
from app.store.history_sql import Fitting, Named, places_sought, pushes_fitting
from app.store.record_rows import folded

_WITH_OUTCOME = """CASE WHEN coalesce(p.counts, '') = ''
    THEN EXISTS (SELECT 1 FROM push_records WHERE push_id = p.id AND outcome = :outcome)
    ELSE coalesce(p.counts ->> :outcome, 0) > 0 END"""
_WHOLE = (
    "SELECT r.*, p.started_at, p.connection_name, p.environment FROM ({places} LIMIT :limit OFFSET :offset) f"
    " CROSS JOIN push_records r ON r.push_id = f.place >> 32 AND r.record_id = f.place & 4294967295"
    " CROSS JOIN pushes p ON p.id = r.push_id ORDER BY f.place DESC"
)


class HistorySearch:
    """Reads the journal; `named` finds the records that have or had a name."""

    def __init__(self, database: Database, named: Callable[[str], Named]) -> None:
        self._database = database
        self._named = named

    def push_ids(self, query: HistoryQuery) -> tuple[int, ...]:
        """Find the pushes that fit, by their own words or by a record of theirs, the newest first."""
        with self._database.read() as sql:
            pushes = pushes_fitting(query)
            values = {**pushes.values, "outcome": query.outcome}
            where = f"{pushes.where} AND {_WITH_OUTCOME}" if query.outcome else pushes.where
            statement = f"SELECT id, comment, stopped_because, connection_name FROM pushes p WHERE {where}"  # noqa: S608
            rows = sql.execute(text(statement), values).all()
            if not query.text:
                return tuple(sorted((row[0] for row in rows), reverse=True))
            named = {row[0] for row in rows if folded(query.text) in folded("\n".join(row[1:]))}
            return tuple(sorted(named | self._by_records(sql, query), reverse=True))

    def records(self, query: HistoryQuery, *, offset: int = 0, limit: int = 100) -> tuple[FoundOutcome, ...]:
        """Read the records of pushes that fit, those of the newest push first."""
        found = self._places(query)
        statement = _WHOLE.format(places=found.where)
        with self._database.read() as sql:
            rows = sql.execute(text(statement), {**found.values, "limit": limit, "offset": offset})
            return tuple(_found(dict(row)) for row in rows.mappings())

    def count_records(self, query: HistoryQuery, *, most: int) -> int:
        """Count them, up to a number beyond which nobody reads on."""
        found = self._places(query)
        statement = f"SELECT count(*) FROM ({found.where} LIMIT :most)"  # noqa: S608  no value in it
        with self._database.read() as sql:
            return int(sql.execute(text(statement), {**found.values, "most": most}).scalar_one())

    def _by_records(self, sql: Sql, query: HistoryQuery) -> set[int]:
        found = self._places(query)
        statement = f"SELECT DISTINCT place >> 32 FROM ({found.where})"  # noqa: S608  no value in it
        return set(sql.execute(text(statement), found.values).scalars())

    def _places(self, query: HistoryQuery) -> Fitting:
        return places_sought(query, self._named(query.text) if query.text else ())


def _found(row: Mapping[str, Any]) -> FoundOutcome:
    return FoundOutcome(
        push_id=row["push_id"],
        started_at=datetime.fromisoformat(row["started_at"]),
        connection_name=row["connection_name"],
        environment=row["environment"],
        outcome=outcome_of(row),
    )
