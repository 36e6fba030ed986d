"""Writing down how a request ended: the journal, its records and their outcomes in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection as Sql

from app.net.redact import Redactor
from app.net.requests import Answer, Attempt
from app.push.before import in_shape
from app.push.decide import Decision, Ruling
from app.push.halving import RefusedBatch
from app.push.moves import moved
from app.push.overwritten import overwritten
from app.records.change import JsonObject
from app.records.images import part_of
from app.records.refusals import Refusal
from app.store.journal_rows import note_after
from app.store.journal_values import Entry, Frozen, RequestEnd, Verdict
from app.values import Outcome, Record, SkipReason
from app.vendors.assess import MAY_BE
from app.vendors.bring_in import brought_in
from app.vendors.declaration import Kind, Options, Step
from app.vendors.named_places import refusals_of
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
        return replace(
            decision,
            message=self._fit(decision.message, _SHOWN_CHARACTERS),
            abort=abort,
            vendor_request_id=self._redactor.mask(decision.vendor_request_id),
            said=tuple(replace(one, text=self._fit(one.text, _SHOWN_CHARACTERS)) for one in decision.said),
        )

    def end_of(self, entry: Entry, attempt: Attempt, decision: Decision) -> RequestEnd:
        """Make an answer fit to be kept: masked and capped, its refusals at the fields they are about."""
        answer = attempt.answer
        return RequestEnd(
            state=_STATES[decision.ruling],
            status=answer.status if answer else None,
            answer=self._fit(answer.text(2 * _KEPT_CHARACTERS), _KEPT_CHARACTERS) if answer else "",
            message=decision.message,
            was_ambiguous=decision.was_ambiguous,
            vendor_request_id=decision.vendor_request_id,
            refusals=self._refusals(entry, decision) if decision.ruling is Ruling.REFUSED else {},
        )

    def _refusals(self, entry: Entry, decision: Decision) -> Mapping[int, tuple[Refusal, ...]]:
        """Find the fields that the vendor named, in the records as they were sent."""
        named = [one for one in decision.said if one.path]
        if not named:
            return {}
        frozen = self._sent(entry, None)
        if any(record_id not in frozen for record_id in entry.record_ids):
            return {}
        records = [frozen[effect.record_id].as_pending() for effect in entry.step.effects]
        return refusals_of(self._kind, entry.step, records, named)

    def _fit(self, text: str, most: int) -> str:
        """Mask before the cut: half a secret would not be known as one."""
        masked = self._redactor.mask(text)
        return masked if len(masked) <= most else masked[: most - 1] + "…"

    def record(
        self,
        entry: Entry,
        end: RequestEnd,
        ruling: Ruling,
        *,
        theirs: JsonObject | None = None,
        only_of: Frozen | None = None,
    ) -> Counter[Outcome]:
        """End an attempt; returns how many records got which outcome by it.

        `theirs` is the one record as the vendor showed it in its answer, or was read to hold it. `only_of` is
        the record that no other request is about.
        """
        # What was frozen never changes: read outside of the transaction, which edits wait for.
        sent = self._sent(entry, only_of) if ruling is Ruling.APPLIED else {}
        end = self._noticed(entry, end, sent, theirs)

        def write(sql: Sql) -> Counter[Outcome]:
            self._end(sql, entry, end)
            self._move(sql, entry, sent, theirs)
            return self._decide_all(sql, entry, end, ruling, is_only=only_of is not None)

        return self._workspace.store.database.write_shared(write)

    def _noticed(
        self, entry: Entry, end: RequestEnd, sent: Mapping[int, Frozen], theirs: JsonObject | None
    ) -> RequestEnd:
        """Add to the words of an attempt what the vendor made of what was sent."""
        if theirs is None:
            return end
        found = [
            overwritten(self._kind, effect, sent[effect.record_id], theirs)
            for effect in entry.step.effects
            if effect.record_id in sent
        ]
        return replace(end, message=" ".join(filter(None, (end.message, *found))))

    def _sent(self, entry: Entry, only: Frozen | None) -> Mapping[int, Frozen]:
        journal = self._workspace.store.journal
        sent = [only] if only is not None else journal.frozen_of_push(entry.push_id, entry.record_ids)
        return {one.record_id: one for one in sent}

    def _decide_all(
        self, sql: Sql, entry: Entry, end: RequestEnd, ruling: Ruling, *, is_only: bool
    ) -> Counter[Outcome]:
        outcome = _OUTCOMES.get(ruling)
        if outcome is None:
            return Counter()
        reason = SkipReason.ABORTED.value if ruling is Ruling.ABORTED else ""
        verdicts = [
            Verdict(record_id, outcome, end.message, reason, end.refusals.get(record_id, ()))
            for record_id in entry.record_ids
        ]
        journal = self._workspace.store.journal
        final = journal.decide(sql, entry.push_id, entry.kind, verdicts, is_only=is_only)
        return Counter(verdict.outcome for verdict in final)

    def settled_applied(
        self, entry: Entry, theirs: JsonObject | None, words: str, *, push_id: int = 0
    ) -> Counter[Outcome]:
        """End a lost request that the vendor was read to hold; `push_id` is the push that found out."""
        journal = self._workspace.store.journal
        sent = journal.frozen_of_push(entry.push_id, entry.record_ids)
        with self._workspace.store.database.write() as sql:
            self._end(sql, entry, RequestEnd("applied", message=words))
            self._move(sql, entry, {one.record_id: one for one in sent}, theirs)
            return self._decide(sql, entry, push_id, Outcome.APPLIED, words)

    def settled_conflict(
        self, entry: Entry, theirs: JsonObject, words: str, *, push_id: int = 0
    ) -> Counter[Outcome]:
        """End a lost request of which somebody else has changed the fields since: a person decides."""
        (record_id,) = entry.record_ids
        records = self._workspace.store.records
        with self._workspace.store.database.write() as sql:
            record = in_shape(self._kind, records.get(entry.kind, record_id, within=sql))
            records.save([brought_in(self._kind, record, theirs, self._options)], within=sql)
            self._end(sql, entry, RequestEnd("aborted", message=words))
            reason = SkipReason.CONFLICT.value
            return self._decide(sql, entry, push_id, Outcome.SKIPPED, words, reason)

    def settled_otherwise(
        self, entry: Entry, outcome: Outcome, words: str, *, push_id: int = 0
    ) -> Counter[Outcome]:
        """End a lost request that did not arrive, was refused, or is unknown still."""
        with self._workspace.store.database.write() as sql:
            if outcome is not Outcome.UNKNOWN:
                self._end(sql, entry, RequestEnd(outcome.value, message=words))
            return self._decide(sql, entry, push_id, outcome, words)

    def doubted(self, entry: Entry, keys: Sequence[str], words: str, *, push_id: int = 0) -> Counter[Outcome]:
        """Leave a lost create to a person, told what it may have made, also one that was given up."""
        (record_id,) = entry.record_ids
        with self._workspace.store.database.write() as sql:
            self._end(sql, entry, RequestEnd("unknown", message=words, was_ambiguous=True))
            note_after(sql, entry.id, record_id, {MAY_BE: list(keys)})
            return self._decide(sql, entry, push_id, Outcome.UNKNOWN, words)

    def _decide(
        self, sql: Sql, entry: Entry, push_id: int, outcome: Outcome, words: str, reason: str = ""
    ) -> Counter[Outcome]:
        verdicts = [Verdict(record_id, outcome, words, reason) for record_id in entry.record_ids]
        final = self._workspace.store.journal.decide(sql, push_id or entry.push_id, entry.kind, verdicts)
        return Counter(verdict.outcome for verdict in final)

    def split(self, batch: RefusedBatch, halves: Sequence[Step]) -> list[int]:
        """Put the halves of a refused batch in its place."""
        with self._workspace.store.database.write() as sql:
            return self._workspace.store.journal.split(sql, batch.entry, halves)

    def _end(self, sql: Sql, entry: Entry, end: RequestEnd) -> None:
        self._workspace.store.journal.end(sql, entry, end, now=self._workspace.clock())

    def shown_in(self, answer: Answer | None, entry: Entry) -> JsonObject | None:
        """Read the record out of an accepted answer, where it holds one."""
        if answer is None or self._kind.parse is None or len(entry.step.effects) != 1 or answer.status >= 300:
            return None
        return self._kind.parse(answer)

    def _move(self, sql: Sql, entry: Entry, sent: Mapping[int, Frozen], theirs: JsonObject | None) -> None:
        """Move the base of the records that were sent."""
        records = self._workspace.store.records
        now = {one.id: one for one in records.many(entry.kind, sent, within=sql)}
        moves = [(effect, now[effect.record_id]) for effect in entry.step.effects if effect.record_id in now]
        after = [
            moved(self._kind, record, sent[record.id], effect, self._options, theirs=theirs)
            for effect, record in moves
        ]
        if theirs is not None and any(self._is_taken(sql, one) for one in after):
            # Two records of one key cannot be: the outcome is kept, and this record goes on without the key.
            after = [
                moved(self._kind, record, sent[record.id], effect, self._options) for effect, record in moves
            ]
        records.save(after, within=sql)
        if theirs is not None:
            for (effect, _), record in zip(moves, after, strict=True):
                note_after(sql, entry.id, record.id, part_of(record.base, effect.paths))

    def _is_taken(self, sql: Sql, record: Record) -> bool:
        if not record.key:
            return False
        named = self._workspace.store.records.existing_keys(
            record.kind, record.connection_id, [record.key], within=sql
        ).get(record.key)
        return named is not None and named.id != record.id and named.key == record.key
