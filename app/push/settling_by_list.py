"""Lost requests of a vendor whose records can only be listed: settled by reading the whole list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.errors import Cancelled, CounterfoilError, NotAllowed
from app.jobs import JobContext
from app.push.list_ends import ListEnds
from app.push.list_fates import Fate, Lost, fate_of
from app.push.looking import Looker
from app.push.run_values import Tally, Target
from app.push.settling import distances
from app.push.watch import Watch
from app.records.change import JsonObject
from app.store.journal_values import Entry, Frozen
from app.vendors.assess import key_of
from app.workspace import Workspace

_LISTINGS = 2  # pages drift, so that one list may miss a record that is there

Rows = Mapping[str, Sequence[JsonObject]]
"""*Shape*: key → the different rows that a list shows of it."""


@dataclass
class SettlingByList:
    """Settles lost requests of one connection for one push; what is not sure is left to a person."""

    workspace: Workspace
    target: Target
    push_id: int
    context: JobContext
    _fates: dict[int, Fate] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._watch = Watch(self.workspace, self.target, Tally(0), self.context)
        self._looker = Looker(self.target, self.workspace.settings, self._watch, self.context)

    def settle(self, request_ids: Sequence[int]) -> bool:
        """Read until all is known or the last distance is past; tells whether the list answered.

        Where it did not, everything is as it was. *Raises* Cancelled as soon as somebody asks to stop.
        """
        requests = [self._loaded(one) for one in request_ids]
        try:
            self._read(requests)
        except Cancelled:
            if self._watch.ending.error is None:
                raise
            return False
        except CounterfoilError:
            return False
        ends = ListEnds(self.workspace, self.target, self.push_id)
        for entry, frozen in requests:
            try:
                ends.write(entry, frozen, self._fates)
            except NotAllowed:
                continue  # a person has answered it meanwhile
        return True

    def _loaded(self, request_id: int) -> tuple[Entry, list[Frozen]]:
        journal = self.workspace.store.journal
        entry = journal.entry(request_id)
        return entry, journal.frozen_of_push(entry.push_id, entry.record_ids)

    def _read(self, requests: Sequence[tuple[Entry, list[Frozen]]]) -> None:
        lost = [one for entry, frozen in requests for one in self._lost(entry, frozen)]
        waits = distances(
            (entry for entry, _ in requests), self.workspace.clock(), has_slept=self._watch.has_slept
        )
        for position, seconds in enumerate(waits, start=1):
            self._watch.sleep(seconds, f"Reading the list again soon for {len(lost):,} lost records")
            is_last = position == len(waits)
            lost = list(self._left(lost, self._rows(lost, is_last=is_last), is_last=is_last))
            if not lost:
                return

    def _lost(self, entry: Entry, frozen: Sequence[Frozen]) -> Iterator[Lost]:
        sent = {one.record_id: one for one in frozen}
        for effect in entry.step.effects:
            may_double = bool(effect.paths) and not entry.step.request.is_idempotent and not self._is_old(entry)
            yield Lost(sent[effect.record_id], effect, may_double)

    def _is_old(self, entry: Entry) -> bool:
        """Tell whether a request that must not happen twice has had its time to arrive."""
        if entry.sent_at is None:
            return False
        age_seconds = (self.workspace.clock() - entry.sent_at).total_seconds()
        return age_seconds >= self.workspace.settings.settle_not_before_seconds

    def _left(self, lost: Sequence[Lost], rows: Rows, *, is_last: bool) -> Iterator[Lost]:
        for one in lost:
            fate = fate_of(self.target.kind, one, rows.get(one.frozen.key, ()), is_last=is_last)
            if fate is None:
                yield one
            else:
                self._fates[one.frozen.record_id] = fate

    def _rows(self, lost: Sequence[Lost], *, is_last: bool) -> Rows:
        """Read the list, once more where it matters that it does not show a record."""
        keys = {one.frozen.key for one in lost}
        telling = keys if is_last else {one.frozen.key for one in lost if one.effect.deletes}
        found: dict[str, list[JsonObject]] = {}
        for _ in range(_LISTINGS):
            for page in self._looker.listed():
                self._note(page, keys, found)
            if found.keys() >= telling:
                break
        return found

    def _note(self, page: Sequence[JsonObject], keys: set[str], found: dict[str, list[JsonObject]]) -> None:
        self._watch.report(f"Reading {self.target.kind.title} for {len(keys):,} lost records")
        self.context.checkpoint()
        for row in page:
            key = key_of(self.target.kind, row)
            if key in keys and row not in found.setdefault(key, []):
                found[key].append(row)
