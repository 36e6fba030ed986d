"""TRAEDE with the switch “Try GET customers”: the list is read again before anything is sent."""

from __future__ import annotations

import json

import pytest

from app.errors import NoWayToRead
from app.jobs import JobContext
from app.net.requests import Request
from app.services.pull import pull
from app.services.resolve import resolve
from app.services.review import review
from app.values import BaseState, Change, Outcome, PushResult
from tests.app.push.shop import ADDRESS, KIND, Shop, address, counts, customer


@pytest.fixture
def listed(shop: Shop) -> Shop:
    """A shop whose TRAEDE gives a list, and that asks for it; it holds three customers nobody has read."""
    shop.behave(get_customers=True)
    shop.hold(["1", "2", "3"])
    shop.forget_requests()
    return shop.with_options(try_get_customers=True)


def methods(shop: Shop) -> list[str]:
    return [one["method"] for one in shop.requests()]


def reasons(shop: Shop, result: PushResult) -> dict[str, tuple[Outcome, str]]:
    return {key: (one.outcome, one.reason) for key, one in shop.outcomes(result.push_id).items()}


def change(shop: Shop, number: str, **fields: object) -> None:
    """Let somebody else change a customer at TRAEDE."""
    body = {"customers": [{"customer_number": number, **fields}]}
    with shop.workspace.open_client(shop.connection) as client:
        request = Request(
            "POST",
            "/customers/sync",
            body=json.dumps(body).encode(),
            content_type="application/json",
            is_idempotent=True,
        )
        attempt = client.send(request)
    assert attempt.answer is not None
    assert attempt.answer.status == 200


def test_without_the_switch_nothing_is_listed(shop: Shop) -> None:
    shop.behave(get_customers=True)
    shop.add(["1"])
    assert shop.push().counts == counts(applied=1)
    assert methods(shop) == ["POST"]
    with pytest.raises(NoWayToRead, match="documents no way"):
        pull(shop.workspace, JobContext(), shop.connection.id)


def test_pull_change_there_and_pull_again(listed: Shop) -> None:
    first = pull(listed.workspace, JobContext(), listed.connection.id)
    assert (first.read, first.added) == (3, 3)
    change(listed, "2", name="Ny Åse", discount_percentage=12.5)
    second = pull(listed.workspace, JobContext(), listed.connection.id)
    assert (second.read, second.added, second.changed, second.gone) == (3, 0, 1, 0)
    record = listed.workspace.store.records.by_key(KIND.id, listed.connection.id, "2")
    assert record is not None
    assert (record.base_state, record.base["discount_percentage"]) == (BaseState.KNOWN, 12.5)


def test_a_customer_that_is_there_becomes_known_and_only_the_difference_is_sent(listed: Shop) -> None:
    record_id = listed.save(customer("2", name="Ny", currency="DKK"))
    assert listed.push().counts == counts(applied=1)
    assert methods(listed) == ["GET", "POST"]
    assert listed.requests()[-1]["body"]["customers"] == [{"customer_number": "2", "name": "Ny"}]
    assert listed.record(record_id).base_state is BaseState.KNOWN


def test_one_that_is_not_listed_is_new_and_one_that_holds_all_is_no_change(listed: Shop) -> None:
    listed.add(["9"])
    listed.save(customer("3", name="3"))
    assert listed.push().counts == counts(applied=1, skipped=1)
    assert [one["customer_number"] for one in listed.requests()[-1]["body"]["customers"]] == ["9"]
    assert listed.held()["9"]["name"] == "Kunde 9 Å"


def test_a_field_changed_on_both_sides_waits_for_a_person(listed: Shop) -> None:
    pull(listed.workspace, JobContext(), listed.connection.id)
    known = listed.workspace.store.records.by_key(KIND.id, listed.connection.id, "1")
    assert known is not None
    listed.save({"name": "Mine"}, id=known.id, base=known.base, base_state=BaseState.KNOWN)
    change(listed, "1", name="Theirs")
    listed.forget_requests()
    result = listed.push()
    assert reasons(listed, result) == {"1": (Outcome.SKIPPED, "conflict")}
    assert methods(listed) == ["GET"]
    resolve(listed.workspace, KIND.id, [known.id], take="mine")
    assert listed.push().counts == counts(applied=1)
    assert listed.held()["1"]["name"] == "Mine"


def test_what_a_push_did_not_send_is_no_conflict_later(listed: Shop) -> None:
    """After a push base holds what was sent; TRAEDE's defaults beside it were never looked at."""
    (record_id,) = listed.add(["9"])
    listed.push()
    known = listed.record(record_id)
    listed.save({"active": False}, id=record_id, base=known.base, base_state=known.base_state)
    assert listed.push().counts == counts(applied=1)
    assert listed.held()["9"]["active"] is False


def test_a_known_customer_that_is_no_longer_listed_is_not_sent_unseen(listed: Shop) -> None:
    base = {"customer_number": "8", "name": "Gone"}
    record_id = listed.save({"name": "Back"}, base=base, base_state=BaseState.KNOWN)
    result = listed.push()
    assert reasons(listed, result) == {"8": (Outcome.SKIPPED, "held-back")}
    assert methods(listed) == ["GET"] * 4  # the list and its empty page, twice
    assert listed.record(record_id).change is Change.CHANGED
    listed.with_options(try_get_customers=False).push()
    assert methods(listed)[-1] == "POST"


def test_an_address_is_added_to_those_that_are_there(listed: Shop) -> None:
    change(
        listed,
        "1",
        addresses=[{"title": "Lager", **ADDRESS}],
        addresses_sync_mode="append",
        addresses_sync_key="address_title",
    )
    record_id = listed.save({**customer("1", name="1"), **address("Shop")})
    assert listed.push().counts == counts(applied=1)
    assert [one["title"] for one in listed.held()["1"]["addresses"]] == ["Lager", "Shop"]
    assert [one["title"] for one in listed.record(record_id).base["addresses"]] == ["Lager", "Shop"]


@pytest.mark.parametrize("status", [404, 405])
def test_a_traede_without_the_list_says_so_and_nothing_is_sent(listed: Shop, status: int) -> None:
    listed.add(["9"])
    listed.fault("status", status=status, match={"method": "GET"}, times=0)
    result = listed.push()
    assert (result.counts, result.exit_code) == (counts(skipped=1), 5)
    assert isinstance(result.error, NoWayToRead)
    assert "Switch off “Try GET customers”" in result.stopped_because
    with pytest.raises(NoWayToRead, match="Try GET customers"):
        pull(listed.workspace, JobContext(), listed.connection.id)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"name": "status", "status": 500}, "could not be read"),
        ({"name": "status", "status": 401}, "401"),
        ({"name": "status", "status": 200, "body": {"message": "Hello"}}, "no list"),
        ({"name": "html"}, "TRAEDE"),
        ({"name": "too_many", "retry_after": 0}, "slow down"),
    ],
)
def test_a_list_that_cannot_be_read_leaves_everything_pending(
    listed: Shop, fault: dict[str, object], words: str
) -> None:
    listed.add(["9"])
    name = str(fault.pop("name"))
    listed.fault(name, **fault, match={"method": "GET"}, times=0)
    result = listed.push()
    assert (result.counts, result.exit_code) == (counts(skipped=1), 5)
    assert words in result.stopped_because
    assert set(methods(listed)) == {"GET"}


def test_stop_while_the_list_is_read_sends_nothing(listed: Shop) -> None:
    listed.add(["9"])
    context = JobContext()
    context.cancel()
    result = listed.push(context)
    assert (result.counts, result.exit_code) == (counts(skipped=1), 5)
    assert methods(listed) == []


def test_review_says_what_the_switch_makes_of_it(listed: Shop) -> None:
    listed.add(["9"])
    told = review(listed.workspace, listed.connection.id)
    assert "The list is read again" in " ".join(told.notes)
    assert "cannot be read" not in " ".join(told.notes)
    without = listed.with_options(try_get_customers=False)
    assert "cannot be read" in " ".join(review(without.workspace, without.connection.id).notes)
