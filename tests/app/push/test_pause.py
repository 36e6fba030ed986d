"""Pause, go on and stop: nothing new goes out, what was sent is recorded, and it goes on where it was."""

from __future__ import annotations

import time

import pytest

from app.jobs import Halt
from tests.app.push.desk import Open
from tests.app.push.pending import VENDORS, open_three, writes, written
from tests.app.push.shop import InBackground, Shop, counts, in_flight, wait_until, watched


def test_a_pause_sends_nothing_new_and_records_what_was_sent(shop: Shop) -> None:
    shop.with_options(batch_size=1).add(map(str, range(6)))
    shop.fault("late", seconds=0.4, after=1)
    running = in_flight(shop, 2)
    running.context.pause()
    running.await_halt(Halt.PAUSING)
    words = running.await_halt(Halt.PAUSED)
    assert words == "Paused: 2 of 6 sent, 4 waiting. Nothing is sent until you go on."
    assert shop.workspace.store.journal.counts(1)["applied"] == 2
    assert len(shop.requests()) == 2
    running.context.go_on()
    assert running.result().counts == counts(applied=6)
    assert len(shop.requests()) == 6


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_vendors_push_pauses_and_goes_on(
    desk_at: Open, vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_three(desk_at, vendor, monkeypatch)
    running = InBackground(desk, watched(is_paused=True))
    running.await_halt(Halt.PAUSED)
    assert not written(desk)
    running.context.go_on()
    assert running.result().counts == counts(applied=3)
    assert len(written(desk)) == 3


@pytest.mark.parametrize("vendor", VENDORS)
def test_stop_works_while_paused(desk_at: Open, vendor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = open_three(desk_at, vendor, monkeypatch)
    running = InBackground(desk, watched(is_paused=True))
    running.await_halt(Halt.PAUSED)
    running.context.cancel()
    result = running.result()
    assert (result.counts, result.exit_code) == (counts(skipped=3), 5)
    assert not written(desk)
    assert desk.push().counts == counts(applied=3)


def test_a_pause_may_fall_into_a_wait_and_outlasts_it(shop: Shop) -> None:
    shop.add(["1"])
    shop.fault("too_many", retry_after=1)
    running = InBackground(shop)
    running.await_halt(Halt.WAITING)
    until = time.monotonic() + 1.1
    running.context.pause()
    running.await_halt(Halt.PAUSED)
    wait_until(lambda: time.monotonic() > until)
    assert len(shop.requests()) == 1
    running.context.go_on()
    assert running.result().counts == counts(applied=1)


@pytest.mark.parametrize("as_date", [False, True])
def test_a_long_wait_is_cut_short_told_and_then_the_push_goes_on(shop: Shop, *, as_date: bool) -> None:
    shop.with_settings(retry_budget_seconds=0, retry_after_cap_seconds=1).add(["1"])
    shop.fault("too_many", retry_after=7200, as_date=as_date)
    running = InBackground(shop)
    running.await_halt(Halt.WAITING, "TRAEDE asked for 120 min; the settings cut that short.")
    assert running.result().counts == counts(applied=1)
    assert len(shop.requests()) == 2


def test_a_pause_is_no_part_of_the_time_for_retries(shop: Shop) -> None:
    shop.with_settings(retry_budget_seconds=1).add(["1"])
    shop.fault("status", status=503)
    shop.fault("late", seconds=0.3)
    running = in_flight(shop, 1)
    running.context.pause()
    running.await_halt(Halt.PAUSED)
    until = time.monotonic() + 1.2
    wait_until(lambda: time.monotonic() > until)
    shop.fault("status", status=503)
    running.context.go_on()
    assert running.result().counts == counts(applied=1)


def test_settling_is_paused_as_well(desk_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = open_three(desk_at, "softwareone", monkeypatch)
    desk.fault("lose_answer", times=3, match=writes(desk))
    monkeypatch.setattr("app.push.settling.DISTANCES", (0.3, 0.01))
    running = InBackground(desk, watched())
    wait_until(lambda: "Looking" in running.context.latest.text)
    read = len(desk.requests("GET"))
    running.context.pause()
    running.await_halt(Halt.PAUSED)
    assert len(desk.requests("GET")) == read
    running.context.go_on()
    assert running.result().counts == counts(applied=3)
    assert len(written(desk)) == 3


def test_the_progress_never_goes_backwards(desk_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = open_three(desk_at, "softwareone", monkeypatch)
    desk.fault("lose_answer", times=2, match=writes(desk))
    context, seen = watched(), [0]
    real = context.report

    def noted(done: int, *rest: object, **more: object) -> None:
        seen.append(done)
        real(done, *rest, **more)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(context, "report", noted)
    assert desk.push(context).counts == counts(applied=3)
    assert seen[-1] == 3
    assert seen == sorted(seen)
