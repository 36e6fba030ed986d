"""A push over time, drawn from what each record came to, and when."""

from __future__ import annotations

from typing import Any

import pytest

from app.errors import NotFound
from app.services.picture_push import picture_push
from app.store.journal_values import Frozen, Verdict
from app.values import Outcome, SkipReason
from tests.app.conftest import StoppedClock
from tests.app.push.shop import KIND, Shop


@pytest.fixture
def shop(pushing_shop: Shop) -> Shop:
    return pushing_shop


def begin(shop: Shop, number: int) -> tuple[int, list[int]]:
    """Open a push over so many records; returns its id and theirs."""
    journal = shop.workspace.store.journal
    push_id = journal.begin(shop.connection, comment="", now=shop.workspace.clock())
    ids = shop.add([str(one) for one in range(1, number + 1)])
    with shop.workspace.store.database.write() as sql:
        journal.freeze(sql, push_id, [Frozen.of(shop.record(one)) for one in ids])
    return push_id, ids


def end(shop: Shop, push_id: int, ids: list[int], outcome: str, reason: str = "") -> None:
    with shop.workspace.store.database.write() as sql:
        verdicts = [Verdict(one, Outcome(outcome), "", reason) for one in ids]
        shop.workspace.store.journal.decide(sql, push_id, KIND.id, verdicts)


def finish(shop: Shop, push_id: int, state: str = "finished") -> None:
    now = shop.workspace.clock()
    shop.workspace.store.journal.finish(push_id, state=state, stopped_because="", now=now)
    shop.workspace.store.journal.live.discard(push_id)


def shape(shop: Shop, push_id: int) -> list[tuple[int, dict[str, int], int]]:
    """*Shape*: (whole seconds, outcomes that are not nought, waiting) of each point."""
    found = picture_push(shop.workspace, push_id)
    return [
        (
            round(one.seconds),
            {name: number for name, number in one.counts.items() if number},
            found.waiting_at(one),
        )
        for one in found.points
    ]


def test_each_outcome_at_its_time(shop: Shop, clock: StoppedClock) -> None:
    push_id, ids = begin(shop, 4)
    clock.advance(40.5)
    end(shop, push_id, ids[:2], "applied")
    clock.advance(40)
    end(shop, push_id, ids[2:3], "refused")
    clock.advance(79.5)
    end(shop, push_id, ids[3:], "applied")
    finish(shop, push_id)
    assert shape(shop, push_id) == [
        (0, {}, 4),
        (41, {"applied": 2}, 2),
        (81, {"applied": 2, "refused": 1}, 1),
        (160, {"applied": 3, "refused": 1}, 0),
    ]


def test_running_push_ends_now(shop: Shop, clock: StoppedClock) -> None:
    push_id, ids = begin(shop, 3)
    clock.advance(10)
    end(shop, push_id, ids[:1], "failed")
    clock.advance(70)
    found = picture_push(shop.workspace, push_id)
    assert (found.is_running, found.seconds, found.total, found.waiting_at(found.last)) == (True, 80, 3, 2)


def test_what_was_settled_later_was_unknown_then(shop: Shop, clock: StoppedClock) -> None:
    push_id, ids = begin(shop, 2)
    clock.advance(16)
    end(shop, push_id, ids, "unknown")
    finish(shop, push_id)
    clock.advance(1000)
    end(shop, push_id, ids[:1], "applied")
    other, _ = begin(shop, 0)
    end(shop, other, ids[1:], "applied")
    found = picture_push(shop.workspace, push_id)
    assert (found.seconds, found.last.counts["unknown"], found.settled_later) == (16, 2, 2)


def test_cut_off_push_ends_where_it_was_cut_off(shop: Shop, clock: StoppedClock) -> None:
    push_id, ids = begin(shop, 3)
    clock.advance(32)
    end(shop, push_id, ids[:1], "applied")
    clock.advance(86_400)
    end(shop, push_id, ids[1:2], "unknown")
    end(shop, push_id, ids[2:], "skipped", SkipReason.STOPPED.value)
    finish(shop, push_id, "interrupted")
    found = picture_push(shop.workspace, push_id)
    assert found.seconds == 32
    assert found.last.counts == {"applied": 1, "skipped": 1, "refused": 0, "failed": 0, "unknown": 1}


def test_clock_that_jumps_back_leaves_every_record_in(shop: Shop, clock: StoppedClock) -> None:
    push_id, ids = begin(shop, 2)
    clock.advance(-600)
    end(shop, push_id, ids, "applied")
    finish(shop, push_id)
    found = picture_push(shop.workspace, push_id)
    assert (found.seconds, found.last.counts["applied"]) == (0, 2)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_push_that_takes_no_time_has_a_beginning_and_an_end(shop: Shop, number: int) -> None:
    push_id, ids = begin(shop, number)
    end(shop, push_id, ids, "applied")
    finish(shop, push_id)
    found = picture_push(shop.workspace, push_id)
    assert (found.points[0].seconds, found.seconds, found.total) == (0, 0, number)
    assert found.last.counts["applied"] == number


def test_many_outcomes_become_few_points(shop: Shop, clock: StoppedClock) -> None:
    push_id, ids = begin(shop, 500)
    for one in ids:
        clock.advance(1)
        end(shop, push_id, [one], "applied")
    finish(shop, push_id)
    points: Any = picture_push(shop.workspace, push_id).points
    assert len(points) == 161
    assert points[80].counts["applied"] == pytest.approx(250, abs=4)


def test_a_push_that_is_not_there(shop: Shop) -> None:
    with pytest.raises(NotFound, match="no push 7"):
        picture_push(shop.workspace, 7)
