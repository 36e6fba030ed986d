"""The write-ahead journal of pushes: what will be sent, that it was sent, and what came of it.

Methods that take `sql` run in the caller's transaction, so that a request, its records and their outcomes
move together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection as Sql
from sqlalchemy import text

from app.errors import NotAllowed
from app.records.refusals import dump_by_record
from app.store.database import Database, driver
from app.store.journal_lookup import JournalLookup
from app.store.journal_outcomes import final_verdicts
from app.store.journal_rows import (
    freeze_rows,
    frozen_row,
    insert_request,
    refreeze_row,
    set_outcomes,
    set_state,
)
from app.store.journal_values import Entry, Frozen, RequestEnd, Verdict
from app.store.push_counts import begin_counting, counts_of, keep_counts
from app.store.push_marks import mark_busy, mark_outcomes, name_created
from app.values import Connection, Outcome
from app.vendors.declaration import Options, Step

# Written for every single request, so they go to SQLite as they are.
_SENT = (
    "UPDATE requests SET state = 'sent', attempts = attempts + 1, sent_at = ?1,"
    " first_sent_at = coalesce(first_sent_at, ?1) WHERE id = ?2"
)
_ENDED = (
    "UPDATE requests SET state = ?1, status = ?2, answer = ?3, message = ?4, answered_at = ?5,"
    " was_ambiguous = max(was_ambiguous, ?6), vendor_request_id = iif(?7 = '', vendor_request_id, ?7),"
    " refusals = ?8 WHERE id = ?9"
)
# What stays unknown under another number was sent when it was sent.
_SENT_BEFORE = (
    "UPDATE requests SET (sent_at, first_sent_at) = (SELECT sent_at, first_sent_at FROM requests WHERE id = ?1)"
    " WHERE parent_id = ?1 AND state = 'unknown'"
)
_SETTLED_LATER = (
    "UPDATE push_records SET outcome = ?2, message = ?3, reason = 'settled-later'"
    " WHERE kind = ?4 AND record_id = ?1 AND outcome = 'unknown' AND push_id < ?5"
)


class Journal(JournalLookup):
    """Writes and reads what the push engine must not forget; `clock` tells when an outcome came."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        super().__init__(database)
        self._clock = clock

    def begin(self, connection: Connection, *, comment: str, now: datetime, undoes: int = 0) -> int:
        """Open a push, or one that undoes another.

        *Raises* NotAllowed while another one of this connection runs, or it is being read.
        """
        with self._database.write() as sql:
            self._check_alone(sql, connection)
            row = sql.execute(
                text(
                    "INSERT INTO pushes (connection_id, connection_name, vendor, environment, started_at,"
                    " state, comment, undoes)"
                    " VALUES (:id, :name, :vendor, :environment, :now, 'running', :comment, :undoes)"
                ),
                {
                    "id": connection.id,
                    "name": connection.name,
                    "vendor": connection.vendor,
                    "environment": connection.environment,
                    "now": now.isoformat(),
                    "comment": comment,
                    "undoes": undoes,
                },
            )
            push_id = int(row.lastrowid)
            self.live.add(push_id)
        return push_id

    @contextmanager
    def reading(self, connection: Connection) -> Iterator[None]:
        """Keep pushes away while a connection is read: what was read before a push must not undo it.

        *Raises* NotAllowed while a push of it runs, or somebody reads it already.
        """
        with self._database.write() as sql:
            self._check_alone(sql, connection)
            self.pulls.add(connection.id)
        try:
            yield
        finally:
            self.pulls.discard(connection.id)

    def _check_alone(self, sql: Sql, connection: Connection) -> None:
        running = sql.execute(
            text("SELECT id FROM pushes WHERE connection_id = :id AND state = 'running'"), {"id": connection.id}
        ).first()
        if running:
            raise NotAllowed(
                f"A push of {connection.name} is running already.", remedy="Wait for it, or stop it first."
            )
        if connection.id in self.pulls:
            raise NotAllowed(
                f"{connection.name} is just being read.", remedy="Wait until it is done, or stop it first."
            )

    def skip(self, sql: Sql, push_id: int, records: Sequence[Frozen], verdicts: Sequence[Verdict]) -> None:
        """Write down records that were asked for and left alone; nothing on their rows changes."""
        freeze_rows(sql, [frozen_row(push_id, record) for record in records])
        set_outcomes(sql, push_id, verdicts, now=self._clock())

    def freeze(self, sql: Sql, push_id: int, records: Sequence[Frozen]) -> None:
        """Write down what a push is about; from here on these records are neither deleted nor renamed."""
        freeze_rows(sql, [frozen_row(push_id, record) for record in records])
        for kind in dict.fromkeys(record.kind for record in records):
            mark_busy(sql, kind, [record.record_id for record in records if record.kind == kind], "sent")

    def freeze_anew(self, sql: Sql, push_id: int, frozen: Frozen) -> None:
        """Write down what is sent of a record, and its before-image, once it was read right before."""
        refreeze_row(sql, frozen_row(push_id, frozen))

    def note_vendor_clock(self, push_id: int, at: datetime) -> None:
        """Write down what time it was for the vendor when a push began."""
        with self._database.write(urgent=False) as sql:
            statement = text("UPDATE pushes SET vendor_clock = :at WHERE id = :id")
            sql.execute(statement, {"id": push_id, "at": at.isoformat()})

    def plan(self, push_id: int, kind: str, steps: Iterable[Step], *, options: Options) -> list[int]:
        """Write requests down as planned under the given switches."""
        with self._database.write(urgent=False) as sql:
            return [insert_request(sql, push_id, kind, step, options=options) for step in steps]

    def planned(self, push_id: int, kind: str, steps: Sequence[Step], *, options: Options) -> list[Entry]:
        """Write requests down as `plan` does; returns them as they stand there."""
        ids = self._database.write_shared(
            lambda sql: [insert_request(sql, push_id, kind, step, options=options) for step in steps]
        )
        return [Entry(one, push_id, kind, step, options) for one, step in zip(ids, steps, strict=True)]

    def replan(
        self,
        sql: Sql,
        push_id: int,
        unknown: Entry,
        frozen: Sequence[Frozen],
        steps: Sequence[tuple[Step, str]],
    ) -> list[int]:
        """Hand an unknown request and its records on to a later push; *shape* of steps: (step, its state).

        *Raises* NotAllowed when somebody else has taken the request over meanwhile.
        """
        statement = "UPDATE requests SET state = 'superseded' WHERE id = :id AND state = 'unknown'"
        if not sql.execute(text(statement), {"id": unknown.id}).rowcount:
            raise NotAllowed("Its outcome is being settled just now.", remedy="Look at the history.")
        freeze_rows(sql, [frozen_row(push_id, record) for record in frozen])
        ids = [
            insert_request(
                sql,
                push_id,
                unknown.kind,
                step,
                options=unknown.options,
                parent=unknown.id,
                was_ambiguous=True,
                state=state,
            )
            for step, state in steps
        ]
        driver(sql).execute(_SENT_BEFORE, (unknown.id,))
        return ids

    def split(self, sql: Sql, entry: Entry, halves: Sequence[Step]) -> list[int]:
        """Replace a batch that was refused as a whole by its halves."""
        set_state(sql, entry.id, "split")
        return [
            insert_request(
                sql,
                entry.push_id,
                entry.kind,
                half,
                options=entry.options,
                parent=entry.id,
                was_ambiguous=entry.was_ambiguous,
            )
            for half in halves
        ]

    def mark_sent(self, entry: Entry, *, now: datetime) -> None:
        """Commit, durably, that the first byte is about to leave; others on their way share the commit."""
        row = (now.isoformat(), entry.id)
        self._database.write_shared(lambda sql: driver(sql).execute(_SENT, row), is_pressing=True)

    def end(self, sql: Sql, entry: Entry, end: RequestEnd, *, now: datetime) -> None:
        """Write down how an attempt ended; back to `planned` means it may go out again."""
        said = (end.state, end.status, end.answer, end.message, now.isoformat())
        named = (int(end.was_ambiguous), end.vendor_request_id, dump_by_record(end.refusals))
        driver(sql).execute(_ENDED, (*said, *named, entry.id))

    def decide(
        self, sql: Sql, push_id: int, kind: str, verdicts: Sequence[Verdict], *, is_only: bool = False
    ) -> list[Verdict]:
        """Write down outcomes, on the records too, and in earlier pushes that had left them unknown.

        Returns what they came to: a record waits for the last of its requests, and takes the worst. With
        `is_only` there is no other request about them, and nothing was unknown before.
        """
        final = list(verdicts) if is_only else final_verdicts(sql, push_id, verdicts)
        set_outcomes(sql, push_id, final, now=self._clock())
        settled = [
            (one.record_id, one.outcome.value, one.message, kind, push_id)
            for one in final
            if one.outcome is not Outcome.UNKNOWN and not is_only
        ]
        if settled:
            driver(sql).executemany(_SETTLED_LATER, settled)
        mark_outcomes(sql, kind, push_id, final)
        name_created(sql, kind, final)
        return final

    def drop(self, sql: Sql, request_id: int) -> None:
        """Say that a planned request will never be sent."""
        set_state(sql, request_id, "dropped")

    def finish(self, push_id: int, *, state: str, stopped_because: str, now: datetime) -> None:
        """Close a push of which every record has an outcome: finished, stopped, aborted or interrupted."""
        with self._database.write() as sql:
            sql.execute(
                text(
                    "UPDATE pushes SET state = :state, stopped_because = :why, finished_at = :now"
                    " WHERE id = :id"
                ),
                {"id": push_id, "state": state, "why": stopped_because, "now": now.isoformat()},
            )
        self._keep_counts()

    def _keep_counts(self) -> None:
        """Counted outside of the transaction: of 100,000 records that takes longer than edits may wait."""
        with self._database.write(urgent=False) as sql:
            push_ids = begin_counting(sql)
        with self._database.read() as sql:
            counts = counts_of(sql, push_ids)
        with self._database.write(urgent=False) as sql:
            keep_counts(sql, counts)
