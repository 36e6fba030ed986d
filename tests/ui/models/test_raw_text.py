"""What nobody sees in a file's text is shown by signs."""

from __future__ import annotations

import pytest

from ui.models.field_words import shortened
from ui.models.raw_text import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("", ""),
        ("  ", "··"),
        (" a b ", "·a b·"),
        ("a\r\nb\nc", "a↵b↵c"),
        ("a\tb\0", "a⇥b␀"),
        ("1\u00a0000", "1⍽000"),
    ],
)
def test_hidden_letters_are_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_nothing_turns_the_words_that_follow() -> None:
    assert visible("a\u202eb") == "a⇄b"
    assert shortened("<b>a</b> \u202eevil, Currency") == "<b>a</b> ⇄evil, Currency"
    assert shortened("עברית") == "עברית"
