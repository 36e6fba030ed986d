"""Writing down what a list told of the records of one lost request, each with those it shares a fate with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection as Sql

from app.push.list_fates import Fate
from app.push.moves import moved
from app.push.run_values import Target
from app.records.images import part_of
from app.store.journal_rows import note_after
from app.store.journal_values import Entry, Frozen, RequestEnd, Verdict
from app.values import BaseState, Outcome, Record, SkipReason
from app.vendors.bring_in import brought_in
from app.vendors.declaration import Effect, Kind, Step
from app.workspace import Workspace

_WAITS = "Its outcome is not known yet."
_STATES = {Outcome.APPLIED: "applied", Outcome.FAILED: "failed", Outcome.SKIPPED: "aborted"}


class ListEnds:
    """Ends lost requests of one connection for one push."""

    def __init__(self, workspace: Workspace, target: Target, push_id: int) -> None:
        self._workspace = workspace
        self._target = target
        self._push_id = push_id

    def write(self, entry: Entry, frozen: Sequence[Frozen], fates: Mapping[int, Fate]) -> None:
        """Hand a lost request on to this push, taken apart where its records differ, and end the parts.

        *Raises* NotAllowed when somebody has answered it meanwhile.
        """
        journal = self._workspace.store.journal
        steps = [(step, "unknown") for step in self._parts(entry, frozen, fates)]
        with self._workspace.store.database.write() as sql:
            ids = journal.replan(sql, self._push_id, entry, frozen, steps)
            waiting = [Verdict(one.record_id, Outcome.UNKNOWN, _WAITS) for one in frozen]
            journal.decide(sql, self._push_id, entry.kind, waiting)
        sent = {one.record_id: one for one in frozen}
        for request_id in ids:
            self._end(journal.entry(request_id), sent, fates)

    def _parts(self, entry: Entry, frozen: Sequence[Frozen], fates: Mapping[int, Fate]) -> list[Step]:
        """The very same request where all of it has one fate; else one for each fate."""
        groups: dict[tuple[Outcome, str], list[Frozen]] = {}
        for one in frozen:
            fate = fates[one.record_id]
            groups.setdefault((fate.outcome, fate.words), []).append(one)
        if len(groups) == 1:
            return [entry.step]
        return [step for group in groups.values() for step in self._planned(group, entry)]

    def _planned(self, frozen: Sequence[Frozen], entry: Entry) -> list[Step]:
        return list(self._target.kind.plan((one.as_pending() for one in frozen), entry.options))

    def _end(self, entry: Entry, sent: Mapping[int, Frozen], fates: Mapping[int, Fate]) -> None:
        fate = fates[entry.record_ids[0]]
        journal, now = self._workspace.store.journal, self._workspace.clock()
        with self._workspace.store.database.write() as sql:
            if state := _STATES.get(fate.outcome):
                journal.end(sql, entry, RequestEnd(state, message=fate.words), now=now)
            if fate.outcome in (Outcome.APPLIED, Outcome.SKIPPED):
                self._move(sql, entry, sent, fates)
            reason = SkipReason.CONFLICT.value if fate.outcome is Outcome.SKIPPED else ""
            verdicts = [Verdict(one, fate.outcome, fate.words, reason) for one in entry.record_ids]
            journal.decide(sql, self._push_id, entry.kind, verdicts)

    def _move(self, sql: Sql, entry: Entry, sent: Mapping[int, Frozen], fates: Mapping[int, Fate]) -> None:
        records = self._workspace.store.records
        now = {one.id: one for one in records.many(entry.kind, entry.record_ids, within=sql)}
        for effect in entry.step.effects:
            fate = fates[effect.record_id]
            after = self._after(now[effect.record_id], sent[effect.record_id], effect, fate)
            records.save([after], within=sql)
            if fate.theirs is not None and fate.outcome is Outcome.APPLIED:
                note_after(sql, entry.id, effect.record_id, part_of(after.base, effect.paths))

    def _after(self, record: Record, sent: Frozen, effect: Effect, fate: Fate) -> Record:
        kind, options = self._target.kind, self._target.options
        if fate.outcome is Outcome.APPLIED:
            return moved(kind, record, sent, effect, options, theirs=fate.theirs)
        assert fate.theirs is not None  # noqa: S101  only a record that is shown can differ
        if sent.before_state is BaseState.ABSENT:
            return brought_in(_whole(kind), replace(record, base_state=BaseState.KNOWN), fate.theirs, options)
        return brought_in(kind, record, fate.theirs, options)


def _whole(kind: Kind) -> Kind:
    """Where nothing was, all that is there now is news: somebody else made it."""
    return replace(kind, has_partial_base=False)
