"""What a command's exit code says, and which one wins when several hold."""

from __future__ import annotations

from collections.abc import Iterable

WELL = 0
BUG = 1
USAGE = 2
SOME_WRONG = 3
SOME_UNKNOWN = 4
STOPPED = 5

_WORST_FIRST = (BUG, USAGE, SOME_UNKNOWN, STOPPED, SOME_WRONG)


def worst(codes: Iterable[int]) -> int:
    """Choose the one code that is told: unknown before stopped before wrong."""
    held = set(codes)
    return next((code for code in _WORST_FIRST if code in held), WELL)
