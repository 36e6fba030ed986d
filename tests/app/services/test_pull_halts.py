"""A pull that stands still: for another sign-in, for the network or because somebody wants it to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from app.errors import Cancelled, Offline, SignInRefused
from app.jobs import ANSWERED, Halt, JobContext
from app.net.limits import NoLimit
from app.services.connections import edit_connection
from app.values import Pulled
from tests.app.push.shop import wait_until
from tests.app.services.place import Place
from tests.app.services.test_pull_faults import LISTS, READABLE
from tests.faultproxy.cable import Cable

Connect = Callable[..., Place]


class Pulling:
    """A pull on a thread of its own, with somebody there to answer."""

    def __init__(self, opened: Place, pool: ThreadPoolExecutor, context: JobContext) -> None:
        self.context = context
        self._future = pool.submit(opened.pull, self.context)

    def await_halt(self, halt: Halt, saying: str = "") -> str:
        """Wait until it stands still for this; returns its words."""
        wait_until(lambda: self._stands(halt, saying) or self._future.done())
        assert self._stands(halt, saying), (self.context.latest, self._future)
        return self.context.latest.text

    def result(self) -> Pulled:
        return self._future.result(30)

    def _stands(self, halt: Halt, saying: str) -> bool:
        return self.context.latest.halt is halt and saying in self.context.latest.text


@contextmanager
def pulling(opened: Place, context: JobContext | None = None) -> Iterator[Pulling]:
    with ThreadPoolExecutor(1) as pool:
        running = Pulling(opened, pool, context or JobContext(answers=ANSWERED))
        try:
            yield running
        finally:
            running.context.cancel()


@pytest.fixture
def through(place: Connect, shop_sandbox: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """`through("kibo")` connects by a cable that can be unplugged; returns the place and the cable."""
    monkeypatch.setattr("app.push.outage.DISTANCES", (0.1, 0.2))
    cable = Cable(str(shop_sandbox["control"]))

    def connected(vendor: str, records: int) -> tuple[Place, Cable]:
        opened = place(vendor, records=records)
        reached = replace(opened.connection, base_url=cable.url_of(opened.connection.base_url))
        opened.connection = reached
        opened.workspace.store.connections.update(reached)
        return opened, cable

    yield connected
    cable.close()


def refuse(opened: Place, **when: Any) -> None:
    opened.fault("status", status=401, times=0, match={"path": LISTS[opened.vendor.id]}, **when)


@pytest.mark.parametrize("vendor", READABLE)
def test_a_401_asks_and_the_same_pull_goes_on(place: Connect, vendor: str) -> None:
    opened = place(vendor, records=4)
    refuse(opened)
    with pulling(opened) as running:
        words = running.await_halt(Halt.SIGN_IN)
        assert words == f"{opened.vendor.title} refused the sign-in. Enter new credentials, then go on."
        opened.clear_faults()
        running.context.go_on()
        assert running.result() == Pulled(read=4, added=4)


def test_one_between_pages_reads_no_page_twice(place: Connect) -> None:
    opened = place("kibo", records=3).with_options(page_size=1)
    refuse(opened, after=1)
    with pulling(opened) as running:
        running.await_halt(Halt.SIGN_IN)
        assert running.context.latest.done == 1
        opened.clear_faults()
        running.context.go_on()
        assert running.result() == Pulled(read=3, added=3)
    assert [one["status"] for one in opened.requests(LISTS["kibo"])].count(200) == 3


def test_what_was_entered_meanwhile_is_used(place: Connect) -> None:
    opened = place("softwareone", records=2)
    right = dict(opened.workspace.credentials.get(opened.connection.credential_id))
    wrong = {**right, "api_token": "an-old-made-up-word"}
    opened.workspace.credentials.keep_for_session(opened.connection.credential_id, wrong)
    with pulling(opened) as running:
        running.await_halt(Halt.SIGN_IN)
        edit_connection(opened.workspace, opened.connection.id, secrets=right)
        running.context.go_on()
        assert running.result() == Pulled(read=2, added=2)


def test_stop_instead_of_another_sign_in_ends_it(place: Connect) -> None:
    opened = place("kibo", records=2)
    refuse(opened)
    with pulling(opened) as running:
        running.await_halt(Halt.SIGN_IN)
        running.context.cancel()
        with pytest.raises(Cancelled):
            running.result()
    assert not opened.workspace.store.journal.pulls


def test_with_nobody_to_ask_it_ends(place: Connect) -> None:
    opened = place("kibo", records=2)
    refuse(opened)
    with pytest.raises(SignInRefused, match="What was read before is kept"):
        opened.pull()


def test_a_pause_asks_for_no_further_page(place: Connect) -> None:
    opened = place("kibo", records=3).with_options(page_size=1)
    with pulling(opened, PausesAfter(1)) as running:
        words = running.await_halt(Halt.PAUSED)
        assert words == "Paused: 1 read so far. Nothing more is asked for until you go on."
        assert len(opened.requests(LISTS["kibo"])) == 1
        running.context.go_on()
        assert running.result() == Pulled(read=3, added=3)


class PausesAfter(JobContext):
    """Somebody presses Pause once so many records were read."""

    def __init__(self, number: int) -> None:
        super().__init__(answers=ANSWERED)
        self._number = number

    def report(self, done: int, *rest: Any, **more: Any) -> None:
        super().report(done, *rest, **more)
        if done == self._number:
            self._number = -1
            self.pause()


@pytest.mark.parametrize("vendor", READABLE)
def test_a_network_that_is_not_there_is_waited_for(
    through: Any, vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.bootstrap._limiter", lambda vendor, secrets: NoLimit())
    opened, cable = through(vendor, 2)
    opened.with_settings(retry_tries=1)
    cable.unplug()
    with pulling(opened) as running:
        running.await_halt(Halt.NETWORK, "Waiting for the network: no connection to 127.0.0.1")
        cable.plug()
        assert running.result() == Pulled(read=2, added=2)


def test_a_network_that_does_not_come_back_ends_it_with_what_was_read(through: Any) -> None:
    opened, cable = through("kibo", 2)
    opened.with_settings(offline_wait_minutes=0)
    cable.unplug()
    with pulling(opened) as running, pytest.raises(Offline, match="Read again once the network is back"):
        running.result()


def test_answers_that_do_not_arrive_are_taken_for_the_network_once(place: Connect) -> None:
    opened = place("kibo", records=2).with_settings(retry_tries=1)
    opened.fault("lose_answer", times=0, match={"path": LISTS["kibo"]})
    with pulling(opened) as running:
        running.await_halt(Halt.NETWORK, "do not arrive")
        with pytest.raises(Offline, match="What was read before is kept"):
            running.result()
