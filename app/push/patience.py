"""How long one request is tried: so many times, and for so much time of its own."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.jobs import Halt, JobContext
from app.push.decide import Decision, Tries
from app.settings import Settings


@dataclass
class Patience:
    """What of its budget a request has used; standing still for a person, the network or the vendor is not."""

    settings: Settings
    context: JobContext
    done: int = 0
    spent_seconds: float = 0.0

    @property
    def tries(self) -> Tries:
        """What the failure table needs to know of the budget."""
        return Tries(
            done=self.done,
            spent_seconds=self.spent_seconds,
            most=self.settings.retry_tries,
            budget_seconds=self.settings.retry_budget_seconds,
            random_share=random.random(),  # noqa: S311  jitter, no secret
            answers=self.context.answers,
        )

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Count a try and what it takes."""
        self.done += 1
        began = time.monotonic()
        try:
            yield
        finally:
            self.spent_seconds += time.monotonic() - began

    def note(self, decision: Decision) -> None:
        """Count the wait before the next try; one that somebody or the network ends was no try at all."""
        if decision.halt is not Halt.NONE:
            self.done -= 1
        elif not decision.is_asked:
            self.spent_seconds += decision.wait_seconds
