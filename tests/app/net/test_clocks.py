"""A machine that slept: what was held open before is not used, and what passes by itself has passed."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from app.jobs import JobContext
from app.net.classify import FailureClass
from app.net.client import Client
from app.net.clocks import SleepSense, passing_seconds
from app.net.limits import SlotFile
from app.net.requests import Request
from tests.app.net.conftest import Serve
from tests.app.net.rawserver import OK

CREATE = Request("POST", "/x", body=b"{}", is_idempotent=False)


class Clocks:
    """A wall clock, and a monotonic one that stands still while the machine sleeps."""

    def __init__(self) -> None:
        self.wall_now = datetime(2026, 11, 20, 12, tzinfo=UTC)
        self.steady_now = 1000.0

    def wall(self) -> datetime:
        return self.wall_now

    def steady(self) -> float:
        return self.steady_now

    def pass_by(self, seconds: float) -> None:
        self.steady_now += seconds
        self.wall_now += timedelta(seconds=seconds)

    def sleep(self, seconds: float) -> None:
        self.wall_now += timedelta(seconds=seconds)


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


def test_time_that_passes_awake_is_no_sleep(clocks: Clocks) -> None:
    sense = SleepSense(clocks.wall, steady=clocks.steady)
    clocks.pass_by(86_400)
    assert not sense.has_slept()


def test_a_wall_clock_that_ran_ahead_means_a_sleep_once(clocks: Clocks) -> None:
    sense = SleepSense(clocks.wall, steady=clocks.steady)
    clocks.sleep(600)
    assert [sense.has_slept(), sense.has_slept()] == [True, False]


@pytest.mark.parametrize("seconds", [-3600, -1, 2])
def test_a_clock_that_is_set_right_is_no_sleep(clocks: Clocks, seconds: float) -> None:
    sense = SleepSense(clocks.wall, steady=clocks.steady)
    clocks.sleep(seconds)
    assert not sense.has_slept()


def test_a_gap_in_the_looking_means_a_sleep_where_no_clock_stood_still(clocks: Clocks) -> None:
    sense = SleepSense(clocks.wall, steady=clocks.steady, longest_gap_seconds=30)
    clocks.pass_by(29)
    assert not sense.has_slept()
    clocks.pass_by(31)
    assert sense.has_slept()


def test_the_passing_seconds_never_go_back() -> None:
    readings = [passing_seconds() for _ in range(100)]
    assert readings == sorted(readings)
    assert readings[-1] >= time.monotonic() - 1


def test_a_connection_from_before_a_sleep_is_not_written_to(serve: Serve, clocks: Clocks) -> None:
    server = serve(OK)
    with Client(server.url, clock=clocks.wall) as client:
        client.send(CREATE)
        client.send(CREATE)
        assert server.connections == 1
        clocks.sleep(600)
        assert client.send(CREATE).kind is FailureClass.ANSWERED_OK
    assert server.connections == 2


def test_a_sleep_on_the_way_to_the_first_byte_costs_a_connection_and_no_create(
    serve: Serve, clocks: Clocks
) -> None:
    server, told = serve(OK), []
    sleeps = iter([600])

    class Held:
        """A slot for which the request waits while the machine goes to sleep."""

        def acquire(self, context: JobContext, report_wait: object = None) -> Held:
            return self

        def confirm(self, context: JobContext) -> None:
            clocks.sleep(next(sleeps, 0))

        def touch(self) -> None:
            return

    with Client(server.url, clock=clocks.wall, limiter=Held()) as client:
        attempt = client.send(CREATE, on_first_byte=lambda: told.append(1))
    assert attempt.kind is FailureClass.ANSWERED_OK
    assert (told, bytes(server.received).count(b"POST")) == ([1], 1)


def test_a_sleep_that_another_request_noticed_costs_this_one_its_connection_too(
    serve: Serve, clocks: Clocks
) -> None:
    server = serve(OK)

    class Held:
        """A slot that one request waits for, while the machine sleeps and another goes out at the wake."""

        is_waiting = False

        def acquire(self, context: JobContext, report_wait: object = None) -> Held:
            return self

        def confirm(self, context: JobContext) -> None:
            if self.is_waiting:
                self.is_waiting = False
                clocks.sleep(600)
                client.send(CREATE)
                server.hang_up_first()

        def touch(self) -> None:
            return

    held = Held()
    with Client(server.url, clock=clocks.wall, limiter=held) as client:
        client.send(CREATE)
        held.is_waiting = True
        assert client.send(CREATE).kind is FailureClass.ANSWERED_OK
    assert bytes(server.received).count(b"POST") == 3


def test_a_token_is_renewed_after_a_sleep(clocks: Clocks, tokens: Callable[[], Client]) -> None:
    with tokens() as client:
        for _ in range(2):
            client.send(CREATE)
        clocks.sleep(600)
        client.send(CREATE)
    assert asked_under == ["1", "1", "2"]


asked_under: list[str] = []


@pytest.fixture
def tokens(clocks: Clocks) -> Callable[[], Client]:
    """A client under numbered tokens; `asked_under` is which one each request carried."""
    asked_under.clear()

    class Numbered:
        number = 1

        def headers(self, _context: JobContext) -> tuple[tuple[str, str], ...]:
            return (("x-number", str(self.number)),)

        def accepted(self) -> None:
            return

        def renew(self) -> bool:
            return False

        def forget(self) -> None:
            self.number += 1

    def answered(request: httpx.Request) -> httpx.Response:
        asked_under.append(request.headers["x-number"])
        return httpx.Response(200, json={})

    def opened() -> Client:
        transport = httpx.MockTransport(answered)
        return Client("http://127.0.0.1:9", clock=clocks.wall, sign_in=Numbered(), transport=transport)

    return opened


def test_a_slot_of_before_a_sleep_is_free_again(tmp_path: Path) -> None:
    """The vendor's second passes while this machine sleeps, by the clock that goes on in a sleep."""
    now = [1000.0]
    limit = SlotFile(tmp_path, "token", count=1, clock=lambda: now[0])
    limit.acquire(JobContext())
    now[0] += 600
    waits: list[float] = []
    limit.acquire(JobContext(), waits.append)
    assert waits == []
