"""Times, durations and counts as a person writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from ui.models.when import (
    clock_text,
    counts_text,
    day_text,
    duration_text,
    moment_text,
    number_text,
    person_locale,
    plural,
)

NOON = datetime(2026, 3, 12, 12, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "under 1 s"), (4, "4 s"), (120, "2 min"), (4800, "80 min"), (7200, "2 h 0 min")]
)
def test_durations_are_rough(seconds: int, words: str) -> None:
    assert duration_text(timedelta(seconds=seconds)) == words


def test_counts_name_what_there_is_best_first() -> None:
    assert counts_text({"refused": 2, "applied": 498, "unknown": 0}) == "498 applied, 2 refused"
    assert counts_text({}) == "nothing sent"


def test_desktop_without_a_locale_still_groups_digits() -> None:
    assert person_locale().language() is not QLocale.Language.C
    assert plural(1, "change") == "1 change"
    assert plural(2, "entry", "entries") == "2 entries"
    assert number_text(3014) == person_locale().toString(3014)


def test_moments_are_local() -> None:
    local = NOON.astimezone()
    assert f"{local:%H:%M}" in moment_text(NOON)
    assert clock_text(NOON) == f"{local:%H:%M:%S}"
    assert day_text(NOON).startswith(str(local.day))
    assert moment_text(None) == clock_text(None) == ""
