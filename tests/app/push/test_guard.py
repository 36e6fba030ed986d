"""When a push is unusual, and the question in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.push.guard import Size, question
from app.settings import Settings

USUAL = Size(added=10, changed=10, deleted=1, known=1000, last_push=20)
RULES = Settings()


def asked(**numbers: int) -> str:
    return question(replace(USUAL, **numbers), RULES)  # type: ignore[arg-type]  # only numbers are given


def test_a_usual_push_asks_nothing() -> None:
    assert question(USUAL, RULES) == ""


@pytest.mark.parametrize(
    ("usual", "unusual", "words"),
    [
        ({"deleted": 20}, {"deleted": 21}, "delete 21 records"),
        (
            {"changed": 299, "last_push": 99},
            {"changed": 300, "last_push": 99},
            "change 301 of the 1,000 records",
        ),
        ({"changed": 49, "known": 50}, {"changed": 50, "known": 51}, "change 51 of the 51 records"),
        ({"added": 189}, {"added": 190}, "send 201 records, where the last push sent 20"),
        ({"added": 5000, "last_push": 0}, {"added": 5001, "last_push": 0}, "add 5,001 records"),
    ],
    ids=["deletes", "share", "small share", "growth", "creates"],
)
def test_one_record_more_asks(usual: dict[str, int], unusual: dict[str, int], words: str) -> None:
    assert asked(**usual) == ""
    assert words in asked(**unusual)


def test_the_first_push_is_compared_with_nothing() -> None:
    assert asked(added=4000, last_push=0) == ""


def test_a_small_trial_before_does_not_make_a_small_push_unusual() -> None:
    assert asked(added=30, last_push=1) == ""


def test_what_is_done_unseen_asks_with_its_number() -> None:
    blind = replace(USUAL, blind=(("replace all addresses of {count} customers nobody has read", 1200),))
    assert "replace all addresses of 1,200 customers nobody has read" in question(blind, RULES)
    assert question(replace(USUAL, blind=(("replace {count}", 0),)), RULES) == ""


def test_several_reasons_make_one_question() -> None:
    text = asked(deleted=30, added=6000)
    assert text.startswith("This push would delete 30 records, and send ")
    assert text.endswith(", and add 6,000 records. Push anyway?")


def test_the_numbers_are_settings() -> None:
    strict = replace(RULES, guard_deletes=0, guard_creates=5)
    assert question(USUAL, strict) == "This push would delete 1 records, and add 10 records. Push anyway?"
