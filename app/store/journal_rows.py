"""Requests and frozen records as rows of the journal's tables, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from app.net.requests import Request
from app.records.change import JsonObject, dump_edits, load_edits, working_copy
from app.store.database import driver
from app.store.journal_values import Entry, Frozen, Verdict
from app.store.record_rows import search_text
from app.store.schema_history import add_texts
from app.values import BaseState, Change
from app.vendors.declaration import Effect, Options, Step

# Written for every single request, so they go to SQLite as they are.
_INSERT_REQUEST = (
    "INSERT INTO requests (operation, method, path, query, headers, content_type, body, is_idempotent,"
    " names_record, is_splittable, push_id, kind, options, state, was_ambiguous, parent_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_EFFECT = "INSERT INTO effects (request_id, record_id, position, paths, deletes) VALUES (?, ?, ?, ?, ?)"
_SET_OUTCOME = (
    "UPDATE push_records SET outcome = ?, message = ?, reason = ?, ended_at = ?"
    " WHERE push_id = ? AND record_id = ?"
)


def freeze_rows(sql: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add records to a push, without an outcome."""
    if rows:
        sql.execute(
            text(
                "INSERT OR IGNORE INTO push_records (push_id, record_id, kind, key, change, sent_edits,"
                " sent_directives, before_state, before_base, before_seen)"
                " VALUES (:push, :record, :kind, :key, :change, :edits, :directives, :state, :base, :seen)"
            ),
            list(rows),
        )
        add_texts(sql, [(row["push"], row["record"], row["text"]) for row in rows])


def refreeze_row(sql: Connection, row: Mapping[str, Any]) -> None:
    """Replace what a record was frozen as, before its requests are planned."""
    statement = (
        "UPDATE push_records SET key = :key, sent_edits = :edits, sent_directives = :directives,"
        " before_state = :state, before_base = :base, before_seen = :seen"
        " WHERE push_id = :push AND record_id = :record"
    )
    sql.execute(text(statement), dict(row))


def insert_request(  # noqa: PLR0913  the columns of one row
    sql: Connection,
    push_id: int,
    kind: str,
    step: Step,
    *,
    options: Options,
    parent: int | None = None,
    was_ambiguous: bool = False,
    state: str = "planned",
) -> int:
    """Write one request and its effects; returns its id."""
    place = (push_id, kind, json.dumps(dict(options), ensure_ascii=False), state, int(was_ambiguous), parent)
    raw = driver(sql)
    request_id = raw.execute(_INSERT_REQUEST, (*_request_row(step), *place)).lastrowid
    assert request_id is not None  # noqa: S101  an INSERT of one row
    rows = [_effect_row(request_id, position, effect) for position, effect in enumerate(step.effects)]
    raw.executemany(_INSERT_EFFECT, rows)
    return request_id


def _request_row(step: Step) -> tuple[Any, ...]:
    request = step.request
    return (
        step.operation,
        request.method,
        request.path,
        json.dumps(request.query),
        json.dumps(request.headers),
        request.content_type,
        request.body,
        int(request.is_idempotent),
        int(request.names_record),
        int(step.is_splittable),
    )


def _effect_row(request_id: int, position: int, effect: Effect) -> tuple[Any, ...]:
    paths = json.dumps(effect.paths, ensure_ascii=False)
    return request_id, effect.record_id, position, paths, int(effect.deletes)


def set_state(sql: Connection, request_id: int, state: str) -> None:
    sql.execute(text("UPDATE requests SET state = :state WHERE id = :id"), {"id": request_id, "state": state})


def set_outcomes(sql: Connection, push_id: int, verdicts: Sequence[Verdict], *, now: datetime) -> None:
    """Write outcomes into the push alone."""
    rows = [
        (one.outcome.value, one.message, one.reason, now.isoformat(), push_id, one.record_id)
        for one in verdicts
    ]
    if rows:
        driver(sql).executemany(_SET_OUTCOME, rows)


def entry_of(row: Mapping[str, Any], effects: Sequence[Any]) -> Entry:
    """Read a request; *shape* of effects: (record id, paths, deletes) in the order they were planned."""
    return Entry(
        id=row["id"],
        push_id=row["push_id"],
        kind=row["kind"],
        step=_step_of(row, effects),
        options=json.loads(row["options"]),
        was_ambiguous=bool(row["was_ambiguous"]),
        parent_id=row["parent_id"],
        sent_at=datetime.fromisoformat(row["sent_at"]) if row["sent_at"] else None,
    )


def _step_of(row: Mapping[str, Any], effects: Sequence[Any]) -> Step:
    query = json.loads(row["query"])
    request = Request(
        method=row["method"],
        path=row["path"],
        headers=tuple((name, value) for name, value in json.loads(row["headers"])),
        query=query if isinstance(query, str) else tuple((name, value) for name, value in query),
        body=row["body"],
        content_type=row["content_type"],
        is_idempotent=bool(row["is_idempotent"]),
        names_record=bool(row["names_record"]),
    )
    return Step(
        operation=row["operation"],
        request=request,
        effects=tuple(
            Effect(record, tuple(json.loads(paths)), bool(deletes)) for record, paths, deletes in effects
        ),
        is_splittable=bool(row["is_splittable"]),
    )


def frozen_of(row: Mapping[str, Any]) -> Frozen:
    return Frozen(
        record_id=row["record_id"],
        kind=row["kind"],
        key=row["key"],
        change=Change(row["change"]),
        sent_edits=load_edits(row["sent_edits"]),
        sent_directives=json.loads(row["sent_directives"]),
        before_state=BaseState(row["before_state"]),
        before_base=json.loads(row["before_base"]),
        before_seen=json.loads(row["before_seen"]) if row["before_seen"] else None,
    )


def frozen_row(push_id: int, frozen: Frozen) -> dict[str, Any]:
    """Write down a record as it was when it was planned."""
    return {
        "push": push_id,
        "record": frozen.record_id,
        "kind": frozen.kind,
        "key": frozen.key,
        "change": frozen.change.value,
        "edits": dump_edits(frozen.sent_edits),
        "directives": json.dumps(dict(frozen.sent_directives)),
        "state": frozen.before_state.value,
        "base": _json(frozen.before_base),
        "seen": "" if frozen.before_seen is None else _json(frozen.before_seen),
        "text": search_text(working_copy(frozen.before_base, frozen.sent_edits)),
    }


def note_after(sql: Connection, request_id: int, record_id: int, held: JsonObject | None) -> None:
    """Write down what the vendor held of a record after one effect, of the fields concerned.

    None where nobody looked. Of a lost create it is what the vendor may have made of it: see `assess.MAY_BE`.
    """
    statement = "UPDATE effects SET after_seen = ? WHERE request_id = ? AND record_id = ?"
    seen = "" if held is None else _json(held)
    driver(sql).execute(statement, (seen, request_id, record_id))


def _json(value: JsonObject) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
