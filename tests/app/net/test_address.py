from __future__ import annotations

import pytest

from app.errors import UsageError, WrongAddress
from app.net.address import checked_base_url, full_url, host_of, is_loopback, path_segment
from app.net.requests import Request


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://api.example.com/", "https://api.example.com"),
        (" https://api.example.com/v10/ ", "https://api.example.com/v10"),
        ("http://127.0.0.1:8000/traede", "http://127.0.0.1:8000/traede"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://localhost:1", "http://localhost:1"),
    ],
)
def test_a_safe_address_is_kept_without_its_last_slash(given: str, kept: str) -> None:
    assert checked_base_url(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "",
        "api.example.com",
        "ftp://api.example.com",
        "https://",
        "https://user:pass-word@api.example.com",
        "https://api.example.com/?access_token=pass-word",
        "https://api.example.com/#x",
        "https://api.example.com/a b",
        "https://api.example.com\r\nX: y",
        "https://api.example.com:99999",
        "https://ex\u0430mple.com",
        "http://[::1",
    ],
)
def test_an_unsafe_address_is_refused_with_a_remedy_and_without_repeating_it(given: str) -> None:
    with pytest.raises(WrongAddress) as caught:
        checked_base_url(given)
    assert caught.value.remedy
    assert "pass-word" not in str(caught.value)


@pytest.mark.parametrize(
    "host", ["api.example.com", "127.0.0.1.example.com", "10.0.0.1", "localhost.example.com"]
)
def test_plain_http_is_for_this_machine_only(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(WrongAddress, match="https"):
        checked_base_url(f"http://{host}")


def test_the_host_for_messages_has_its_port() -> None:
    assert host_of("https://api.example.com:8443/v10") == "api.example.com:8443"


def test_a_segment_cannot_leave_its_place() -> None:
    assert path_segment("a/../b?c#d\r\né") == "a%2F..%2Fb%3Fc%23d%0D%0A%C3%A9"


@pytest.mark.parametrize("text", ["", ".", ".."])
def test_a_segment_that_names_another_folder_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        path_segment(text)


@pytest.mark.parametrize("path", ["x", "/a b", "/a\r\nb", "/a\0", "/a?b=c", "/a#b", "/a/../b", "/."])
def test_a_path_that_would_go_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(UsageError):
        full_url("https://api.example.com", Request("GET", path, is_idempotent=True))


def test_a_query_is_quoted() -> None:
    request = Request("GET", "/x", query=(("a", "1 &2"), ("a", "é")), is_idempotent=True)
    assert full_url("https://h/p", request) == "https://h/p/x?a=1+%262&a=%C3%A9"


@pytest.mark.parametrize("query", ["a b", "a\nb", "a#b"])
def test_a_written_query_that_cannot_be_sent_is_refused(query: str) -> None:
    with pytest.raises(UsageError):
        full_url("https://h", Request("GET", "/x", query=query, is_idempotent=True))


def test_a_method_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError):
        full_url("https://h", Request("GET /y HTTP/1.1\r\n", "/x", is_idempotent=True))
