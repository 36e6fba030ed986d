"""Kibo Commerce's simulator."""

from __future__ import annotations

from app.sandbox.kibo.api import Kibo


def simulator(*, records: int, seed: int) -> Kibo:
    """Make the simulator with its first state."""
    return Kibo(records=records, seed=seed)
