"""How fast a job goes, and how long it will still take once that can be said."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

WINDOW_SECONDS = 10.0
STEADY_AFTER_SECONDS = 4.0  # guesses made earlier jump about
STEADY_AFTER_SHARE = 0.03


class Pace:
    """Fed with progress; the clock is an argument for tests."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._samples: deque[tuple[float, int]] = deque()
        self._began_at = clock()
        self._total: int | None = None

    def note(self, done: int, total: int | None) -> None:
        """Take the latest progress."""
        now = self._clock()
        self._total = total
        self._samples.append((now, done))
        while len(self._samples) > 2 and now - self._samples[0][0] > WINDOW_SECONDS:
            self._samples.popleft()

    @property
    def per_second(self) -> float:
        """What was done per second lately; 0 while that cannot be said."""
        if len(self._samples) < 2:
            return 0.0
        (first_at, first), (last_at, last) = self._samples[0], self._samples[-1]
        seconds = last_at - first_at
        return (last - first) / seconds if seconds > 0.2 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long it will take; None until the guess is steady."""
        if not self._samples or not self._total or self.per_second <= 0:
            return None
        done = self._samples[-1][1]
        is_steady = self._clock() - self._began_at >= STEADY_AFTER_SECONDS
        if not is_steady or done < self._total * STEADY_AFTER_SHARE:
            return None
        return (self._total - done) / self.per_second


def time_left_text(seconds: float | None) -> str:
    """Write the time left roughly: “less than a minute left”, “about 4 minutes left”."""
    if seconds is None:
        return ""
    if seconds < 50:
        return "less than a minute left"
    minutes = round(seconds / 60)
    if minutes < 100:
        return "about a minute left" if minutes <= 1 else f"about {minutes} minutes left"
    return f"about {round(minutes / 60)} hours left"
