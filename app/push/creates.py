"""Creates that must not happen twice: kept apart from their equals, and looked for before they go out again."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf

from app.push.candidates import (
    Candidate,
    Key,
    doubt,
    fits,
    is_alike,
    likeness,
    looked_from,
    may_be,
)
from app.push.looking import Looker
from app.push.record_ends import RecordEnds
from app.push.run_values import Target
from app.store.journal_creates import JournalCreates
from app.store.journal_values import Entry, Frozen, Verdict
from app.values import BaseState, Outcome, SkipReason
from app.vendors.assess import names_of
from app.vendors.declaration import PendingRecord
from app.workspace import Workspace

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_LATE = "The answer was lost; it was found before it would have been sent again."


@dataclass
class Creates:
    """The creates of one run. Equal ones are never in flight or unsettled together.

    `retry_after_seconds` is the rest before a lost one may go out again.
    """

    workspace: Workspace
    target: Target
    looker: Looker
    retry_after_seconds: float
    _busy: dict[Key, int] = field(default_factory=dict)
    _keys: dict[int, Key] = field(default_factory=dict)
    _unsettled: dict[Key, list[PendingRecord]] = field(default_factory=dict)
    _ever_lost: frozenset[int] = frozenset()
    _push_id: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look_back(self, push_id: int) -> None:
        """Find out which creates of a push were lost before: only those are looked for."""
        self._push_id = push_id
        self._ever_lost = JournalCreates(self.workspace.store.database).ever_lost(push_id)

    def enter(self, frozen: Frozen) -> bool:
        """Take a create's place; False while one that could be taken for it is in flight."""
        if frozen.before_state is not BaseState.ABSENT:
            return True
        key = self._keys.get(frozen.record_id) or likeness(self.target.kind, frozen)
        with self._lock:
            self._keys[frozen.record_id] = key
            if key in self._busy:
                return False
            self._busy[key] = frozen.record_id
        return True

    def leave(self, frozen: Frozen) -> None:
        """Let the next equal create go."""
        with self._lock:
            key = self._keys.pop(frozen.record_id, None)
            if key is not None:
                self._busy.pop(key, None)

    def hold_up(self, frozen: Frozen) -> Verdict | None:
        """Say why a create is not sent now; None where nothing speaks against it. *Raises* Cancelled."""
        if self._has_unsettled_twin(frozen):
            words = (
                f"A {self.target.kind.title_one} with the same content was sent and nobody knows yet whether "
                "it arrived. Settle that one first."
            )
            return Verdict(frozen.record_id, Outcome.SKIPPED, words, SkipReason.UNKNOWN_BEFORE.value)
        lost = self._lost(frozen)
        if not lost:
            return None
        if rest := self.rest_of(*(entry for entry, _ in lost)):
            words = f"It was sent before and the answer was lost. {rest}"
            return Verdict(frozen.record_id, Outcome.SKIPPED, words, SkipReason.UNKNOWN_BEFORE.value)
        return self._found_late(frozen, lost)

    def _lost(self, frozen: Frozen) -> list[tuple[Entry, Frozen]]:
        """List the creates of this record that were lost and not found, with what they said then."""
        if frozen.record_id not in self._ever_lost:
            return []
        journal = self.workspace.store.journal
        ids = JournalCreates(self.workspace.store.database).lost(frozen.kind, frozen.record_id)
        entries = [journal.entry(one) for one in ids]
        return [(one, journal.frozen_of_push(one.push_id, one.record_ids)[0]) for one in entries]

    def _found_late(self, frozen: Frozen, lost: list[tuple[Entry, Frozen]]) -> Verdict | None:
        """Look once more right before sending, for what each of the lost requests said."""
        is_blind = any(self.is_blind(entry) for entry, _ in lost)
        since = _EVER if is_blind else min(self.since(entry) for entry, _ in lost)
        found = self.candidates(since, [then for _, then in lost])
        if found is None:
            words = "Its last request was lost, and it could not be looked for. Push again later."
            return Verdict(frozen.record_id, Outcome.FAILED, words)
        denied = {key for entry, _ in lost for key in self._told_of(entry)}
        for entry, then in lost:
            fitting = [one for one in found if one.id not in denied and fits(self.target.kind, then, one)]
            if len(fitting) == 1 and not fitting[0].owner and not is_blind:
                self._ends.settled_applied(entry, fitting[0].content, _LATE)
                return Verdict(frozen.record_id, Outcome.APPLIED, _LATE)
            if fitting:
                words = doubt(fitting, is_blind=is_blind)
                self._ends.doubted(entry, [one.id for one in fitting], words, push_id=self._push_id)
                return Verdict(frozen.record_id, Outcome.UNKNOWN, words)
        return None

    def _told_of(self, entry: Entry) -> tuple[str, ...]:
        """What a person was told of a lost create before the answer that it was not applied."""
        return JournalCreates(self.workspace.store.database).candidates(entry.id)

    @property
    def _ends(self) -> RecordEnds:
        target = self.target
        return RecordEnds(self.workspace, target.kind, target.options, target.client.redactor)

    def since(self, entry: Entry) -> datetime:
        return looked_from(self.workspace, entry.push_id)

    def is_blind(self, entry: Entry) -> bool:
        """Tell whether the vendor's clock was not known when a push began: a look may miss what it made."""
        return not JournalCreates(self.workspace.store.database).began(entry.push_id)[1]

    def ever_made(self, lost: Frozen) -> tuple[Candidate, ...] | None:
        """Read what may be a lost create, whenever it was made; None where that failed."""
        found = self.candidates(_EVER, [lost])
        return found and tuple(one for one in found if fits(self.target.kind, lost, one))

    def candidates(self, since: datetime, lost: Iterable[Frozen]) -> tuple[Candidate, ...] | None:
        """Read what was made since then, is not known to be another record's and may be one of the lost.

        None where that failed.
        """
        listed = self.looker.made_since(since)
        if listed is None:
            return None
        kind, store = self.target.kind, self.workspace.store
        keys = {likeness(kind, one) for one in lost}
        ids = [next(iter(names_of(kind, one)), "") for one in listed if may_be(kind, one, keys)]
        owners = store.records.existing_keys(kind.id, self.target.connection.id, ids)
        created = JournalCreates(store.database)
        found: list[Candidate] = []
        for name in dict.fromkeys(ids):
            owner = owners.get(name)
            is_owned = owner is not None and owner.key == name
            if is_owned and owner is not None and created.is_created_here(kind.id, owner.id):
                continue
            look = self.looker.record(name)  # a list may leave fields out
            if look.failed:
                return None
            if look.found is not None and not look.is_gone:
                found.append(Candidate(name, look.found, owner.id if owner is not None and is_owned else 0))
        return tuple(found)

    def rest_of(self, *lost: Entry) -> str:
        """Say how long the last of these lost creates may still arrive; "" where that is over."""
        seconds = max(map(self._seconds_to_rest, lost))
        minutes = int(seconds // 60) + 1
        return f"It may still arrive, so it can be pushed again in {minutes} min." if seconds > 0 else ""

    def _seconds_to_rest(self, lost: Entry) -> float:
        """The whole of it where the clock went back since; the vendor's clock counts where it jumped ahead."""
        if lost.sent_at is None or not self.retry_after_seconds:
            return 0.0
        passed = max((self.workspace.clock() - lost.sent_at).total_seconds(), 0.0)
        if passed >= self.retry_after_seconds:
            passed = min(passed, self._passed_there(lost))
        return self.retry_after_seconds - passed

    def _passed_there(self, lost: Entry) -> float:
        """How long ago the push of a lost request began by the vendor's clock; no bound where it tells none."""
        began, is_vendors = JournalCreates(self.workspace.store.database).began(lost.push_id)
        at = self.looker.vendor_clock() if is_vendors else None
        return inf if at is None else max((at - began).total_seconds(), 0.0)

    def _has_unsettled_twin(self, frozen: Frozen) -> bool:
        kind = self.target.kind
        with self._lock:
            others = list(self._unsettled.get(likeness(kind, frozen), ())) if self._unsettled else []
        return any(one.id != frozen.record_id and is_alike(kind, one, frozen.as_pending()) for one in others)

    def note_unsettled(self, records: Iterable[Frozen]) -> None:
        """Remember creates whose outcome is unknown."""
        for frozen in records:
            if frozen.before_state is BaseState.ABSENT:
                key = likeness(self.target.kind, frozen)
                with self._lock:
                    self._unsettled.setdefault(key, []).append(frozen.as_pending())
