"""Speed and time left are told only once they can be."""

from __future__ import annotations

import pytest

from ui.models.pace import Pace, time_left_text


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_speed_is_that_of_the_last_seconds() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert pace.per_second == 0
    for second in range(30):
        clock.now = float(second)
        pace.note(second * 100, 10_000)
    assert pace.per_second == pytest.approx(100)


def test_time_left_waits_until_it_is_steady() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.note(0, 1000)
    clock.now = 1.0
    pace.note(100, 1000)
    assert pace.seconds_left is None
    clock.now = 5.0
    pace.note(500, 1000)
    assert pace.seconds_left == pytest.approx(5)


def test_nothing_is_guessed_without_a_total_or_progress() -> None:
    clock = Clock()
    pace = Pace(clock)
    clock.now = 9.0
    pace.note(0, 100)
    clock.now = 19.0
    pace.note(0, 100)
    assert pace.seconds_left is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (12, "less than a minute left"),
        (70, "about a minute left"),
        (250, "about 4 minutes left"),
        (9000, "about 2 hours left"),
    ],
)
def test_time_left_is_told_roughly(seconds: float | None, words: str) -> None:
    assert time_left_text(seconds) == words
