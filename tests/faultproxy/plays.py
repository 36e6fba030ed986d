"""What can go wrong on the wire between a client and a vendor, one function each.

A play gets one exchange and tells whether its connection goes on. What it does with `forward` decides
whether the vendor carried the request out.
"""

from __future__ import annotations

import gzip
import select
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.faultproxy.exchange import Exchange, Play
from tests.faultproxy.wire import reset, spelled

MOST_SECONDS = 60.0
_PAGE = b"<!DOCTYPE html><html><head><title>Example Company web proxy</title></head><body>Sign in</body></html>"
_HTML = "content-type: text/html; charset=utf-8"
_JSON = "content-type: application/json"
_ZEROS = bytes(65_536)
_MOST_ZEROS = 1 << 30


def lose_answer(exchange: Exchange) -> bool:
    """The vendor carries it out; the connection ends before its answer."""
    exchange.forward()
    return False


def never_arrives(exchange: Exchange) -> bool:
    """The connection ends after the request was taken, and the vendor never hears of it."""
    return False


def late(seconds: float = MOST_SECONDS) -> Play:
    """The vendor carries it out, and its answer comes later than the client waits."""

    def play(exchange: Exchange) -> bool:
        answer = exchange.forward()
        if _left_within(exchange, seconds):
            return False
        exchange.client.sendall(answer.head + answer.body)
        return True

    return play


def too_many(*, after: int | None = None, as_date: bool = False, has_body: bool = True) -> Play:
    """429 with a Retry-After in seconds, as a date, or none; with words or without any."""

    def play(exchange: Exchange) -> bool:
        now = datetime.now(UTC)
        headers = [f"date: {format_datetime(now, usegmt=True)}"]
        if after is not None:
            at = format_datetime(now + timedelta(seconds=after), usegmt=True)
            headers.append(f"retry-after: {at if as_date else after}")
        body = b'{"message": "Too many requests"}' if has_body else b""
        exchange.client.sendall(spelled("429 Too Many Requests", body, *headers))
        return True

    return play


def fails(status: str, *, commits: bool, body: bytes = b'{"message": "Sorry"}') -> Play:
    """The vendor's own error, after it carried the request out or before."""

    def play(exchange: Exchange) -> bool:
        if commits:
            exchange.forward()
        exchange.client.sendall(spelled(status, body, _JSON))
        return True

    return play


def page(status: str = "200 OK", *, commits: bool = False) -> Play:
    """A company's proxy answers with a page for people."""

    def play(exchange: Exchange) -> bool:
        if commits:
            exchange.forward()
        exchange.client.sendall(spelled(status, _PAGE, _HTML))
        return True

    return play


def truncated_json(exchange: Exchange) -> bool:
    """Whole by HTTP, and half of its JSON; an answer without a body gets half of one."""
    answer = exchange.forward()
    body = answer.body[: len(answer.body) // 2] if len(answer.body) > 1 else b'{"id": '
    exchange.client.sendall(spelled("200 OK", body, _JSON))
    return True


def redirect(to: str, status: str = "302 Found") -> Play:
    """Something on the way sends people to a login page of another host."""

    def play(exchange: Exchange) -> bool:
        exchange.client.sendall(spelled(status, b"", f"location: {to}"))
        return True

    return play


def reset_in_answer(exchange: Exchange) -> bool:
    """The vendor carries it out; the connection is reset in the middle of the answer's body."""
    answer = exchange.forward()
    half = answer.body[: len(answer.body) // 2] or b"{"
    exchange.client.sendall(spelled("200 OK", half, _JSON, length=2 * len(half) + 64))
    return _reset(exchange)


def reset_in_head(exchange: Exchange) -> bool:
    """The vendor carries it out; the connection is reset in the middle of the answer's head."""
    exchange.client.sendall(exchange.forward().head[:20])
    return _reset(exchange)


def reset_in_request(exchange: Exchange) -> bool:
    """The connection is reset while the request is being written; the vendor never hears of it."""
    return _reset(exchange)


def slow_drip(interval_seconds: float = 0.03) -> Play:
    """The vendor carries it out and answers byte by byte, each soon enough for itself."""

    def play(exchange: Exchange) -> bool:
        answer = exchange.forward()
        whole = answer.head + answer.body
        ends_at = time.monotonic() + MOST_SECONDS
        for position in range(len(whole)):
            if time.monotonic() > ends_at or _left_within(exchange, interval_seconds):
                return False
            exchange.client.sendall(whole[position : position + 1])
        return True

    return play


def no_body(status: str = "200 OK") -> Play:
    """The vendor carries it out; what comes back says yes and nothing else."""

    def play(exchange: Exchange) -> bool:
        exchange.forward()
        exchange.client.sendall(spelled(status))
        return True

    return play


def endless(*, is_packed: bool = False) -> Play:
    """The vendor carries it out; the answer's body is zeros without end, or unfolds into as many."""

    packed = gzip.compress(bytes(1 << 26), compresslevel=1) if is_packed else b""

    def play(exchange: Exchange) -> bool:
        exchange.forward()
        if is_packed:
            exchange.client.sendall(spelled("200 OK", packed, _JSON, "content-encoding: gzip"))
            return False
        exchange.client.sendall(spelled("200 OK", b"", _JSON, length=_MOST_ZEROS))
        for _ in range(_MOST_ZEROS // len(_ZEROS)):
            exchange.client.sendall(_ZEROS)
        return False

    return play


def answered(exchange: Exchange) -> bool:
    """Nothing goes wrong."""
    answer = exchange.forward()
    exchange.client.sendall(answer.head + answer.body)
    return True


def _reset(exchange: Exchange) -> bool:
    reset(exchange.client)
    return False


def _left_within(exchange: Exchange, seconds: float) -> bool:
    """Wait that long for the client to give up; what it says meanwhile is not expected."""
    readable, _, _ = select.select([exchange.client], [], [], seconds)
    return bool(readable)
