"""The commands of the menus: each with a letter and keys of its own."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from ui.actions import COMMANDS

MENUS = sorted({one.menu for one in COMMANDS})


def twice(words: list[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


@pytest.mark.parametrize("menu", MENUS)
def test_one_letter_opens_one_command_of_a_menu(menu: str) -> None:
    letters = [re.findall("&(.)", one.words.lower())[0] for one in COMMANDS if one.menu == menu]
    assert twice(letters) == []


def test_keys_belong_to_one_command() -> None:
    assert twice([one.keys for one in COMMANDS if one.keys]) == []
