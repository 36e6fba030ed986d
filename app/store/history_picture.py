"""A push over time: how many records had which outcome when, counted in steps by the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection as Sql
from sqlalchemy import text

from app.errors import NotFound
from app.history_values import PicturePoint, PushPicture
from app.store.database import Database
from app.store.history_rows import time_of
from app.values import Outcome, SkipReason

_STEPS = 160  # about as many as there are pixels to tell apart, per push of any size
_LATER = "(reason = 'settled-later' OR ended_at > :until)"
_COUNTS = text(
    f"SELECT iif({_LATER}, 'unknown', outcome), {_LATER},"  # noqa: S608  no value in it
    " CAST((julianday(ended_at) - julianday(:since)) * :per_day AS INTEGER), count(*)"
    " FROM push_records INDEXED BY push_records_in_short WHERE push_id = :push AND outcome != ''"
    " GROUP BY 1, 2, 3"
)
# What was closed out at the next start happened when the push was cut off, not hours later.
_CUT_OFF = text(
    "SELECT max(ended_at) FROM push_records INDEXED BY push_records_in_short"
    " WHERE push_id = :push AND outcome NOT IN ('', 'unknown') AND reason NOT IN (:stopped, 'settled-later')"
)
_SIZE = text("SELECT count(*) FROM push_records INDEXED BY push_records_in_short WHERE push_id = :push")
_SECONDS_A_DAY = 86_400


class HistoryPicture:
    """Reads the journal."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def picture(self, push_id: int, *, now: datetime) -> PushPicture:
        """Draw up a push; one that runs, up to now. *Raises* NotFound."""
        with self._database.read() as sql:
            row = sql.execute(text("SELECT * FROM pushes WHERE id = :id"), {"id": push_id}).mappings().first()
            if row is None:
                raise NotFound(f"There is no push {push_id}.", remedy="Look at the history for its number.")
            size = int(sql.execute(_SIZE, {"push": push_id}).scalar_one())
            return _picture(sql, dict(row), size, now)


def _picture(sql: Sql, push: Mapping[str, Any], size: int, now: datetime) -> PushPicture:
    started = datetime.fromisoformat(push["started_at"])
    seconds = max(0.0, (_end(sql, push, now) - started).total_seconds())
    until = push["finished_at"] or ""
    values = {
        "push": push["id"],
        "since": push["started_at"],
        "until": until or "9999",
        "per_day": _STEPS * _SECONDS_A_DAY / seconds if seconds else 0.0,
    }
    found: dict[int, Counter[str]] = {}
    later = 0
    for outcome, is_later, step, number in sql.execute(_COUNTS, values):
        found.setdefault(max(0, min(step + 1, _STEPS)), Counter())[outcome] += number
        later += number if is_later else 0
    return PushPicture(push["id"], size, seconds, _points(found, seconds), not until, later)


def _end(sql: Sql, push: Mapping[str, Any], now: datetime) -> datetime:
    finished = time_of(push["finished_at"])
    if push["state"] != "interrupted" or finished is None:
        return finished or now
    values = {"push": push["id"], "stopped": SkipReason.STOPPED.value}
    return time_of(sql.execute(_CUT_OFF, values).scalar()) or datetime.fromisoformat(push["started_at"])


def _points(found: Mapping[int, Counter[str]], seconds: float) -> tuple[PicturePoint, ...]:
    """Add up; steps in which nothing happened are left out, but for the first and the last."""
    so_far: Counter[str] = Counter()
    points = []
    for step in range(_STEPS + 1):
        so_far.update(found.get(step, {}))
        if step in found or step in (0, _STEPS):
            counts = {str(outcome): so_far[outcome] for outcome in Outcome}
            points.append(PicturePoint(seconds * step / _STEPS, counts))
    return tuple(points)
