"""Whose turn it is to send: nobody's in a pause, a wait or an outage; and in words, what is waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil

from app.errors import Cancelled, CredentialError, NotNow
from app.jobs import Halt, JobContext
from app.net.classify import FailureClass
from app.net.clocks import passing_seconds
from app.net.requests import Attempt
from app.push.outage import NOBODY, Outage
from app.push.run_values import Ending, Tally, Target

_SHORT_WAIT_SECONDS = 0.5  # a text that came and went would only flicker
_LONG_ANSWER_SECONDS = 4.0  # what comes sooner needs no words
_TOLD_SECONDS = 2.0  # a pace is told as long as the last wait for it is not older


@dataclass(frozen=True)
class Hold:
    """What everything waits for until a person says go on once more than `go_ons` times."""

    halt: Halt
    words: str
    go_ons: int


@dataclass
class Passage:
    """The way of one request: open from its first byte on, with what came of it."""

    turns: Turns
    on_first_byte: Callable[[], None]
    is_open: bool = False
    attempt: Attempt | None = None

    def open(self) -> None:
        """Let the first byte leave, unless something came in between. *Raises* NotNow, Cancelled."""
        self.turns.check()
        self.on_first_byte()
        self.turns.note_sent()
        self.is_open = True


@dataclass
class Turns:
    """Several threads ask for their turn; `clock` gives seconds that go on while the machine sleeps."""

    target: Target
    context: JobContext
    ending: Ending
    tally: Tally
    clock: Callable[[], float] = passing_seconds
    outage: Outage | None = None
    _hold: Hold | None = None
    _is_answering: bool = False
    _on_wire: int = 0
    _heard_at: float = float("-inf")
    _quiet_until: float = float("-inf")
    _quiet_because: str = ""
    _slot_wait: tuple[float, float] = (float("-inf"), 0.0)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def may_go(self) -> bool:
        """Tell whether the calling thread may send now. *Raises* Cancelled when nobody may any more."""
        self._check_running()
        if answered := self._answered():
            self._follow(answered)
        with self._lock:
            if self._is_held:
                return False
            return self.outage is None or self.outage.lets_go(self.clock(), self.context.go_ons)

    def check(self) -> None:
        """Right before a first byte: what was not there when the turn was given counts as well."""
        self._check_running()
        if self._is_held:
            raise NotNow("Nothing is sent just now.")

    def note_sent(self) -> None:
        with self._lock:
            if not self._on_wire:
                self._heard_at = self.clock()
            self._on_wire += 1

    @contextmanager
    def passage(self, on_first_byte: Callable[[], None]) -> Iterator[Passage]:
        """Watch over one request from its turn to its end."""
        passage = Passage(self, on_first_byte)
        try:
            yield passage
        finally:
            with self._lock:
                self._on_wire -= passage.is_open
                self._heard_at = self.clock()
                self._note_network(passage.attempt)

    def hold(self, halt: Halt, words: str) -> None:
        """Let everything wait for a person; the first reason is the one that is told."""
        with self._lock:
            self._hold = self._hold or Hold(halt, words, self.context.go_ons)

    def suspect_outage(self) -> bool:
        """Let the next request go alone to see whether the network is there; False if that was done."""
        with self._lock:
            if self.outage is not None or Halt.NETWORK not in self.context.answers:
                return False
            self.outage = Outage.begin(self.clock(), self.context.go_ons, is_suspected=True)
            return True

    @property
    def is_lost_twice(self) -> bool:
        """Tell whether the request that went alone to see whether there is a network was lost as well."""
        outage = self.outage
        return outage is None or (outage.is_suspected and outage.tries > 0)

    @property
    def outage_seconds(self) -> float:
        """How long there was no connection, until now."""
        outage = self.outage
        return 0.0 if outage is None else self.clock() - outage.began_at

    def begin_outage_anew(self) -> None:
        """After the machine slept: nobody could have tried, and the network takes its moment to come back."""
        with self._lock:
            if self.outage is not None and self.outage.trier == NOBODY:
                is_suspected, go_ons = self.outage.is_suspected, self.context.go_ons
                self.outage = Outage.begin(self.clock(), go_ons, is_suspected=is_suspected)
            elif self.outage is not None:
                self.outage.began_at = self.clock()

    def end_outage(self) -> None:
        with self._lock:
            self.outage = None

    def rest(self, seconds: float, because: str) -> None:
        """Every request waits with this one: what it ran into concerns them all."""
        with self._lock:
            self._quiet_until = max(self._quiet_until, self.clock() + seconds)
            self._quiet_because = because

    def note_slot_wait(self, seconds: float) -> None:
        """Hear that a request waits for the rate limit."""
        self._slot_wait = (self.clock(), seconds)

    @property
    def quiet_seconds(self) -> float:
        """How long nothing is to be sent because of a wait."""
        return max(0.0, self._quiet_until - self.clock())

    def standing(self) -> tuple[Halt, str]:
        """Say why nothing goes on, and until when."""
        hold, outage = self._hold, self.outage
        if self.context.is_cancelled or self.ending.is_early:
            words = "Stopping: waiting for what was already sent." if self._on_wire else ""
            return Halt.NONE, words
        if hold is not None and hold.go_ons == self.context.go_ons:
            return hold.halt, hold.words
        if self.context.is_paused:
            return self._pause()
        if outage is not None:
            return Halt.NETWORK, outage.words(self.target.client.host, self.clock())
        return self._wait()

    def _pause(self) -> tuple[Halt, str]:
        if self._on_wire:
            return Halt.PAUSING, "Pausing: waiting for what was already sent."
        return Halt.PAUSED, f"Paused: {self.tally.paused_words}"

    def _wait(self) -> tuple[Halt, str]:
        seconds = self.quiet_seconds
        if seconds > _SHORT_WAIT_SECONDS:
            return Halt.WAITING, f"Waiting {ceil(seconds)} s: {self._quiet_because}"
        told_at, slot_seconds = self._slot_wait
        age, vendor = self.clock() - told_at, self.target.vendor
        if age > _TOLD_SECONDS or vendor.requests_per_second is None:
            return self._wait_for_answer()
        pace = f"{vendor.title} allows {vendor.requests_per_second:g} requests a second"
        left = slot_seconds - age
        return (Halt.WAITING, f"Waiting {ceil(left)} s: {pace}.") if left > 1 else (Halt.NONE, f"{pace}.")

    def _wait_for_answer(self) -> tuple[Halt, str]:
        """Say for how long nothing came back: without words it would look stuck until it counts as lost."""
        seconds = self.clock() - self._heard_at
        if not self._on_wire or seconds < _LONG_ANSWER_SECONDS:
            return Halt.NONE, ""
        return Halt.WAITING, f"Waiting for an answer of {self.target.vendor.title}, {seconds:.0f} s so far."

    @property
    def _is_held(self) -> bool:
        is_waiting = self._is_answering or self.quiet_seconds > 0
        return self.context.is_paused or self._hold is not None or is_waiting

    def _check_running(self) -> None:
        self.context.checkpoint()
        if self.ending.is_early:
            raise Cancelled("Stopped.")

    def _answered(self) -> Hold | None:
        """Take the hold that a person has ended, for the calling thread to follow up."""
        with self._lock:
            hold = self._hold
            if hold is None or self.context.go_ons == hold.go_ons or self._is_answering:
                return None
            self._is_answering = True
            return hold

    def _follow(self, hold: Hold) -> None:
        """Do what the answer asks for; the keyring may take its time, so nobody waits for the lock."""
        left: Hold | None = hold
        go_ons = self.context.go_ons
        try:
            if hold.halt is Halt.SIGN_IN:
                self.target.client.sign_in_anew()
            left = None
        except CredentialError as error:
            left = Hold(Halt.SIGN_IN, str(error), go_ons)
        finally:
            with self._lock:
                self._hold, self._is_answering = left, False

    def _note_network(self, attempt: Attempt | None) -> None:
        """Learn from an attempt whether there is a network."""
        outage = self.outage
        is_trying = outage is not None and outage.is_tried_here
        if attempt is None:
            if outage is not None and is_trying:
                outage.leave()
        elif self._tells_nothing(attempt):
            self._note_outage(outage, is_trying=is_trying, is_reached=attempt.sent_first_byte)
        else:
            self.outage = None

    def _tells_nothing(self, attempt: Attempt) -> bool:
        """An answer proves a network; bytes that left do where nobody doubts it."""
        if attempt.kind is FailureClass.UNREACHED:
            return True
        return self.outage is not None and self.outage.is_suspected and attempt.answer is None

    def _note_outage(self, outage: Outage | None, *, is_trying: bool, is_reached: bool) -> None:
        if Halt.NETWORK not in self.context.answers:
            return
        now, go_ons = self.clock(), self.context.go_ons
        if outage is None:
            self.outage = Outage.begin(now, go_ons)
        elif is_trying:
            outage.put_off(now, go_ons)
        if self.outage is not None and not is_reached:
            self.outage.is_suspected = False
