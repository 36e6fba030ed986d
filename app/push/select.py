"""Which pending records a push is about, frozen as they are, and the requests planned from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection as Sql

from app.jobs import JobContext
from app.push.attachments import attachments_of
from app.push.before import in_shape
from app.push.run_values import Target
from app.store.journal_values import Frozen, Verdict
from app.values import Outcome, PushOptions, Record, SkipReason
from app.vendors.declaration import Kind, Options, Step
from app.workspace import Workspace

_RECORDS_AT_ONCE = 150  # with their texts for the history, one transaction stays under some 20 ms
_REQUESTS_AT_ONCE = 10
_RETRIED = (Outcome.REFUSED, Outcome.FAILED)


def pending_records(
    workspace: Workspace, kind: Kind, connection_id: int, options: PushOptions
) -> Iterator[Record]:
    """Give the records of a push by id: what is unknown is settled, not selected."""
    return _chosen(_all_pending(workspace, kind.id, connection_id), options)


def is_held_back(record: Record) -> bool:
    return any(problem.is_error for problem in record.problems)


def freeze(
    workspace: Workspace, target: Target, push_id: int, options: PushOptions, context: JobContext
) -> None:
    """Write down what the push is about; what is held back ends here.

    Reading a record and marking it as part of the push is one transaction: no edit falls in between. Stop
    waits for the end of this: only a record that is written down here gets an outcome.
    """
    records, kind_id = workspace.store.records, target.kind.id
    after_id, done, is_over = 0, 0, False
    while not is_over:
        with workspace.store.database.write(urgent=False) as sql:
            found = records.pending(
                kind_id, target.connection.id, after_id=after_id, limit=_RECORDS_AT_ONCE, within=sql
            )
            chosen = list(_chosen(found, options, done))
            _freeze(workspace, sql, push_id, kind_id, chosen)
        after_id = found[-1].id if found else 0
        done += len(chosen)
        is_over = not found or (options.first > 0 and done >= options.first)
        context.report(0, None, f"Preparing {done:,} records")


def plan(workspace: Workspace, target: Target, push_id: int, context: JobContext) -> list[int]:
    """Write down every request of the push before the first is sent; returns their ids in order."""
    steps = target.kind.plan((frozen.as_pending() for frozen in undecided(workspace, push_id)), target.options)
    request_ids: list[int] = []
    while chunk := list(islice(steps, _REQUESTS_AT_ONCE)):
        context.checkpoint()
        journal = workspace.store.journal
        request_ids += journal.plan(push_id, target.kind.id, chunk, options=target.options)
        context.report(0, None, f"Writing down {len(request_ids):,} requests")
    return request_ids


def preview(
    kind: Kind, options: Options, records: Iterable[Record], *, folder: Path | None = None
) -> Iterator[Step]:
    """Plan exactly as a push would from what is known; `folder` is the workspace's, with its files."""
    frozen = (Frozen.of(in_shape(kind, record)) for record in records if not is_held_back(record))
    sendable = (one.as_pending(attachments=attachments_of(folder, kind, one.sent_edits)) for one in frozen)
    return kind.plan(sendable, options)


def _all_pending(workspace: Workspace, kind_id: str, connection_id: int) -> Iterator[Record]:
    after_id = 0
    while chunk := workspace.store.records.pending(
        kind_id, connection_id, after_id=after_id, limit=_RECORDS_AT_ONCE
    ):
        yield from chunk
        after_id = chunk[-1].id


def _chosen(records: Iterable[Record], options: PushOptions, taken: int = 0) -> Iterator[Record]:
    """Leave out what the options leave out; a trial run counts what can be sent."""
    found = (
        record
        for record in records
        if not record.busy and (not options.only_failed or record.outcome in _RETRIED)
    )
    if not options.first:
        return found
    return islice((record for record in found if not is_held_back(record)), max(options.first - taken, 0))


def _freeze(workspace: Workspace, sql: Sql, push_id: int, kind_id: str, records: list[Record]) -> None:
    held = [_held_back(record) for record in records if is_held_back(record)]
    workspace.store.journal.freeze(sql, push_id, [Frozen.of(record) for record in records])
    workspace.store.journal.decide(sql, push_id, kind_id, held)


def undecided(workspace: Workspace, push_id: int) -> Iterator[Frozen]:
    """Give the records of a push that have no outcome yet, by id."""
    after_id = 0
    while chunk := workspace.store.journal.undecided(push_id, after_id=after_id, limit=_RECORDS_AT_ONCE):
        yield from chunk
        after_id = chunk[-1].record_id


def _held_back(record: Record) -> Verdict:
    problem = next(problem for problem in record.problems if problem.is_error)
    reason = SkipReason.CONFLICT if record.is_in_conflict else SkipReason.HELD_BACK
    return Verdict(record.id, Outcome.SKIPPED, problem.message, reason.value)
