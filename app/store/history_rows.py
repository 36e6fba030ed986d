"""Rows of the journal's tables as the values that history shows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection as Sql
from sqlalchemy import bindparam, text

from app.store.push_counts import Counts, counts_of, kept_counts
from app.store.undos import fates_of, undone_by
from app.values import Change, JournalledRequest, Outcome, PushSummary, RecordOutcome

_SHOWN_BYTES = 200_000
_KEYS = (
    "SELECT e.request_id, p.key, e.record_id FROM effects e JOIN push_records p"
    " ON p.push_id = :push AND p.record_id = e.record_id WHERE e.request_id IN :ids"
    " ORDER BY e.request_id, e.position"
)


def summaries_of(sql: Sql, rows: Sequence[Mapping[str, Any]]) -> list[PushSummary]:
    """Read pushes with how many of their records had which outcome."""
    counts = {row["id"]: kept_counts(row["counts"]) for row in rows}
    counted = counts_of(sql, [push_id for push_id, kept in counts.items() if kept is None])
    undone = undone_by(sql, list(counts))
    fates = fates_of(sql, [row["id"] for row in rows if row["undoes"]])
    summaries = (_summary(row, counts[row["id"]] or counted[row["id"]]) for row in rows)
    return [replace(one, undone_by=undone.get(one.id, ()), fates=fates.get(one.id, {})) for one in summaries]


def requests_of(sql: Sql, push_id: int, rows: Sequence[Mapping[str, Any]]) -> tuple[JournalledRequest, ...]:
    """Read requests with the keys of the records they are about."""
    keys: dict[int, list[str]] = {}
    asked = text(_KEYS).bindparams(bindparam("ids", expanding=True))
    for request_id, key, record_id in sql.execute(asked, {"push": push_id, "ids": [row["id"] for row in rows]}):
        keys.setdefault(request_id, []).append(key or f"#{record_id}")
    return tuple(_request(row, tuple(keys.get(row["id"], ()))) for row in rows)


def outcome_of(row: Mapping[str, Any]) -> RecordOutcome:
    return RecordOutcome(
        kind=row["kind"],
        key=row["key"] or f"#{row['record_id']}",
        change=Change(row["change"]),
        outcome=Outcome(row["outcome"]),
        message=row["message"],
        reason=row["reason"],
        record_id=row["record_id"],
        ended_at=time_of(row["ended_at"]),
    )


def time_of(text_: str | None) -> datetime | None:
    return datetime.fromisoformat(text_) if text_ else None


def _summary(row: Mapping[str, Any], counts: Counts) -> PushSummary:
    return PushSummary(
        id=row["id"],
        connection_id=row["connection_id"],
        connection_name=row["connection_name"],
        vendor=row["vendor"],
        environment=row["environment"],
        started_at=datetime.fromisoformat(row["started_at"]),
        finished_at=time_of(row["finished_at"]),
        state=row["state"],
        counts=counts,
        comment=row["comment"],
        stopped_because=row["stopped_because"],
        undoes=row["undoes"],
        forgotten_at=time_of(row["forgotten_at"]),
    )


def _request(row: Mapping[str, Any], keys: tuple[str, ...]) -> JournalledRequest:
    return JournalledRequest(
        id=row["id"],
        push_id=row["push_id"],
        operation=row["operation"],
        method=row["method"],
        url=_address(row["path"], json.loads(row["query"])),
        headers=dict(json.loads(row["headers"])),
        body=row["body"][:_SHOWN_BYTES].decode(errors="replace"),
        state=row["state"],
        attempts=row["attempts"],
        sent_at=time_of(row["sent_at"]),
        answered_at=time_of(row["answered_at"]),
        status=row["status"],
        answer=row["answer"],
        message=row["message"],
        keys=keys,
        first_sent_at=time_of(row["first_sent_at"] or row["sent_at"]),
        vendor_request_id=row["vendor_request_id"],
    )


def _address(path: str, query: Any) -> str:  # noqa: ANN401  text, or a list of pairs
    asked = query if isinstance(query, str) else urlencode([(name, value) for name, value in query])
    return f"{path}?{asked}" if asked else path
