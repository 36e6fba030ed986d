"""What all requests of a run share: when to rest, and when to stop altogether."""

from __future__ import annotations

import threading
import time
from math import ceil

from app.errors import Cancelled, CounterfoilError, SignInRefused, TooManyFailures
from app.jobs import JobContext
from app.net.classify import FailureClass
from app.net.requests import Attempt
from app.push.decide import Decision, Ruling
from app.push.run_values import Ending, Tally
from app.settings import Settings
from app.values import Outcome

_FORBIDDEN_IN_A_ROW = 3
_POLL_SECONDS = 0.1
_SHORT_WAIT_SECONDS = 0.5  # a text that came and went would only flicker


class Watch:
    """Several threads may tell it what they saw; `ending` says why no more is to be sent."""

    def __init__(self, vendor_title: str, settings: Settings, tally: Tally) -> None:
        self.ending = Ending()
        self._title = vendor_title
        self._settings = settings
        self._tally = tally
        self._lock = threading.Lock()
        self._failures = 0
        self._forbidden = 0
        self._quiet_until = 0.0
        self._quiet_because = ""

    def fail(self, error: CounterfoilError) -> None:
        """Stop the run; the first reason is the one that is told."""
        self.ending.error = self.ending.error or error

    def rest(self, attempt: Attempt, decision: Decision) -> None:
        """Every request waits with this one: what it ran into concerns them all."""
        with self._lock:
            self._quiet_until = max(self._quiet_until, time.monotonic() + decision.wait_seconds)
            is_asked = attempt.retry_after_seconds is not None
            self._quiet_because = f"{self._title} asked for it." if is_asked else decision.message

    @property
    def quiet_seconds(self) -> float:
        """How long nothing is to be sent."""
        return max(0.0, self._quiet_until - time.monotonic())

    @property
    def words(self) -> str:
        """Say what is waited for, where it takes a while."""
        seconds = self.quiet_seconds
        return f"Waiting {ceil(seconds)} s: {self._quiet_because}" if seconds > _SHORT_WAIT_SECONDS else ""

    def await_turn(self, context: JobContext) -> None:
        """Wait until a request may be sent. *Raises* Cancelled when none may any more."""
        while True:
            context.checkpoint()
            if self.ending.is_early:
                raise Cancelled("Stopped.")
            if not (seconds := self.quiet_seconds):
                return
            context.sleep(min(_POLL_SECONDS, seconds))

    def saw(self, attempt: Attempt, decision: Decision) -> None:
        """Stop the run on what concerns every request, and after a run of failures."""
        with self._lock:
            if decision.abort is not None:
                self.fail(decision.abort)
            self._count(attempt, decision)
            if self._failures >= self._settings.failures_in_a_row_stop and not self.ending.is_early:
                self.fail(self._too_many(decision))
            if self._forbidden >= _FORBIDDEN_IN_A_ROW and not self._tally.counts.get(Outcome.APPLIED.value):
                remedy = "This sign-in may not change these records. Everything else stays pending."
                self.fail(SignInRefused(decision.message, remedy=remedy))

    def _count(self, attempt: Attempt, decision: Decision) -> None:
        is_answer = attempt.kind in (FailureClass.REFUSED, FailureClass.FORBIDDEN)
        if decision.ruling in (Ruling.FAILED, Ruling.UNKNOWN) and not is_answer:
            self._failures += 1
        elif decision.ruling is not Ruling.AGAIN:
            self._failures = 0
        self._forbidden = self._forbidden + 1 if attempt.kind is FailureClass.FORBIDDEN else 0

    def _too_many(self, decision: Decision) -> TooManyFailures:
        return TooManyFailures(
            f"{self._failures} requests failed one after the other. The last: {decision.message}",
            remedy="Everything not sent stays pending. Look at the history, then push again.",
        )
