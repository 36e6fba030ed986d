"""Encodings and delimiters are found by what people call them."""

from __future__ import annotations

import pytest

from app.intake.names import ENCODINGS, delimiter_named, encoding_named, encoding_title


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("UTF-8", "utf-8"),
        ("utf8", "utf-8"),
        ("Windows-1252", "cp1252"),
        ("windows 1250", "cp1250"),
        ("latin9", "iso8859-15"),
        ("shift_jis", "cp932"),
        ("Shift JIS", "cp932"),
        ("Klingon", ""),
        ("base64", ""),
    ],
)
def test_encoding_is_found_however_it_is_written(text: str, name: str) -> None:
    assert encoding_named(text) == name


@pytest.mark.parametrize("name", [name for name, *_ in ENCODINGS])
def test_every_encoding_is_found_by_its_own_title(name: str) -> None:
    assert encoding_named(encoding_title(name)) == name
    "customer".encode(name)


@pytest.mark.parametrize(
    ("text", "sign"),
    [(";", ";"), ("semicolon", ";"), ("Tab", "\t"), ("\\t", "\t"), ("#", "#"), ("ab", ""), ('"', "")],
)
def test_delimiter_is_found_by_sign_or_word(text: str, sign: str) -> None:
    assert delimiter_named(text) == sign
