"""Pushes that undo others: which undid which, what was applied by a push, and what was not reversed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection as Sql
from sqlalchemy import TextClause, bindparam, text

from app.records.change import JsonObject
from app.store.database import Database
from app.store.push_marks import count_masked
from app.undo_values import Undo, fate
from app.values import Outcome, RecordOutcome
from app.vendors.declaration import Kind

# A request handed on to a later push, or halved, goes on under another number.
_MINE = """WITH RECURSIVE mine(id) AS (
    SELECT id FROM requests WHERE push_id = :push
    UNION SELECT r.id FROM requests r JOIN mine ON r.parent_id = mine.id
)"""
# From the effects of some records up to the push that planned them: a push may hold many requests.
_APPLIED = """WITH RECURSIVE up(id, top) AS (
    SELECT r.id, r.id FROM effects e JOIN requests r ON r.id = e.request_id
    WHERE e.record_id IN :ids AND r.kind = :kind AND r.state = 'applied'
    UNION SELECT up.id, r.parent_id FROM up JOIN requests r ON r.id = up.top WHERE r.parent_id IS NOT NULL
) SELECT e.record_id, r.id, r.operation, r.status, r.was_ambiguous, e.paths, e.deletes, e.after_seen
    FROM effects e JOIN requests r ON r.id = e.request_id WHERE e.record_id IN :ids AND r.id IN
    (SELECT up.id FROM up JOIN requests t ON t.id = up.top WHERE t.push_id = :push) ORDER BY r.id"""
_APPLIED_RECORDS = f"""{_MINE} SELECT DISTINCT e.record_id FROM mine JOIN requests r ON r.id = mine.id
    JOIN effects e ON e.request_id = r.id WHERE r.state = 'applied' AND r.kind = :kind
    ORDER BY e.record_id"""  # noqa: S608  as above
_LATER = """SELECT e.record_id, max(r.push_id) FROM effects e JOIN requests r ON r.id = e.request_id
    WHERE e.record_id IN :ids AND r.kind = :kind AND r.state = 'applied' AND r.push_id > :push
    GROUP BY e.record_id"""
_TRIED = """SELECT r.record_id FROM push_records r JOIN pushes p ON p.id = r.push_id
    WHERE p.undoes = :push AND r.kind = :kind AND r.record_id IN :ids AND r.change = 'deleted'"""
_FATES = """SELECT p.push_id, p.outcome, p.reason, u.kept != '', u.impossible != '', count(*)
    FROM push_records p JOIN undo_records u ON u.push_id = p.push_id AND u.record_id = p.record_id
    WHERE p.push_id IN :ids AND p.outcome != '' GROUP BY 1, 2, 3, 4, 5"""
_UNDONE_BY = f"""SELECT undoes, id FROM pushes WHERE undoes IN :ids AND EXISTS (SELECT 1
    FROM push_records WHERE push_id = pushes.id AND outcome = '{Outcome.APPLIED.value}') ORDER BY id"""  # noqa: S608  as above


@dataclass(frozen=True)
class Applied:
    """One effect that the vendor carried out.

    `was_already` tells that the vendor said it was so before: that was not our doing. `after_seen` is what
    it held of the fields concerned afterwards; None where its answer did not show them.
    """

    record_id: int
    request_id: int
    operation: str
    paths: tuple[str, ...]
    deletes: bool
    was_already: bool
    after_seen: JsonObject | None


@dataclass(frozen=True)
class LeftWords:
    """What was not reversed of a record, in words; empty where all was."""

    kept: str = ""
    impossible: str = ""


class Undos:
    """Reads and writes what is kept about undoing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, sql: Sql, push_id: int, words: Mapping[int, LeftWords]) -> None:
        """Write down what an undo leaves of its records; every record of it has a row."""
        statement = text("INSERT OR REPLACE INTO undo_records VALUES (:push, :record, :kept, :impossible)")
        rows = [
            {"push": push_id, "record": record_id, "kept": one.kept, "impossible": one.impossible}
            for record_id, one in words.items()
        ]
        if rows:
            sql.execute(statement, rows)

    def add(self, sql: Sql, push_id: int, record_id: int, words: LeftWords) -> None:
        """Add to the words about a record what was found out later."""
        statement = text(
            "UPDATE undo_records SET kept = trim(kept || ' ' || :kept),"
            " impossible = trim(impossible || ' ' || :impossible)"
            " WHERE push_id = :push AND record_id = :record"
        )
        given = {"push": push_id, "record": record_id, "kept": words.kept, "impossible": words.impossible}
        sql.execute(statement, given)

    def left(self, push_id: int, record_ids: Iterable[int]) -> dict[int, LeftWords]:
        """Read what an undo left of records; those of another push are left out."""
        statement = text(
            "SELECT record_id, kept, impossible FROM undo_records WHERE push_id = :push AND record_id IN :ids"
        )
        with self._database.read() as sql:
            rows = sql.execute(_with_ids(statement), {"push": push_id, "ids": list(record_ids)})
            return {record_id: LeftWords(kept, impossible) for record_id, kept, impossible in rows}

    def applied_records(self, push_id: int, kind: str) -> tuple[int, ...]:
        """List the records of which a push did something, by id."""
        with self._database.read() as sql:
            rows = sql.execute(text(_APPLIED_RECORDS), {"push": push_id, "kind": kind})
            return tuple(rows.scalars())

    def applied(self, push_id: int, kind: str, record_ids: Sequence[int]) -> dict[int, tuple[Applied, ...]]:
        """*Shape*: record id → the effects of a push that were carried out, in order; also those of requests
        that a later push took over."""
        found: dict[int, tuple[Applied, ...]] = {}
        with self._database.read() as sql:
            given = {"push": push_id, "kind": kind, "ids": list(record_ids)}
            rows = sql.execute(_with_ids(text(_APPLIED)), given)
            for row in rows.mappings():
                found[row["record_id"]] = (*found.get(row["record_id"], ()), _applied(dict(row)))
        return found

    def later(self, push_id: int, kind: str, record_ids: Sequence[int]) -> dict[int, int]:
        """*Shape*: record id → the last push after this one that did something to it."""
        given = {"push": push_id, "kind": kind, "ids": list(record_ids)}
        with self._database.read() as sql:
            return {row[0]: row[1] for row in sql.execute(_with_ids(text(_LATER)), given)}

    def tried(self, push_id: int, kind: str, record_ids: Sequence[int]) -> frozenset[int]:
        """Tell which records an earlier undo of a push was about to delete."""
        given = {"push": push_id, "kind": kind, "ids": list(record_ids)}
        with self._database.read() as sql:
            return frozenset(sql.execute(_with_ids(text(_TRIED)), given).scalars())

    def told(self, push_id: int, outcomes: Sequence[RecordOutcome]) -> tuple[RecordOutcome, ...]:
        """Say of the records of an undo what became of each; those of another push stay as they are."""
        left = self.left(push_id, [one.record_id for one in outcomes])
        return tuple(_told(one, left.get(one.record_id)) for one in outcomes)

    def fates(self, push_id: int) -> dict[str, int]:
        """*Shape*: what became of a record → how many, every way present."""
        with self._database.read() as sql:
            return fates_of(sql, [push_id])[push_id]

    def masked(self, kind: Kind, connection_id: int) -> dict[str, int]:
        """*Shape*: column → pending records that overwrite what the vendor shows masked there."""
        with self._database.read() as sql:
            return {
                column: count_masked(sql, kind.id, connection_id, column=column, mask=mask)
                for column, mask in kind.masked.items()
            }

    def has_requests(self, push_id: int) -> bool:
        """Tell whether the requests of a push are still kept; old ones are removed."""
        with self._database.read() as sql:
            statement = text("SELECT 1 FROM requests WHERE push_id = :push LIMIT 1")
            return sql.execute(statement, {"push": push_id}).first() is not None


def undone_by(sql: Sql, push_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """*Shape*: push → the pushes that reversed something of it."""
    found: dict[int, tuple[int, ...]] = {}
    for undone, push_id in sql.execute(_with_ids(text(_UNDONE_BY)), {"ids": list(push_ids)}):
        found[undone] = (*found.get(undone, ()), push_id)
    return found


def fates_of(sql: Sql, push_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """*Shape*: push that undoes another → what became of its records → how many, every way present."""
    found = {push_id: {one.value: 0 for one in Undo} for push_id in push_ids}
    rows = sql.execute(_with_ids(text(_FATES)), {"ids": list(push_ids)})
    for push_id, outcome, reason, kept, impossible, count in rows:
        found[push_id][fate(Outcome(outcome), reason, kept=kept, impossible=impossible)] += count
    return found


def _told(outcome: RecordOutcome, left: LeftWords | None) -> RecordOutcome:
    if left is None:
        return outcome
    became = fate(outcome.outcome, outcome.reason, kept=left.kept, impossible=left.impossible)
    words = " ".join(one for one in (outcome.message, left.kept, left.impossible) if one)
    return replace(outcome, message=words, undo=became.value)


def _applied(row: Mapping[str, Any]) -> Applied:
    is_refusal = row["status"] is not None and row["status"] >= 400
    return Applied(
        record_id=row["record_id"],
        request_id=row["id"],
        operation=row["operation"],
        paths=tuple(json.loads(row["paths"])),
        deletes=bool(row["deletes"]),
        # After a lost attempt "already so" most likely speaks of that attempt.
        was_already=is_refusal and not row["was_ambiguous"],
        after_seen=json.loads(row["after_seen"]) if row["after_seen"] else None,
    )


def _with_ids(statement: TextClause) -> TextClause:
    return statement.bindparams(bindparam("ids", expanding=True))
