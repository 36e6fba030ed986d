"""What a run of a push works with: where it sends to, why it ended, and the outcomes so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.errors import CounterfoilError
from app.net.client import Client
from app.values import Connection, Outcome
from app.vendors.declaration import Kind, Options, Vendor


@dataclass(frozen=True)
class Target:
    """Where a run sends to, with everything declared about it."""

    connection: Connection
    vendor: Vendor
    kind: Kind
    options: Options
    client: Client


@dataclass
class Ending:
    """Why a run stopped early; empty when it went through. `is_leaving`: the program was closed."""

    is_stopped: bool = False
    is_leaving: bool = False
    error: CounterfoilError | None = None

    @property
    def is_early(self) -> bool:
        return self.is_stopped or self.error is not None


@dataclass
class Tally:
    """Outcomes so far, for the progress a person sees."""

    total: int
    # Every outcome from the start: other threads read it while it grows.
    counts: dict[str, int] = field(default_factory=lambda: {one.value: 0 for one in Outcome})

    def add(self, outcome: Outcome, number: int) -> None:
        self.counts[outcome.value] += number

    @property
    def done(self) -> int:
        return sum(self.counts.values())

    @property
    def paused_words(self) -> str:
        """Say how far it is when it stands still because somebody wants it to."""
        skipped = self.counts[Outcome.SKIPPED.value]
        done, total = self.done - skipped, self.total - skipped
        how_far = f"{done:,} of {total:,} sent, {total - done:,} waiting. " if self.total else ""
        return f"{how_far}Nothing is sent until you go on."
