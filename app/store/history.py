"""What the history shows: pushes, their requests and the outcomes of their records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import text

from app.errors import NotFound
from app.store.database import Database
from app.store.history_rows import outcome_of, requests_of, summaries_of
from app.store.history_sql import Fitting, Named, records_fitting
from app.values import JournalledRequest, PushSummary, RecordOutcome

_OF_CONNECTION = "(:connection IS NULL OR connection_id = :connection)"


class History:
    """Reads the journal for people; nothing here writes."""

    def __init__(self, database: Database, named: Callable[[str], Named]) -> None:
        """`named` finds the records that have or had a name."""
        self._database = database
        self._named = named

    def pushes(
        self, *, connection_id: int | None = None, offset: int = 0, limit: int = 100
    ) -> tuple[PushSummary, ...]:
        """List pushes, the newest first."""
        where = f"{_OF_CONNECTION} ORDER BY id DESC LIMIT :limit OFFSET :offset"
        return self._pushes(where, connection=connection_id, limit=limit, offset=offset)

    def count_pushes(self, *, connection_id: int | None = None) -> int:
        statement = f"SELECT count(*) FROM pushes WHERE {_OF_CONNECTION}"  # noqa: S608  no value in it
        return self._count(statement, connection=connection_id)

    def these_pushes(self, push_ids: Sequence[int]) -> tuple[PushSummary, ...]:
        """Read pushes by their numbers, the newest first."""
        numbers = ", ".join(str(int(one)) for one in push_ids)
        return self._pushes(f"id IN ({numbers}) ORDER BY id DESC")

    def pushes_of(
        self, kind: str, record_id: int, *, offset: int = 0, limit: int = 100
    ) -> tuple[PushSummary, ...]:
        """List the pushes that a record was part of, the newest first."""
        of_record = "SELECT push_id FROM push_records WHERE kind = :kind AND record_id = :record"
        where = f"id IN ({of_record}) ORDER BY id DESC LIMIT :limit OFFSET :offset"
        return self._pushes(where, kind=kind, record=record_id, limit=limit, offset=offset)

    def push(self, push_id: int) -> PushSummary:
        """*Raises* NotFound."""
        for push in self._pushes("id = :id", id=push_id):
            return push
        raise NotFound(f"There is no push {push_id}.", remedy="Look at the history for its number.")

    def requests(
        self, push_id: int, *, key: str = "", offset: int = 0, limit: int = 100
    ) -> tuple[JournalledRequest, ...]:
        """Read the requests of a push in the order they were planned; all, or those about what fits `key`."""
        fitting = self._requests_fitting(push_id, key)
        statement = f"SELECT * FROM requests WHERE {fitting.where} ORDER BY id LIMIT :limit OFFSET :offset"  # noqa: S608
        with self._database.read() as sql:
            rows = sql.execute(text(statement), {**fitting.values, "limit": limit, "offset": offset})
            return requests_of(sql, push_id, [dict(row) for row in rows.mappings()])

    def count_requests(self, push_id: int, *, key: str = "") -> int:
        fitting = self._requests_fitting(push_id, key)
        return self._count(f"SELECT count(*) FROM requests WHERE {fitting.where}", **fitting.values)  # noqa: S608

    def outcomes(
        self, push_id: int, *, key: str = "", outcome: str = "", offset: int = 0, limit: int = 100
    ) -> tuple[RecordOutcome, ...]:
        """Read what became of each record of a push, or of those that fit `key` and have the outcome."""
        fitting = self._records_fitting(push_id, key, outcome)
        # The narrow index finds the page, however far down; only its rows are read whole.
        statement = (
            "SELECT r.* FROM (SELECT record_id AS one FROM push_records INDEXED BY push_records_in_short"  # noqa: S608
            f" WHERE {fitting.where} ORDER BY record_id LIMIT :limit OFFSET :offset)"
            " CROSS JOIN push_records r ON r.push_id = :push AND r.record_id = one ORDER BY one"
        )
        with self._database.read() as sql:
            rows = sql.execute(text(statement), {**fitting.values, "limit": limit, "offset": offset})
            return tuple(outcome_of(dict(row)) for row in rows.mappings())

    def count_outcomes(self, push_id: int, *, key: str = "", outcome: str = "") -> int:
        fitting = self._records_fitting(push_id, key, outcome)
        statement = f"SELECT count(*) FROM push_records INDEXED BY push_records_in_short WHERE {fitting.where}"  # noqa: S608
        return self._count(statement, **fitting.values)

    def _pushes(self, where: str, **values: Any) -> tuple[PushSummary, ...]:  # noqa: ANN401  bound values
        with self._database.read() as sql:
            rows = sql.execute(text(f"SELECT * FROM pushes WHERE {where}"), values)  # noqa: S608  no value in it
            return tuple(summaries_of(sql, [dict(row) for row in rows.mappings()]))

    def _count(self, statement: str, **values: Any) -> int:  # noqa: ANN401  bound values
        with self._database.read() as sql:
            return int(sql.execute(text(statement), values).scalar_one())

    def _records_fitting(self, push_id: int, key: str, outcome: str = "") -> Fitting:
        return records_fitting(push_id, key, outcome, self._named(key) if key else ())

    def _requests_fitting(self, push_id: int, key: str) -> Fitting:
        """*Shape*: a clause on requests: all of a push, or those about records that fit."""
        if not key:
            return Fitting("push_id = :push", {"push": push_id})
        records = self._records_fitting(push_id, key)
        about = (
            "SELECT e.request_id FROM effects e WHERE e.record_id IN (SELECT record_id FROM push_records"  # noqa: S608
            f" INDEXED BY push_records_in_short WHERE {records.where})"
        )
        return Fitting(f"push_id = :push AND id IN ({about})", records.values)
