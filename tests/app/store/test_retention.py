"""How long requests are kept: outcomes stay, and so does whatever still waits for its outcome."""

from __future__ import annotations

import pytest

from app.errors import Cancelled
from app.jobs import JobContext
from app.services.forget_old_requests import forget_old_requests
from tests.app.conftest import StoppedClock
from tests.app.push.shop import Shop

DAY = 86_400


@pytest.fixture
def shop(pushing_shop: Shop) -> Shop:
    return pushing_shop


def test_old_requests_are_forgotten_and_their_outcomes_stay(shop: Shop, clock: StoppedClock) -> None:
    shop.with_options(batch_size=1).add([str(one) for one in range(25)])
    shop.push()
    clock.advance(365 * DAY)
    shop.push()
    history = shop.workspace.store.history
    assert len(history.requests(1)) == 25
    clock.advance(1)
    shop.push()
    assert history.requests(1) == ()
    assert len(history.outcomes(1)) == 25
    with shop.workspace.store.database.read() as sql:
        assert sql.exec_driver_sql("SELECT count(*) FROM effects").scalar_one() == 0


def test_a_push_says_since_when_its_requests_are_gone(shop: Shop, clock: StoppedClock) -> None:
    shop.add(["1"])
    shop.push()
    shop.with_settings(history_keep_days=30)
    clock.advance(30 * DAY)
    assert forget_old_requests(shop.workspace, JobContext()) == 0
    assert shop.workspace.store.history.push(1).forgotten_at is None
    clock.advance(1)
    assert forget_old_requests(shop.workspace, JobContext()) == 1
    forgotten = clock.now
    clock.advance(DAY)
    assert forget_old_requests(shop.workspace, JobContext()) == 0
    assert shop.workspace.store.history.push(1).forgotten_at == forgotten


def test_a_push_that_sent_nothing_has_nothing_to_forget(shop: Shop, clock: StoppedClock) -> None:
    shop.push()
    clock.advance(400 * DAY)
    assert forget_old_requests(shop.workspace, JobContext()) == 0
    assert shop.workspace.store.history.push(1).forgotten_at is None


def test_what_is_unknown_is_never_forgotten(shop: Shop, clock: StoppedClock) -> None:
    shop.add_delete("1")
    shop.fault("lose_answer")
    shop.push()
    clock.advance(400 * DAY)
    assert forget_old_requests(shop.workspace, JobContext()) == 0
    assert shop.workspace.store.journal.has_open(shop.connection.id)


def test_stop_ends_the_forgetting_and_the_next_time_goes_on(shop: Shop, clock: StoppedClock) -> None:
    shop.with_options(batch_size=1).add([str(one) for one in range(25)])
    shop.push()
    clock.advance(400 * DAY)
    context = JobContext()
    context.cancel()
    with pytest.raises(Cancelled):
        forget_old_requests(shop.workspace, context)
    assert len(shop.workspace.store.history.requests(1)) == 15
    assert shop.workspace.store.history.push(1).forgotten_at == clock.now
    assert forget_old_requests(shop.workspace, JobContext()) == 15
