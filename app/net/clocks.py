"""Which clock tells what: time that passes while the machine sleeps, and whether it slept."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime

# What a clock that is set right by the network gains or loses at once is less.
JUMP_SECONDS = 5.0
_CLOCKS = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}


def passing_seconds() -> float:
    """Give seconds that nobody can set and that go on while the machine sleeps; only differences tell.

    `time.monotonic` stands still in a sleep on Linux and macOS, so that a wait that a vendor asked for, or
    the life of a token, would seem longer than it is.
    """
    name = _CLOCKS.get(sys.platform, "")
    return time.clock_gettime(getattr(time, name)) if name else time.monotonic()


class SleepSense:
    """Notices that the machine slept since it was asked last: several threads may ask.

    The wall clock then ran ahead of the monotonic one; where that one goes on in a sleep, nobody asked for
    longer than `longest_gap_seconds`.
    """

    def __init__(
        self,
        wall: Callable[[], datetime],
        *,
        steady: Callable[[], float] = time.monotonic,
        longest_gap_seconds: float = float("inf"),
    ) -> None:
        self._wall = wall
        self._steady = steady
        self._longest_gap_seconds = longest_gap_seconds
        self._lock = threading.Lock()
        self._asked = (wall(), steady())

    def has_slept(self) -> bool:
        with self._lock:
            wall_before, steady_before = self._asked
            self._asked = wall, steady = self._wall(), self._steady()
        gap = steady - steady_before
        return (wall - wall_before).total_seconds() - gap > JUMP_SECONDS or gap > self._longest_gap_seconds
