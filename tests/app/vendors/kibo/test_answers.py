from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from app.net.requests import Answer, AnswerHeaders, Request
from app.records.change import Edits
from app.values import BaseState, Record
from app.vendors.assess import pending_record
from app.vendors.declaration import PendingRecord, Step
from app.vendors.kibo.answers import accepts, already, explain, holds
from app.vendors.kibo.pull import admin_users, page, parse, parse_admin_users, parse_page, read
from app.vendors.kibo.sign_in import parse_token, token_request
from app.vendors.registry import kind_named, vendor_named

KIND = kind_named("kibo.accounts")
KIBO = vendor_named("kibo")
OPTIONS = KIBO.options_with_defaults({})
ACCOUNTS = "/commerce/customer/b2baccounts"


def answer(status: int, content: Any = None, *, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    body = b"" if content is None else json.dumps(content).encode()
    return Answer(status, AnswerHeaders(headers), body, 0.1, datetime(2026, 11, 20, tzinfo=UTC))


def step(operation: str, path: str = f"{ACCOUNTS}/42/salesrep/a") -> Step:
    return Step(operation, Request("POST", path, is_idempotent=True), ())


def pending(edits: Edits) -> PendingRecord:
    base = {"id": 42, "salesReps": [{"adminUserId": "a"}], "contacts": [{"id": 5, "email": "o"}]}
    return pending_record(KIND, Record(1, KIND.id, 1, "", BaseState.KNOWN, base, edits))


@pytest.mark.parametrize("declared", ["application/json", "text/json", "text/plain"])
def test_200_with_this_account_is_acceptance_whatever_its_type_says(declared: str) -> None:
    assert accepts(step("add-rep"), answer(200, {"id": 42}, headers=(("Content-Type", declared),)))


def test_another_account_another_status_or_no_account_is_not() -> None:
    assert not accepts(step("add-rep"), answer(200, {"id": 43}))
    assert not accepts(step("add-rep"), answer(204))
    assert not accepts(step("add-rep"), answer(200))
    assert accepts(step("approve", f"{ACCOUNTS}/42/status/approve"), answer(200, {"id": 42}))


def test_a_member_already_and_one_already_gone_are_told_from_refusals() -> None:
    there = {"message": "Sales rep is already assigned", "errorCode": "ITEM_ALREADY_EXISTS"}
    assert already(step("add-rep"), answer(409, there))
    assert already(step("add-rep"), answer(400, {"errorCode": "ITEM_ALREADY_EXISTS", "message": "No"}))
    assert not already(step("add-rep"), answer(404, {"message": "No such user"}))
    assert not already(step("add-rep"), answer(409, {"message": "Account is locked"}))
    assert already(step("remove-rep"), answer(404))
    assert not already(step("update"), answer(404))


def test_a_refusal_is_told_in_kibo_s_words_with_its_reference() -> None:
    content = {
        "message": "Validation failed",
        "errorCode": "VALIDATION_CONFLICT",
        "exceptionDetail": {"message": "Unknown user", "type": "X"},
        "items": [{"message": "Rep not found"}],
        "additionalErrorData": [{"name": "userId", "value": "a"}],
    }
    found = explain(answer(400, content, headers=(("x-vol-correlation", "c0ffee"),)))
    assert [one.text for one in found] == [
        "Validation failed",
        "Unknown user",
        "Rep not found",
        "userId: a (Kibo's reference: c0ffee)",
    ]


def test_a_code_alone_is_told_and_an_empty_429_says_nothing() -> None:
    assert [one.text for one in explain(answer(403, {"errorCode": "FORBIDDEN"}))] == ["FORBIDDEN"]
    assert explain(answer(429, headers=(("Retry-After", "60"), ("x-vol-correlation", "c")))) == ()


def test_an_account_is_read_whole_and_no_reps_are_an_empty_list() -> None:
    assert (read("42", OPTIONS).path, read("42", OPTIONS).query) == (f"{ACCOUNTS}/42", ())
    assert parse(answer(200, {"id": 42, "salesReps": None, "x": 1})) == {"id": 42, "salesReps": [], "x": 1}
    assert parse(answer(200, {"id": 42})) == {"id": 42}
    assert parse(answer(200, {"id": "42"})) is None


def test_pages_go_by_start_index_until_the_total() -> None:
    assert page("", {**OPTIONS, "filter": " isActive eq true "}).query == (
        ("startIndex", "0"),
        ("pageSize", "200"),
        ("filter", "isActive eq true"),
    )
    first = parse_page("", answer(200, {"startIndex": 0, "totalCount": 3, "items": [{"id": 1}, {"id": 2}]}))
    assert first.following is not None
    assert page(first.following, OPTIONS).query == (("startIndex", "2"), ("pageSize", "200"))
    last = parse_page(first.following, answer(200, {"totalCount": 3, "items": [{"id": 3}]}))
    assert (len(last.records), last.following) == (1, None)


def test_pages_without_a_total_end_when_one_is_empty_or_comes_again() -> None:
    same = answer(200, {"items": [{"id": 1}]})
    first = parse_page("", same)
    assert first.following is not None
    assert parse_page(first.following, same).following is None
    assert parse_page(first.following, answer(200, {"items": []})).following is None


def test_reps_are_chosen_by_name_from_the_admin_users() -> None:
    assert admin_users("", OPTIONS).path == "/platform/adminuser/accounts"
    users = [
        {"id": "a", "firstName": "Åse", "lastName": "Lee", "emailAddress": "ase@example.com"},
        {"id": "b", "userName": "bo"},
        {"id": "c"},
    ]
    found = parse_admin_users("", answer(200, {"items": users, "totalCount": 3}))
    assert found.items == (("a", "Åse Lee · ase@example.com"), ("b", "bo"), ("c", "c"))
    assert found.following is None


def test_the_token_is_asked_for_in_json_below_the_connection_s_address() -> None:
    request = token_request({"client_id": "id", "client_secret": "hush", "tenant": "1", "site": "2"})
    assert (request.method, request.path) == ("POST", "/platform/applications/authtickets/oauth")
    assert json.loads(request.body) == {
        "client_id": "id",
        "client_secret": "hush",
        "grant_type": "client_credentials",
    }
    assert "hush" not in repr(request)


def test_a_token_comes_with_the_seconds_it_lasts() -> None:
    assert parse_token(answer(200, {"access_token": "t", "expires_in": 3600})) == ("t", 3600.0)
    assert parse_token(answer(200, {"access_token": "t"})) == ("t", 600.0)


@pytest.mark.parametrize(
    ("status", "content"),
    [(401, {"message": "No"}), (200, {"errorCode": "UNAUTHORIZED"}), (200, {"access_token": ""}), (200, None)],
)
def test_no_token_is_read_from_a_refusal_of_any_form(status: int, content: Any) -> None:
    assert parse_token(answer(status, content)) is None


def test_an_account_holds_its_reps_as_they_were_meant() -> None:
    record = pending({"salesReps[adminUserId=b].adminUserId": "b", "salesReps[adminUserId=a]": None})
    assert holds(record, {"id": 42, "salesReps": [{"adminUserId": "b"}]})
    assert not holds(record, {"id": 42, "salesReps": [{"adminUserId": "a"}, {"adminUserId": "b"}]})
    assert not holds(record, {"id": 42, "salesReps": []})


def test_an_account_holds_its_fields_and_contacts_new_ones_too() -> None:
    record = pending({"taxId": "", "contacts[id=5].email": "n", "contacts[+1].email": "new"})
    contacts = [{"id": 5, "email": "n"}, {"id": 6, "email": "new", "label": None}]
    assert holds(record, {"id": 42, "taxId": None, "contacts": contacts})
    assert not holds(record, {"id": 42, "taxId": None, "contacts": contacts[:1]})
    assert not holds(record, {"id": 42, "taxId": "x", "contacts": contacts})


def test_the_context_headers_name_tenant_and_site() -> None:
    assert ("x-vol-tenant", "{tenant}") in KIBO.sign_in_headers
    assert ("x-vol-site", "{site}") in KIBO.sign_in_headers
    assert [field.name for field in KIBO.credentials if field.is_secret] == ["client_secret"]
