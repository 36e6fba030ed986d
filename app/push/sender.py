"""Sends one journalled request until its outcome is decided, looking in between where that can tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from app.jobs import JobContext
from app.net.requests import Attempt
from app.push.before import Arrived, arrived
from app.push.decide import Decision, Ruling, decide
from app.push.looking import Look, Looker
from app.push.patience import Patience
from app.push.record_ends import RecordEnds
from app.push.run_values import Target
from app.push.signed import sent_signed
from app.push.watch import Watch
from app.records.change import JsonObject
from app.store.journal_values import Entry, Frozen
from app.values import BaseState, Outcome
from app.workspace import Workspace

_READ = "Its answer was lost, but the vendor was read to hold it."
_BY_OTHERS = "Its answer was lost, and somebody else has changed the record since."


@dataclass
class Sending:
    """A request on its way, with what this run knows of it; `counted` are the outcomes it brought.

    With `is_only` it is the only one about its record.
    """

    entry: Entry
    frozen: Frozen
    patience: Patience
    is_only: bool = False
    counted: Counter[Outcome] = field(default_factory=Counter)
    ruling: Ruling = Ruling.AGAIN


class Sender:
    """Sends requests about one record each; several threads may send at once."""

    def __init__(
        self, workspace: Workspace, target: Target, watch: Watch, looker: Looker, context: JobContext
    ) -> None:
        self._workspace = workspace
        self._target = target
        self._watch = watch
        self._looker = looker
        self._context = context
        self.ends = RecordEnds(workspace, target.kind, target.options, target.client.redactor)

    def send(self, entry: Entry, frozen: Frozen, *, is_only: bool = False) -> Sending:
        """Send until it is decided. *Raises* Cancelled when nothing may be sent any more."""
        seconds = float(self._workspace.settings.request_timeout_seconds)
        request = replace(entry.step.request, timeout_seconds=seconds)
        patience = Patience(self._workspace.settings, self._context)
        entry = replace(entry, step=replace(entry.step, request=request))
        sending = Sending(entry, frozen, patience, is_only=is_only)
        while sending.ruling is Ruling.AGAIN:
            if not (patience.done and self._has_arrived(sending)):
                self._try(sending)
        return sending

    def _try(self, sending: Sending) -> None:
        entry = sending.entry
        attempt = sent_signed(
            self._target.client,
            entry.step.request,
            watch=self._watch,
            patience=sending.patience,
            on_first_byte=lambda: self._workspace.store.journal.mark_sent(entry, now=self._workspace.clock()),
        )
        self._take(sending, attempt, self._decided(sending, attempt))

    def _decided(self, sending: Sending, attempt: Attempt) -> Decision:
        tries = sending.patience.tries
        decision = decide(self._target.vendor, self._target.kind, sending.entry, attempt, tries)
        sending.patience.note(decision)
        if decision.refusal and self._lacks_it(sending):
            decision = Decision(Ruling.REFUSED, decision.refusal, said=decision.said)
        return self.ends.masked(decision)

    def _lacks_it(self, sending: Sending) -> bool:
        """A refusal after a lost attempt is one only if the vendor was read not to hold what was asked."""
        look = self._look(sending)
        if look is not None and look.is_gone and sending.frozen.before_state is BaseState.ABSENT:
            return True
        if look is None or look.found is None or look.is_gone:
            return False
        effect = sending.entry.step.effects[0]
        return arrived(self._target.kind, sending.frozen, effect, look.found) is Arrived.NOT_YET

    def _take(self, sending: Sending, attempt: Attempt, decision: Decision) -> None:
        ambiguous = sending.entry.was_ambiguous or decision.was_ambiguous
        sending.entry = replace(sending.entry, was_ambiguous=ambiguous)
        is_applied = decision.ruling is Ruling.APPLIED
        theirs = self.ends.shown_in(attempt.answer, sending.entry) if is_applied else None
        self._end(sending, attempt, decision, theirs)
        self._watch.saw(attempt, decision)

    def _end(self, sending: Sending, attempt: Attempt, decision: Decision, theirs: JsonObject | None) -> None:
        end = self.ends.end_of(sending.entry, attempt, decision)
        only_of = sending.frozen if sending.is_only else None
        sending.counted = self.ends.record(sending.entry, end, decision.ruling, theirs=theirs, only_of=only_of)
        sending.ruling = decision.ruling

    def _has_arrived(self, sending: Sending) -> bool:
        """Look before a lost request goes out again: it may be there already, or somebody else's may be."""
        if not sending.entry.was_ambiguous:
            return False
        look = self._look(sending)
        if look is None or look.found is None:
            return False
        (effect,) = sending.entry.step.effects
        match arrived(self._target.kind, sending.frozen, effect, look.found):
            case Arrived.YES:
                sending.counted = self.ends.settled_applied(sending.entry, look.found, _READ)
                sending.ruling = Ruling.APPLIED
            case Arrived.CHANGED_BY_OTHERS:
                sending.counted = self.ends.settled_conflict(sending.entry, look.found, _BY_OTHERS)
                sending.ruling = Ruling.ABORTED
            case _:
                return False
        return True

    def _look(self, sending: Sending) -> Look | None:
        effects = sending.entry.step.effects
        is_readable = self._target.kind.read is not None and len(effects) == 1 and sending.frozen.key
        return self._looker.record(sending.frozen.key) if is_readable else None
