"""What every vendor's pure functions must bear: odd answers, odd keys, pages without an end."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from app.net.address import full_url
from app.net.requests import Answer, AnswerHeaders, Request
from app.records.columns import ColumnType
from app.vendors.declaration import Kind, Step, Vendor
from app.vendors.registry import all_kinds, all_vendors, vendor_of

VENDORS = list(all_vendors().values())
READABLE = [kind for kind in all_kinds().values() if kind.read]
LISTED = [kind for kind in all_kinds().values() if kind.page]
ACTING = [kind for kind in all_kinds().values() if kind.actions]
each_vendor = pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.id)
each_kind = pytest.mark.parametrize("kind", list(all_kinds().values()), ids=lambda kind: kind.id)
each_listed = pytest.mark.parametrize("kind", LISTED, ids=lambda kind: kind.id)
each_readable = pytest.mark.parametrize("kind", READABLE, ids=lambda kind: kind.id)
ODD: list[Any] = [None, 1, "text", [], [1], {}, {"errors": 5}, {"errors": [None, {}]}, {"errors": {"a": None}}]
ODD += [{"data": 5}, {"items": [None]}, {"message": 5, "items": 5}, {"id": None}, {"$meta": 5, "data": [5]}]
BODIES = [b"", b"{", b"\xff\xfe", b"<html>Sign in</html>", *(json.dumps(one).encode() for one in ODD)]


def answer(body: bytes, status: int = 200) -> Answer:
    return Answer(status, AnswerHeaders(), body, 0.1, datetime(2026, 11, 20, tzinfo=UTC))


def options_of(kind: Kind) -> dict[str, Any]:
    return vendor_of(kind.id).options_with_defaults({})


@each_vendor
def test_words_of_any_answer_are_texts(vendor: Vendor) -> None:
    for body in BODIES:
        for status in (400, 401, 409, 500):
            assert all(isinstance(one.text, str) and one.text for one in vendor.explain(answer(body, status)))


@each_kind
def test_a_page_for_people_is_never_acceptance(kind: Kind) -> None:
    for operation in ("create", "update", "sync", "accounting-sync", "add-rep"):
        step = Step(operation, Request("POST", "/x", is_idempotent=True), ())
        assert not kind.accepts(step, answer(b"<!doctype html><html>Sign in</html>"))
        assert not kind.accepts(step, answer(b"OK"))


@each_readable
def test_reading_is_a_get_without_a_body_that_may_be_repeated(kind: Kind) -> None:
    assert kind.read
    request = kind.read("a/b 1", options_of(kind))
    assert (request.method, request.body, request.is_idempotent) == ("GET", b"", True)
    assert full_url("https://example.com", request)
    assert request.names_record
    assert request.path.endswith("/a%2Fb%201")


@each_listed
def test_listing_is_a_get_of_which_a_404_speaks_of_the_address_unless_it_is_only_tried(kind: Kind) -> None:
    assert kind.page
    request = kind.page("", options_of(kind))
    assert (request.method, request.body, request.is_idempotent) == ("GET", b"", True)
    assert full_url("https://example.com", request)
    assert request.names_record == bool(kind.read_switch)


@each_readable
def test_no_record_is_read_out_of_an_odd_answer(kind: Kind) -> None:
    assert kind.parse
    for body in BODIES:
        assert kind.parse(answer(body)) is None


@each_listed
def test_no_list_is_read_out_of_an_odd_answer(kind: Kind) -> None:
    """What holds no list must not pass for an empty one: then everything would be gone."""
    assert kind.parse_page
    for body in BODIES:
        found = kind.parse_page("", answer(body))
        assert (found.records, found.following) == ((), None)
    for body in (b"", b"{", b"null", b"1", b"{}", b'{"message": "Hello"}', b"<html>Sign in</html>"):
        assert not kind.parse_page("", answer(body)).is_list, body


@each_listed
def test_pages_end_even_where_the_vendor_repeats_them(kind: Kind) -> None:
    assert kind.parse_page
    is_number = kind.column_by_path[kind.key_column].type is ColumnType.INTEGER
    named: dict[str, Any] = {kind.key_column: 1 if is_number else "X-1"}
    for content in ([named], {"items": [named]}, {"data": [named]}):
        cursor: str | None = ""
        for _ in range(3):
            cursor = kind.parse_page(cursor or "", answer(json.dumps(content).encode())).following
            if cursor is None:
                break
        assert cursor is None


@pytest.mark.parametrize("kind", ACTING, ids=lambda kind: kind.id)
def test_actions_name_the_record_and_quote_its_key(kind: Kind) -> None:
    for action in kind.actions:
        request = action.request("a/b", options_of(kind))
        assert request.names_record
        assert request.path.endswith(f"/{action.name}")
        assert "/a%2Fb/" in request.path


@each_kind
def test_what_a_field_is_chosen_from_is_read_page_by_page(kind: Kind) -> None:
    for found in kind.pick_lists:
        request = found.page("", options_of(kind))
        assert (request.method, request.is_idempotent) == ("GET", True)
        for body in BODIES:
            choices = found.parse("", answer(body))
            assert (choices.items, choices.following) == ((), None)


@each_vendor
def test_a_token_is_asked_for_without_a_secret_in_the_address(vendor: Vendor) -> None:
    if vendor.token is None:
        return
    request = vendor.token.request({field.name: f"secret-{field.name}" for field in vendor.credentials})
    assert "secret-" not in f"{request.path} {request.query} {request!r}"
    assert all(vendor.token.parse(answer(body)) is None for body in BODIES)
