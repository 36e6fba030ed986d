"""The write-ahead journal of pushes: what will be sent, that it was sent, and what came of it.

Methods that take `sql` run in the caller's transaction, so that a request, its records and their outcomes
move together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection as Sql
from sqlalchemy import bindparam, text

from app.errors import NotAllowed
from app.store.database import Database
from app.store.journal_rows import (
    freeze_rows,
    frozen_of,
    frozen_row,
    insert_request,
    set_state,
    step_of,
)
from app.store.journal_values import Entry, Frozen, RequestEnd, Verdict
from app.store.push_marks import count_with_problem, mark_busy, mark_outcomes, ready_counts
from app.values import Connection, Outcome
from app.vendors.declaration import Kind, Step

_SETTLED = (Outcome.APPLIED, Outcome.REFUSED, Outcome.FAILED)


class Journal:
    """Writes and reads what the push engine must not forget."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.live: set[int] = set()  # pushes that this process is running

    def begin(self, connection: Connection, *, comment: str, now: datetime) -> int:
        """Open a push. *Raises* NotAllowed while another one of this connection runs."""
        with self._database.write() as sql:
            running = sql.execute(
                text("SELECT id FROM pushes WHERE connection_id = :id AND state = 'running'"),
                {"id": connection.id},
            ).first()
            if running:
                raise NotAllowed(
                    f"A push of {connection.name} is running already.",
                    remedy="Wait for it, or stop it first.",
                )
            row = sql.execute(
                text(
                    "INSERT INTO pushes (connection_id, connection_name, vendor, environment, started_at,"
                    " state, comment) VALUES (:id, :name, :vendor, :environment, :now, 'running', :comment)"
                ),
                {
                    "id": connection.id,
                    "name": connection.name,
                    "vendor": connection.vendor,
                    "environment": connection.environment,
                    "now": now.isoformat(),
                    "comment": comment,
                },
            )
            push_id = int(row.lastrowid)
            self.live.add(push_id)
        return push_id

    def freeze(self, sql: Sql, push_id: int, records: Sequence[Frozen]) -> None:
        """Write down what a push is about; a record that is in it already stays as it was."""
        freeze_rows(sql, [frozen_row(push_id, record) for record in records])

    def plan(self, push_id: int, kind: str, steps: Iterable[Step]) -> list[int]:
        """Write requests down as planned."""
        with self._database.write(urgent=False) as sql:
            return [insert_request(sql, push_id, kind, step) for step in steps]

    def replan(
        self, push_id: int, unknown: Entry, frozen: Sequence[Frozen], steps: Sequence[tuple[Step, str]]
    ) -> list[int]:
        """Hand an unknown request on to a later push; *shape* of steps: (step, its state)."""
        with self._database.write() as sql:
            self.freeze(sql, push_id, frozen)
            set_state(sql, unknown.id, "superseded")
            return [
                insert_request(
                    sql, push_id, unknown.kind, step, parent=unknown.id, was_ambiguous=True, state=state
                )
                for step, state in steps
            ]

    def split(self, sql: Sql, entry: Entry, halves: Sequence[Step]) -> list[int]:
        """Replace a batch that was refused as a whole by its halves."""
        set_state(sql, entry.id, "split")
        ambiguous = entry.was_ambiguous
        return [
            insert_request(sql, entry.push_id, entry.kind, half, parent=entry.id, was_ambiguous=ambiguous)
            for half in halves
        ]

    def entry(self, request_id: int) -> Entry:
        """Read one request with its effects, in the order they were planned."""
        with self._database.read() as sql:
            row = (
                sql.execute(text("SELECT * FROM requests WHERE id = :id"), {"id": request_id}).mappings().one()
            )
            effects = sql.execute(
                text("SELECT record_id, paths, deletes FROM effects WHERE request_id = :id ORDER BY position"),
                {"id": request_id},
            ).all()
        return Entry(
            id=request_id,
            push_id=row["push_id"],
            kind=row["kind"],
            step=step_of(dict(row), effects),
            was_ambiguous=bool(row["was_ambiguous"]),
            parent_id=row["parent_id"],
        )

    def mark_sent(self, entry: Entry, *, now: datetime) -> None:
        """Commit, durably, that the first byte is about to leave."""
        with self._database.write() as sql:
            sql.execute(
                text(
                    "UPDATE requests SET state = 'sent', attempts = attempts + 1, sent_at = :now WHERE id = :id"
                ),
                {"id": entry.id, "now": now.isoformat()},
            )
            mark_busy(sql, entry.kind, entry.record_ids, "sent")

    def end(self, sql: Sql, entry: Entry, end: RequestEnd, *, now: datetime) -> None:
        """Write down how an attempt ended; back to `planned` means it may go out again."""
        sql.execute(
            text(
                "UPDATE requests SET state = :state, status = :status, answer = :answer, message = :message,"
                " answered_at = :now, was_ambiguous = max(was_ambiguous, :ambiguous) WHERE id = :id"
            ),
            {
                "id": entry.id,
                "state": end.state,
                "status": end.status,
                "answer": end.answer,
                "message": end.message,
                "ambiguous": int(end.was_ambiguous),
                "now": now.isoformat(),
            },
        )

    def decide(self, sql: Sql, push_id: int, kind: str, verdicts: Sequence[Verdict]) -> None:
        """Write down outcomes, on the records too, and in earlier pushes that had left them unknown."""
        rows = [
            {"push": push_id, "record": one.record_id, "outcome": one.outcome.value, "message": one.message}
            | {"reason": one.reason, "kind": kind}
            for one in verdicts
        ]
        if rows:
            sql.execute(
                text(
                    "UPDATE push_records SET outcome = :outcome, message = :message, reason = :reason"
                    " WHERE push_id = :push AND record_id = :record"
                ),
                rows,
            )
        settled = [row for row in rows if row["outcome"] in _SETTLED]
        if settled:
            sql.execute(
                text(
                    "UPDATE push_records SET outcome = :outcome, message = :message, reason = 'settled-later'"
                    " WHERE kind = :kind AND record_id = :record AND outcome = 'unknown' AND push_id < :push"
                ),
                settled,
            )
        mark_outcomes(sql, kind, push_id, verdicts)

    def frozen(self, sql: Sql, push_id: int, record_ids: Sequence[int]) -> dict[int, Frozen]:
        """*Shape*: record id → the record as it was when this push was planned."""
        statement = text("SELECT * FROM push_records WHERE push_id = :push AND record_id IN :ids")
        rows = sql.execute(
            statement.bindparams(bindparam("ids", expanding=True)), {"push": push_id, "ids": list(record_ids)}
        )
        return {row["record_id"]: frozen_of(dict(row)) for row in rows.mappings()}

    def frozen_of_push(self, push_id: int, record_ids: Sequence[int]) -> list[Frozen]:
        """Read frozen records on a snapshot, in the order asked for."""
        with self._database.read() as sql:
            found = self.frozen(sql, push_id, record_ids)
        return [found[record_id] for record_id in record_ids if record_id in found]

    def undecided(self, push_id: int, *, after_id: int = 0, limit: int = 500) -> list[Frozen]:
        """Read the records of a push that have no outcome yet, by id."""
        with self._database.read() as sql:
            rows = sql.execute(
                text(
                    "SELECT * FROM push_records WHERE push_id = :push AND outcome = '' AND record_id > :after"
                    " ORDER BY record_id LIMIT :limit"
                ),
                {"push": push_id, "after": after_id, "limit": limit},
            ).mappings()
            return [frozen_of(dict(row)) for row in rows]

    def in_state(self, state: str, *, push_id: int = 0, connection_id: int = 0) -> list[int]:
        """List requests of a push or a connection in one state, oldest first."""
        with self._database.read() as sql:
            rows = sql.execute(
                text(
                    "SELECT r.id FROM requests r JOIN pushes p ON p.id = r.push_id WHERE r.state = :state"
                    " AND (p.id = :push OR p.connection_id = :connection) ORDER BY r.id"
                ),
                {"state": state, "push": push_id, "connection": connection_id},
            )
            return [row[0] for row in rows]

    def lost_splits(self, push_id: int) -> list[int]:
        """List batches that were refused after a lost attempt, and whose halves were never planned."""
        with self._database.read() as sql:
            rows = sql.execute(
                text(
                    "SELECT id FROM requests r WHERE push_id = :push AND state = 'split' AND was_ambiguous = 1"
                    " AND NOT EXISTS (SELECT 1 FROM requests WHERE parent_id = r.id)"
                ),
                {"push": push_id},
            )
            return [row[0] for row in rows]

    def unknown_request_of(self, kind: str, record_id: int) -> int | None:
        """Find the unknown request that a record waits for."""
        with self._database.read() as sql:
            return sql.execute(
                text(
                    "SELECT r.id FROM requests r JOIN effects e ON e.request_id = r.id"
                    " WHERE e.record_id = :record AND r.kind = :kind AND r.state = 'unknown'"
                ),
                {"record": record_id, "kind": kind},
            ).scalar()

    def has_open(self, connection_id: int) -> bool:
        """Tell whether anything of a connection is in flight or unknown."""
        return any(self.in_state(state, connection_id=connection_id) for state in ("sent", "unknown"))

    def drop(self, sql: Sql, request_id: int) -> None:
        """Say that a planned request will never be sent."""
        set_state(sql, request_id, "dropped")

    def finish(self, push_id: int, *, state: str, stopped_because: str, now: datetime) -> None:
        """Close a push: finished, stopped, aborted or interrupted."""
        with self._database.write() as sql:
            sql.execute(
                text(
                    "UPDATE pushes SET state = :state, stopped_because = :why, finished_at = :now"
                    " WHERE id = :id"
                ),
                {"id": push_id, "state": state, "why": stopped_because, "now": now.isoformat()},
            )
        self.live.discard(push_id)

    def cut_off(self) -> list[int]:
        """List pushes that were never finished and that nobody runs: their process ended."""
        with self._database.read() as sql:
            rows = sql.execute(text("SELECT id FROM pushes WHERE state = 'running' ORDER BY id"))
            return [row[0] for row in rows if row[0] not in self.live]

    def counts(self, push_id: int) -> dict[str, int]:
        """*Shape*: outcome → number of records, every outcome present."""
        with self._database.read() as sql:
            rows = sql.execute(
                text("SELECT outcome, count(*) FROM push_records WHERE push_id = :push GROUP BY outcome"),
                {"push": push_id},
            ).all()
        found = {outcome: number for outcome, number in rows}  # noqa: C416  rows are no plain pairs to mypy
        return {outcome.value: found.get(outcome.value, 0) for outcome in Outcome}

    def size(self, push_id: int) -> int:
        """Count the records a push is about."""
        with self._database.read() as sql:
            statement = text("SELECT count(*) FROM push_records WHERE push_id = :push")
            return int(sql.execute(statement, {"push": push_id}).scalar_one())

    def size_of_last_push(self, connection_id: int) -> int:
        """Count the records that the last finished push of a connection sent; 0 before the first."""
        with self._database.read() as sql:
            return int(
                sql.execute(
                    text(
                        "SELECT count(*) FROM push_records WHERE outcome NOT IN ('', 'skipped') AND push_id ="
                        " (SELECT max(id) FROM pushes WHERE connection_id = :id AND state = 'finished')"
                    ),
                    {"id": connection_id},
                ).scalar_one()
            )

    def sizes(self, kind: Kind, connection_id: int) -> tuple[dict[str, int], tuple[tuple[str, int], ...]]:
        """Count what a push would touch: *shape* (change → records, ((what is done unseen, records), …))."""
        with self._database.read() as sql:
            ready = ready_counts(sql, kind.id, connection_id)
            blind = tuple(
                (words, count_with_problem(sql, kind.id, connection_id, message))
                for message, words in kind.guarded_warnings
            )
        return ready, blind
