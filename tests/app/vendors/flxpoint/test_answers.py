from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from app.net.requests import Answer, AnswerHeaders
from app.records.change import Edits
from app.records.merge import merge
from app.values import BaseState, Record
from app.vendors.assess import pending_record
from app.vendors.declaration import PendingRecord, Step
from app.vendors.flxpoint.answers import accepts, explain, holds
from app.vendors.flxpoint.pull import page, parse, parse_page, read
from app.vendors.registry import kind_named, vendor_named

KIND = kind_named("flxpoint.orders")
OPTIONS = vendor_named("flxpoint").options_with_defaults({})


def answer(status: int, content: Any = None) -> Answer:
    body = b"" if content is None else json.dumps(content).encode()
    return Answer(status, AnswerHeaders(), body, 0.1, datetime(2026, 11, 20, tzinfo=UTC))


def pending(edits: Edits) -> PendingRecord:
    return pending_record(
        KIND, Record(1, KIND.id, 1, "", BaseState.KNOWN, {"id": 7, "items": [{"id": 5}]}, edits)
    )


def step() -> Step:
    (found,) = KIND.plan([pending({"accountingSynced": True})], OPTIONS)
    return found


def test_204_without_a_body_is_acceptance_and_nothing_else_is() -> None:
    assert accepts(step(), answer(204))
    assert not accepts(step(), answer(200))
    assert not accepts(step(), answer(200, {"id": 7}))


def test_a_refused_sign_in_names_the_three_kinds_of_token() -> None:
    (message,) = explain(answer(401))
    assert "Account, source and channel tokens" in message.text
    assert explain(answer(401, {"message": "Bad token"}))[0].text == "Bad token"


@pytest.mark.parametrize(
    "content",
    [
        {"message": "No such item"},
        {"error": "No such item"},
        {"errors": [{"detail": "No such item"}]},
        "No such item",
    ],
)
def test_words_are_found_wherever_they_stand(content: Any) -> None:
    assert [message.text for message in explain(answer(400, content))] == ["No such item"]


def test_a_refusal_without_words_has_none() -> None:
    assert explain(answer(404)) == ()


def test_an_order_is_read_by_its_id() -> None:
    assert read("7", OPTIONS).path == "/orders/7"
    assert parse(answer(200, {"id": 7, "x": 1})) == {"id": 7, "x": 1}
    assert parse(answer(204)) is None
    assert parse(answer(200, {"id": "seven"})) is None


def test_pages_are_asked_for_in_either_family_of_names() -> None:
    assert page("", OPTIONS).query == (("page", "1"), ("pageSize", "50"))
    other = {
        **OPTIONS,
        "page_names": "filterPageNumber",
        "page_size": 20,
        "updated_since": "2026-11-01T00:00:00Z",
    }
    assert page("3:abc", other).query == (
        ("filterPageNumber", "3"),
        ("filterPageSize", "20"),
        ("orderUpdatedAt", "2026-11-01T00:00:00Z"),
    )


def test_pages_go_on_until_one_is_empty() -> None:
    first = parse_page("", answer(200, [{"id": 1}, {"id": 2}]))
    assert [order["id"] for order in first.records] == [1, 2]
    assert first.following is not None
    assert page(first.following, OPTIONS).query[0] == ("page", "2")
    assert parse_page(first.following, answer(200, [])).following is None


def test_a_server_that_repeats_its_page_ends_the_pages() -> None:
    first = parse_page("", answer(200, [{"id": 1}]))
    assert first.following is not None
    again = parse_page(first.following, answer(200, [{"id": 1}]))
    assert (again.records, again.following) == ((), None)


def test_orders_are_found_in_an_envelope_too_and_what_is_no_order_is_left_out() -> None:
    found = parse_page("", answer(200, {"data": [{"id": 1}, {"id": None}, "x"]}))
    assert found.records == ({"id": 1},)


def test_an_order_holds_what_was_sent_when_it_shows_it() -> None:
    edits: Edits = {"accountingSyncError": "", "items[id=5].externalAccountingId": "x"}
    assert holds(pending(edits), {"id": 7, "items": [{"id": 5, "externalAccountingId": "x"}]})
    assert not holds(pending(edits), {"id": 7, "items": [{"id": 5, "externalAccountingId": "y"}]})
    assert holds(pending({"accountingSynced": True}), {"id": 7, "accountingSynced": None}) is False


def test_accounting_items_are_compared_with_their_item() -> None:
    edits: Edits = {"items[id=5].orderItemAccountingItems[externalAccountingId=P].quantity": 2}
    item = {
        "id": 5,
        "externalAccountingId": None,
        "orderItemAccountingItems": [{"externalAccountingId": "P", "quantity": 2, "more": 1}],
    }
    assert holds(pending(edits), {"id": 7, "items": [item]})
    emptied = {"id": 7, "items": [{**item, "orderItemAccountingItems": [], "externalAccountingId": None}]}
    assert holds(pending(edits), emptied) is False


def test_an_order_without_accounting_fields_says_nothing_about_them() -> None:
    assert holds(pending({"accountingSynced": True}), {"id": 7, "items": [{"id": 5}]}) is None


def test_a_read_merges_under_the_edits_and_the_plan_follows() -> None:
    record = pending({"accountingSynced": True, "externalAccountingId": "INV-1"})
    theirs = {"id": 7, "accountingSynced": False, "externalAccountingId": "INV-1", "orderStatus": "Open"}
    merged = merge(record.base, record.edits, theirs, keys=KIND.list_keys, is_unread=True)
    after = pending_record(KIND, Record(1, KIND.id, 1, "7", BaseState.KNOWN, merged.base, merged.edits))
    (planned,) = KIND.plan([after], OPTIONS)
    assert json.loads(planned.request.body) == {"accountingSynced": True}


def test_the_filters_of_a_bookkeeper_look_at_the_working_copy() -> None:
    filters = {one.name: one.conditions for one in KIND.quick_filters}
    orders: list[dict[str, Any]] = [
        {"accountingSynced": True},
        {"accountingSynced": None},
        {"accountingSyncError": "No"},
        {},
    ]
    met = {
        name: [all(condition.is_met(order) for condition in conditions) for order in orders]
        for name, conditions in filters.items()
    }
    assert met == {
        "not-synced": [False, True, True, True],
        "synced": [True, False, False, False],
        "sync-error": [False, False, True, False],
    }
