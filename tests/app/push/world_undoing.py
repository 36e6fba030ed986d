"""Pushes that are undone, and undone again; what the vendor must hold then is told by what it held before."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import NotAllowed
from app.jobs import JobContext
from app.records.change import MISSING, Edits
from app.services.review_undo import review_undo
from app.services.undo_push import undo
from app.undo_values import Undo, UndoOptions
from app.values import Change, Outcome, PushResult, PushSummary
from tests.app.push.invariants import records_of
from tests.app.push.world_removing import Removing
from tests.app.push.world_scenes import Value, same
from tests.app.services.test_push_faults import StoppingContext
from tests.faultproxy.exchange import Play
from tests.faultproxy.proxy import When

Held = dict[int, dict[str, Value] | None]
"""*Shape*: record id → place → what the vendor holds there; None where it does not have the record."""


@dataclass(frozen=True)
class Planned:
    """An undo that is about to be done: what its push had sent of each record, and how all stands before."""

    push: PushSummary
    sent: dict[int, Edits]
    held: Held
    added: dict[int, str]


class Undoing(Removing):
    """The person takes pushes back."""

    def undo(self, number: int) -> None:
        self._undo(number, JobContext())

    def stop_undo(self, number: int, at: int) -> None:
        self._undo(number, StoppingContext(at))

    def undo_over(self, number: int, fault: Play, when: When, **how: int) -> None:
        strike = self._proxy.strike(fault, when, **how)
        try:
            self._undo(number, JobContext(), may_lose=True)
        finally:
            self._proxy.heal()
        assert strike.hits >= 0

    def die_undoing(self, number: int, step: int) -> None:
        planned = self._planned(number)
        if planned is not None:
            self.die(lambda: self._run_undo(planned, JobContext()), step)
            self._check_undone(planned)

    def _undo(self, number: int, context: JobContext, *, may_lose: bool = False) -> None:
        planned, before = self._planned(number), self._unknown()
        if planned is None:
            return
        try:
            result = self._run_undo(planned, context)
        except NotAllowed:
            assert self._held() == planned.held
            return
        self._ended(result, before, may_lose=may_lose)
        self._check_undone(planned)
        self._check_fates(planned, result)

    def _planned(self, number: int) -> Planned | None:
        """Choose one of the pushes; a person who wants its undo wants its values no longer."""
        pushes = sorted(self.desk.workspace.store.history.pushes(), key=lambda one: one.id)
        if not pushes:
            return None
        push = pushes[-1 - number % len(pushes)]
        journal = self.desk.workspace.store.journal
        ids = [one.record_id for one in self.desk.outcomes(push.id) if one.record_id in self.truth.places]
        frozen = {one: journal.frozen_of_push(push.id, [one])[0] for one in ids}
        sent = {one: dict(each.sent_edits) for one, each in frozen.items()}
        added = {one: each.key for one, each in frozen.items() if each.change is Change.ADDED}
        return Planned(push, sent, self._held(), added)

    def _run_undo(self, planned: Planned, context: JobContext) -> PushResult:
        """Look at what it would do and do it; with it, what the push wrote is wanted no more."""
        workspace, push_id = self.desk.workspace, planned.push.id
        review = review_undo(workspace, JobContext(), push_id)
        numbers = frozenset[str]()
        if self.desk.kind.confirms_undone_adds:
            applied = [key for one, key in planned.added.items() if one in review.all_ids]
            numbers = frozenset(filter(None, applied))
            review_undo(workspace, JobContext(), push_id, numbers=numbers)
        assert self._held() == planned.held
        pending = {one.id: one.edits for one in records_of(self.desk)}
        for record_id, edits in planned.sent.items():
            mine = pending.get(record_id, {})
            written = [one for one in self.truth.places[record_id] if sent_at(edits, one) is not MISSING]
            self._forget(record_id, [place for place in written if place not in mine])
            self.truth.states.pop(record_id, None)
        self.truth.undone |= set(planned.added)
        if any(one.undoes == push_id for one in workspace.store.history.pushes()):
            # Whose deletion waits, the person's or that of an undo cut off, cannot be told apart any more.
            self.truth.deleting -= set(planned.added)
        return undo(workspace, context, push_id, UndoOptions(is_confirmed=True, numbers=numbers))

    def _held(self) -> Held:
        return {record_id: self.truth.values_of(record_id) for record_id in self.truth.places}

    def _check_undone(self, planned: Planned) -> None:
        """Whatever became of it: only what that push had left there is another value, the one from before."""
        after = self._held()
        for record_id, before in planned.held.items():
            now = after[record_id]
            if before is None or now is None:
                assert now is before or record_id in planned.added, (planned, record_id, now)
                continue
            for place, value in now.items():
                if not same(value, before[place]):
                    self._check_put_back(planned, record_id, place, before[place], value)

    def _check_put_back(self, planned: Planned, record_id: int, place: str, was: Value, now: Value) -> None:
        words = f"{record_id} {place}: {was!r} became {now!r} by an undo of push {planned.push.id}"
        sent = sent_at(planned.sent.get(record_id, {}), place)
        assert sent is not MISSING, f"{words}, which had sent {planned.sent}"
        assert same(sent, was), f"{words}, which had sent {planned.sent}"
        assert any(same(now, one) for one in self.truth.before(record_id, place, was)), words

    def _check_fates(self, planned: Planned, result: PushResult) -> None:
        """What is told as reversed is so."""
        for one in self.desk.outcomes(result.push_id):
            if one.undo != Undo.REVERSED or one.record_id not in planned.sent:
                continue
            now = self.truth.values_of(one.record_id)
            if one.record_id in planned.added and one.outcome is Outcome.APPLIED:
                assert now is None, (one, now)
            for place, value in planned.sent[one.record_id].items():
                if now is not None and place in now and value not in (None, ""):
                    assert not same(now[place], value), (one, place, value)


def sent_at(sent: Edits, place: str) -> object:
    """Give what edits write at a place, by removing what it is in too; MISSING where they do not touch it."""
    if place in sent:
        return sent[place]
    removed = any(
        value in (None, []) and place.startswith((f"{path}.", f"{path}[")) for path, value in sent.items()
    )
    return None if removed else MISSING
