"""Customers as a list of TRAEDE's might show them: no page of it is documented, so much is borne."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from app.net.requests import Answer, AnswerHeaders
from app.records.change import Edits, JsonObject
from app.values import BaseState, Record
from app.vendors.assess import pending_record
from app.vendors.declaration import PendingRecord
from app.vendors.registry import kind_named, vendor_named
from app.vendors.traede.answers import holds
from app.vendors.traede.plan import customer_body
from app.vendors.traede.pull import page, parse_page

KIND = kind_named("traede.customers")
OPTIONS = vendor_named("traede").options_with_defaults({"path_prefix": "v10"})
BASE: JsonObject = {
    "customer_number": "7",
    "name": "Åse",
    "discount_percentage": 5.0,
    "payment_term": {"payment_term_code": "30-days"},
    "addresses": [{"title": "Shop", "city": "Ribe", "id": 9}, {"title": "Lager", "city": "Vejle"}],
}


def answer(content: Any) -> Answer:
    body = json.dumps(content).encode()
    return Answer(200, AnswerHeaders(), body, 0.1, datetime(2026, 11, 20, tzinfo=UTC))


def test_pages_begin_at_0_and_hold_at_most_60() -> None:
    request = page("", OPTIONS)
    assert (request.method, request.path) == ("GET", "/v10/customers")
    assert request.query == (("page", "0"), ("limit", "60"))
    assert page("3:abc", OPTIONS).query == (("page", "3"), ("limit", "60"))


@pytest.mark.parametrize("name", ["customers", "data", "items"])
def test_a_list_is_found_under_the_usual_names_or_none(name: str) -> None:
    rows = [{"customer_number": "7", "name": "Åse"}]
    for content in (rows, {name: rows}):
        found = parse_page("", answer(content))
        assert found.records == (rows[0],)
        assert (found.following or "").startswith("1:")


def test_an_empty_page_ends_a_short_one_does_not_and_no_list_says_nothing() -> None:
    assert parse_page("1:x", answer([])).following is None
    assert parse_page("", answer([{"customer_number": "7"}])).following is not None
    assert not parse_page("", answer({"message": "Hello"})).is_list


@pytest.mark.parametrize(
    ("term", "wanted"),
    [
        ({"payment_term": {"payment_term_code": "30-days"}}, {"payment_term_code": "30-days"}),
        (
            {"payment_terms": {"payment_terms_id": "4", "payment_terms_code": ""}},
            {"payment_term_id": 4},
        ),
        (
            {"payment_term": {"id": 4, "code": "30-days"}},
            {"payment_term_code": "30-days", "payment_term_id": 4},
        ),
        ({"payment_terms": None}, None),
    ],
)
def test_a_payment_term_is_read_under_any_spelling(term: JsonObject, wanted: JsonObject | None) -> None:
    (customer,) = parse_page("", answer([{"customer_number": 7, **term}])).records
    assert customer == {"customer_number": "7", "payment_term": wanted}


def test_numbers_and_flags_as_other_servers_write_them_are_read_and_the_unknown_is_kept() -> None:
    rows = [
        {"customer_number": 1000, "discount_percentage": "12.50", "active": 1, "addresses": None, "new": [1]}
    ]
    (customer,) = parse_page("", answer(rows)).records
    assert customer == {
        "customer_number": "1000",
        "discount_percentage": 12.5,
        "active": True,
        "addresses": [],
        "new": [1],
    }
    assert parse_page("", answer([{"customer_number": "1", "discount_percentage": "nan"}])).records


@pytest.mark.parametrize(
    "edits",
    [
        {"name": "Åse"},
        {"discount_percentage": 5},
        {"payment_term.payment_term_code": "30-days"},
        {"addresses[title=Shop].city": "Ribe"},
        {"addresses[title=Outlet]": None},
    ],
)
def test_a_listed_customer_holds_what_it_shows(edits: Edits) -> None:
    assert holds(pending(edits), BASE)


@pytest.mark.parametrize(
    "edits",
    [
        {"name": "Bo"},
        {"discount_percentage": None},
        {"payment_term": None},
        {"addresses[title=Shop].city": "Esbjerg"},
        {"addresses[title=Shop]": None},
        {"addresses": []},
    ],
)
def test_a_listed_customer_lacks_what_it_shows_otherwise(edits: Edits) -> None:
    assert not holds(pending(edits), BASE)


def pending(edits: Edits, base: JsonObject | None = None) -> PendingRecord:
    held = base or {"customer_number": "7"}
    return pending_record(KIND, Record(1, KIND.id, 1, "7", BaseState.KNOWN, held, edits))


def test_what_is_shown_of_an_address_beyond_its_fields_is_not_sent_back() -> None:
    edits: Edits = {"addresses[title=Shop].city": "Esbjerg"}
    assert customer_body(pending(edits, BASE), OPTIONS)["addresses"] == [{"title": "Shop", "city": "Esbjerg"}]
