"""What the history shows of the journal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.errors import NotFound
from app.values import BaseState, Change, Outcome
from tests.app.conftest import StoppedClock
from tests.app.push.desk import Open
from tests.app.push.shop import KIND, Shop
from tests.app.push.test_softwareone import nameless


@pytest.fixture
def shop(pushing_shop: Shop) -> Shop:
    return pushing_shop


def test_pushes_come_newest_first_with_their_counts(shop: Shop, clock: StoppedClock) -> None:
    shop.add(["1", "2"], bad=["2"])
    began = clock.now
    shop.push(comment="A first try")
    clock.advance(60)
    shop.push()
    newest, oldest = shop.workspace.store.history.pushes()
    assert (oldest.counts["applied"], oldest.counts["refused"], oldest.comment) == (1, 1, "A first try")
    assert (newest.counts["applied"], newest.counts["refused"]) == (0, 1)
    assert (oldest.started_at, oldest.finished_at) == (began, began)
    assert newest.started_at - oldest.started_at == timedelta(minutes=1)
    assert (oldest.connection_name, oldest.vendor, oldest.environment) == ("Nordic test", "traede", "test")


def test_pushes_are_read_page_by_page(shop: Shop) -> None:
    for _ in range(5):
        shop.push()
    history = shop.workspace.store.history
    assert [one.id for one in history.pushes(limit=2)] == [5, 4]
    assert [one.id for one in history.pushes(offset=4, limit=2)] == [1]


def test_pushes_of_one_connection_leave_out_the_others(shop: Shop) -> None:
    other = shop.another("Second")
    shop.push()
    other.push()
    history = shop.workspace.store.history
    assert [one.connection_name for one in history.pushes(connection_id=other.connection.id)] == ["Second"]
    assert len(history.pushes()) == 2


def test_a_push_keeps_the_name_its_connection_had(shop: Shop) -> None:
    shop.push()
    shop.workspace.store.connections.remove(shop.connection.id)
    assert shop.workspace.store.history.push(1).connection_name == "Nordic test"


def test_an_unknown_number_is_not_found(shop: Shop) -> None:
    with pytest.raises(NotFound, match="There is no push 7"):
        shop.workspace.store.history.push(7)


def test_requests_are_told_with_their_answers_and_records(shop: Shop, clock: StoppedClock) -> None:
    shop.add(["1", "2"], bad=["2"])
    shop.push()
    whole, first, second = shop.workspace.store.history.requests(1)
    assert (whole.state, first.state, second.state) == ("split", "applied", "refused")
    assert (whole.keys, first.keys, second.keys) == (("1", "2"), ("1",), ("2",))
    assert (whole.method, whole.url, whole.operation) == ("POST", "/customers/sync", "sync")
    assert (second.status, second.attempts, second.sent_at) == (422, 1, clock.now)
    assert "payment term code is invalid" in second.answer
    assert '"customer_number":"2"' in second.body


def test_requests_are_read_page_by_page(shop: Shop) -> None:
    shop.with_options(batch_size=1).add(map(str, range(5)))
    shop.push()
    history = shop.workspace.store.history
    assert [one.keys for one in history.requests(1, offset=3, limit=5)] == [("3",), ("4",)]


def test_outcomes_tell_what_each_record_was_to_become(shop: Shop) -> None:
    shop.add(["1"])
    shop.add_delete("2")
    shop.push()
    added, deleted = shop.workspace.store.history.outcomes(1)
    assert (added.key, added.change, added.outcome, added.kind) == ("1", Change.ADDED, Outcome.APPLIED, KIND.id)
    assert (deleted.key, deleted.change, deleted.outcome) == ("2", Change.DELETED, Outcome.REFUSED)
    assert [one.record_id for one in (added, deleted)] == [1, 2]


def test_a_record_without_a_key_goes_by_its_local_number(shop: Shop) -> None:
    record_id = shop.save({"name": "Nobody"})
    shop.push()
    (outcome,) = shop.workspace.store.history.outcomes(1)
    assert (outcome.key, outcome.outcome) == (f"#{record_id}", Outcome.SKIPPED)


def test_the_pushes_that_touched_a_record(shop: Shop) -> None:
    (first, second) = shop.add(["1", "2"], bad=["2"])
    shop.push()
    shop.push()
    history = shop.workspace.store.history
    assert [one.id for one in history.pushes_of(KIND.id, second)] == [2, 1]
    assert [one.id for one in history.pushes_of(KIND.id, first)] == [1]
    assert [one.id for one in history.pushes_of(KIND.id, second, offset=1)] == [1]
    assert history.pushes_of("another.kind", first) == ()


def test_a_request_tells_its_first_and_last_attempt(shop: Shop, clock: StoppedClock) -> None:
    shop.add(["1"])
    first = clock.now
    shop.fault("status", status=429, headers={"Retry-After": "0"}, apply="never")
    shop.with_settings(retry_tries=2)
    shop.push()
    (request,) = shop.workspace.store.history.requests(1)
    assert (request.attempts, request.first_sent_at, request.sent_at) == (2, first, clock.now)


def test_an_outcome_tells_when_it_came(shop: Shop, clock: StoppedClock) -> None:
    shop.add(["1"])
    shop.push()
    (outcome,) = shop.workspace.store.history.outcomes(1)
    assert outcome.ended_at == clock.now


def test_what_is_settled_later_keeps_the_time_of_its_own_push(shop: Shop, clock: StoppedClock) -> None:
    shop.add(["1"])
    shop.fault("lose_answer", times=0)
    shop.with_settings(retry_tries=1)
    shop.push()
    was = clock.now
    clock.advance(60)
    shop.clear_faults()
    shop.settle()
    (outcome,) = shop.workspace.store.history.outcomes(1)
    assert (outcome.outcome, outcome.reason, outcome.ended_at) == (Outcome.APPLIED, "settled-later", was)


def test_a_created_record_goes_by_the_key_that_the_vendor_gave_it(desk_at: Open) -> None:
    desk = desk_at("softwareone")
    desk.save(nameless(1), base_state=BaseState.ABSENT)
    result = desk.push()
    (outcome,) = desk.workspace.store.history.outcomes(result.push_id)
    assert outcome.key == next(iter(desk.held()))
    assert desk.workspace.store.history.count_outcomes(result.push_id, key=outcome.key) == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kunde 2 å", ["2"]),
        ("KUNDE", ["1", "2", "13"]),
        ("3", ["13"]),
        ("term code", ["2"]),
        ("100%", []),
        ('"', []),
        ("kun_e", []),
    ],
)
def test_a_record_of_a_push_is_found_by_its_text_its_key_and_the_words(
    shop: Shop, typed: str, found: list[str]
) -> None:
    shop.add(["1", "2", "13"], bad=["2"])
    shop.push()
    history = shop.workspace.store.history
    assert [one.key for one in history.outcomes(1, key=typed)] == found
    assert history.count_outcomes(1, key=typed) == len(found)
    asked_about = {key for one in history.requests(1, key=typed) for key in one.keys}
    assert asked_about >= set(found)


def test_records_of_a_push_by_outcome(shop: Shop) -> None:
    shop.add(["1", "2", "3"], bad=["2"])
    shop.push()
    history = shop.workspace.store.history
    assert [one.key for one in history.outcomes(1, outcome="refused")] == ["2"]
    assert [one.key for one in history.outcomes(1, outcome="applied", offset=1)] == ["3"]
    assert history.count_outcomes(1, outcome="applied") == 2
