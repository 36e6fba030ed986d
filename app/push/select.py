"""Which pending records a push is about, frozen as they are, and the requests planned from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from app.jobs import JobContext
from app.push.run import Target
from app.store.journal_values import Frozen, Verdict
from app.values import Outcome, PushOptions, Record, SkipReason
from app.vendors.declaration import Kind, Options, PendingRecord, Step
from app.workspace import Workspace

_RECORDS_AT_ONCE = 250  # keeps one transaction under some 20 ms
_REQUESTS_AT_ONCE = 10
_RETRIED = (Outcome.REFUSED, Outcome.FAILED)


def pending_records(
    workspace: Workspace, kind: Kind, connection_id: int, options: PushOptions
) -> Iterator[Record]:
    """Give the records of a push by id: what is unknown is settled, not selected."""
    found = (
        record
        for record in _all_pending(workspace, kind.id, connection_id)
        if not record.busy and (not options.only_failed or record.outcome in _RETRIED)
    )
    return _first_sendable(found, options.first) if options.first else found


def is_held_back(record: Record) -> bool:
    return any(problem.is_error for problem in record.problems)


def freeze(
    workspace: Workspace, target: Target, push_id: int, options: PushOptions, context: JobContext
) -> None:
    """Write down what the push is about; what is held back ends here."""
    journal = workspace.store.journal
    records = pending_records(workspace, target.kind, target.connection.id, options)
    done = 0
    while chunk := list(islice(records, _RECORDS_AT_ONCE)):
        context.checkpoint()
        held = [_held_back(record) for record in chunk if is_held_back(record)]
        with workspace.store.database.write(urgent=False) as sql:
            journal.freeze(sql, push_id, [Frozen.of(record) for record in chunk])
            journal.decide(sql, push_id, target.kind.id, held)
        done += len(chunk)
        context.report(0, None, f"Preparing {done:,} records")


def plan(workspace: Workspace, target: Target, push_id: int, context: JobContext) -> list[int]:
    """Write down every request of the push before the first is sent; returns their ids in order."""
    steps = target.kind.plan(_undecided(workspace, push_id), target.options)
    request_ids: list[int] = []
    while chunk := list(islice(steps, _REQUESTS_AT_ONCE)):
        context.checkpoint()
        request_ids += workspace.store.journal.plan(push_id, target.kind.id, chunk)
    return request_ids


def preview(kind: Kind, options: Options, records: Iterable[Record]) -> Iterator[Step]:
    """Plan exactly as a push would, without writing anything down."""
    sendable = (Frozen.of(record).as_pending() for record in records if not is_held_back(record))
    return kind.plan(sendable, options)


def _all_pending(workspace: Workspace, kind_id: str, connection_id: int) -> Iterator[Record]:
    after_id = 0
    while chunk := workspace.store.records.pending(
        kind_id, connection_id, after_id=after_id, limit=_RECORDS_AT_ONCE
    ):
        yield from chunk
        after_id = chunk[-1].id


def _first_sendable(records: Iterator[Record], number: int) -> Iterator[Record]:
    return islice((record for record in records if not is_held_back(record)), number)


def _undecided(workspace: Workspace, push_id: int) -> Iterator[PendingRecord]:
    after_id = 0
    while chunk := workspace.store.journal.undecided(push_id, after_id=after_id, limit=_RECORDS_AT_ONCE):
        for frozen in chunk:
            yield frozen.as_pending()
        after_id = chunk[-1].record_id


def _held_back(record: Record) -> Verdict:
    problem = next(problem for problem in record.problems if problem.is_error)
    return Verdict(record.id, Outcome.SKIPPED, problem.message, SkipReason.HELD_BACK.value)
