from __future__ import annotations

import gzip
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from app.errors import Cancelled, UsageError, WrongAddress
from app.jobs import JobContext
from app.net.classify import FailureClass
from app.net.client import Client
from app.net.redact import Redactor
from app.net.requests import Request
from tests.app.net.conftest import Play, Serve
from tests.app.net.rawserver import OK, answer

PLANTED = "planted-token-1234"
POST = Request("POST", "/x", body=b'{"a": 1}', content_type="application/json", is_idempotent=False)
GET = Request("GET", "/x", is_idempotent=True)
SHORT = Request("GET", "/x", is_idempotent=True, timeout_seconds=0.2)


def _auth() -> tuple[tuple[str, str], ...]:
    return (("Authorization", f"Bearer {PLANTED}"),)


def test_an_answer_comes_whole(serve: Serve) -> None:
    server = serve(answer("201 Created", b'{"id": 1}', "x-thing: y"))
    with Client(server.url + "/base", auth=_auth) as client:
        attempt = client.send(POST)
    assert attempt.kind is FailureClass.ANSWERED_OK
    assert attempt.answer is not None
    assert attempt.answer.json() == {"id": 1}
    assert attempt.answer.headers["X-Thing"] == "y"
    assert attempt.answer.received_at.tzinfo is not None
    assert attempt.sent_first_byte


def test_what_is_sent_is_the_request_with_the_secret_headers(serve: Serve) -> None:
    server = serve(OK)
    with Client(server.url + "/base", auth=_auth) as client:
        client.send(POST)
    head, _, body = bytes(server.received).partition(b"\r\n\r\n")
    assert head.startswith(b"POST /base/x HTTP/1.1\r\n")
    assert f"Authorization: Bearer {PLANTED}".encode() in head
    assert head.lower().count(b"content-type:") == 1
    assert body == POST.body


def test_no_byte_arrives_before_the_journal_was_told(serve: Serve) -> None:
    server = serve(OK)
    seen: list[tuple[int, bytes]] = []
    with Client(server.url) as client:
        client.send(POST, on_first_byte=lambda: seen.append((server.connections, bytes(server.received))))
    # The connection was held, which the server may learn of a moment later.
    assert [received for _, received in seen] == [b""]
    assert server.received


def test_a_journal_that_fails_keeps_everything_here_and_raises_as_it_is(serve: Serve) -> None:
    server = serve(OK)

    def fail() -> None:
        raise OSError("disk full")

    with Client(server.url) as client:
        with pytest.raises(OSError, match="disk full"):
            client.send(POST, on_first_byte=fail)
        assert client.send(GET).kind is FailureClass.ANSWERED_OK
    assert server.received.startswith(b"GET ")


def test_a_journal_that_raises_a_network_error_is_not_taken_for_the_network(serve: Serve) -> None:
    def fail() -> None:
        raise httpx.ReadError("from the hook")

    with Client(serve(OK).url) as client, pytest.raises(httpx.ReadError, match="from the hook"):
        client.send(POST, on_first_byte=fail)


def test_the_journal_is_told_once_per_request_also_on_a_kept_connection(serve: Serve) -> None:
    server = serve(OK)
    told: list[int] = []
    with Client(server.url) as client:
        for _ in range(3):
            client.send(POST, on_first_byte=lambda: told.append(1))
    assert told == [1, 1, 1]
    assert server.connections == 1


def test_a_transport_without_a_trace_tells_the_journal_before_it_takes_over() -> None:
    order: list[str] = []

    def transport(_: httpx.Request) -> httpx.Response:
        order.append("sent")
        return httpx.Response(200, json={})

    with Client("https://vendor.example", transport=httpx.MockTransport(transport)) as client:
        client.send(POST, on_first_byte=lambda: order.append("journal"))
    assert order == ["journal", "sent"]


def test_a_connection_that_idled_is_not_used_again(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(OK)
    with Client(server.url) as client:
        client.send(GET)
        now = time.monotonic
        monkeypatch.setattr("httpcore._sync.http11.time.monotonic", lambda: now() + 1.5)
        client.send(POST)
    assert server.connections == 2


def test_a_kept_connection_closed_as_we_write_is_ambiguous(play: Play) -> None:
    requests = 0

    def once(connection: socket.socket, _: bytes) -> bool:
        nonlocal requests
        requests += 1
        if requests == 1:
            connection.sendall(OK)
        return requests == 1

    with Client(play(once).url) as client:
        assert client.send(GET).kind is FailureClass.ANSWERED_OK
        attempt = client.send(POST)
    assert attempt.kind is FailureClass.AMBIGUOUS
    assert attempt.sent_first_byte
    assert "may have been carried out" in attempt.error


def test_nobody_listening_is_not_executed_and_tells_the_journal_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    told: list[int] = []
    with Client(f"http://127.0.0.1:{port}") as client:
        attempt = client.send(POST, on_first_byte=lambda: told.append(1))
    assert attempt.kind is FailureClass.UNREACHED
    assert not attempt.sent_first_byte
    assert told == []
    assert "Nothing was sent" in attempt.error


def test_a_server_without_tls_is_not_executed(serve: Serve) -> None:
    server = serve(b"")
    with Client(server.url.replace("http:", "https:")) as client:
        attempt = client.send(Request("POST", "/x", is_idempotent=False, timeout_seconds=0.3))
    assert attempt.kind is FailureClass.NOT_EXECUTED
    assert b"POST" not in server.received


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-le",
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc",
        b"no http at all\r\n\r\n",
    ],
)
def test_an_answer_cut_off_or_garbled_is_ambiguous(play: Play, data: bytes) -> None:
    def cut(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(data)
        return False

    with Client(play(cut).url) as client:
        assert client.send(POST).kind is FailureClass.AMBIGUOUS


def test_a_silent_server_is_ambiguous_after_the_timeout(serve: Serve) -> None:
    with Client(serve(b"").url) as client:
        attempt = client.send(SHORT)
    assert attempt.kind is FailureClass.AMBIGUOUS
    assert "in time" in attempt.error


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\nx: ", b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n"]
)
def test_an_answer_that_drips_for_ever_ends_with_the_whole_deadline(play: Play, start: bytes) -> None:
    def drip(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(start)
        connection.settimeout(0.05)
        for _number in range(1000):
            connection.sendall(b"x")
            try:
                if not connection.recv(1):
                    return False
            except TimeoutError:
                continue
        return False

    with Client(play(drip).url) as client:
        attempt = client.send(SHORT)
    assert attempt.kind is FailureClass.AMBIGUOUS
    assert attempt.answer is None


def test_an_answer_over_the_cap_is_ambiguous_and_its_connection_closed(serve: Serve) -> None:
    server = serve(answer("200 OK", b"x" * 5000))
    with Client(server.url, most_answer_bytes=4999) as client:
        attempt = client.send(GET)
        client.send(GET)
    assert attempt.kind is FailureClass.AMBIGUOUS
    assert "too large" in attempt.error
    assert server.connections == 2


def test_the_cap_counts_what_was_unpacked(serve: Serve) -> None:
    bomb = answer("200 OK", gzip.compress(b"0" * 1_000_000), "content-encoding: gzip")
    with Client(serve(bomb).url, most_answer_bytes=10_000) as client:
        assert "too large" in client.send(GET).error


def test_packing_on_packing_is_not_unfolded(serve: Serve) -> None:
    data = answer("200 OK", gzip.compress(gzip.compress(b"{}")), "content-encoding: gzip, gzip")
    with Client(serve(data).url) as client:
        attempt = client.send(GET)
    assert attempt.kind is FailureClass.AMBIGUOUS
    assert "packed" in attempt.error


def test_a_packed_answer_is_unpacked(serve: Serve) -> None:
    data = answer("200 OK", gzip.compress(b'{"a": 1}'), "content-encoding: gzip")
    with Client(serve(data).url) as client:
        attempt = client.send(GET)
    assert attempt.answer is not None
    assert attempt.answer.json() == {"a": 1}


def test_a_redirect_is_not_followed_with_credentials(serve: Serve) -> None:
    other = serve(OK)
    server = serve(answer("302 Found", b"", f"location: {other.url}/x"))
    with Client(server.url, auth=_auth) as client:
        attempt = client.send(GET)
    assert attempt.kind is FailureClass.ABORT_ADDRESS
    assert other.connections == 0


def test_a_cookie_is_neither_kept_nor_sent_back(serve: Serve) -> None:
    server = serve(answer("200 OK", b"{}", "set-cookie: session=stolen1; Path=/"))
    with Client(server.url) as client:
        attempt = client.send(GET)
        client.send(GET)
    assert attempt.answer is not None
    assert "set-cookie" not in attempt.answer.headers
    assert b"cookie" not in server.received.lower()


def test_a_busy_vendor_says_when_to_come_back(serve: Serve) -> None:
    with Client(serve(answer("429 Slow", b"", "retry-after: 7")).url) as client:
        attempt = client.send(POST)
    assert attempt.kind is FailureClass.NOT_EXECUTED
    assert (attempt.retry_after_seconds, attempt.asked_seconds) == (7.0, 7.0)


def test_a_long_wait_that_a_vendor_asks_for_is_cut_short(serve: Serve) -> None:
    with Client(serve(answer("429 Slow", b"", "retry-after: 7200")).url, most_retry_after_seconds=60) as client:
        attempt = client.send(POST)
    assert (attempt.retry_after_seconds, attempt.asked_seconds) == (60.0, 7200.0)


def test_a_web_page_instead_of_an_answer_stops_the_run(serve: Serve) -> None:
    page = answer("404 Not Found", b"<!doctype html><p>nginx", "content-type: text/html")
    with Client(serve(page).url) as client:
        attempt = client.send(Request("DELETE", "/x/1", is_idempotent=True, names_record=True))
    assert attempt.kind is FailureClass.ABORT_ADDRESS


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "a\0b", "ä"])
def test_a_token_that_would_smuggle_a_header_sends_nothing(serve: Serve, value: str) -> None:
    server = serve(OK)
    with Client(server.url, auth=lambda: (("authorization", value),)) as client, pytest.raises(UsageError):
        client.send(GET)
    assert server.connections == 0


def test_a_request_cannot_replace_the_sign_in(serve: Serve) -> None:
    server = serve(OK)
    with Client(server.url, auth=_auth) as client:
        client.send(Request("GET", "/x", headers=(("AUTHORIZATION", "mine"),), is_idempotent=True))
    assert bytes(server.received).lower().count(b"authorization:") == 1
    assert b"mine" not in server.received


def test_a_stopped_job_sends_nothing(serve: Serve) -> None:
    server, job = serve(OK), JobContext()
    job.cancel()
    with Client(server.url) as client, pytest.raises(Cancelled):
        client.send(POST, context=job)
    assert not server.received


def test_plain_http_to_another_machine_is_refused() -> None:
    with pytest.raises(WrongAddress, match="https"):
        Client("http://vendor.example")


def test_many_threads_share_one_client(serve: Serve) -> None:
    with Client(serve(OK).url, auth=_auth) as client, ThreadPoolExecutor(8) as threads:
        attempts = list(threads.map(lambda _: client.send(POST), range(80)))
    assert {attempt.kind for attempt in attempts} == {FailureClass.ANSWERED_OK}


def test_no_secret_is_in_any_repr_or_error(serve: Serve) -> None:
    secrets = Redactor()
    echo = answer("400 Bad", f'{{"you sent": "{PLANTED}"}}'.encode(), f"x-echo: {PLANTED}")
    with Client(serve(echo).url, auth=_auth, secrets=secrets) as client:
        attempt = client.send(POST)
    assert PLANTED not in repr(client) + repr(attempt) + repr(secrets) + attempt.error
    assert PLANTED not in secrets.mask(attempt.answer.text() if attempt.answer else "")


def test_a_proxy_is_never_used_for_this_machine(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy, server = serve(OK), serve(OK)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, proxy.url)
    with Client(server.url) as client:
        client.send(GET)
    assert (proxy.connections, server.connections) == (0, 1)


def test_a_proxy_that_gives_no_way_is_not_executed(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy, told = serve(answer("403 No", b"")), []
    monkeypatch.setenv("https_proxy", proxy.url)
    with Client("https://vendor.example", auth=_auth) as client:
        attempt = client.send(POST, on_first_byte=lambda: told.append(1))
    assert proxy.received.startswith(b"CONNECT vendor.example:443")
    assert PLANTED.encode() not in proxy.received
    assert attempt.kind is FailureClass.NOT_EXECUTED
    assert told == []


def test_a_proxy_of_another_kind_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "socks5://127.0.0.1:1")
    with pytest.raises(WrongAddress, match="SOCKS"):
        Client("https://vendor.example")


def test_a_proxy_is_left_out_where_the_system_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "socks5://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "vendor.example")
    Client("https://vendor.example").close()
