"""What the vendor calls a request: read where its declaration says, kept with the request."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.net.requests import Answer, AnswerHeaders
from app.push.request_ids import MOST_CHARACTERS, request_id_in
from app.store.history import History
from app.vendors.registry import vendor_named
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import VENDOR, Shop


def answer(body: bytes = b"", **headers: str) -> Answer:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer(422, AnswerHeaders(pairs), body, 0.1, datetime.now(UTC))


def history(desk: Desk) -> History:
    return desk.workspace.store.history


def test_header_in_any_case() -> None:
    assert request_id_in(VENDOR, answer(X_Request_ID="  7f-9 ")) == "7f-9"


def test_member_of_the_body_where_no_header_tells() -> None:
    vendor = vendor_named("softwareone")
    body = json.dumps({"title": "Bad Request", "traceId": "00-ab-cd-00"}).encode()
    assert request_id_in(vendor, answer(body)) == "00-ab-cd-00"
    assert request_id_in(vendor, answer(body, x_request_id="first")) == "first"


@pytest.mark.parametrize("text", ["", "two words", "a\x00b", "x" * (MOST_CHARACTERS + 1)])
def test_what_is_no_single_word_is_no_id(text: str) -> None:
    assert request_id_in(VENDOR, answer(X_Request_Id=text)) == ""


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"traceId": 7}', b"<html>"])
def test_body_without_one(body: bytes) -> None:
    assert request_id_in(vendor_named("softwareone"), answer(body)) == ""


def test_lost_answer_tells_none() -> None:
    assert request_id_in(VENDOR, None) == ""


def test_kibos_correlation_is_kept_with_each_request(desk_at: Open) -> None:
    desk = desk_at("kibo", records=2)
    key = min(desk.held())
    desk.change(desk.read(key), {"companyOrOrganization": "Ny navn A/S"})
    result = desk.push()
    (request,) = history(desk).requests(result.push_id)
    assert len(request.vendor_request_id) == 32
    assert history(desk).requests(result.push_id, key=request.vendor_request_id) == (request,)


def test_softwareones_trace_of_a_refusal_is_kept(desk_at: Open) -> None:
    desk = desk_at("softwareone", records=2)
    key = min(desk.held())
    desk.change(desk.read(key), {"address.city": "Narnia"})
    desk.with_settings(retry_tries=1)
    desk.fault("status", status=400, match={"method": "PUT"}, body={"title": "No", "traceId": "00-feed-00"})
    result = desk.push()
    assert [one.vendor_request_id for one in history(desk).requests(result.push_id)] == ["00-feed-00"]


def test_last_answer_counts_and_a_lost_one_does_not(shop: Shop) -> None:
    shop.add(["1"])
    shop.fault("status", status=429, headers={"X-Request-Id": "busy-1", "Retry-After": "0"}, apply="never")
    shop.with_settings(retry_tries=2)
    shop.push()
    (request,) = shop.workspace.store.history.requests(1)
    assert (request.state, request.attempts, request.vendor_request_id) == ("applied", 2, "busy-1")


def test_a_secret_that_the_vendor_repeats_is_masked(shop: Shop) -> None:
    secret = shop.workspace.credentials.get(shop.connection.credential_id)["access_token"]
    shop.add(["1"])
    shop.fault("status", status=422, headers={"X-Request-Id": secret}, body={"errors": []}, apply="never")
    shop.push()
    (request,) = shop.workspace.store.history.requests(1)
    assert secret not in request.vendor_request_id


def test_a_vendor_may_name_other_places() -> None:
    vendor = replace(VENDOR, request_id_headers=("cf-ray",))
    assert request_id_in(vendor, answer(X_Request_Id="1", cf_ray="2")) == "2"
