"""What slow work gets from whoever runs it: progress, a checkpoint and a sleep that Stop ends."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.errors import Cancelled


@dataclass(frozen=True)
class Progress:
    """The latest state of a job. `total` is None while it is not known; `counts` holds named tallies."""

    done: int = 0
    total: int | None = None
    text: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


class JobContext:
    """Handed to every slow service; the runner polls `latest` and calls `cancel`."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._latest = Progress()

    @property
    def latest(self) -> Progress:
        return self._latest

    @property
    def is_cancelled(self) -> bool:
        return self._stop.is_set()

    def report(
        self,
        done: int,
        total: int | None = None,
        text: str = "",
        counts: Mapping[str, int] | None = None,
    ) -> None:
        self._latest = Progress(done, total, text, dict(counts or {}))

    def checkpoint(self) -> None:
        """Raise Cancelled once somebody asked to stop."""
        if self._stop.is_set():
            raise Cancelled("Stopped.")

    def sleep(self, seconds: float) -> None:
        """Wait, or raise Cancelled as soon as somebody asks to stop."""
        if self._stop.wait(seconds):
            raise Cancelled("Stopped.")

    def cancel(self) -> None:
        self._stop.set()
