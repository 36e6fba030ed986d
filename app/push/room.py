"""How many requests are at a vendor at once; who is before or after one does not count."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.jobs import JobContext

_POLL_SECONDS = 0.1


class Room:
    """Several threads ask for a place."""

    def __init__(self, places: int, context: JobContext) -> None:
        self._places = threading.BoundedSemaphore(places)
        self._context = context

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold a place as soon as there is one. *Raises* Cancelled where somebody stops before that."""
        while not self._places.acquire(timeout=_POLL_SECONDS):
            self._context.checkpoint()
        try:
            yield
        finally:
            self._places.release()
