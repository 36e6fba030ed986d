"""Flxpoint's limit: so many requests of one token in any second, the reads included.

Source: “Authentication” and the badge of every reference page, read 2026-11-20. What a 429 looks like is
not written there: an empty body, and Retry-After only where a switch says so.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import cast

from app.sandbox.messages import Answer, Received
from app.sandbox.switches import Behaviours

WINDOW_SECONDS = 1.0
MAX_TOKENS = 1000


class TokenLimit:
    """Counts arrivals per token in a window that slides."""

    def __init__(self, behaviours: Behaviours, clock: Callable[[], float] = time.monotonic) -> None:
        self._behaviours = behaviours
        self._clock = clock
        self.clear()

    def clear(self) -> None:
        """Forget every arrival."""
        self._arrivals: dict[str, deque[float]] = {}
        self._requests = 0
        self._refused = 0

    def refusal(self, received: Received) -> Answer | None:
        """Count the request, and return the 429 when it is one too many; such a one fills no place."""
        self._requests += 1
        most = cast("int", self._behaviours["token_limit"])
        now, recent = self._clock(), self._recent(received)
        while recent and now - recent[0] >= WINDOW_SECONDS:
            recent.popleft()
        if most and len(recent) >= most:
            self._refused += 1
            return self._too_many()
        recent.append(now)
        return None

    def as_json(self) -> dict[str, int]:
        """Return how many requests arrived and how many of them were too many."""
        return {"requests": self._requests, "refused": self._refused}

    def _recent(self, received: Received) -> deque[float]:
        if len(self._arrivals) > MAX_TOKENS:
            self._arrivals.clear()
        token = received.headers.get("x-api-token") or received.headers.get("authorization", "")
        return self._arrivals.setdefault(token, deque())

    def _too_many(self) -> Answer:
        seconds = self._behaviours["retry_after"]
        return Answer(429, headers={} if seconds is None else {"retry-after": str(seconds)})
