"""Short words for tests that undo pushes: at any vendor, against its simulator."""

from __future__ import annotations

from typing import Any

from app.jobs import JobContext
from app.records.change import Edits
from app.services.history import push_outcomes
from app.services.review_undo import review_undo
from app.services.undo_push import undo
from app.undo_values import UndoOptions, UndoReview
from app.values import BaseState, PushResult, Record, RecordOutcome
from app.vendors.assess import pending_record
from tests.app.push.desk import Desk
from tests.app.push.shop import Shop

Place = Desk | Shop


def undone(place: Place, push_id: int, *numbers: str, **options: Any) -> PushResult:
    """Undo a push without being asked, deleting the records that are named."""
    chosen = UndoOptions(**{"is_confirmed": True, "numbers": frozenset(numbers), **options})
    return undo(place.workspace, JobContext(), push_id, chosen)


def elsewhere(desk: Desk, key: str, edits: Edits) -> None:
    """Let somebody else change a record at the vendor."""
    base = desk.read(key)
    record = Record(0, desk.kind.id, desk.connection.id, key, BaseState.KNOWN, base, edits)
    for step in desk.kind.plan([pending_record(desk.kind, record)], desk.options):
        desk.send(step.request)


def review(place: Place, push_id: int, *numbers: str) -> UndoReview:
    return review_undo(place.workspace, JobContext(), push_id, numbers=frozenset(numbers))


def became(place: Place, push_id: int) -> dict[str, str]:
    """*Shape*: key → what became of each record of an undo."""
    return {one.key: one.undo for one in told(place, push_id)}


def words(place: Place, push_id: int) -> str:
    """What is said of the one record of an undo."""
    (one,) = told(place, push_id)
    return one.message


def told(place: Place, push_id: int) -> list[RecordOutcome]:
    return list(push_outcomes(place.workspace, push_id))
