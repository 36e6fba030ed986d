from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from app.net.requests import Answer, AnswerHeaders, Request
from app.records.change import Edits
from app.records.merge import merge
from app.sandbox.softwareone.problems import DETAIL, DETAILS, LIST, MAP, Flaw, invalid, problem_answer
from app.values import BaseState, Record
from app.vendors.assess import pending_record
from app.vendors.declaration import PendingRecord, Step
from app.vendors.registry import kind_named, vendor_named
from app.vendors.softwareone.answers import accepts, already, explain, holds
from app.vendors.softwareone.pull import (
    accounts,
    candidates,
    normal,
    page,
    parse,
    parse_accounts,
    parse_page,
    read,
)

KIND = kind_named("softwareone.buyers")
OPTIONS = vendor_named("softwareone").options_with_defaults({})
BUYERS = "/public/v1/accounts/buyers"


def answer(status: int, content: Any = None) -> Answer:
    body = content if isinstance(content, bytes) else b"" if content is None else json.dumps(content).encode()
    return Answer(status, AnswerHeaders(), body, 0.1, datetime(2026, 11, 20, tzinfo=UTC))


def step(operation: str, path: str = f"{BUYERS}/BUY-1") -> Step:
    return Step(operation, Request("POST", path, is_idempotent=True), ())


def pending(edits: Edits, *, state: BaseState = BaseState.ABSENT, deletes: bool = False) -> PendingRecord:
    base = {"id": "BUY-1"} if state is BaseState.KNOWN else {}
    return pending_record(KIND, Record(1, KIND.id, 1, "", state, base, edits, is_deleting=deletes))


def test_a_create_is_accepted_with_the_new_id_only() -> None:
    created = step("create", BUYERS)
    assert accepts(created, answer(201, {"id": "BUY-9"}))
    assert accepts(created, answer(200, {"id": "BUY-9"}))
    assert not accepts(created, answer(201))
    assert not accepts(created, answer(201, {"name": "x"}))
    assert not accepts(created, answer(202, {"id": "BUY-9"}))


@pytest.mark.parametrize("operation", ["update", "synchronize", "enable", "disable"])
def test_the_rest_is_accepted_with_this_buyer(operation: str) -> None:
    path = f"{BUYERS}/BUY-1" if operation == "update" else f"{BUYERS}/BUY-1/{operation}"
    assert accepts(step(operation, path), answer(200, {"id": "BUY-1"}))
    assert not accepts(step(operation, path), answer(200, {"id": "BUY-2"}))
    assert not accepts(step(operation, path), answer(204))


def test_a_delete_is_accepted_with_nothing_and_already_so_when_it_is_gone() -> None:
    assert accepts(step("delete"), answer(204))
    assert already(step("delete"), answer(404))
    assert not accepts(step("delete"), answer(200))
    assert not accepts(step("delete"), answer(200, b"<!DOCTYPE html><title>Sign in</title>"))
    assert not already(step("update"), answer(404))
    assert not already(step("delete"), answer(400))


FLAWS = [Flaw("address.postCode", "Too long."), Flaw("name", "Taken.", "ACC-7", {"n": 1})]


@pytest.mark.parametrize("form", [MAP, LIST])
def test_both_shapes_of_errors_name_their_fields(form: str) -> None:
    refusal = problem_answer(invalid(FLAWS), form=form, media_type="application/json", number=1)
    found = [(one.path, one.text) for one in explain(answer(400, refusal.body))]
    assert [path for path, _ in found] == ["address.postCode", "name"]
    assert [text.rstrip(".") for _, text in found] == ["Too long", "Taken"]


@pytest.mark.parametrize("form", [DETAIL, DETAILS])
def test_the_detail_is_found_in_both_spellings(form: str) -> None:
    refusal = problem_answer(invalid(FLAWS[:1]), form=form, media_type="application/json", number=1)
    (message,) = explain(answer(400, refusal.body))
    assert "Too long" in message.text


def test_a_field_in_another_spelling_is_found_and_an_unknown_one_named_in_words() -> None:
    found = explain(
        answer(400, {"errors": {"Address.PostCode": ["Bad."], "$.buyer.taxId": "No.", "mistake": ["x"]}})
    )
    assert [(one.path, one.text) for one in found] == [
        ("address.postCode", "Bad."),
        ("taxId", "No."),
        ("", "mistake: x"),
    ]


def test_a_problem_without_a_detail_is_told_by_its_title_and_another_body_by_nothing() -> None:
    assert [one.text for one in explain(answer(409, {"title": "Conflict", "status": 409}))] == ["Conflict"]
    assert explain(answer(500, b"<html>")) == ()


def test_one_buyer_is_read_with_its_audit() -> None:
    request = read("BUY-1", OPTIONS)
    assert (request.path, request.query, request.names_record) == (f"{BUYERS}/BUY-1", "select=audit", True)
    assert parse(answer(204)) is None
    assert parse(answer(200, {"id": ""})) is None


def test_pages_go_by_offset_until_the_total() -> None:
    assert page("", OPTIONS).query == "select=audit&order=audit.created.at&limit=100&offset=0"
    meta = {"pagination": {"offset": 0, "limit": 100, "total": 3}}
    first = parse_page("", answer(200, {"$meta": meta, "data": [{"id": "BUY-1"}, {"id": "BUY-2"}]}))
    assert first.following is not None
    assert str(page(first.following, OPTIONS).query).endswith("offset=2")
    last = parse_page(first.following, answer(200, {"$meta": meta, "data": [{"id": "BUY-3"}]}))
    assert (len(last.records), last.following) == (1, None)


def test_pages_without_a_total_end_when_one_is_empty_or_comes_again() -> None:
    same = answer(200, {"data": [{"id": "BUY-1"}]})
    first = parse_page("", same)
    assert first.following is not None
    assert parse_page(first.following, same).following is None
    assert parse_page(first.following, answer(200, {"data": []})).following is None


def test_what_a_list_leaves_out_is_noted_in_each_buyer() -> None:
    content = {"$meta": {"omitted": ["contact"]}, "data": [{"id": "BUY-1", "$meta": {"omitted": ["sellers"]}}]}
    (buyer,) = parse_page("", answer(200, content)).records
    assert buyer["$meta"]["omitted"] == ["sellers", "contact"]


def test_lost_creates_are_looked_for_since_a_moment_by_page() -> None:
    moment = datetime(2026, 11, 20, 10, tzinfo=UTC)
    request = candidates(moment, "100:ab", OPTIONS)
    assert request.query == (
        "ge(audit.created.at,2026-11-20T10:00:00.000Z)&select=audit&order=audit.created.at&limit=100&offset=100"
    )


def test_errors_that_are_over_do_not_stay_but_what_was_left_out_does() -> None:
    base = normal({"id": "BUY-1", "errors": [{"message": "x"}], "taxId": "1"})
    over = merge(base, {}, normal({"id": "BUY-1"}), keys=KIND.list_keys).base
    assert (over["errors"], over["taxId"]) == ([], "1")
    kept = merge(base, {}, normal({"id": "BUY-1"}, ["errors"]), keys=KIND.list_keys).base
    assert kept["errors"] == [{"message": "x"}]


def test_who_did_something_is_put_together_from_its_characters() -> None:
    exploded = {str(index): letter for index, letter in enumerate("[Circular Reference]")}
    audit = {
        "created": {"at": "x", "by": exploded},
        "updated": {"at": "y", "by": {"id": "USR-1", "name": "Åse"}},
    }
    found = normal({"id": "BUY-1", "audit": audit})["audit"]
    assert found["created"]["by"] == {"name": "[Circular Reference]"}
    assert found["updated"]["by"]["name"] == "Åse"


def test_a_buyer_holds_what_was_sent_masked_fields_aside() -> None:
    record = pending({"name": "Åse ", "taxId": "DK1", "address.addressLine2": "", "contact.email": "a@b.c"})
    assert holds(record, {"id": "BUY-9", "name": "Åse", "taxId": "***"})
    assert not holds(record, {"id": "BUY-9", "name": "Åse", "taxId": "DK2"})
    assert not holds(record, {"id": "BUY-9", "name": "Ase", "taxId": "***"})
    assert not holds(record, {"id": "BUY-9", "name": "Åse", "taxId": "***", "contact": {"email": "x@b.c"}})


def test_what_the_erp_overwrites_proves_nothing_of_an_update() -> None:
    record = pending({"name": "Mine", "account.id": "ACC-2"}, state=BaseState.KNOWN)
    read_back = {"status": "Active", "name": "ERP", "account": {"id": "ACC-2"}}
    assert holds(record, read_back) is True
    assert holds(record, {**read_back, "account": {"id": "ACC-1"}}) is False
    assert holds(record, {**read_back, "status": "Enabled"}) is False
    assert holds(pending({"name": "Mine"}, state=BaseState.KNOWN), read_back) is None


def test_the_erp_contact_of_a_lost_create_must_match() -> None:
    record = pending({"name": "A", "externalIds.erpCompanyContact": "E1"})
    assert holds(record, {"name": "A", "externalIds": {"erpCompanyContact": "E1"}})
    assert not holds(record, {"name": "A"})


def test_a_deleted_buyer_holds_its_deletion_and_counts_as_gone() -> None:
    record = pending({}, state=BaseState.KNOWN, deletes=True)
    assert holds(record, {"id": "BUY-1", "status": "Deleted"})
    assert not holds(record, {"id": "BUY-1", "status": "Active"})
    assert KIND.gone is not None
    assert KIND.gone.is_met({"status": "Deleted"})


def test_accounts_are_chosen_from_the_clients() -> None:
    assert accounts("", OPTIONS).query == "eq(type,'Client')&order=name&limit=100&offset=0"
    found = parse_accounts("", answer(200, {"data": [{"id": "ACC-1", "name": "Client"}, {"id": "ACC-2"}]}))
    assert found.items == (("ACC-1", "Client"), ("ACC-2", "ACC-2"))
