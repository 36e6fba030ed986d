from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.app.sandbox.visitor import Visitor, new

BODY = b'{"customers":[{"customer_number":"1000","name":"A","currency":"DKK"}]}'
JSON = {"Content-Type": "application/json"}


def post(visitor: Visitor, path: str = "/customers/sync", **more: Any) -> httpx.Response:
    headers = {**visitor.sign_in(), **JSON, **more.pop("headers", {})}
    return visitor.client.post(visitor.url + path, headers=headers, content=more.pop("content", BODY), **more)


@pytest.mark.parametrize("path", ["/customers/sync", "/v10/customers/sync"])
def test_both_paths_are_taken(visitor: Visitor, path: str) -> None:
    answer = post(visitor, path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert visitor.held("1000") is not None


@pytest.mark.parametrize(
    "path", ["/production/customers/sync", "/customers/sync/", "/customers", "/", "//customers/sync"]
)
def test_other_paths_are_404_in_json(visitor: Visitor, path: str) -> None:
    answer = post(visitor, path)
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["status"] == 404


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_other_verbs_are_405(visitor: Visitor, method: str) -> None:
    answer = visitor.client.request(method, f"{visitor.url}/customers/sync", headers=visitor.sign_in())
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "wrong",
    [
        {"Authorization": "Bearer nope"},
        {"Authorization": ""},
        {"X-Traede-App-Key": "nope"},
        {"X-Traede-App-Key": ""},
    ],
)
def test_wrong_credentials_are_401(visitor: Visitor, wrong: dict[str, str]) -> None:
    answer = post(visitor, headers=wrong)
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["detail"] == "Unauthenticated."
    assert visitor.held("1000") is None


def test_the_token_without_bearer_is_401(visitor: Visitor) -> None:
    assert post(visitor, headers={"Authorization": visitor.secrets["access_token"]}).status_code == 401


@pytest.mark.parametrize("absent", ["Authorization", "X-Traede-App-Key"])
def test_an_absent_header_is_401(visitor: Visitor, absent: str) -> None:
    headers = {name: text for name, text in visitor.sign_in().items() if name != absent} | JSON
    answer = visitor.client.post(f"{visitor.url}/customers/sync", headers=headers, content=BODY)
    assert answer.status_code == 401


def test_the_token_may_be_a_parameter(visitor: Visitor) -> None:
    headers = {"X-Traede-App-Key": visitor.secrets["app_key"], **JSON}
    address = f"{visitor.url}/customers/sync?access_token={visitor.secrets['access_token']}"
    assert visitor.client.post(address, headers=headers, content=BODY).status_code == 200


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_content_type_is_415(visitor: Visitor, media_type: str) -> None:
    assert post(visitor, headers={"Content-Type": media_type}).status_code == 415


def test_a_charset_beside_the_content_type_is_fine(visitor: Visitor) -> None:
    assert post(visitor, headers={"Content-Type": "application/json; charset=utf-8"}).status_code == 200


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b'{"customers": NaN}', b'{"customers": ["\xff"]}', b'{"customers": ["\\ud83d"]}'],
    ids=["empty", "cut", "NaN", "latin-1", "half a pair"],
)
def test_what_is_no_json_is_400(visitor: Visitor, content: bytes) -> None:
    assert post(visitor, content=content).status_code == 400


def test_a_whole_surrogate_pair_is_fine(visitor: Visitor) -> None:
    post(visitor, content=BODY.replace(b'"A"', b'"\\ud83d\\ude00"'))
    assert visitor.held("1000")["name"] == "😀"  # type: ignore[index]


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"[]", "field is required"),
        (b"{}", "field is required"),
        (b'{"customers": null}', "field is required"),
        (b'{"customers": {}}', "must be an array"),
        (b'{"customers": []}', "field is required"),
    ],
)
def test_a_body_without_customers_is_422(visitor: Visitor, content: bytes, detail: str) -> None:
    answer = post(visitor, content=content)
    assert answer.status_code == 422
    assert detail in answer.json()["errors"][0]["detail"]


def test_an_empty_batch_can_be_accepted(visitor: Visitor) -> None:
    visitor.behave(empty_batch="accept")
    assert visitor.sync().status_code == 200


@pytest.mark.parametrize("status", [422, 413])
def test_a_batch_above_the_most_is_refused(visitor: Visitor, status: int) -> None:
    visitor.behave(max_batch=2, max_batch_status=status)
    assert visitor.sync(new("1"), new("2"), new("3")).status_code == status
    assert visitor.held("1") is None
    assert visitor.sync(new("1"), new("2")).status_code == 200


@pytest.mark.parametrize(
    ("success", "status", "body"), [("no_content", 204, b""), ("json", 200, b'{"customers": 1}')]
)
def test_the_success_can_look_different(visitor: Visitor, success: str, status: int, body: bytes) -> None:
    visitor.behave(success=success)
    answer = visitor.sync(new())
    assert (answer.status_code, answer.content) == (status, body)


def test_customers_can_be_read_once_switched_on(visitor: Visitor) -> None:
    visitor.behave(get_customers=True)
    read = visitor.client.get(f"{visitor.url}/v10/customers?page=1&limit=3", headers=visitor.sign_in()).json()
    assert [each["customer_number"] for each in read["customers"]] == visitor.numbers()[3:6]
    assert not any("addresses_sync_mode" in each for each in read["customers"])


@pytest.mark.parametrize("query", ["page=-1", "limit=61", "limit=0", "limit=x"])
def test_a_page_that_cannot_be_is_422(visitor: Visitor, query: str) -> None:
    visitor.behave(get_customers=True)
    answer = visitor.client.get(f"{visitor.url}/customers?{query}", headers=visitor.sign_in())
    assert answer.status_code == 422


def test_reading_customers_needs_a_sign_in_and_get(visitor: Visitor) -> None:
    visitor.behave(get_customers=True)
    assert visitor.client.get(f"{visitor.url}/customers").status_code == 401
    assert post(visitor, "/customers").status_code == 405
