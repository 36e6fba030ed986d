from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.net.requests import NOT_JSON, Answer, AnswerHeaders, Request

AT = datetime(2026, 1, 1, tzinfo=UTC)


def _answer(body: bytes, content_type: str = "application/json") -> Answer:
    return Answer(200, AnswerHeaders((("Content-Type", content_type),)), body, 0.1, AT)


@pytest.mark.parametrize("content_type", ["application/json", "text/json", "text/plain", ""])
def test_json_is_read_whatever_its_declared_type(content_type: str) -> None:
    assert _answer('{"a": "é"}'.encode(), content_type).json() == {"a": "é"}


def test_json_after_a_byte_order_mark_is_read() -> None:
    assert _answer(b'\xef\xbb\xbf{"a": 1}').json() == {"a": 1}


@pytest.mark.parametrize("body", [b"", b"<html>", b"{", b"\xff\xfe\x00", b"[" * 200_000])
def test_what_is_no_json_is_told_apart_from_null(body: bytes) -> None:
    assert _answer(body).json() is NOT_JSON
    assert _answer(b"null").json() is None


def test_long_digits_are_kept_on_request() -> None:
    assert _answer(b"[0.10000000000000000001]").json(with_decimals=True) == [Decimal("0.10000000000000000001")]


def test_text_is_cut_for_a_message() -> None:
    assert _answer(b"x" * 1000).text(10) == "x" * 9 + "…"
    assert _answer(b"caf\xe9").text() == "caf�"


@pytest.mark.parametrize("body", [b"<!DOCTYPE html><p>Sign in", b"\n <html lang=en>"])
def test_a_page_is_known_by_its_beginning(body: bytes) -> None:
    assert _answer(body, "application/json").is_page


def test_json_declared_as_a_page_is_no_page() -> None:
    assert not _answer(b'{"errors": []}', "text/html").is_page
    assert _answer(b"Sign in", "text/html; charset=utf-8").is_page


def test_headers_are_found_in_any_case_and_repeats_joined() -> None:
    headers = AnswerHeaders((("Date", "x"), ("via", "a"), ("Via", "b")))
    assert headers["DATE"] == "x"
    assert headers.get("VIA") == "a, b"
    assert "Retry-After" not in headers


def test_reprs_show_neither_body_nor_values() -> None:
    request = Request(
        "POST", "/x", body=b"SECRET1", headers=(("a", "SECRET1"),), query="SECRET1", is_idempotent=True
    )
    answer = Answer(200, AnswerHeaders((("a", "SECRET1"),)), b"SECRET1", 0.1, AT)
    assert "SECRET1" not in repr(request) + repr(answer)
