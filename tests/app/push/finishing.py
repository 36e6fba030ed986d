"""The person in front of it, who pushes, settles and looks until nothing is left."""

from __future__ import annotations

from app.values import Outcome
from tests.app.push.deeds import Deed
from tests.app.push.desk import Desk
from tests.app.push.invariants import check_bases, check_books, check_result, check_truth, records_of

_MOST_ROUNDS = 12


def push_until_done(desk: Desk, deeds: list[Deed]) -> None:
    """Push, settle and answer as a person would who looks at the vendor, until nothing is left."""
    for _ in range(_MOST_ROUNDS):
        result = desk.push(retry_after_seconds=0)
        check_result(desk, result)
        check_truth(desk, deeds)
        if result.counts[Outcome.UNKNOWN]:
            settle(desk, deeds)
        if all(desk.record(deed.record_id).outcome == Outcome.APPLIED for deed in deeds):
            return
    raise AssertionError([desk.record(deed.record_id).outcome_message for deed in deeds])


def settle(desk: Desk, deeds: list[Deed]) -> None:
    """What can be read is settled by that; a person looks at the rest."""
    check_result(desk, desk.settle())
    check_truth(desk, deeds)
    for record in records_of(desk, "unknown"):
        deed = next(one for one in deeds if one.record_id == record.id)
        assert desk.kind.read is None, f"{deed.name} could have been settled by reading"
        desk.answer(record.key, is_applied=deed.is_done(desk.held()))
    check_truth(desk, deeds)
    check_books(desk)


def check_all_done(desk: Desk, deeds: list[Deed]) -> None:
    held = desk.held()
    assert all(deed.is_done(held) for deed in deeds)
    check_truth(desk, deeds)
    check_bases(desk)
