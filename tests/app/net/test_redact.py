from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.net.redact import MASK, Redactor

PLANTED = 'planted/t0ken+"é&=='


@pytest.mark.parametrize(
    "spelled",
    [
        PLANTED,
        quote(PLANTED),
        quote(PLANTED, safe=""),
        quote(PLANTED, safe="").lower().replace("t0ken", "t0ken"),
        json.dumps(PLANTED),
        json.dumps(PLANTED, ensure_ascii=False),
        json.dumps(PLANTED).replace("/", "\\/"),
        base64.b64encode(PLANTED.encode()).decode(),
        base64.urlsafe_b64encode(PLANTED.encode()).decode(),
    ],
)
def test_a_secret_is_masked_however_it_is_spelled(spelled: str) -> None:
    masked = Redactor([PLANTED]).mask(f"before {spelled} after")
    assert MASK in masked
    assert "t0ken" not in masked
    assert masked.startswith("before ")
    assert masked.endswith(" after")


@pytest.mark.parametrize("before", ["", "u", "us", "use", "user:"])
def test_a_secret_inside_longer_base64_is_masked(before: str) -> None:
    text = base64.b64encode(f"{before}{PLANTED}:tail".encode()).decode()
    assert MASK in Redactor([PLANTED]).mask(text)


def test_the_part_after_the_scheme_word_is_masked_alone_too() -> None:
    redactor = Redactor(["Bearer abcdef123"])
    assert redactor.mask("abcdef123 and Bearer") == f"{MASK} and Bearer"


@given(st.binary())
def test_bytes_without_a_secret_stay_as_they_are(data: bytes) -> None:
    redactor = Redactor([PLANTED])
    assert redactor.mask_bytes(data) == data
    assert PLANTED.encode() not in redactor.mask_bytes(data + PLANTED.encode() + data)


def test_headers_are_masked_by_name_and_by_value() -> None:
    pairs = Redactor([PLANTED]).mask_headers(
        [
            ("X-Traede-App-Key", "a"),
            ("Set-Cookie", "b"),
            ("X-My-Secret-Thing", "c"),
            ("via", f"x {PLANTED}"),
            ("date", "d"),
        ]
    )
    assert [value for _, value in pairs] == [MASK, MASK, MASK, f"x {MASK}", "d"]


def test_a_url_loses_its_sign_in_and_a_query_with_a_secret() -> None:
    redactor = Redactor([PLANTED])
    assert redactor.mask_url("https://u:p@h/x?access_token=1") == f"https://h/x?{MASK}"
    assert redactor.mask_url(f"https://h/x?q={quote(PLANTED)}") == f"https://h/x?{MASK}"
    assert redactor.mask_url("https://h/x?page=1#f") == "https://h/x?page=1"


def test_an_empty_or_tiny_value_masks_nothing() -> None:
    assert Redactor(["", "a", "abc"]).mask("abc") == "abc"


def test_the_repr_shows_no_secret() -> None:
    assert "t0ken" not in repr(Redactor([PLANTED]))
