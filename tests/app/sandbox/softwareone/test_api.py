from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from tests.app.sandbox.softwareone.marketplace import Marketplace, bare


def test_without_a_token_or_with_a_wrong_one_it_is_401(market: Marketplace) -> None:
    right = market.sign_in()["Authorization"]
    for wrong in ("", "Bearer nope", right.removeprefix("Bearer "), right.lower()):
        answer = market.client.get(f"{market.root}/buyers", headers={"Authorization": wrong})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    problem = market.client.get(f"{market.root}/buyers").json()
    assert (problem["status"], problem["title"]) == (401, "Unauthorized")
    assert problem["traceId"]


@pytest.mark.parametrize("media_type", ["application/json", "application/problem+json"])
def test_a_refusal_comes_under_either_type(market: Marketplace, media_type: str) -> None:
    market.behave(errors_type=media_type)
    answer = market.ask("GET", "/buyers/BUY-0000-0000")
    assert (answer.status_code, answer.headers["content-type"]) == (404, f"{media_type}; charset=utf-8")
    assert answer.json()["status"] == 404


@pytest.mark.parametrize("path", ["", "/", "/buyers/", "/buyers/BUY-1/transfer", "/licensees", "/buyers/A/B/C"])
def test_other_paths_are_404(market: Marketplace, path: str) -> None:
    assert market.get(path).status_code == 404


def test_other_verbs_are_405(market: Marketplace) -> None:
    answer = market.ask("PATCH", "/buyers/BUY-0000-0000")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, PUT, DELETE")
    assert market.ask("GET", "/buyers/BUY-0000-0000/synchronize").status_code == 405


def test_a_client_cannot_create_or_synchronize(market: Marketplace) -> None:
    wrong = market.any_with(lambda each: each["status"] == "Mismatch")
    market.behave(permission="client")
    assert market.create(bare()).status_code == 403
    assert market.act(wrong["id"], "synchronize").status_code == 403
    read = market.get(f"/buyers/{wrong['id']}")
    assert (read.status_code, "errors" in read.json()) == (200, False)


def test_a_client_cannot_change_the_erp_company_contact(market: Marketplace) -> None:
    made = market.made(externalIds={"erpCompanyContact": "CC-1"})
    sent = market.new(externalIds={"erpCompanyContact": "CC-2"})
    market.behave(permission="client")
    assert market.put(made["id"], sent).status_code == 403
    assert market.put(made["id"], sent | {"externalIds": {"erpCompanyContact": "CC-1"}}).status_code == 200


def test_a_vendor_sees_no_buyers(market: Marketplace) -> None:
    market.behave(permission="vendor")
    assert market.get("/buyers").status_code == 403


@pytest.mark.parametrize("shape", ["map", "list", "detail", "details"])
def test_errors_come_in_each_shape(market: Marketplace, shape: str) -> None:
    market.behave(errors=shape)
    problem = market.create(bare(name="", taxId="1" * 19)).json()
    words = "19 characters"
    if shape == "map":
        assert words in problem["errors"]["taxId"][0]
    elif shape == "list":
        assert [each["properties"] for each in problem["errors"]] == [["name"], ["taxId"]]
        assert words in problem["errors"][1]["message"]
    else:
        assert words in problem[shape]
        assert "errors" not in problem


@pytest.mark.parametrize("shape", ["map", "list"])
def test_a_refusal_of_no_field_has_no_errors(market: Marketplace, shape: str) -> None:
    market.behave(errors=shape)
    problem = market.get("/buyers/BUY-0000-0000").json()
    assert ("errors" in problem, "BUY-0000-0000" in problem["detail"]) == (False, True)


def test_each_refusal_has_its_own_trace(market: Marketplace) -> None:
    traces = {market.get("/buyers/BUY-0000-0000").json()["traceId"] for _ in range(3)}
    assert len(traces) == 3


def make_older(market: Marketplace) -> None:
    market.behave(generation="4.x")


def every_name(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(every_name, value.values()))
    return set().union(*map(every_name, value)) if isinstance(value, list) else set()


CONTACT = {
    "firstName": "Åse",
    "lastName": "Kløver",
    "email": "a@b.example",
    "phone": {"prefix": "+45", "number": "1"},
}


def test_the_newer_generation_has_revisions_and_shows_no_contact(market: Marketplace) -> None:
    made = market.made(contact=CONTACT, externalIds={"erpCustomer": "1"})
    assert "contact" not in made
    assert "revision" in made["account"]
    assert market.held(made["id"])["contact"] == {**CONTACT, "name": None}
    market.put(made["id"], market.new())
    assert market.held(made["id"])["contact"]["firstName"] == "Åse"


@pytest.mark.parametrize(("switch", "status"), [("show", 201), ("refuse", 400)])
def test_a_contact_in_the_newer_generation(market: Marketplace, switch: str, status: int) -> None:
    market.behave(contact_in_5x=switch)
    answer = market.create(market.new(contact=CONTACT))
    assert answer.status_code == status
    assert "contact" in (answer.json() if status == 201 else answer.json()["errors"])


def test_the_older_generation_has_contacts_and_no_revision(market: Marketplace) -> None:
    make_older(market)
    made = market.made(contact=CONTACT, externalIds={"erpCustomer": "1"})
    assert made["contact"] == CONTACT
    assert "revision" not in every_name(made)
    assert market.act(made["id"], "synchronize").status_code == 404
    assert "revision" in market.create(bare(revision=1)).json()["errors"]
    market.put(made["id"], market.new())
    assert market.held(made["id"])["contact"] is None


def test_who_did_it_is_an_object_or_exploded(market: Marketplace) -> None:
    assert set(market.made()["audit"]["created"]["by"]) == {"id", "name", "icon", "revision"}
    market.behave(audit_by="exploded")
    exploded = market.made()["audit"]["created"]["by"]
    assert "".join(exploded.values()) == "[Circular Reference]"
    assert list(exploded) == [str(index) for index in range(20)]


def test_an_answer_can_hold_fields_that_nobody_knows(market: Marketplace) -> None:
    market.behave(unknown_fields=True)
    made = market.made()
    assert made["tier"]["name"] == "Gold"
    assert market.get("/buyers", "limit=1").json()["data"][0]["isVerified"] is True
    assert "tier" not in market.held(made["id"])


def test_the_audit_follows_the_vendors_clock(market: Marketplace) -> None:
    market.behave(clock_skew_seconds=900_000)
    answer = market.create(bare())
    at = datetime.fromisoformat(answer.json()["audit"]["created"]["at"])
    assert abs(at - parsedate_to_datetime(answer.headers["date"])) < timedelta(minutes=5)
    assert at - datetime.now(UTC) > timedelta(days=10)


def test_a_reset_brings_the_seeds_back(market: Marketplace) -> None:
    before = market.records()
    market.made()
    market.client.post(f"{market.control}/reset")
    assert market.records() == before
    assert market.get("/buyers", "limit=0").json()["$meta"]["pagination"]["total"] == 40
