"""One run of a push: sends planned requests, keeps the journal before the wire, and stops when told."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace

from app.errors import Cancelled, CounterfoilError
from app.jobs import JobContext
from app.net.requests import Attempt
from app.push.decide import Decision, Ruling, decide
from app.push.halving import Family, RefusedBatch, asks_to_go_on, halves_of
from app.push.patience import Patience
from app.push.record_ends import RecordEnds
from app.push.run_values import Ending, Tally, Target
from app.push.signed import sent_signed
from app.push.watch import Watch
from app.store.journal_values import Entry
from app.values import Outcome
from app.workspace import Workspace

_POLL_SECONDS = 0.1
_WORTH_ASKING = 20  # so many records left are tried one by one without a question


@dataclass
class _Ticket:
    """A request waiting for its turn, with what this run knows of it."""

    entry: Entry
    patience: Patience
    family: Family = field(default_factory=Family)


class Run:
    """Sends the given requests in order, at most `requests_at_once` in flight."""

    def __init__(
        self, workspace: Workspace, target: Target, context: JobContext, *, tally: Tally, is_confirmed: bool
    ) -> None:
        self._workspace = workspace
        self._target = target
        self._context = context
        self._tally = tally
        self._is_confirmed = is_confirmed
        self._ends = RecordEnds(workspace, target.kind, target.options, target.client.redactor)
        self._queue: deque[int | _Ticket] = deque()
        self._in_flight: dict[Future[Attempt], _Ticket] = {}
        self._watch = Watch(workspace, target, tally, context)
        self._ending = self._watch.ending

    def send(self, request_ids: Sequence[int]) -> Ending:
        """Work through the requests; what is in flight when it ends is waited for and recorded."""
        self._queue.extend(request_ids)
        with ThreadPoolExecutor(self._target.vendor.requests_at_once, thread_name_prefix="push") as pool:
            while self._in_flight or (self._queue and not self._ending.is_early):
                self._dispatch(pool)
                self._collect()
                self._watch.report()
        # Asked to stop when everything was on its way already: then it went through.
        self._ending.is_stopped = self._ending.is_stopped and bool(self._queue)
        return self._ending

    def _dispatch(self, pool: ThreadPoolExecutor) -> None:
        if self._context.is_cancelled and not self._ending.is_early:
            self._ending.is_stopped = True
        while self._may_start():
            ticket = self._next()
            future = pool.submit(self._attempt, ticket)
            self._in_flight[future] = ticket

    def _may_start(self) -> bool:
        has_room = len(self._in_flight) < self._target.vendor.requests_at_once
        return bool(self._queue) and has_room and not self._ending.is_early

    def _next(self) -> _Ticket:
        item = self._queue.popleft()
        return item if isinstance(item, _Ticket) else self._ticket(item, Family())

    def _ticket(self, request_id: int, family: Family) -> _Ticket:
        return _Ticket(self._load(request_id), Patience(self._workspace.settings, self._context), family)

    def _load(self, request_id: int) -> Entry:
        entry = self._workspace.store.journal.entry(request_id)
        seconds = float(self._workspace.settings.request_timeout_seconds)
        request = replace(entry.step.request, timeout_seconds=seconds)
        return replace(entry, step=replace(entry.step, request=request))

    def _attempt(self, ticket: _Ticket) -> Attempt:
        """Runs on a thread of the pool, where it waits for its turn: the journal says sent, then the first
        byte leaves."""
        journal, clock = self._workspace.store.journal, self._workspace.clock
        return sent_signed(
            self._target.client,
            ticket.entry.step.request,
            watch=self._watch,
            patience=ticket.patience,
            on_first_byte=lambda: journal.mark_sent(ticket.entry, now=clock()),
        )

    def _collect(self) -> None:
        if not self._in_flight:
            return
        done, _ = wait(self._in_flight, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
        for future in done:
            ticket = self._in_flight.pop(future)
            self._settle_future(future, ticket)

    def _settle_future(self, future: Future[Attempt], ticket: _Ticket) -> None:
        try:
            self._handle(ticket, future.result())
        except Cancelled:
            self._queue.appendleft(ticket)
            self._ending.is_stopped = True
        except CounterfoilError as error:
            self._ending.error = self._ending.error or error

    def _handle(self, ticket: _Ticket, attempt: Attempt) -> None:
        decision = self._ends.masked(self._decision(ticket, attempt))
        ambiguous = ticket.entry.was_ambiguous or decision.was_ambiguous
        ticket.entry = replace(ticket.entry, was_ambiguous=ambiguous)
        end = self._ends.end_of(ticket.entry, attempt, decision)
        theirs = (
            self._ends.shown_in(attempt.answer, ticket.entry) if decision.ruling is Ruling.APPLIED else None
        )
        self._count(self._ends.record(ticket.entry, end, decision.ruling, theirs=theirs))
        if decision.ruling is Ruling.SPLIT:
            ticket.family.refused.append(RefusedBatch(ticket.entry, decision.message))
        if decision.ruling is Ruling.AGAIN:
            self._queue.appendleft(ticket)
        else:
            self._close(ticket.family, decision)
        self._watch.saw(attempt, decision)

    def _decision(self, ticket: _Ticket, attempt: Attempt) -> Decision:
        tries = ticket.patience.tries
        decision = decide(self._target.vendor, self._target.kind, ticket.entry, attempt, tries)
        ticket.patience.note(decision)
        return decision

    def _close(self, family: Family, decision: Decision) -> None:
        """Once all halves of a batch were answered, halve those that were refused."""
        is_refusal = decision.ruling in (Ruling.SPLIT, Ruling.REFUSED)
        if not family.answered(decision.message if is_refusal else ""):
            return
        if family.following(size=2).leads_nowhere and self._is_hopeless():
            self._ending.error = self._ending.error or asks_to_go_on(
                self._target.vendor.title, decision.message
            )
            return
        for batch in reversed(family.refused):
            self._halve(batch, family)

    def _is_hopeless(self) -> bool:
        """Nothing was accepted so far, and much is left to be tried one by one."""
        accepted = self._tally.counts.get(Outcome.APPLIED.value, 0)
        return not accepted and not self._is_confirmed and self._tally.total - self._tally.done > _WORTH_ASKING

    def _halve(self, batch: RefusedBatch, parents: Family) -> None:
        entry = batch.entry
        frozen = self._workspace.store.journal.frozen_of_push(entry.push_id, entry.record_ids)
        halves = self._ends.split(batch, halves_of(self._target.kind, frozen, entry.options))
        family = parents.following(len(halves))
        self._queue.extendleft(self._ticket(half, family) for half in reversed(halves))

    def _count(self, counted: Counter[Outcome]) -> None:
        for outcome, number in counted.items():
            self._tally.add(outcome, number)
