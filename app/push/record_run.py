"""A run record by record, for vendors that can be read: look, merge, write down, send, in that order."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from queue import Empty, SimpleQueue

from app.errors import Cancelled, CounterfoilError
from app.jobs import JobContext
from app.push.attachments import attachments_of
from app.push.before import nothing_to_send, seen
from app.push.creates import Creates
from app.push.decide import Ruling
from app.push.looking import Look, Looker
from app.push.run_values import Ending, Tally, Target
from app.push.sender import Sender, Sending
from app.push.watch import Watch
from app.store.journal_values import Entry, Frozen, Verdict
from app.values import BaseState, Change, Outcome, SkipReason
from app.vendors.assess import assessed
from app.vendors.bring_in import forgotten, gone
from app.vendors.declaration import Step
from app.workspace import Workspace

_POLL_SECONDS = 0.1
_NOTHING_TO_SEND = "Nothing of it can be sent."
_ALREADY_GONE = "It was gone already."

Counted = Counter[Outcome]


class RecordRun:
    """Works through frozen records, one request per record and at most `requests_at_once` at the vendor."""

    def __init__(  # noqa: PLR0913  what a run is about
        self,
        workspace: Workspace,
        target: Target,
        context: JobContext,
        *,
        push_id: int,
        tally: Tally,
        creates: Creates,
        watch: Watch,
        looker: Looker,
    ) -> None:
        self._workspace = workspace
        self._target = target
        self._context = context
        self._push_id = push_id
        self._tally = tally
        self._creates = creates
        self._watch = watch
        self._looker = looker
        self._sender = Sender(workspace, target, watch, looker, context)
        self._at_once = _workers(target.vendor.requests_at_once)
        self._queue: deque[Frozen] = deque()
        self._in_flight: dict[Future[Counted], Frozen] = {}
        self._has_given_up = False
        self._done: SimpleQueue[Future[Counted]] = SimpleQueue()

    def send(self, records: Iterable[Frozen]) -> Ending:
        """Work through the records; what is in flight when it ends is waited for and recorded."""
        ending = self._watch.ending
        waiting = iter(records)
        is_over = False
        with ThreadPoolExecutor(self._at_once, thread_name_prefix="push") as pool:
            while self._in_flight or not (is_over or ending.is_early):
                ending.is_stopped = ending.is_stopped or self._context.is_cancelled
                is_over = self._dispatch(pool, waiting)
                self._collect()
                self._watch.report()
        # Asked to stop when everything was on its way already: then it went through, unless one gave up.
        ending.is_stopped = ending.is_stopped and (not is_over or self._has_given_up)
        return ending

    def _dispatch(self, pool: ThreadPoolExecutor, waiting: Iterable[Frozen]) -> bool:
        """Start what there is room for; tells whether nothing is left to start."""
        records = iter(waiting)
        while len(self._in_flight) < self._at_once and not self._watch.ending.is_early:
            frozen = self._next(records)
            if frozen is None:
                return not self._queue
            future = pool.submit(self._work, frozen)
            self._in_flight[future] = frozen
            future.add_done_callback(self._done.put)
        return False

    def _next(self, records: Iterable[Frozen]) -> Frozen | None:
        """Give the next record that no equal create in flight keeps waiting."""
        for _ in range(len(self._queue)):
            frozen = self._queue.popleft()
            if self._creates.enter(frozen):
                return frozen
            self._queue.append(frozen)
        for frozen in records:
            if self._creates.enter(frozen):
                return frozen
            self._queue.append(frozen)
        return None

    def _collect(self) -> None:
        if not self._in_flight:
            return
        with suppress(Empty):
            self._end(self._done.get(timeout=_POLL_SECONDS))
            while True:
                self._end(self._done.get_nowait())

    def _end(self, future: Future[Counted]) -> None:
        frozen = self._in_flight.pop(future)
        try:
            self._count(future.result())
        except Cancelled:
            self._has_given_up = True
            self._watch.ending.is_stopped = self._watch.ending.error is None
        except CounterfoilError as error:
            self._watch.fail(error)
        finally:
            self._creates.leave(frozen)

    def _count(self, counted: Counted) -> None:
        for outcome, number in counted.items():
            self._tally.add(outcome, number)

    def _work(self, frozen: Frozen) -> Counted:
        """Runs on a thread of the pool: everything about one record."""
        if frozen.before_state is BaseState.ABSENT:
            held_up = self._creates.hold_up(frozen)
            return self._send(frozen) if held_up is None else self._ended(frozen, held_up)
        look = self._looker.record(frozen.key)
        if look.is_gone:
            return self._gone(frozen)
        if look.found is None:
            return self._unread(frozen, look)
        return self._merged(frozen, look)

    def _merged(self, frozen: Frozen, look: Look) -> Counted:
        """Merge what was read and freeze the record anew, in one transaction."""
        assert look.found is not None  # noqa: S101  the caller looked
        store, kind = self._workspace.store, self._target.kind
        with store.database.write() as sql:
            record = store.records.get(kind.id, frozen.record_id, within=sql)
            after = seen(kind, record, frozen, look.found, self._target.options)
            store.records.save([after.record], within=sql)
            store.journal.freeze_anew(sql, self._push_id, after.frozen)
            verdict = nothing_to_send(kind, after, self._target.options)
            if verdict is not None:
                return self._decided(store.journal.decide(sql, self._push_id, kind.id, [verdict]))
        return self._send(after.frozen)

    def _send(self, frozen: Frozen) -> Counted:
        """Write the requests of a record down, then send them in order."""
        kind, store = self._target.kind, self._workspace.store
        steps = self._steps(frozen)
        if not steps:
            skipped = Verdict(frozen.record_id, Outcome.SKIPPED, _NOTHING_TO_SEND, SkipReason.NO_CHANGE.value)
            return self._ended(frozen, skipped)
        entries = store.journal.planned(self._push_id, kind.id, steps, options=self._target.options)
        counted: Counted = Counter()
        for position, entry in enumerate(entries):
            sending = self._sender.send(entry, frozen, is_only=len(entries) == 1)
            counted += sending.counted
            if sending.ruling is Ruling.UNKNOWN:
                self._creates.note_unsettled([frozen])
            if not self._goes_on(sending):
                return counted + self._drop(frozen, sending, entries[position + 1 :])
        return counted

    def _steps(self, frozen: Frozen) -> Sequence[Step]:
        """Plan the requests of a record."""
        kind = self._target.kind
        pending = frozen.as_pending(attachments=attachments_of(self._workspace.folder, kind, frozen.sent_edits))
        return list(kind.plan([pending], self._target.options))

    @staticmethod
    def _goes_on(sending: Sending) -> bool:
        """A refusal concerns one request; what is unknown or not sent keeps the record's others back."""
        return sending.ruling in (Ruling.APPLIED, Ruling.REFUSED)

    def _drop(self, frozen: Frozen, sending: Sending, entries: list[Entry]) -> Counted:
        """Leave the rest of a record's requests unsent; then it has its outcome."""
        if not entries:
            return Counter()
        outcome = {Ruling.UNKNOWN: Outcome.UNKNOWN, Ruling.FAILED: Outcome.FAILED}.get(
            sending.ruling, Outcome.SKIPPED
        )
        journal = self._workspace.store.journal
        with self._workspace.store.database.write() as sql:
            for entry in entries:
                journal.drop(sql, entry.id)
            reason = SkipReason.ABORTED.value if outcome is Outcome.SKIPPED else ""
            verdict = Verdict(frozen.record_id, outcome, "", reason)
            return self._decided(journal.decide(sql, self._push_id, frozen.kind, [verdict]))

    def _gone(self, frozen: Frozen) -> Counted:
        """What is to be deleted and is gone is done; what is to be changed and is gone is refused."""
        store, kind = self._workspace.store, self._target.kind
        is_deletion = frozen.change is Change.DELETED
        if frozen.before_state is BaseState.UNREAD and frozen.change is Change.ADDED:
            return self._send(self._as_new(frozen))
        with store.database.write() as sql:
            record = store.records.get(kind.id, frozen.record_id, within=sql)
            if is_deletion:
                store.records.save([assessed(kind, forgotten(record), self._target.options)], within=sql)
                verdict = Verdict(frozen.record_id, Outcome.APPLIED, _ALREADY_GONE)
            else:
                if record.base_state is BaseState.KNOWN:
                    store.records.save([gone(kind, record, self._target.options)], within=sql)
                verdict = Verdict(frozen.record_id, Outcome.REFUSED, self._no_such(frozen))
            return self._decided(store.journal.decide(sql, self._push_id, kind.id, [verdict]))

    def _as_new(self, frozen: Frozen) -> Frozen:
        """What was never read and is not there is new, where the kind takes a row of such a key as one."""
        store, kind = self._workspace.store, self._target.kind
        with store.database.write() as sql:
            record = store.records.get(kind.id, frozen.record_id, within=sql)
            new = assessed(kind, replace(record, base_state=BaseState.ABSENT), self._target.options)
            anew = replace(frozen, before_state=BaseState.ABSENT)
            store.records.save([new], within=sql)
            store.journal.freeze_anew(sql, self._push_id, anew)
        return anew

    def _no_such(self, frozen: Frozen) -> str:
        title = self._target.vendor.title
        return f"{title} has no {self._target.kind.title_one} {frozen.key}. Check the key, or revert it."

    def _unread(self, frozen: Frozen, look: Look) -> Counted:
        if look.refused:
            return self._ended(frozen, Verdict(frozen.record_id, Outcome.REFUSED, look.refused))
        return self._ended(frozen, Verdict(frozen.record_id, Outcome.FAILED, look.failed))

    def _ended(self, frozen: Frozen, verdict: Verdict) -> Counted:
        with self._workspace.store.database.write() as sql:
            final = self._workspace.store.journal.decide(
                sql, self._push_id, frozen.kind, [replace(verdict, record_id=frozen.record_id)]
            )
            return self._decided(final)

    @staticmethod
    def _decided(verdicts: Iterable[Verdict]) -> Counted:
        return Counter(one.outcome for one in verdicts)


def _workers(requests_at_once: int) -> int:
    """While some requests are at the vendor, what comes before and after them is written down by others."""
    return 2 * requests_at_once if requests_at_once > 1 else 1
