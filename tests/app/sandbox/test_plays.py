from __future__ import annotations

from email.utils import parsedate_to_datetime
from threading import Thread

import httpx
import pytest

from tests.app.sandbox.visitor import Visitor, new


def test_a_lost_answer_is_applied_and_nothing_comes_back(visitor: Visitor) -> None:
    visitor.fault("lose_answer")
    assert visitor.raw_sync("R1") == b""
    assert visitor.held("R1") is not None


@pytest.mark.parametrize("read_body", [True, False])
def test_rejected_before_is_not_applied(visitor: Visitor, read_body: bool) -> None:  # noqa: FBT001 - parameter
    visitor.fault("reject_before", read_body=read_body)
    assert visitor.raw_sync("R1") == b""
    assert visitor.held("R1") is None


def test_hanging_up_before_the_body_breaks_a_large_upload(visitor: Visitor) -> None:
    visitor.fault("reject_before", read_body=False)
    with pytest.raises(httpx.TransportError):
        visitor.sync(new(name="x" * 20_000_000))
    assert visitor.held("1000") is None


def test_the_next_request_after_a_lost_answer_is_answered(visitor: Visitor) -> None:
    visitor.fault("lose_answer")
    with pytest.raises(httpx.RemoteProtocolError):
        visitor.sync(new())
    assert visitor.sync(new()).status_code == 200


def test_a_late_answer_arrives_whole(visitor: Visitor) -> None:
    visitor.fault("late", seconds=0.05)
    assert visitor.sync(new()).status_code == 200
    assert visitor.held("1000") is not None


def test_a_late_answer_may_be_applied_already(visitor: Visitor) -> None:
    visitor.fault("late", seconds=60)
    with pytest.raises(httpx.ReadTimeout):
        visitor.sync(new(), timeout=httpx.Timeout(10, read=0.2))
    visitor.wait_for(lambda: visitor.held("1000") is not None)


def test_a_late_answer_may_be_applied_long_after_the_client_left(visitor: Visitor) -> None:
    visitor.fault("late", seconds=1, apply="after")
    with pytest.raises(httpx.ReadTimeout):
        visitor.sync(new(), timeout=httpx.Timeout(10, read=0.1))
    assert visitor.held("1000") is None
    visitor.wait_for(lambda: visitor.requests(counts=1)["counts"] != [])
    assert visitor.requests()["requests"][0]["status"] is None
    assert visitor.held("1000") is not None


def test_a_commit_can_come_after_its_connection_was_lost(visitor: Visitor) -> None:
    visitor.fault("commit_late", seconds=1)
    assert visitor.raw_sync("R1") == b""
    assert visitor.held("R1") is None
    visitor.wait_for(lambda: visitor.requests(counts=1)["counts"] != [])
    assert visitor.requests()["requests"][0]["status"] is None
    assert visitor.held("R1") is not None


def test_a_cut_answer_ends_in_the_middle(visitor: Visitor) -> None:
    visitor.behave(success="json")
    visitor.fault("cut")
    head, _, body = visitor.raw_sync("R1").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert body == b'{"custom'
    assert visitor.held("R1") is not None


def test_an_empty_answer_can_be_cut_too(visitor: Visitor) -> None:
    visitor.behave(success="no_content")
    visitor.fault("cut")
    with pytest.raises(httpx.RemoteProtocolError):
        visitor.sync(new())


def test_an_answer_can_be_cut_in_its_headers(visitor: Visitor) -> None:
    visitor.fault("cut", at="headers")
    assert visitor.raw_sync("R1") == b"HTTP/1.1 200 \r\nContent-Ty"
    assert visitor.held("R1") is not None


@pytest.mark.parametrize("status", [200, 502])
def test_a_proxy_page_replaces_the_answer(visitor: Visitor, status: int) -> None:
    visitor.fault("html", status=status)
    answer = visitor.sync(new())
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert "<html>" in answer.text
    assert visitor.held("1000") is None


@pytest.mark.parametrize(("apply", "is_held"), [("never", False), ("before", True)])
def test_a_status_comes_with_or_without_the_effect(visitor: Visitor, apply: str, *, is_held: bool) -> None:
    visitor.fault(
        "status", status=500, body={"message": "Server Error"}, headers={"X-Request-Id": "7"}, apply=apply
    )
    answer = visitor.sync(new())
    assert (answer.status_code, answer.json()) == (500, {"message": "Server Error"})
    assert answer.headers["x-request-id"] == "7"
    assert (visitor.held("1000") is not None) is is_held


@pytest.mark.parametrize("status", [204, 304, 401, 403, 404, 503])
def test_any_status_can_be_played(visitor: Visitor, status: int) -> None:
    visitor.fault("status", status=status, body="some text")
    assert visitor.sync(new()).status_code == status


def test_too_many_can_name_seconds_a_date_or_nothing(visitor: Visitor) -> None:
    visitor.fault("too_many", retry_after=7)
    visitor.fault("too_many", retry_after=7, as_date=True, body="")
    visitor.fault("too_many")
    seconds, date, nothing = (visitor.sync(new()) for _ in range(3))
    assert {seconds.status_code, date.status_code, nothing.status_code} == {429}
    assert seconds.headers["retry-after"] == "7"
    named = parsedate_to_datetime(date.headers["retry-after"])
    assert 0 <= (named - parsedate_to_datetime(date.headers["date"])).total_seconds() <= 9
    assert date.content == b""
    assert "retry-after" not in nothing.headers
    assert visitor.held("1000") is None


def test_a_redirect_leads_to_a_login_page_on_another_host(visitor: Visitor) -> None:
    visitor.fault("redirect")
    answer = visitor.sync(new())
    assert answer.status_code == 302
    assert answer.headers["location"] == f"http://localhost:{visitor.port}/login"
    assert "Sign in" in visitor.client.get(f"http://127.0.0.1:{visitor.port}/login").text


def test_a_slow_drip_comes_byte_by_byte(visitor: Visitor) -> None:
    visitor.behave(success="json")
    visitor.fault("slow_drip", interval_seconds=0.001)
    headers = visitor.sign_in()
    body = {"customers": [new()]}
    with visitor.client.stream("POST", f"{visitor.url}/customers/sync", json=body, headers=headers) as answer:
        assert len(list(answer.iter_raw())) > 1


def test_a_2xx_without_a_body(visitor: Visitor) -> None:
    visitor.behave(success="json")
    visitor.fault("no_body", status=202)
    answer = visitor.sync(new())
    assert (answer.status_code, answer.content) == (202, b"")
    assert visitor.held("1000") is not None


def test_an_endless_body_is_zeros_up_to_its_bound(visitor: Visitor) -> None:
    visitor.fault("endless", bytes=200_000)
    assert visitor.sync(new()).content == bytes(200_000)


def test_leaving_an_endless_body_frees_the_sandbox(visitor: Visitor) -> None:
    visitor.fault("endless")
    body, headers = {"customers": [new()]}, visitor.sign_in()
    with visitor.client.stream("POST", f"{visitor.url}/customers/sync", json=body, headers=headers) as answer:
        assert len(next(answer.iter_raw())) > 0
    assert visitor.sync(new()).status_code == 200


def test_others_are_answered_while_one_waits(visitor: Visitor) -> None:
    visitor.fault("late", seconds=60, match={"body": "slow one"})
    waiting = Thread(target=lambda: visitor.raw_sync("slow one"))
    waiting.start()
    visitor.wait_for(lambda: visitor.requests()["total"] == 1)
    assert visitor.sync(new()).status_code == 200
    visitor.sandbox.stop()
    waiting.join(timeout=10)
    assert not waiting.is_alive()
