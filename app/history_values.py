"""Frozen values of looking back: what is looked for, what was found, a push over time, a record's past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.records.change import FieldChange, JsonObject
from app.values import BaseState, Change, PushSummary, RecordOutcome


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


@dataclass(frozen=True)
class PicturePoint:
    """How many records had which outcome so many seconds after a push began; the others were waiting."""

    seconds: float
    counts: Mapping[str, int]


@dataclass(frozen=True)
class PushPicture:
    """A push over time. `points` begin at 0 and end at `seconds`, which is now while it runs.

    It shows the push as it went: what was settled only afterwards (`settled_later`) stays unknown.
    """

    push_id: int
    total: int
    seconds: float
    points: tuple[PicturePoint, ...]
    is_running: bool = False
    settled_later: int = 0

    @property
    def last(self) -> PicturePoint:
        return self.points[-1]

    def waiting_at(self, point: PicturePoint) -> int:
        return max(0, self.total - sum(point.counts.values()))


@dataclass(frozen=True)
class RecordPush:
    """One record in one push: what was sent of it, what the vendor was known to hold before, what came of it.

    `outcome` is None while the push runs and the record waits for its turn. `before` is the vendor's own JSON.
    """

    push: PushSummary
    record_id: int
    kind: str
    key: str
    change: Change
    fields: tuple[FieldChange, ...]
    directives: Mapping[str, str]
    before_state: BaseState
    before: JsonObject
    outcome: RecordOutcome | None
