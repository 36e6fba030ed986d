"""What the history shows: pushes, their requests and the outcomes of their records."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection as Sql
from sqlalchemy import bindparam, text

from app.errors import NotFound
from app.store.database import Database
from app.store.undos import undone_by
from app.values import Change, JournalledRequest, Outcome, PushSummary, RecordOutcome

_SHOWN_BYTES = 200_000
_REQUESTS = "SELECT * FROM requests WHERE push_id = :push ORDER BY id LIMIT :limit OFFSET :offset"
_REQUESTS_ABOUT = """SELECT * FROM requests WHERE push_id = :push AND id IN (
    SELECT e.request_id FROM effects e JOIN push_records p ON p.record_id = e.record_id
    WHERE p.push_id = :push AND instr(lower(p.key), lower(:key))
) ORDER BY id LIMIT :limit OFFSET :offset"""


class History:
    """Reads the journal for people; nothing here writes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pushes(
        self, *, connection_id: int | None = None, offset: int = 0, limit: int = 100
    ) -> tuple[PushSummary, ...]:
        """List pushes, the newest first."""
        with self._database.read() as sql:
            rows = sql.execute(
                text(
                    "SELECT * FROM pushes WHERE :connection IS NULL OR connection_id = :connection"
                    " ORDER BY id DESC LIMIT :limit OFFSET :offset"
                ),
                {"connection": connection_id, "limit": limit, "offset": offset},
            )
            return tuple(_summaries(sql, [dict(row) for row in rows.mappings()]))

    def pushes_of(
        self, kind: str, record_id: int, *, offset: int = 0, limit: int = 100
    ) -> tuple[PushSummary, ...]:
        """List the pushes that a record was part of, the newest first."""
        with self._database.read() as sql:
            rows = sql.execute(
                text(
                    "SELECT * FROM pushes WHERE id IN (SELECT push_id FROM push_records WHERE kind = :kind"
                    " AND record_id = :record) ORDER BY id DESC LIMIT :limit OFFSET :offset"
                ),
                {"kind": kind, "record": record_id, "limit": limit, "offset": offset},
            )
            return tuple(_summaries(sql, [dict(row) for row in rows.mappings()]))

    def push(self, push_id: int) -> PushSummary:
        """*Raises* NotFound."""
        with self._database.read() as sql:
            rows = sql.execute(text("SELECT * FROM pushes WHERE id = :id"), {"id": push_id}).mappings().all()
            if not rows:
                raise NotFound(f"There is no push {push_id}.", remedy="Look at the history for its number.")
            return _summaries(sql, [dict(rows[0])])[0]

    def requests(
        self, push_id: int, *, key: str = "", offset: int = 0, limit: int = 100
    ) -> tuple[JournalledRequest, ...]:
        """Read the requests of a push in the order they were planned; those about a key that holds `key`."""
        with self._database.read() as sql:
            rows = sql.execute(
                text(_REQUESTS if not key else _REQUESTS_ABOUT),
                {"push": push_id, "key": key, "limit": limit, "offset": offset},
            )
            found = [dict(row) for row in rows.mappings()]
            keys = _keys(sql, push_id, [row["id"] for row in found])
        return tuple(_request(row, keys.get(row["id"], ())) for row in found)

    def outcomes(
        self, push_id: int, *, key: str = "", offset: int = 0, limit: int = 100
    ) -> tuple[RecordOutcome, ...]:
        """Read what became of each record of a push, or of those whose key holds `key`."""
        with self._database.read() as sql:
            rows = sql.execute(
                text(
                    "SELECT * FROM push_records WHERE push_id = :push AND outcome != ''"
                    " AND (:key = '' OR instr(lower(key), lower(:key))) ORDER BY record_id"
                    " LIMIT :limit OFFSET :offset"
                ),
                {"push": push_id, "key": key, "limit": limit, "offset": offset},
            )
            return tuple(_outcome(dict(row)) for row in rows.mappings())


def _summaries(sql: Sql, rows: Sequence[Mapping[str, Any]]) -> list[PushSummary]:
    statement = text("SELECT push_id, outcome, count(*) FROM push_records WHERE push_id IN :ids GROUP BY 1, 2")
    counted = sql.execute(
        statement.bindparams(bindparam("ids", expanding=True)), {"ids": [row["id"] for row in rows]}
    )
    counts: dict[int, dict[str, int]] = {row["id"]: dict.fromkeys(Outcome, 0) for row in rows}
    for push_id, outcome, number in counted:
        if outcome:
            counts[push_id][Outcome(outcome)] = number
    undone = undone_by(sql, list(counts))
    return [_summary(row, counts[row["id"]], undone.get(row["id"], ())) for row in rows]


def _summary(row: Mapping[str, Any], counts: Mapping[str, int], undone: tuple[int, ...]) -> PushSummary:
    return PushSummary(
        id=row["id"],
        connection_id=row["connection_id"],
        connection_name=row["connection_name"],
        vendor=row["vendor"],
        environment=row["environment"],
        started_at=datetime.fromisoformat(row["started_at"]),
        finished_at=_time(row["finished_at"]),
        state=row["state"],
        counts={str(outcome): number for outcome, number in counts.items()},
        comment=row["comment"],
        stopped_because=row["stopped_because"],
        undoes=row["undoes"],
        undone_by=undone,
    )


def _request(row: Mapping[str, Any], keys: tuple[str, ...]) -> JournalledRequest:
    return JournalledRequest(
        id=row["id"],
        push_id=row["push_id"],
        operation=row["operation"],
        method=row["method"],
        url=row["path"],
        headers=dict(json.loads(row["headers"])),
        body=row["body"][:_SHOWN_BYTES].decode(errors="replace"),
        state=row["state"],
        attempts=row["attempts"],
        sent_at=_time(row["sent_at"]),
        answered_at=_time(row["answered_at"]),
        status=row["status"],
        answer=row["answer"],
        message=row["message"],
        keys=keys,
    )


def _outcome(row: Mapping[str, Any]) -> RecordOutcome:
    return RecordOutcome(
        kind=row["kind"],
        key=row["key"] or f"#{row['record_id']}",
        change=Change(row["change"]),
        outcome=Outcome(row["outcome"]),
        message=row["message"],
        reason=row["reason"],
        record_id=row["record_id"],
    )


def _keys(sql: Sql, push_id: int, request_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    statement = text(
        "SELECT e.request_id, p.key, e.record_id FROM effects e JOIN push_records p"
        " ON p.push_id = :push AND p.record_id = e.record_id WHERE e.request_id IN :ids"
        " ORDER BY e.request_id, e.position"
    )
    rows = sql.execute(
        statement.bindparams(bindparam("ids", expanding=True)), {"push": push_id, "ids": list(request_ids)}
    )
    keys: dict[int, tuple[str, ...]] = {}
    for request_id, key, record_id in rows:
        keys[request_id] = (*keys.get(request_id, ()), key or f"#{record_id}")
    return keys


def _time(text_: str | None) -> datetime | None:
    return datetime.fromisoformat(text_) if text_ else None
