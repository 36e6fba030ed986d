"""What undoing a push comes to, as frozen values that cross between push, services and the window."""

from __future__ import annotations

from enum import StrEnum

from app.values import Outcome, SkipReason


class Undo(StrEnum):
    """What became of one record of a push that undoes another.

    `open` is neither yet: it was not sent, or nobody knows what became of it; undo again to go on.
    """

    REVERSED = "reversed"
    KEPT = "kept"
    IMPOSSIBLE = "impossible"
    OPEN = "open"


def fate(outcome: Outcome, reason: str, *, kept: object, impossible: object) -> Undo:
    """Tell what became of a record, from its outcome and from what could not be reversed of it."""
    if outcome is Outcome.REFUSED or (impossible and _is_over(outcome, reason)):
        return Undo.IMPOSSIBLE
    if (outcome is Outcome.SKIPPED and reason == SkipReason.CONFLICT) or (kept and _is_over(outcome, reason)):
        return Undo.KEPT
    return Undo.REVERSED if _is_over(outcome, reason) else Undo.OPEN


def _is_over(outcome: Outcome, reason: str) -> bool:
    """Tell whether what could be reversed was; nothing to send means that it was so already."""
    unsent = (SkipReason.STOPPED, SkipReason.ABORTED)
    return outcome is Outcome.APPLIED or (outcome is Outcome.SKIPPED and reason not in unsent)
