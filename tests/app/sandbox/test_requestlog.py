from __future__ import annotations

import pytest

from app.sandbox import requestlog
from app.sandbox.messages import Received
from app.sandbox.requestlog import RequestLog
from tests.app.sandbox.visitor import Visitor, new


def test_every_request_is_kept_with_its_answer(visitor: Visitor) -> None:
    visitor.sync(new("1000"))
    visitor.sync(new("1001", currency="?"))
    visitor.client.get(f"http://127.0.0.1:{visitor.port}/elsewhere")
    log = visitor.requests()
    assert [each["status"] for each in log["requests"]] == [200, 422, 404]
    first, _, elsewhere = log["requests"]
    assert (first["vendor"], first["method"], first["path"]) == ("traede", "POST", "/customers/sync")
    assert first["body"] == {"customers": [new("1000")]}
    assert (elsewhere["vendor"], elsewhere["path"], elsewhere["body"]) == ("", "/elsewhere", None)


def test_no_secret_is_in_the_log(visitor: Visitor) -> None:
    visitor.sync(new(), params={"access_token": visitor.secrets["access_token"]})
    text = visitor.client.get(f"{visitor.control}/requests").text
    assert not any(secret in text for secret in visitor.secrets.values())
    headers = visitor.requests()["requests"][0]["headers"]
    assert (headers["authorization"], headers["x-traede-app-key"]) == ("***", "***")


def test_a_fault_is_noted_and_no_status_where_none_left(visitor: Visitor) -> None:
    visitor.fault("lose_answer")
    visitor.raw_sync()
    (entry,) = visitor.requests()["requests"]
    assert (entry["fault"], entry["status"]) == ("lose_answer", None)


def test_what_came_since_a_number_can_be_asked_for(visitor: Visitor) -> None:
    for number in ("1", "2", "3"):
        visitor.sync(new(number))
    assert [each["n"] for each in visitor.requests(since=2)["requests"]] == [3]
    assert visitor.requests(vendor="nobody")["requests"] == []


@pytest.mark.parametrize("since", ["-1", "x"])
def test_a_since_that_is_no_number_is_400(visitor: Visitor, since: str) -> None:
    assert visitor.client.get(f"{visitor.control}/requests?since={since}").status_code == 400


def test_counts_come_without_the_bodies(visitor: Visitor) -> None:
    visitor.sync(new("1000"))
    visitor.sync(new("1001"))
    counts = visitor.requests(counts=1)
    row = {"vendor": "traede", "method": "POST", "path": "/customers/sync", "status": 200, "count": 2}
    assert counts == {"total": 2, "counts": [row]}


def test_a_body_that_is_no_json_is_kept_as_text(visitor: Visitor) -> None:
    visitor.client.post(f"{visitor.url}/customers/sync", content=b"a=1\xff")
    assert visitor.requests()["requests"][0]["body"] == "a=1�"


def test_the_log_can_be_emptied(visitor: Visitor) -> None:
    visitor.sync(new())
    assert visitor.client.delete(f"{visitor.control}/requests").json()["total"] == 0


def test_the_oldest_bodies_are_dropped_past_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requestlog, "MAX_BODY_BYTES", 10)
    log = RequestLog()
    for _ in range(3):
        log.finish(log.add("traede", Received("POST", "/", body=b'"12345"'), secrets=frozenset()), 200)
    shown = log.as_json()
    assert shown["dropped_bodies"] == 2
    assert [each["body"] for each in shown["requests"]] == [None, None, "12345"]  # type: ignore[attr-defined]
