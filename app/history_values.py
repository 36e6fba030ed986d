"""Frozen values of looking back: what is looked for, what was found, a push over time, a record's past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.values import RecordOutcome


@dataclass(frozen=True)
class HistoryQuery:
    """Which pushes and which of their records are wanted; everything given must fit.

    `text` is looked for in the records as they were pushed, in their keys, in the words about them, in
    comments, and as the vendor's id of a request. `outcome` is one of `Outcome`, "" for any. A push began at
    `since` or later, and before `until`.
    """

    text: str = ""
    outcome: str = ""
    connection_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything but the connection is asked for."""
        return bool(self.text or self.outcome or self.since or self.until)


@dataclass(frozen=True)
class FoundOutcome:
    """A record of a push that fits a query, with the push it was in."""

    push_id: int
    started_at: datetime
    connection_name: str
    environment: str
    outcome: RecordOutcome
