from __future__ import annotations

import httpx
import pytest

from app.net.classify import FailureClass
from app.net.texts import error_text, status_text

HOST = "vendor.example"


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "not trusted"),
        ("[SSL: WRONG_VERSION_NUMBER] wrong version number", "secure connection"),
        ("[Errno -2] Name or service not known", "No server is known"),
        ("[Errno 11001] getaddrinfo failed", "No server is known"),
        ("[Errno 111] Connection refused", "cannot be reached"),
    ],
)
def test_a_failed_connection_names_its_cause(detail: str, words: str) -> None:
    text = error_text(httpx.ConnectError(detail), HOST, sent_first_byte=False)
    assert words in text
    assert HOST in text
    assert "Nothing was sent" in text


def test_a_broken_connection_says_whether_anything_was_sent() -> None:
    error = httpx.ReadError("token=abc")
    assert "before anything was sent" in error_text(error, HOST, sent_first_byte=False)
    assert "may have been carried out" in error_text(error, HOST, sent_first_byte=True)


@pytest.mark.parametrize("kind", [one for one in FailureClass if one is not FailureClass.ANSWERED_OK])
def test_a_status_is_never_alone(kind: FailureClass) -> None:
    text = status_text(kind, HOST, 418)
    assert "418" in text
    assert len(text.split()) > 5


def test_a_redirect_is_said_not_to_be_followed() -> None:
    assert "not followed" in status_text(FailureClass.ABORT_ADDRESS, HOST, 302)


@pytest.mark.parametrize(("status", "kind"), [(407, FailureClass.ABORT_ADDRESS), (511, FailureClass.AMBIGUOUS)])
def test_a_network_that_wants_a_sign_in_is_not_taken_for_the_vendor(status: int, kind: FailureClass) -> None:
    assert "network wants a sign-in" in status_text(kind, HOST, status)


def test_what_is_too_large_is_said_to_be() -> None:
    assert "too large (status 413)" in status_text(FailureClass.REFUSED, HOST, 413)
