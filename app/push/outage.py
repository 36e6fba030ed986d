"""No connection: one request tries again at growing distances, and all others wait for what it finds."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from math import ceil

DISTANCES = (2.0, 5.0, 10.0, 20.0, 30.0, 60.0)
NOBODY = 0


@dataclass
class Outage:
    """The times are seconds of `clocks.passing_seconds`.

    `go_ons` is how often somebody had said go on when the next try was set: one more, and it is due.
    `is_suspected`: answers were lost one after the other, and the next request goes alone to see why.
    `trier` is the thread whose request is the try.
    """

    began_at: float
    next_at: float
    go_ons: int
    tries: int = 0
    trier: int = NOBODY
    is_suspected: bool = False

    @classmethod
    def begin(cls, now: float, go_ons: int, *, is_suspected: bool = False) -> Outage:
        return cls(now, now + DISTANCES[0], go_ons, is_suspected=is_suspected)

    def lets_go(self, now: float, go_ons: int) -> bool:
        """Give the next try to the thread that asks, once it is due and no other has it."""
        is_due = now >= self.next_at or go_ons != self.go_ons
        if self.trier == NOBODY and is_due:
            self.trier = threading.get_ident()
        return self.is_tried_here

    @property
    def is_tried_here(self) -> bool:
        return self.trier == threading.get_ident()

    def leave(self) -> None:
        """Give the try back: nothing was sent."""
        self.trier = NOBODY

    def put_off(self, now: float, go_ons: int) -> None:
        """Set the next try, after one that found no connection."""
        self.tries += 1
        self.next_at = now + DISTANCES[min(self.tries, len(DISTANCES) - 1)]
        self.go_ons = go_ons
        self.trier = NOBODY

    def words(self, host: str, now: float) -> str:
        when = f"Next try in {max(1, ceil(self.next_at - now))} s." if self.trier == NOBODY else "Trying now."
        if self.is_suspected:
            return f"Waiting for the network: the answers of {host} do not arrive. {when}"
        return f"Waiting for the network: no connection to {host}. {when}"
