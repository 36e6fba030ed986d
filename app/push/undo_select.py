"""The records that undoing a push is about: weighed, put into the working copy, and frozen in one step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection as Sql

from app.jobs import JobContext
from app.push.select import preview
from app.push.undo_weigh import Done, Rules, Weighed, weigh, with_proposed
from app.store.journal_values import Frozen, Verdict
from app.values import Outcome, Record, SkipReason
from app.vendors.assess import assessed
from app.vendors.declaration import Action, Effect, Step
from app.workspace import Workspace

_LOOKED_AT_ONCE = 100
_FROZEN_AT_ONCE = 20  # keeps one transaction under some 20 ms: each record is weighed and written in it

NOTHING = "It is as it was before."
Reverse = tuple[Action, Action]
"""*Shape*: (the action that is undone, the one that undoes it)."""


@dataclass(frozen=True)
class Selection:
    """Looks into one push for what is to be undone of it."""

    workspace: Workspace
    push_id: int
    rules: Rules

    def ids(self) -> tuple[int, ...]:
        """List the records of which something was applied."""
        return self.workspace.store.undos.applied_records(self.push_id, self.rules.kind.id)

    def weighed(self, record_ids: Iterable[int]) -> Iterator[Weighed]:
        """Weigh records by id; nothing is written."""
        for some in _chunks(tuple(record_ids), _LOOKED_AT_ONCE):
            yield from self._weighed(self._done(some))

    def freeze(self, undo_id: int, context: JobContext) -> Reverse | None:
        """Write down what the undo is about; what is left alone ends here.

        What is proposed goes into the working copy and into the push in one transaction: no edit falls in
        between, and a crash leaves either both or neither. Returns the action that undoes the push, where
        that was one of the vendor's: such a push runs one and sends no edits.
        """
        reverse: Reverse | None = None
        for some in _chunks(self.ids(), _FROZEN_AT_ONCE):
            context.checkpoint()
            done = self._done(some)
            with self.workspace.store.database.write(urgent=False) as sql:
                weighed = list(self._weighed(done, within=sql))
                self._freeze(sql, undo_id, weighed)
            reverse = reverse or next(filter(None, map(self._reverse, weighed)), None)
        return reverse

    def _reverse(self, weighed: Weighed) -> Reverse | None:
        undone = self.rules.action(weighed.done.effects[-1].operation)
        return None if undone is None or weighed.action is None else (undone, weighed.action)

    def _done(self, record_ids: Sequence[int]) -> list[Done]:
        store = self.workspace.store
        frozen = store.journal.frozen_of_push(self.push_id, record_ids)
        effects = store.undos.applied(self.push_id, self.rules.kind.id, record_ids)
        later = store.undos.later(self.push_id, self.rules.kind.id, record_ids)
        tried = store.undos.tried(self.push_id, self.rules.kind.id, record_ids)
        return [
            Done(one, effects[one.record_id], later.get(one.record_id, 0), one.record_id in tried)
            for one in frozen
            if one.record_id in effects
        ]

    def _weighed(self, done: Sequence[Done], *, within: Sql | None = None) -> Iterator[Weighed]:
        kind_id = self.rules.kind.id
        ids = [one.frozen.record_id for one in done]
        records = {one.id: one for one in self.workspace.store.records.many(kind_id, ids, within=within)}
        for one in done:
            yield weigh(self.rules, one, records.get(one.frozen.record_id))

    def _freeze(self, sql: Sql, undo_id: int, weighed: Sequence[Weighed]) -> None:
        store = self.workspace.store
        proposed = [one for one in weighed if one.proposed is not None]
        alone = [one for one in weighed if one.proposed is None]
        store.records.save([self._pending(one) for one in proposed if one.action is None], within=sql)
        store.journal.freeze(sql, undo_id, [Frozen.of(one.proposed) for one in proposed if one.proposed])
        store.journal.skip(sql, undo_id, [_frozen(one) for one in alone], [_verdict(one) for one in alone])
        words = {one.done.frozen.record_id: one.words.as_left for one in weighed}
        store.undos.note(sql, undo_id, words)

    def _pending(self, weighed: Weighed) -> Record:
        assert weighed.record is not None  # noqa: S101  what is proposed is proposed for a record
        return assessed(self.rules.kind, with_proposed(weighed.record, weighed), self.rules.options)


def steps_of(rules: Rules, weighed: Iterable[Weighed], folder: Path) -> Iterator[Step]:
    """Plan what weighed records would send, exactly as the undo does from what is known."""
    records: list[Record] = []
    for one in weighed:
        if one.proposed is not None and one.action is not None:
            yield Step(one.action.name, one.action.request(one.proposed.key, rules.options), (_effect(one),))
        elif one.proposed is not None:
            records.append(one.proposed)
    yield from preview(rules.kind, rules.options, records, folder=folder)


def _effect(weighed: Weighed) -> Effect:
    return Effect(weighed.done.frozen.record_id)


def _frozen(weighed: Weighed) -> Frozen:
    frozen = Frozen.of(weighed.record) if weighed.record is not None else weighed.done.frozen
    return replace(frozen, key=weighed.key)


def _verdict(weighed: Weighed) -> Verdict:
    """Say why nothing is sent; the words about it are noted beside it."""
    reason = SkipReason.HELD_BACK if weighed.words else SkipReason.NO_CHANGE
    words = "" if weighed.words else NOTHING
    return Verdict(weighed.done.frozen.record_id, Outcome.SKIPPED, words, reason.value)


def _chunks(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
