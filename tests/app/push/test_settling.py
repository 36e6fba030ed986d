"""What settling by reading does at each look, and what it never does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.errors import SignInRefused, TooManyFailures
from app.net.limits import NoLimit
from app.net.requests import Request
from app.push import settling
from app.services.edit_records import set_values
from app.store.journal_values import Entry
from app.values import BaseState
from app.vendors.declaration import Step
from tests.app.conftest import StoppedClock
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import KIND, Shop, address, counts
from tests.app.push.test_flxpoint import orders, unread
from tests.app.push.test_softwareone import add

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
PATCH = {"method": "PATCH"}
GROWING = settling.DISTANCES  # before any test makes them shorter


@pytest.fixture
def desk(desk_at: Open, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("app.bootstrap._limiter", lambda vendor, secrets: NoLimit())
    desk = desk_at("flxpoint", records=6)
    desk.behave(token_limit=0)
    return desk


def sent(seconds_ago: float | None) -> Entry:
    at = None if seconds_ago is None else NOW - timedelta(seconds=seconds_ago)
    step = Step("update", Request("PUT", "/1", is_idempotent=True), ())
    return Entry(1, 1, KIND.id, step, {}, sent_at=at)


def waits(*seconds_ago: float | None, has_slept: bool = False) -> tuple[float, ...]:
    return settling.distances([sent(one) for one in seconds_ago], NOW, has_slept=has_slept)


def test_looks_come_at_growing_distances_while_it_may_still_arrive() -> None:
    assert waits(0) == GROWING == (0.0, 1.0, 3.0, 10.0, 30.0)
    assert waits(9000, 43) == GROWING
    assert waits(9000, has_slept=True) == GROWING


@pytest.mark.parametrize("seconds_ago", [None, 44, 9000])
def test_what_was_sent_long_ago_is_looked_for_once(seconds_ago: float | None) -> None:
    assert waits(seconds_ago) == (0.0,)


def test_a_request_whose_record_was_edited_since_is_not_repeated(desk: Desk) -> None:
    """Where reading shows nothing of it, the old bytes could overwrite what a person means now."""
    desk.behave(show_accounting="never")
    record_id = unread(desk, orders(desk)[0])
    desk.with_settings(retry_tries=1)
    desk.fault("lose_answer", match=PATCH, times=0)
    assert desk.push().counts == counts(unknown=1)
    sent_so_far = len(desk.requests("PATCH"))
    desk.clear_faults()
    set_values(desk.workspace, desk.kind.id, record_id, {"externalAccountingId": "LATER"})
    result = desk.settle()
    assert result.counts == counts(unknown=1)
    assert "answer applied or not applied" in desk.outcomes(result.push_id)[0].message
    assert len(desk.requests("PATCH")) == sent_so_far


def test_a_refusal_after_a_lost_attempt_counts_once_the_record_was_read_to_lack_it(desk: Desk) -> None:
    record_id = unread(desk, orders(desk)[0])
    desk.fault("reject_before", match=PATCH)
    desk.fault("status", status=422, body={"message": "No such account."}, match=PATCH)
    result = desk.push()
    assert result.counts == counts(refused=1)
    assert desk.record(record_id).outcome_message == "No such account."


def test_a_refusal_after_a_lost_attempt_is_none_where_nobody_can_look(desk: Desk) -> None:
    record_id = unread(desk, orders(desk)[0])
    desk.with_settings(retry_tries=2)
    desk.fault("reject_before", match=PATCH)
    desk.fault("status", status=422, body={"message": "No such account."}, match=PATCH, times=0)
    desk.fault("status", status=503, times=0, match={"method": "GET"}, after=1)
    assert desk.push().counts == counts(unknown=1)
    assert desk.record(record_id).busy == "unknown"


def forbid(desk: Desk, *, after: int = 0) -> None:
    desk.fault("status", status=403, body={"message": "Not yours."}, times=0, match=PATCH, after=after)


def test_three_forbidden_records_running_with_none_applied_stop_the_run(desk: Desk) -> None:
    for key in orders(desk):
        unread(desk, key)
    forbid(desk)
    result = desk.push()
    assert (result.counts, result.exit_code) == (counts(refused=3, skipped=3), 5)
    assert isinstance(result.error, SignInRefused)
    assert len(desk.requests("PATCH")) == 3


def test_forbidden_records_are_refusals_where_another_was_applied(desk: Desk) -> None:
    for key in orders(desk):
        unread(desk, key)
    forbid(desk, after=1)
    result = desk.push()
    assert (result.counts, result.exit_code) == (counts(applied=1, refused=5), 3)


@pytest.mark.parametrize("tries", [1, 2])
def test_a_run_of_failures_stops_though_every_read_before_it_succeeds(desk: Desk, tries: int) -> None:
    for key in orders(desk):
        unread(desk, key)
    desk.with_settings(retry_tries=tries, failures_in_a_row_stop=3)
    desk.fault("status", status=502, times=0, match=PATCH)
    result = desk.push()
    assert isinstance(result.error, TooManyFailures)
    assert (result.counts, result.exit_code) == (counts(unknown=3, skipped=3), 4)
    assert len(desk.requests("PATCH")) == 3 * tries


def test_one_applied_between_failures_goes_on(desk: Desk) -> None:
    for key in orders(desk):
        unread(desk, key)
    desk.with_settings(retry_tries=1, failures_in_a_row_stop=3)
    desk.fault("status", status=502, times=2, match=PATCH)
    desk.fault("status", status=502, times=2, match=PATCH, after=1)
    result = desk.push()
    assert result.error is None
    assert result.counts["skipped"] == 0


@pytest.mark.parametrize("minutes", [1, 60])
def test_the_setting_says_how_long_a_lost_create_rests(
    desk_at: Open, clock: StoppedClock, minutes: int
) -> None:
    desk = desk_at("softwareone")
    desk.with_settings(settle_not_before_seconds=60 * minutes)
    add(desk, 1)
    desk.fault("status", status=502, match={"method": "POST"})
    assert desk.push().counts == counts(failed=1)
    desk.behave(clock_skew_seconds=1000)
    clock.advance(1000)
    assert desk.push().counts == (counts(applied=1) if minutes == 1 else counts(skipped=1))


def test_replacing_addresses_unseen_is_confirmed_with_the_number_in_words(shop: Shop) -> None:
    from app.services.review import review  # noqa: PLC0415  one test asks the guard

    for number in ("1", "2"):
        shop.save({"customer_number": number, **address("Shop")}, directives={"addresses_sync_mode": "replace"})
    asked = review(shop.workspace, shop.connection.id).question
    assert "replace all addresses of 2 customers nobody has read" in asked


def test_directives_are_no_part_of_base_or_of_the_difference(shop: Shop) -> None:
    record_id = shop.save(
        {"customer_number": "1", "name": "A", "currency": "DKK", **address("Shop")},
        directives={"addresses_sync_mode": "replace"},
    )
    assert shop.push().counts == counts(applied=1)
    record = shop.record(record_id)
    assert shop.held()["1"]["addresses_sync_mode"] == "replace"
    assert not [name for name in record.base if name.startswith("addresses_sync")]
    assert (record.base_state, record.edits) == (BaseState.KNOWN, {})
