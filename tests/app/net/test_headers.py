from __future__ import annotations

import pytest

from app.errors import UsageError
from app.net.headers import checked, plain_headers
from app.net.requests import Request


def test_what_is_shown_holds_the_type_and_the_own_headers() -> None:
    request = Request(
        "POST", "/x", content_type="application/json", headers=(("Accept", "text/plain"),), is_idempotent=True
    )
    pairs = dict(plain_headers(request))
    assert pairs["accept"] == "text/plain"
    assert pairs["content-type"] == "application/json"
    assert pairs["user-agent"].startswith("Counterfoil/")


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\nb", "a\0", "naïve", "a…"])
def test_a_value_that_smuggles_is_refused_without_repeating_it(value: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked((("authorization", "Bearer " + value),))
    assert value not in str(caught.value)


@pytest.mark.parametrize("name", ["", "a b", "a:", "a\r\n"])
def test_a_name_that_smuggles_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        checked(((name, "x"),))


@pytest.mark.parametrize("name", ["Host", "Content-Length", "Transfer-Encoding"])
def test_headers_that_frame_the_message_cannot_be_set(name: str) -> None:
    with pytest.raises(UsageError):
        plain_headers(Request("GET", "/x", headers=((name, "1"),), is_idempotent=True))
