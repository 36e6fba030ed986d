"""What a vendor's simulator offers, and finding all there are."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Mapping
from typing import Protocol, runtime_checkable

import app.sandbox
from app.sandbox.messages import Answer, Received
from app.sandbox.switches import Behaviours, Switch, flag, number

COMMON_SWITCHES: tuple[Switch, ...] = (
    number("latency_ms", 0, most=600_000),
    number("rate_per_second", None, least=0.01),
    number("rate_burst", 1, least=1, whole=True),
    number("clock_skew_seconds", 0, least=-1e6, most=1e6),
    flag("date_header", default=True),
)


class Simulator(Protocol):
    """One vendor: its state and its answers. All of it runs on the server's one thread."""

    name: str
    behaviours: Behaviours
    secret_headers: frozenset[str]
    secret_parameters: frozenset[str]

    def credentials(self) -> dict[str, str]:
        """Return what a connection has to know, in the words of its sign-in form."""

    def view(self) -> dict[str, object]:
        """Return the state for the control interface. Shape: `{"records": […], …}`."""

    def reset(self, *, records: int, seed: int) -> None:
        """Start again with `records` records made from `seed`."""

    def answer(self, received: Received) -> Answer:
        """Apply the request and answer it."""


@runtime_checkable
class Limited(Protocol):
    """A simulator of a vendor whose documents give a limit, which it therefore keeps from the start."""

    def limit(self, received: Received) -> Answer | None:
        """Count a request that arrived, whatever becomes of it, and return the 429 if it is one too many."""


def find_simulators(*, records: int, seed: int) -> Mapping[str, Simulator]:
    """Make one simulator of each folder beside this file."""
    found: dict[str, Simulator] = {}
    for module in pkgutil.iter_modules(app.sandbox.__path__):
        if module.ispkg:
            package = importlib.import_module(f"app.sandbox.{module.name}")
            simulator: Simulator = package.simulator(records=records, seed=seed)
            found[simulator.name] = simulator
    return found


def made_up_secret(vendor: str, field: str, seed: int) -> str:
    """Return a credential that nobody takes for a real one, the same for the same seed."""
    digits = hashlib.sha256(f"{vendor} {field} {seed}".encode()).hexdigest()[:8]
    return f"sandbox-{field.replace('_', '-')}-{digits}"
