"""The past of one record: every push it was part of, and what was sent of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection as Sql
from sqlalchemy import text

from app.errors import NotFound
from app.history_values import RecordPush
from app.records.change import changes_of, load_edits
from app.store.database import Database
from app.store.history_rows import outcome_of, requests_of, summaries_of
from app.values import BaseState, Change, JournalledRequest, PushSummary

_OF_RECORD = (
    "SELECT * FROM push_records WHERE kind = :kind AND record_id = :record"
    " ORDER BY push_id DESC LIMIT :limit OFFSET :offset"
)


class HistoryRecord:
    """Reads the journal."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pushes(self, kind: str, record_id: int, *, offset: int = 0, limit: int = 100) -> tuple[RecordPush, ...]:
        """Read a record's pushes, the newest first."""
        values = {"kind": kind, "record": record_id, "limit": limit, "offset": offset}
        with self._database.read() as sql:
            rows = sql.execute(text(_OF_RECORD), values).mappings().all()
            return _with_pushes(sql, [dict(row) for row in rows])

    def count(self, kind: str, record_id: int) -> int:
        statement = text("SELECT count(*) FROM push_records WHERE kind = :kind AND record_id = :record")
        with self._database.read() as sql:
            return int(sql.execute(statement, {"kind": kind, "record": record_id}).scalar_one())

    def push(self, push_id: int, record_id: int) -> RecordPush:
        """Read one record of one push. *Raises* NotFound."""
        statement = text("SELECT * FROM push_records WHERE push_id = :push AND record_id = :record")
        with self._database.read() as sql:
            row = sql.execute(statement, {"push": push_id, "record": record_id}).mappings().first()
            if row is None:
                raise NotFound("This record was not part of that push.", remedy="Look at the history again.")
            return _with_pushes(sql, [dict(row)])[0]

    def requests(self, push_id: int, record_id: int) -> tuple[JournalledRequest, ...]:
        """Read the requests of a push that were about a record, in the order they were planned."""
        statement = text(
            "SELECT * FROM requests WHERE push_id = :push"
            " AND id IN (SELECT request_id FROM effects WHERE record_id = :record) ORDER BY id"
        )
        with self._database.read() as sql:
            rows = sql.execute(statement, {"push": push_id, "record": record_id}).mappings().all()
            return requests_of(sql, push_id, [dict(row) for row in rows])


def _with_pushes(sql: Sql, rows: Sequence[Mapping[str, Any]]) -> tuple[RecordPush, ...]:
    numbers = ", ".join(str(int(row["push_id"])) for row in rows)
    found = sql.execute(text(f"SELECT * FROM pushes WHERE id IN ({numbers})")).mappings()  # noqa: S608  numbers
    pushes = {push.id: push for push in summaries_of(sql, [dict(row) for row in found])}
    return tuple(_record_push(row, pushes[row["push_id"]]) for row in rows)


def _record_push(row: Mapping[str, Any], push: PushSummary) -> RecordPush:
    before: dict[str, Any] = json.loads(row["before_base"])
    state, change = BaseState(row["before_state"]), Change(row["change"])
    is_unread = state is BaseState.UNREAD
    fields = changes_of(before, load_edits(row["sent_edits"]), is_unread=is_unread)
    return RecordPush(
        push=push,
        record_id=row["record_id"],
        kind=row["kind"],
        key=row["key"] or f"#{row['record_id']}",
        change=change,
        fields=() if change is Change.DELETED else fields,
        directives=json.loads(row["sent_directives"]),
        before_state=state,
        before=before,
        outcome=outcome_of(row) if row["outcome"] else None,
    )
