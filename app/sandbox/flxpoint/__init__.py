"""Flxpoint's simulator."""

from __future__ import annotations

from app.sandbox.flxpoint.api import Flxpoint


def simulator(*, records: int, seed: int) -> Flxpoint:
    """Make the simulator with its first state."""
    return Flxpoint(records=records, seed=seed)
