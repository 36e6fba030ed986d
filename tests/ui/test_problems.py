"""Errors in words: each kind with the button that helps, and our own faults named as such."""

from __future__ import annotations

import pytest

from app.errors import CounterfoilError, NoKeyring, Offline, SignInRefused, WorkspaceBusy
from ui.problems import explain


@pytest.mark.parametrize(
    ("error", "button"),
    [
        (SignInRefused("The vendor does not take the token."), "Edit connection…"),
        (Offline("Nobody answers."), "Try again"),
        (NoKeyring("There is no keyring."), "Use for this session only"),
        (WorkspaceBusy("It is open elsewhere."), "Try again"),
        (CounterfoilError("Something."), ""),
    ],
)
def test_error_has_the_button_that_helps(error: CounterfoilError, button: str) -> None:
    assert explain(error).button == button


def test_message_and_remedy_stay_apart() -> None:
    words = explain(CounterfoilError("The disk is full.", remedy="Make room."))
    assert (words.text, words.remedy) == ("The disk is full.", "Make room.")


def test_unexpected_error_is_our_own_fault() -> None:
    words = explain(KeyError("x"))
    assert "KeyError" in words.text
    assert words.action == "report"
