"""The machine sleeps while requests are out: a late answer counts, and what never comes is found out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.jobs import ANSWERED, JobContext
from app.net.classify import FailureClass
from app.net.requests import Attempt
from app.push.outage import DISTANCES, Outage
from app.push.run_values import Tally, Target
from app.push.watch import Watch
from app.services.pull import pull
from app.values import Connection
from app.vendors.registry import vendor_named
from app.workspace import Workspace
from tests.app.conftest import StoppedClock
from tests.app.push.conftest import DeskIn
from tests.app.push.desk import Desk
from tests.app.push.pending import VENDORS, fill_three, written
from tests.app.push.shop import counts
from tests.faultproxy import plays
from tests.faultproxy.exchange import Exchange, Play
from tests.faultproxy.proxy import FaultProxy
from tests.faultproxy.wire import WireRequest

ASLEEP_SECONDS = 8 * 3600.0
At = Callable[[str], Desk]


@pytest.fixture
def at(workspace: Workspace, desk_in: DeskIn) -> At:
    """`at("kibo")` connects the workspace through the proxy, with three records pending."""
    return lambda vendor: fill_three(desk_in(workspace, vendor))


@pytest.fixture
def asleep(clock: StoppedClock) -> Callable[[Play], Play]:
    """Let the machine sleep once the request has left it, before the rest is played.

    The wall clock runs ahead and the steady one does not, as in a sleep.
    """

    def sleeping(then: Play) -> Play:
        def play(exchange: Exchange) -> bool:
            clock.advance(ASLEEP_SECONDS)
            return then(exchange)

        return play

    return sleeping


def is_write(request: WireRequest) -> bool:
    return request.is_write and "oauth" not in request.path


def is_list(request: WireRequest) -> bool:
    return request.method == "GET"


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_answer_after_the_wake_counts_and_nothing_goes_out_twice(
    at: At, proxy: FaultProxy, asleep: Any, vendor: str
) -> None:
    desk = at(vendor)
    proxy.strike(asleep(plays.answered), is_write)
    result = desk.push()
    assert (result.counts, result.exit_code) == (counts(applied=3), 0)
    assert len(written(desk)) == 3


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("number", [1, 3], ids=["one", "all that are out"])
def test_what_was_carried_out_before_a_dead_connection_is_there_once(
    at: At, proxy: FaultProxy, asleep: Any, vendor: str, number: int, workspace: Workspace
) -> None:
    desk = at(vendor)
    proxy.strike(asleep(plays.lose_answer), is_write, times=number)
    result = desk.push()
    assert (result.counts, result.exit_code) == (counts(applied=3), 0)
    assert len(desk.held()) == 3
    assert not workspace.store.journal.in_state("sent", connection_id=desk.connection.id)
    if vendor == "softwareone":
        assert len(written(desk)) == 3  # a create is looked for, never repeated


@pytest.mark.parametrize("vendor", VENDORS)
def test_what_never_arrived_is_not_taken_for_done(at: At, proxy: FaultProxy, asleep: Any, vendor: str) -> None:
    desk = at(vendor)
    proxy.strike(asleep(plays.never_arrives), is_write)
    result = desk.push()
    is_create = vendor == "softwareone"
    assert result.counts == (counts(applied=2, failed=1) if is_create else counts(applied=3))
    if is_create:
        assert len(desk.held()) == 2
        assert desk.push(retry_after_seconds=0).counts == counts(applied=1)
    assert len(desk.held()) == 3


@pytest.mark.parametrize("vendor", ["flxpoint", "kibo", "softwareone"])
@pytest.mark.parametrize("then", [plays.answered, plays.lose_answer], ids=["answered", "dead"])
def test_a_reading_goes_on_after_the_wake(
    at: At, proxy: FaultProxy, asleep: Any, vendor: str, then: Play, workspace: Workspace
) -> None:
    desk = at(vendor)
    strike = proxy.strike(asleep(then), is_list)
    assert pull(workspace, JobContext(), desk.connection.id).read == len(desk.held())
    assert strike.hits == 1


def test_a_create_that_reaches_the_vendor_after_the_wake_is_looked_for_that_long(
    at: At, proxy: FaultProxy, asleep: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = at("softwareone")
    monkeypatch.setattr("app.push.settling.DISTANCES", (0.0, 0.5, 1.5))
    desk.fault("commit_late", seconds=1.0, match={"method": "POST"})
    proxy.strike(asleep(plays.lose_answer), is_write)
    assert desk.push().counts == counts(applied=3)
    assert len(written(desk)) == len(desk.held()) == 3


def test_a_clock_that_went_back_meanwhile_does_not_cut_the_looking_short(
    at: At, proxy: FaultProxy, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = at("softwareone")
    monkeypatch.setattr("app.push.settling.DISTANCES", (0.0, 0.5, 1.5))
    desk.fault("commit_late", seconds=1.0, match={"method": "POST"})

    def set_back(exchange: Exchange) -> bool:
        clock.advance(-ASLEEP_SECONDS)
        return plays.lose_answer(exchange)

    proxy.strike(set_back, is_write)
    assert desk.push().counts == counts(applied=3)


def test_a_night_without_a_network_is_no_long_outage(
    workspace: Workspace, connection: Connection, clock: StoppedClock
) -> None:
    now = [1000.0]

    class Passing(JobContext):
        """A job whose waits pass at once."""

        def sleep(self, seconds: float) -> None:
            now[0] += seconds

    vendor = vendor_named("traede")
    with workspace.open_client(connection) as client:
        target = Target(connection, vendor, vendor.kinds[0], {}, client)
        watch = Watch(workspace, target, Tally(3), Passing(answers=ANSWERED))
        watch.turns.clock = lambda: now[0]
        watch.turns.outage = Outage.begin(now[0], 0)
        clock.advance(ASLEEP_SECONDS)
        now[0] += ASLEEP_SECONDS
        for _ in range(2):  # the try at the wake comes too early, the one after it does not
            watch.await_turn()
            with watch.passage(lambda: None) as passage:
                passage.attempt = Attempt(FailureClass.UNREACHED)
    assert watch.ending.error is None
    assert watch.turns.outage_seconds < sum(DISTANCES)
