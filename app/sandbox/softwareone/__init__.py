"""SoftwareOne Marketplace's simulator."""

from __future__ import annotations

from app.sandbox.softwareone.api import SoftwareOne


def simulator(*, records: int, seed: int) -> SoftwareOne:
    """Make the simulator with its first state."""
    return SoftwareOne(records=records, seed=seed)
