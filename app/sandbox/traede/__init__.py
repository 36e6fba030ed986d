"""TRAEDE's simulator."""

from __future__ import annotations

from app.sandbox.traede.api import Traede


def simulator(*, records: int, seed: int) -> Traede:
    """Make the simulator with its first state."""
    return Traede(records=records, seed=seed)
