"""So many requests at a vendor at once, and no more."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.errors import Cancelled
from app.jobs import JobContext
from app.push.room import Room
from tests.app.push.conftest import Behind
from tests.app.push.shop import counts
from tests.app.push.test_softwareone import add
from tests.faultproxy.exchange import Exchange


def test_who_finds_no_place_waits_for_one() -> None:
    room = Room(1, JobContext())
    came = threading.Event()

    def come() -> None:
        with room.taken():
            came.set()

    with ThreadPoolExecutor(1) as pool:
        with room.taken():
            pool.submit(come)
            assert not came.is_set()
        assert came.wait(10)


def test_stop_ends_the_wait_for_a_place() -> None:
    context = JobContext()
    room = Room(1, context)
    context.cancel()
    with room.taken(), pytest.raises(Cancelled), room.taken():
        raise AssertionError("There was no place.")


class Crowd:
    """Counts how many requests are behind the proxy at once."""

    def __init__(self) -> None:
        self.most = self._now = 0
        self._lock = threading.Lock()

    def play(self, exchange: Exchange) -> bool:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            answer = exchange.forward()
        finally:
            with self._lock:
                self._now -= 1
        exchange.client.sendall(answer.head + answer.body)
        return True


def test_no_more_than_allowed_are_at_the_vendor_at_once(behind_proxy: Behind) -> None:
    desk, proxy = behind_proxy("softwareone")
    add(desk, *range(40))
    desk.behave(latency_ms=20)
    crowd = Crowd()
    proxy.strike(crowd.play, lambda request: True, times=0)
    assert desk.push().counts == counts(applied=40)
    assert 1 < crowd.most <= desk.vendor.requests_at_once
