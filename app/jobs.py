"""What slow work gets from whoever runs it: progress, a checkpoint, a pause, and a sleep that Stop ends."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.errors import Cancelled


class Halt(StrEnum):
    """Why a job stands still."""

    NONE = ""
    WAITING = "waiting"  # a moment that comes by itself
    PAUSING = "pausing"  # what was sent before the pause is waited for
    PAUSED = "paused"  # until the person goes on
    SIGN_IN = "sign-in"  # until the person has entered what the vendor takes
    NETWORK = "network"  # until the network is back, or somebody wants it tried now
    FAILURES = "failures"  # until the person goes on, after a run of failures


ANSWERED = frozenset({Halt.SIGN_IN, Halt.NETWORK, Halt.FAILURES})


@dataclass(frozen=True)
class Progress:
    """The latest state of a job. `total` is None while it is not known; `counts` holds named tallies."""

    done: int = 0
    total: int | None = None
    text: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    halt: Halt = Halt.NONE


class JobContext:
    """Handed to every slow service; the runner polls `latest` and calls `cancel`, `pause` and `go_on`.

    `answers` are the halts that somebody is there to end. A job stands still for these; what would need
    another one ends it.
    """

    def __init__(self, *, answers: Collection[Halt] = ()) -> None:
        self.answers = frozenset(answers)
        self._stop = threading.Event()
        self._is_paused = False
        self._is_leaving = False
        self._go_ons = 0
        self._latest = Progress()

    @property
    def latest(self) -> Progress:
        return self._latest

    @property
    def is_cancelled(self) -> bool:
        return self._stop.is_set()

    @property
    def is_paused(self) -> bool:
        return self._is_paused

    @property
    def is_leaving(self) -> bool:
        """Tell whether it was cancelled because the program is being closed."""
        return self._is_leaving

    @property
    def go_ons(self) -> int:
        """How often somebody said go on: what stood still before the last time may move."""
        return self._go_ons

    def report(
        self,
        done: int,
        total: int | None = None,
        text: str = "",
        counts: Mapping[str, int] | None = None,
        *,
        halt: Halt = Halt.NONE,
    ) -> None:
        self._latest = Progress(done, total, text, dict(counts or {}), halt)

    def checkpoint(self) -> None:
        """Raise Cancelled once somebody asked to stop."""
        if self._stop.is_set():
            raise Cancelled("Stopped.")

    def sleep(self, seconds: float) -> None:
        """Wait, or raise Cancelled as soon as somebody asks to stop."""
        if self._stop.wait(seconds):
            raise Cancelled("Stopped.")

    def pause(self) -> None:
        """Ask for a pause: work that can stand still does so at its next request."""
        self._is_paused = True

    def go_on(self) -> None:
        """End a pause or a halt; a wait that nobody asked for ends at once."""
        self._is_paused = False
        self._go_ons += 1

    def cancel(self, *, is_leaving: bool = False) -> None:
        """Ask for the end; `is_leaving` says that the program is being closed."""
        self._is_leaving = self._is_leaving or is_leaving
        self._stop.set()
