from __future__ import annotations

import ssl
from typing import Any

import httpcore
import httpx
import pytest

from app.errors import WrongAddress
from app.jobs import JobContext
from app.net.limits import NoLimit
from app.net.wire import FirstByte, deadline_at, proxy_for, system_trust
from app.net.wire import _DeadlineStream as DeadlineStream

STARTED = "http11.send_request_headers.started"


def _info(method: bytes) -> dict[str, Any]:
    return {"request": httpcore.Request(method, "https://vendor.example/")}


def test_opening_a_tunnel_through_a_proxy_is_not_the_first_byte() -> None:
    told: list[int] = []
    gate = FirstByte(NoLimit(), lambda: told.append(1), JobContext())
    gate.trace("connection.connect_tcp.started", {})
    gate.trace(STARTED, _info(b"CONNECT"))
    assert not gate.is_open
    gate.trace(STARTED, _info(b"POST"))
    gate.trace(STARTED, _info(b"POST"))
    assert told == [1]


def test_the_slot_is_taken_before_the_journal_and_counted_after_it() -> None:
    order: list[str] = []

    class Slot:
        def confirm(self, context: JobContext) -> None:
            order.append("confirm")

        def touch(self) -> None:
            order.append("touch")

    FirstByte(Slot(), lambda: order.append("journal"), JobContext()).open()
    assert order == ["confirm", "journal", "touch"]


def test_after_the_deadline_nothing_is_read_or_written() -> None:
    stream = DeadlineStream(httpcore.NetworkStream())
    token = deadline_at.set(0.0)
    try:
        with pytest.raises(httpcore.ReadTimeout):
            stream.read(1, None)
        with pytest.raises(httpcore.WriteTimeout):
            stream.write(b"x", None)
        with pytest.raises(httpcore.ConnectTimeout):
            stream.start_tls(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), "vendor.example", None)
    finally:
        deadline_at.reset(token)


def test_without_a_deadline_the_own_timeout_holds() -> None:
    class Told(httpcore.NetworkStream):
        def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            return repr(timeout).encode()

    assert DeadlineStream(Told()).read(1, 3.0) == b"3.0"
    assert DeadlineStream(Told()).read(1, None) == b"None"


def test_a_large_body_is_written_in_pieces_so_that_the_deadline_is_seen() -> None:
    pieces: list[int] = []

    class Told(httpcore.NetworkStream):
        def write(self, buffer: bytes, timeout: float | None = None) -> None:
            pieces.append(len(buffer))

    DeadlineStream(Told()).write(b"x" * 150_000)
    assert pieces == [65_536, 65_536, 18_928]


def test_the_systems_proxy_is_taken_and_its_password_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "user:planted-1@proxy.example:3128")
    proxy = proxy_for("https://vendor.example")
    assert proxy is not None
    assert proxy.url == httpx.URL("http://proxy.example:3128")
    assert "planted" not in repr(proxy)


def test_a_proxy_that_cannot_be_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "gopher://proxy.example")
    with pytest.raises(WrongAddress, match="proxy"):
        proxy_for("https://vendor.example")


def test_certificates_are_checked_against_the_operating_system() -> None:
    context = system_trust()
    assert context is system_trust()
    assert type(context).__module__.startswith("truststore")
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
