"""No network: the push waits for it, one request tries now and then, and nothing is marked as failed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from app.jobs import Halt
from app.net.limits import NoLimit
from app.push.outage import DISTANCES, Outage
from app.vendors.registry import vendor_named
from app.workspace import Workspace
from tests.app.push.desk import Desk
from tests.app.push.pending import VENDORS, fill_three, written
from tests.app.push.shop import InBackground, counts, watched
from tests.faultproxy import plays
from tests.faultproxy.cable import Cable

At = Callable[..., Desk]


@pytest.fixture
def cable(shop_sandbox: dict[str, Any]) -> Iterator[Cable]:
    """The way to every simulator, plugged in."""
    opened = Cable(str(shop_sandbox["control"]))
    yield opened
    opened.close()


@pytest.fixture
def at(
    workspace: Workspace,
    shop_sandbox: dict[str, Any],
    shop_control: httpx.Client,
    cable: Cable,
    monkeypatch: pytest.MonkeyPatch,
) -> At:
    """`at("kibo")` connects the workspace through the cable, with three records pending."""
    monkeypatch.setattr("app.push.decide.backoff_seconds", lambda tries, share: 0.0)
    monkeypatch.setattr("app.net.sign_in.backoff_seconds", lambda tries, share: 0.0)
    monkeypatch.setattr("app.push.settling.DISTANCES", (0.0, 0.01, 0.01))
    monkeypatch.setattr("app.push.outage.DISTANCES", (0.1, 0.2))
    monkeypatch.setattr("app.bootstrap._limiter", lambda vendor, secrets: NoLimit())

    def connected(vendor: str, count: int = 3) -> Desk:
        given = shop_sandbox[vendor]
        reached = {**shop_sandbox, vendor: {**given, "url": cable.url_of(given["url"])}}
        return fill_three(Desk(workspace, vendor_named(vendor), reached, shop_control), count)

    return connected


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_push_waits_for_the_network_and_goes_on_by_itself(at: At, cable: Cable, vendor: str) -> None:
    desk = at(vendor)
    cable.unplug()
    running = InBackground(desk, watched())
    host = desk.connection.base_url.split("/")[2]
    words = running.await_halt(Halt.NETWORK, "Next try in")
    assert words.startswith(f"Waiting for the network: no connection to {host}. Next try in 1 s")
    assert desk.workspace.store.journal.counts(1) == counts()
    cable.plug()
    result = running.result()
    assert (result.counts, result.exit_code) == (counts(applied=3), 0)
    assert len(written(desk)) == 3


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_network_that_goes_in_the_middle_is_waited_for(
    at: At, cable: Cable, vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only one request is to be on the wire when it goes: another might be lost on its way there.
    one_by_one = replace(vendor_named(vendor), requests_at_once=1)
    monkeypatch.setattr("app.services.push.vendor_named", lambda _: one_by_one)
    desk = at(vendor)
    running = InBackground(desk, watched(is_paused=True))
    running.await_halt(Halt.PAUSED)
    cable.strike(unplugging(cable), times=1)
    running.context.go_on()
    running.await_halt(Halt.NETWORK)
    assert desk.workspace.store.journal.counts(1)["failed"] == 0
    cable.plug()
    assert running.result().counts == counts(applied=3)
    assert len(desk.held()) == 3


def unplugging(cable: Cable) -> Any:
    """The vendor carries it out, and the network goes before the answer."""

    def play(exchange: Any) -> bool:
        exchange.forward()
        cable.unplug()
        return False

    return play


@pytest.mark.parametrize("vendor", VENDORS)
def test_stop_ends_the_wait_with_everything_pending(at: At, cable: Cable, vendor: str) -> None:
    desk = at(vendor)
    cable.unplug()
    running = InBackground(desk, watched())
    running.await_halt(Halt.NETWORK)
    running.context.cancel()
    result = running.result()
    assert (result.counts, result.exit_code) == (counts(skipped=3), 5)


def test_the_next_try_can_be_had_at_once(at: At, cable: Cable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.push.outage.DISTANCES", (600.0,))
    desk = at("traede")
    cable.unplug()
    running = InBackground(desk, watched())
    running.await_halt(Halt.NETWORK, "Next try in 600 s")
    running.context.go_on()
    running.await_halt(Halt.NETWORK, "Next try in 600 s")
    cable.plug()
    running.context.go_on()
    assert running.result().counts == counts(applied=3)


def test_the_wait_is_bounded_and_then_nothing_has_failed(at: At, cable: Cable) -> None:
    desk = at("traede")
    desk.with_settings(offline_wait_minutes=0)
    cable.unplug()
    result = desk.push(watched())
    assert (result.counts, result.exit_code) == (counts(skipped=3), 5)
    assert "Everything not sent stays pending" in result.stopped_because
    cable.plug()
    assert desk.push().counts == counts(applied=3)


def test_without_anybody_the_time_for_retries_is_all_there_is(at: At, cable: Cable) -> None:
    desk = at("traede")
    desk.with_settings(retry_tries=2)
    cable.unplug()
    result = desk.push()
    assert (result.counts, result.exit_code) == (counts(failed=1, skipped=2), 5)
    assert "cannot be reached" in result.stopped_because


def test_answers_lost_in_a_row_are_looked_into_alone(at: At, cable: Cable) -> None:
    """What was on its way when the network went is lost together, and is no run of failures."""
    desk = at("softwareone", 6)
    desk.with_settings(failures_in_a_row_stop=2)
    cable.strike(lost_together(6), times=6)
    running = InBackground(desk, watched())
    assert running.result().counts == counts(applied=6)
    assert len(written(desk)) == 6


def lost_together(number: int) -> Any:
    """The vendor carries them out, and all answers are lost once it has."""
    all_are_there = threading.Barrier(number, timeout=10)

    def play(exchange: Any) -> bool:
        exchange.forward()
        all_are_there.wait()
        return False

    return play


def test_what_is_lost_alone_as_well_is_a_run_of_failures(at: At, cable: Cable) -> None:
    desk = at("softwareone", 20)
    desk.with_settings(failures_in_a_row_stop=2)
    cable.strike(plays.lose_answer, times=0)
    running = InBackground(desk, watched())
    running.await_halt(Halt.FAILURES, "requests failed one after the other")
    assert len(written(desk)) < 20
    cable.heal()
    running.context.go_on()
    assert running.result().counts == counts(applied=20)
    assert len(written(desk)) == 20


def test_tries_come_at_growing_distances_and_one_at_a_time() -> None:
    outage = Outage.begin(100.0, go_ons=0)
    assert not outage.lets_go(100.0 + DISTANCES[0] - 0.1, go_ons=0)
    now = 100.0
    for distance in (*DISTANCES, DISTANCES[-1]):
        assert not outage.lets_go(now + distance - 0.1, go_ons=0)
        now += distance
        assert outage.lets_go(now, go_ons=0)
        assert outage.words("host", now).endswith("Trying now.")
        outage.put_off(now, go_ons=0)
    assert outage.lets_go(now, go_ons=1)
