"""Writing down how a request ended: the journal, its records and their outcomes in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection as Sql

from app.net.redact import Redactor
from app.net.requests import Attempt
from app.push.decide import Decision, Ruling
from app.push.halving import RefusedBatch
from app.push.moves import moved
from app.store.journal_values import Entry, Frozen, RequestEnd, Verdict
from app.values import Outcome, SkipReason
from app.vendors.declaration import Kind, Options, Step
from app.workspace import Workspace

_KEPT_CHARACTERS = 16_000
_SHOWN_CHARACTERS = 1_000
_STATES = {
    Ruling.APPLIED: "applied",
    Ruling.AGAIN: "planned",
    Ruling.SPLIT: "split",
    Ruling.REFUSED: "refused",
    Ruling.FAILED: "failed",
    Ruling.UNKNOWN: "unknown",
    Ruling.ABORTED: "aborted",
}
_OUTCOMES = {
    Ruling.APPLIED: Outcome.APPLIED,
    Ruling.REFUSED: Outcome.REFUSED,
    Ruling.FAILED: Outcome.FAILED,
    Ruling.UNKNOWN: Outcome.UNKNOWN,
    Ruling.ABORTED: Outcome.SKIPPED,
}


class RecordEnds:
    """Ends requests of one kind; every method is one durable transaction."""

    def __init__(self, workspace: Workspace, kind: Kind, options: Options, redactor: Redactor) -> None:
        self._workspace = workspace
        self._kind = kind
        self._options = options
        self._redactor = redactor

    def masked(self, decision: Decision) -> Decision:
        """Make the words of a decision fit to be kept and shown."""
        abort = decision.abort
        if abort is not None:
            abort = type(abort)(self._fit(abort.message, _SHOWN_CHARACTERS), remedy=abort.remedy)
        return replace(decision, message=self._fit(decision.message, _SHOWN_CHARACTERS), abort=abort)

    def end_of(self, attempt: Attempt, decision: Decision) -> RequestEnd:
        """Make an answer fit to be kept: masked and capped."""
        answer = attempt.answer
        return RequestEnd(
            state=_STATES[decision.ruling],
            status=answer.status if answer else None,
            answer=self._fit(answer.text(2 * _KEPT_CHARACTERS), _KEPT_CHARACTERS) if answer else "",
            message=decision.message,
            was_ambiguous=decision.was_ambiguous,
        )

    def _fit(self, text: str, most: int) -> str:
        """Mask before the cut: half a secret would not be known as one."""
        masked = self._redactor.mask(text)
        return masked if len(masked) <= most else masked[: most - 1] + "…"

    def record(self, entry: Entry, end: RequestEnd, ruling: Ruling) -> Counter[Outcome]:
        """End an attempt; returns how many records got which outcome by it."""
        outcome = _OUTCOMES.get(ruling)
        journal = self._workspace.store.journal
        # What was frozen never changes: read outside of the transaction, which edits wait for.
        sent = journal.frozen_of_push(entry.push_id, entry.record_ids) if ruling is Ruling.APPLIED else []
        with self._workspace.store.database.write() as sql:
            self._end(sql, entry, end)
            self._move(sql, entry, {one.record_id: one for one in sent})
            if outcome is None:
                return Counter()
            reason = SkipReason.ABORTED.value if ruling is Ruling.ABORTED else ""
            verdicts = [Verdict(record_id, outcome, end.message, reason) for record_id in entry.record_ids]
            final = journal.decide(sql, entry.push_id, entry.kind, verdicts)
        return Counter(verdict.outcome for verdict in final)

    def split(self, batch: RefusedBatch, halves: Sequence[Step]) -> list[int]:
        """Put the halves of a refused batch in its place."""
        with self._workspace.store.database.write() as sql:
            return self._workspace.store.journal.split(sql, batch.entry, halves)

    def _end(self, sql: Sql, entry: Entry, end: RequestEnd) -> None:
        self._workspace.store.journal.end(sql, entry, end, now=self._workspace.clock())

    def _move(self, sql: Sql, entry: Entry, sent: Mapping[int, Frozen]) -> None:
        """Move the base of the records that were sent."""
        records = self._workspace.store.records
        now = {one.id: one for one in records.many(entry.kind, sent, within=sql)}
        after = [
            moved(self._kind, now[effect.record_id], sent[effect.record_id], effect, self._options)
            for effect in entry.step.effects
            if effect.record_id in now
        ]
        records.save(after, within=sql)
