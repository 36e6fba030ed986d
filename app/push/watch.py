"""What all requests of a run share: their turns, the failures so far, and why it ends early."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

from app.errors import Cancelled, CounterfoilError, Offline, SignInRefused, TooManyFailures
from app.jobs import Halt, JobContext
from app.net.classify import FailureClass
from app.net.clocks import SleepSense
from app.net.requests import Attempt
from app.push.decide import Decision, Ruling
from app.push.room import Room
from app.push.run_values import Ending, Tally, Target
from app.push.turns import Passage, Turns
from app.values import Outcome
from app.vendors.words import asked_words
from app.workspace import Workspace

_FORBIDDEN = 403
_FORBIDDEN_IN_A_ROW = 3
_POLL_SECONDS = 0.1
_LONG_GAP_SECONDS = 30.0  # between two looks at the clocks, which come ten times a second


class Watch:
    """Several threads may tell it what they saw; `ending` says why no more is to be sent."""

    def __init__(self, workspace: Workspace, target: Target, tally: Tally, context: JobContext) -> None:
        self.ending = Ending()
        self.context = context
        self.turns = Turns(target, context, self.ending, tally)
        self.room = Room(target.vendor.requests_at_once, context)
        self._title = target.vendor.title
        self._client = target.client
        self._settings = workspace.settings
        self._tally = tally
        self._lock = threading.Lock()
        self._failures = 0
        self._forbidden = 0
        self._is_write_failing = False
        self._sleep = SleepSense(workspace.clock, longest_gap_seconds=_LONG_GAP_SECONDS)
        self._sleep_lock = threading.Lock()
        self.has_slept = False

    def fail(self, error: CounterfoilError) -> None:
        """Stop the run; the first reason is the one that is told."""
        self.ending.error = self.ending.error or error

    def await_turn(self) -> None:
        """Wait until the calling thread may send. *Raises* Cancelled when nobody may any more."""
        while not self.turns.may_go():
            self._note_sleep()
            self._end_long_outage()
            self.report()
            self.context.sleep(_POLL_SECONDS)

    def passage(self, on_first_byte: Callable[[], None]) -> AbstractContextManager[Passage]:
        """Watch over one request from its turn to its end."""
        return self.turns.passage(on_first_byte)

    def note_slot_wait(self, seconds: float) -> None:
        """Hear that a request waits for the rate limit, and say so."""
        self.turns.note_slot_wait(seconds)
        self.report()

    def sleep(self, seconds: float, text: str) -> None:
        """Wait between two looks, telling why. *Raises* Cancelled as soon as somebody asks to stop."""
        until = self.turns.clock() + seconds
        while (left := until - self.turns.clock()) > 0:
            self.report(text)
            self.context.sleep(min(_POLL_SECONDS, left))

    def report(self, text: str = "") -> None:
        """Tell how far the run is, and what it waits for; `text` is told when it waits for nothing."""
        self._note_sleep()
        halt, words = self.turns.standing()
        self.context.report(
            self._tally.done, self._tally.total or None, words or text, self._tally.counts, halt=halt
        )

    def ask_for_sign_in(self, *, is_forbidden: bool = False) -> None:
        """Let everything wait for a person with another sign-in, or with a right that this one lacks."""
        words = f"{self._title} refused the sign-in. Enter new credentials, then go on."
        if is_forbidden:
            words = (
                f"{self._title} knows this sign-in, but does not allow it to do this. Enter other credentials, "
                f"or have {self._title} allow it, then go on."
            )
        self.turns.hold(Halt.SIGN_IN, words)

    def saw(self, attempt: Attempt, decision: Decision, *, is_read: bool = False) -> None:
        """Let everything rest with a request that does, or hold or stop the run on what concerns all.

        A read before each write says nothing of what is answered to the writes: its success ends no run of
        failures of theirs. Where answers are lost it does: it shows that there is a network.
        """
        if decision.ruling is Ruling.AGAIN and decision.wait_seconds:
            because = asked_words(self._title, attempt) if decision.is_asked else decision.message
            self.turns.rest(decision.wait_seconds, because)
        if decision.halt is Halt.SIGN_IN:
            is_forbidden = attempt.answer is not None and attempt.answer.status == _FORBIDDEN
            self.ask_for_sign_in(is_forbidden=is_forbidden)
        with self._lock:
            if decision.abort is not None:
                self.fail(decision.abort)
            is_counted = self._counts(attempt, decision, is_read=is_read)
            if (
                is_counted
                and self._failures >= self._settings.failures_in_a_row_stop
                and not self.ending.is_early
            ):
                self._break(attempt, decision)
            if self._forbidden >= _FORBIDDEN_IN_A_ROW and not self._tally.counts.get(Outcome.APPLIED.value):
                remedy = "This sign-in may not change these records. Everything else stays pending."
                self.fail(SignInRefused(decision.message, remedy=remedy))

    def _counts(self, attempt: Attempt, decision: Decision, *, is_read: bool) -> bool:
        """Count a failure, or the end of a run of them; tells whether it was a failure."""
        is_answer = attempt.kind in (FailureClass.REFUSED, FailureClass.FORBIDDEN)
        is_forbidden = attempt.kind is FailureClass.FORBIDDEN
        is_failure = decision.ruling in (Ruling.FAILED, Ruling.UNKNOWN) and not is_answer
        says_nothing = is_read and self._is_write_failing and not (is_failure or is_forbidden)
        if says_nothing or decision.ruling is Ruling.AGAIN:
            return False
        self._failures = self._failures + 1 if is_failure else 0
        self._forbidden = self._forbidden + 1 if is_forbidden else 0
        is_answered = attempt.answer is not None and (is_failure or is_forbidden)
        self._is_write_failing = is_answered and not is_read
        return is_failure

    def _break(self, attempt: Attempt, decision: Decision) -> None:
        """A run of failures: where only answers were lost it may be the network, else a person decides."""
        if attempt.answer is None and (self.turns.suspect_outage() or not self.turns.is_lost_twice):
            return
        words = f"{self._failures} requests failed one after the other. The last: {decision.message}"
        if Halt.FAILURES in self.context.answers:
            self._failures = 0
            self.turns.end_outage()
            rest = "Everything else is still pending: go on once it answers again, or stop."
            self.turns.hold(Halt.FAILURES, f"{words} {rest}")
            return
        remedy = "Everything not sent stays pending. Look at the history, then push again."
        self.fail(TooManyFailures(words, remedy=remedy))

    def _note_sleep(self) -> None:
        """After the machine slept, trust nothing of before; whoever asks meanwhile waits until that is done."""
        with self._sleep_lock:
            if self._sleep.has_slept():
                self.has_slept = True
                self._client.wake()
                self.turns.begin_outage_anew()

    def _end_long_outage(self) -> None:
        most = 60.0 * self._settings.offline_wait_minutes
        if self.turns.outage_seconds <= most:
            return
        minutes = self._settings.offline_wait_minutes
        remedy = "Everything not sent stays pending. Push again once the network is back."
        self.fail(
            Offline(f"There was no connection to {self._client.host} for {minutes:,} min.", remedy=remedy)
        )
        raise Cancelled("Stopped.")
