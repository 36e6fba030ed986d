"""Settings changed while the workspace is open: the next run follows them, one under way keeps its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.errors import Offline
from app.jobs import Halt
from app.services.connections import edit_connection
from app.values import Pulled
from tests.app.push.desk import Desk, Open
from tests.app.push.pending import VENDORS, open_three, writes
from tests.app.push.shop import InBackground, counts, watched
from tests.app.services.place import Place
from tests.app.services.test_pull_faults import LISTS
from tests.app.services.test_pull_halts import PausesAfter, pulling

Connect = Callable[..., Place]


def asked_to_wait(desk: Desk) -> float | None:
    with desk.workspace.open_client(desk.connection) as client:
        probe = desk.vendor.probe(desk.options)
        return client.send(probe).retry_after_seconds


def test_the_longest_wait_reaches_the_next_client_without_a_restart(desk_at: Open) -> None:
    desk = desk_at("traede")
    desk.fault("too_many", retry_after=3000, times=0, match={})
    assert asked_to_wait(desk) == 300
    desk.with_settings(retry_after_cap_seconds=7)
    assert asked_to_wait(desk) == 7


def test_a_client_that_is_open_keeps_what_it_was_opened_with(desk_at: Open) -> None:
    desk = desk_at("traede")
    desk.fault("too_many", retry_after=3000, times=0, match={})
    with desk.workspace.open_client(desk.connection) as client:
        desk.with_settings(retry_after_cap_seconds=7)
        assert client.send(desk.vendor.probe(desk.options)).retry_after_seconds == 300


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_address_that_was_corrected_is_where_the_next_push_goes(
    desk_at: Open, vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_three(desk_at, vendor, monkeypatch)
    desk.with_settings(retry_tries=1)
    right = desk.connection.base_url
    edit_connection(desk.workspace, desk.connection.id, base_url="http://127.0.0.1:9")
    assert desk.push().counts["applied"] == 0
    edit_connection(desk.workspace, desk.connection.id, base_url=right)
    assert desk.push().counts == counts(applied=3)


def test_a_switch_that_was_set_counts_for_the_next_push(desk_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = open_three(desk_at, "traede", monkeypatch)
    edit_connection(desk.workspace, desk.connection.id, options={"batch_size": 50})
    desk.push()
    assert len(desk.requests("POST")) == 1


@pytest.mark.parametrize("vendor", ["traede", "kibo", "flxpoint"])
def test_a_push_under_way_keeps_the_tries_it_began_with(
    desk_at: Open, vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_three(desk_at, vendor, monkeypatch)
    desk.fault("too_many", retry_after=0, times=2, match=writes(desk))
    running = InBackground(desk, watched(is_paused=True))
    running.await_halt(Halt.PAUSED)
    desk.with_settings(retry_tries=1)
    running.context.go_on()
    assert running.result().counts == counts(applied=3)


def test_a_pull_under_way_keeps_them_too(place: Connect) -> None:
    opened = place("kibo", records=3).with_options(page_size=1)
    with pulling(opened, PausesAfter(1)) as running:
        running.await_halt(Halt.PAUSED)
        opened.fault("status", status=500, times=2, match={"path": LISTS["kibo"]})
        opened.with_settings(retry_tries=1)
        running.context.go_on()
        assert running.result() == Pulled(read=3, added=3)


def test_the_next_pull_has_the_new_ones(place: Connect) -> None:
    opened = place("kibo", records=1)
    opened.with_settings(retry_tries=1)
    opened.fault("status", status=500, times=1, match={"path": LISTS["kibo"]})
    with pytest.raises(Offline, match="What was read before is kept"):
        opened.pull()
