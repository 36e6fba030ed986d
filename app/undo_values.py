"""What undoing a push comes to, as frozen values that cross between push, services and the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.values import Connection, Outcome, PushSummary, ReviewedRecord, SkipReason


class Undo(StrEnum):
    """What became of one record of a push that undoes another.

    `open` is neither yet: it was not sent, or nobody knows what became of it; undo again to go on.
    """

    REVERSED = "reversed"
    KEPT = "kept"
    IMPOSSIBLE = "impossible"
    OPEN = "open"


@dataclass(frozen=True)
class UndoOptions:
    """How to undo. `numbers` are the keys of records that a person named, each, to be deleted again."""

    is_confirmed: bool = False
    numbers: frozenset[str] = frozenset()
    comment: str = ""


@dataclass(frozen=True)
class UndoneRecord:
    """One record of a push before that is undone: what would be sent of it, and what is left alone and why.

    `became` is what it will have come to if all goes well. With `is_sent` the reviewed record is what would be
    sent, under `action` where that is one of the vendor's; `needs_number` waits for a person to name it.
    """

    reviewed: ReviewedRecord
    became: Undo
    words: str = ""
    is_sent: bool = False
    action: str = ""
    needs_number: bool = False


@dataclass(frozen=True)
class UndoReview:
    """What undoing a push would do, in numbers and words.

    *Shape* of `ids`: "sent", "kept", "impossible" and "as before" → the records, by id. `not_applied` counts
    those of which nothing was applied, `unnamed` those that a person has to name to have them deleted.
    `question` is the guard's text where the undo is unusual; `actions` what the vendor would be asked to do.
    """

    push: PushSummary
    connection: Connection
    ids: Mapping[str, tuple[int, ...]]
    changed: int = 0
    deleted: int = 0
    not_applied: int = 0
    unnamed: int = 0
    actions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    question: str = ""

    @property
    def ready(self) -> int:
        """How many records an undo would send."""
        return len(self.ids["sent"])

    @property
    def all_ids(self) -> tuple[int, ...]:
        return tuple(sorted(one for some in self.ids.values() for one in some))


def fate(outcome: Outcome, reason: str, *, kept: object, impossible: object) -> Undo:
    """Tell what became of a record, from its outcome and from what could not be reversed of it."""
    if outcome in (Outcome.FAILED, Outcome.UNKNOWN) or reason in (SkipReason.STOPPED, SkipReason.ABORTED):
        return Undo.OPEN
    if outcome is Outcome.REFUSED or impossible:
        return Undo.IMPOSSIBLE
    if kept or reason == SkipReason.CONFLICT:
        return Undo.KEPT
    # Nothing to send means that it was so already; whatever else keeps it unsent is no reversal.
    is_reversed = outcome is Outcome.APPLIED or reason == SkipReason.NO_CHANGE
    return Undo.REVERSED if is_reversed else Undo.IMPOSSIBLE
