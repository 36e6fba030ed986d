"""A vendor whose records can only be listed: the whole list is read again before anything is planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection as Sql

from app.errors import Cancelled, CounterfoilError
from app.jobs import JobContext
from app.push import select
from app.push.before import Seen, nothing_to_send, seen
from app.push.looking import Looker
from app.push.run_values import Ending, Tally, Target
from app.push.watch import Watch
from app.records.change import JsonObject
from app.store.journal_values import Frozen, Verdict
from app.values import BaseState, Outcome, Record, SkipReason
from app.vendors.assess import assessed, key_of
from app.workspace import Workspace

_AT_ONCE = 30  # keeps a transaction under 20 ms
_LISTINGS = 2  # pages drift, so that one list may miss a record that is there


def read_again(
    workspace: Workspace,
    target: Target,
    push_id: int,
    context: JobContext,
    *,
    way: type[Relisting] | None = None,
) -> Ending:
    """Merge what the vendor lists into the records of a push, which are frozen anew.

    Those changed on both sides, and known ones that are no longer listed, get their outcome here; so do those
    of which nothing is left to be sent. *Raises* nothing: the ending says why no more is to be done. `way` is
    how each record is looked at, where that is not as in any push.
    """
    watch = Watch(workspace, target, Tally(0), context)
    looker = Looker(target, workspace.settings, watch, context)
    relisting = (way or Relisting)(workspace, target, push_id, looker, context)
    try:
        relisting.run()
    except Cancelled:
        watch.ending.is_stopped = watch.ending.error is None
    except CounterfoilError as error:
        watch.fail(error)
    return watch.ending


@dataclass
class Relisting:
    """The records of one push that still wait to be seen, by key."""

    workspace: Workspace
    target: Target
    push_id: int
    looker: Looker
    context: JobContext
    waiting: dict[str, int] = field(default_factory=dict)
    read: int = 0

    def run(self) -> None:
        undecided = select.undecided(self.workspace, self.push_id)
        self.waiting = {frozen.key: frozen.record_id for frozen in undecided if frozen.key}
        if not self.waiting:
            return
        for _ in range(_LISTINGS):
            self._list()
            if not any(True for _ in self._known_missing()):
                break
        self._lose()

    def _list(self) -> None:
        """Read the list once, as far as the last record of the push."""
        for rows in self.looker.listed():
            self.read += len(rows)
            text = f"Reading {self.target.kind.title} before they are written: {self.read:,} so far"
            self.context.report(0, None, text)
            self.context.checkpoint()
            named = {key_of(self.target.kind, row): row for row in rows}
            self._merge({self.waiting[key]: row for key, row in named.items() if key in self.waiting})
            for key in named:
                self.waiting.pop(key, None)
            if not self.waiting:
                return

    def _merge(self, rows: Mapping[int, JsonObject]) -> None:
        store, kind = self.workspace.store, self.target.kind
        for some in _chunks(list(rows)):
            with store.database.write(urgent=False) as sql:
                records = {one.id: one for one in store.records.many(kind.id, some, within=sql)}
                for frozen in store.journal.frozen_of_push(self.push_id, some):
                    self._look(sql, records[frozen.record_id], frozen, rows[frozen.record_id])

    def _look(self, sql: Sql, record: Record, frozen: Frozen, theirs: JsonObject) -> None:
        after = seen(self.target.kind, record, frozen, theirs, self.target.options)
        self._save(sql, after, nothing_to_send(self.target.kind, after, self.target.options))

    def _save(self, sql: Sql, after: Seen, verdict: Verdict | None) -> None:
        store = self.workspace.store
        store.records.save([after.record], within=sql)
        store.journal.freeze_anew(sql, self.push_id, after.frozen)
        if verdict is not None:
            store.journal.decide(sql, self.push_id, self.target.kind.id, [verdict])

    def _known_missing(self) -> Iterator[Frozen]:
        for frozen in self._missing():
            if frozen.before_state is BaseState.KNOWN:
                yield frozen

    def _missing(self) -> Iterator[Frozen]:
        for some in _chunks(list(self.waiting.values())):
            yield from self.workspace.store.journal.frozen_of_push(self.push_id, some)

    def _lose(self) -> None:
        """What was never read is new there; a known record that is not listed is not sent unseen."""
        store, kind = self.workspace.store, self.target.kind
        for frozen in self._missing():
            with store.database.write(urgent=False) as sql:
                if frozen.before_state is BaseState.KNOWN:
                    self._miss(sql, frozen)
                    continue
                record = store.records.get(kind.id, frozen.record_id, within=sql)
                new = assessed(kind, replace(record, base_state=BaseState.ABSENT), self.target.options)
                self._save(sql, Seen(new, replace(frozen, before_state=BaseState.ABSENT)), None)

    def _miss(self, sql: Sql, frozen: Frozen) -> None:
        """Hold a known record back that is no longer listed."""
        verdict = Verdict(frozen.record_id, Outcome.SKIPPED, self._unlisted(frozen), SkipReason.HELD_BACK.value)
        self.workspace.store.journal.decide(sql, self.push_id, self.target.kind.id, [verdict])

    def _unlisted(self, frozen: Frozen) -> str:
        title, kind = self.target.vendor.title, self.target.kind
        switch = next(one.title for one in self.target.vendor.options if one.name == kind.read_switch)
        return (
            f"{title} no longer lists {kind.title_one} {frozen.key}, so nothing was sent. Look there; without "
            f"“{switch}” it is sent unseen."
        )


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
