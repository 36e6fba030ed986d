"""Lost requests settled by reading the vendor, at growing distances, before anything else is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.jobs import JobContext
from app.push.before import Arrived, arrived
from app.push.candidates import Candidate, doubt, matched
from app.push.creates import Creates
from app.push.looking import Looker
from app.push.moves import is_untouched_by
from app.push.record_ends import RecordEnds
from app.push.run_values import Target
from app.push.watch import Watch
from app.store.journal_values import Entry, Frozen, Verdict
from app.values import BaseState, Outcome, Record
from app.workspace import Workspace

DISTANCES = (0.0, 1.0, 3.0, 10.0, 30.0)

_WAITS = "Its outcome is not known yet."
_HELD = "The answer was lost; the vendor was read to hold it."
_NOT_THERE = "It was lost: the vendor was read several times and does not hold it."
_LACKS = f"{_NOT_THERE} Push again."
_GONE = "The answer was lost, and the vendor no longer has the record."
_DELETED = "The answer was lost; the record is gone."
_BY_OTHERS = "The answer was lost, and somebody else has changed the record since. Take mine or theirs."
_UNTOLD = (
    "It was sent and the answer was lost; reading does not tell whether it was done. "
    "Look whether the vendor holds it, then answer applied or not applied."
)

Lost = tuple[Entry, Frozen]


@dataclass
class Settling:
    """Settles the unknown requests of one connection for one push."""

    workspace: Workspace
    target: Target
    context: JobContext
    push_id: int
    watch: Watch
    looker: Looker
    creates: Creates

    def take_over(self) -> list[int]:
        """Count every record with an unknown outcome in this push; returns the requests to settle."""
        journal, ids = self.workspace.store.journal, self._unknown()
        for request_id in ids:
            entry = journal.entry(request_id)
            frozen = journal.frozen_of_push(entry.push_id, entry.record_ids)
            verdicts = [Verdict(one, Outcome.UNKNOWN, _WAITS) for one in entry.record_ids]
            with self.workspace.store.database.write() as sql:
                journal.skip(sql, self.push_id, frozen, verdicts)
        return ids

    def settle(self, request_ids: Sequence[int]) -> list[int]:
        """Read until all is known or the last distance is past; returns requests to be repeated.

        *Raises* Cancelled: what is unknown then stays so.
        """
        lost = [self._lost(one) for one in request_ids]
        waits = distances((entry for entry, _ in lost), self.workspace.clock(), has_slept=self.watch.has_slept)
        for position, distance in enumerate(waits, start=1):
            if not lost or self.watch.ending.is_early:
                break
            requests = "1 lost request" if len(lost) == 1 else f"{len(lost):,} lost requests"
            self.watch.sleep(distance, f"Looking again soon for {requests}")
            self.watch.report(f"Looking for {requests}")
            lost = self._round(lost, is_last=position == len(waits))
        repeats = [entry.id for entry, frozen in lost if self._may_repeat(entry, frozen)]
        self._leave([one for one in lost if one[0].id not in repeats])
        return repeats

    def _unknown(self) -> list[int]:
        return self.workspace.store.journal.in_state("unknown", connection_id=self.target.connection.id)

    def _lost(self, request_id: int) -> Lost:
        entry = self.workspace.store.journal.entry(request_id)
        return entry, self.workspace.store.journal.frozen_of_push(entry.push_id, entry.record_ids)[0]

    def _round(self, lost: Sequence[Lost], *, is_last: bool) -> list[Lost]:
        """Look once at everything; returns what is not settled by it."""
        creates = [one for one in lost if _is_create(one)]
        left = list(self._left_of_creates(creates, is_last=is_last)) if creates else []
        others = [one for one in lost if not _is_create(one)]
        return [*left, *(one for one in others if not self._is_settled(one, is_last=is_last))]

    def _is_settled(self, lost: Lost, *, is_last: bool) -> bool:
        """Read one record and judge what of the request it shows."""
        entry, frozen = lost
        (effect,) = entry.step.effects
        if not (effect.paths or effect.deletes):
            return self._is_done(entry, frozen)
        look = self.looker.record(frozen.key)
        if look.is_gone and frozen.before_state is BaseState.ABSENT:
            return self._has_not_come(entry, is_last=is_last)
        if look.is_gone:
            return self._is_gone(entry, deletes=effect.deletes)
        if look.found is None:
            return False
        match arrived(self.target.kind, frozen, effect, look.found):
            case Arrived.YES:
                self._ends.settled_applied(entry, look.found, _HELD, push_id=self.push_id)
            case Arrived.CHANGED_BY_OTHERS:
                self._ends.settled_conflict(entry, look.found, _BY_OTHERS, push_id=self.push_id)
            case Arrived.NOT_YET if is_last:
                self._ends.settled_otherwise(entry, Outcome.FAILED, _LACKS, push_id=self.push_id)
            case _:
                return False
        return True

    def _is_done(self, entry: Entry, frozen: Frozen) -> bool:
        """Read whether a record is what a lost action makes of it; what else it may be proves nothing."""
        actions = (one for one in self.target.kind.actions if one.name == entry.step.operation)
        makes = next((one.makes for one in actions), None)
        look = self.looker.record(frozen.key) if makes is not None else None
        if makes is None or look is None or look.found is None or not makes.is_met(look.found):
            return False
        self._ends.settled_applied(entry, look.found, _HELD, push_id=self.push_id)
        return True

    def _has_not_come(self, entry: Entry, *, is_last: bool) -> bool:
        """What was to be new and is not there did not arrive, so far."""
        if is_last:
            self._ends.settled_otherwise(entry, Outcome.FAILED, _LACKS, push_id=self.push_id)
        return is_last

    def _is_gone(self, entry: Entry, *, deletes: bool) -> bool:
        if deletes:
            self._ends.settled_applied(entry, None, _DELETED, push_id=self.push_id)
        else:
            self._ends.settled_otherwise(entry, Outcome.REFUSED, _GONE, push_id=self.push_id)
        return True

    def _left_of_creates(self, lost: Sequence[Lost], *, is_last: bool) -> Iterator[Lost]:
        """Look for what lost creates may have made; what is not sure is left."""
        since = min(self.creates.since(entry) for entry, _ in lost)
        found = self.creates.candidates(since, [frozen for _, frozen in lost])
        if found is None:
            yield from lost
            return
        for entry, frozen, fitting, is_sure in matched(self.target.kind, lost, found):
            if is_sure:
                self._ends.settled_applied(entry, fitting[0].content, _HELD, push_id=self.push_id)
            elif not is_last or not self._is_told(entry, frozen, fitting):
                yield entry, frozen

    def _is_told(self, entry: Entry, frozen: Frozen, fitting: Sequence[Candidate]) -> bool:
        """Tell at the last look what became of a create; one that the look could miss is looked for in all."""
        is_blind = not fitting and self.creates.is_blind(entry)
        found = self.creates.ever_made(frozen) if is_blind else tuple(fitting)
        if found is None:
            return False
        if found:
            names, words = [one.id for one in found], doubt(found, is_blind=is_blind)
            self._ends.doubted(entry, names, words, push_id=self.push_id)
        else:
            words = f"{_NOT_THERE} {self.creates.rest_of(entry) or 'Push again.'}"
            self._ends.settled_otherwise(entry, Outcome.FAILED, words, push_id=self.push_id)
        return True

    def _may_repeat(self, entry: Entry, frozen: Frozen) -> bool:
        """Tell whether the byte-same request may go out again: never a create, never over a later edit."""
        record = self._record(frozen)
        (effect,) = entry.step.effects
        is_action = not (effect.paths or effect.deletes)
        is_same = record is not None and (is_action or is_untouched_by(record, frozen, effect))
        return entry.step.request.is_idempotent and is_same and not self.watch.ending.is_early

    def _leave(self, lost: Sequence[Lost]) -> None:
        """Leave what could not be settled to a person."""
        for entry, _ in lost:
            self._ends.settled_otherwise(entry, Outcome.UNKNOWN, _UNTOLD, push_id=self.push_id)

    def _record(self, frozen: Frozen) -> Record | None:
        found = self.workspace.store.records.many(frozen.kind, [frozen.record_id])
        return found[0] if found else None

    @property
    def _ends(self) -> RecordEnds:
        client = self.target.client
        return RecordEnds(self.workspace, self.target.kind, self.target.options, client.redactor)


def distances(lost: Iterable[Entry], now: datetime, *, has_slept: bool) -> tuple[float, ...]:
    """Give when to look: what was sent long ago needs one look, since it has had its time to arrive.

    In a sleep of this machine the clock goes on, and what it held back may go out at the wake.
    """
    ages = [(now - entry.sent_at).total_seconds() for entry in lost if entry.sent_at is not None]
    is_fresh = any(age < sum(DISTANCES) for age in ages)  # one from the future: the clock went back since
    return DISTANCES if is_fresh or has_slept else DISTANCES[:1]


def _is_create(lost: Lost) -> bool:
    entry, frozen = lost
    has_paths = any(effect.paths for effect in entry.step.effects)
    return frozen.before_state is BaseState.ABSENT and has_paths and not entry.step.request.is_idempotent
