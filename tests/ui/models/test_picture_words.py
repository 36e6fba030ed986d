"""A push over time in words."""

from __future__ import annotations

import pytest

from app.history_values import PicturePoint, PushPicture
from app.values import Outcome
from ui.models.picture_words import (
    BANDS,
    amounts,
    at_words,
    end_words,
    halfway,
    point_at,
    span_text,
    ticks,
    whole_words,
)


def point(seconds: float, **counts: int) -> PicturePoint:
    return PicturePoint(seconds, {**dict.fromkeys(map(str, Outcome), 0), **counts})


def picture(**more: bool | int) -> PushPicture:
    points = (point(0), point(3, applied=5), point(8, applied=6, refused=2))
    return PushPicture(1, 10, 12.0, (*points, point(12, applied=7, refused=2)), **more)  # type: ignore[arg-type]


def test_every_outcome_has_a_band_and_so_has_waiting() -> None:
    assert {band.name for band in BANDS} == {*map(str, Outcome), "waiting"}
    assert len({band.icon for band in BANDS}) == len(BANDS)


def test_one_moment() -> None:
    found = picture()
    assert at_words(found, found.points[2]) == "After 8 s: 6 applied, 2 refused, 2 waiting"
    assert at_words(found, found.points[0]) == "After under 0.1 s: 10 waiting"
    assert amounts(found, found.last)["waiting"] == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "Took 12 s"),
        ({"is_running": True}, "Running for 12 s"),
        ({"settled_later": 1}, "Took 12 s · 1 unknown one settled afterwards"),
        ({"settled_later": 3}, "Took 12 s · 3 unknown ones settled afterwards"),
    ],
)
def test_the_end(more: dict[str, bool], words: str) -> None:
    assert end_words(picture(**more)) == words


def test_the_whole_for_who_does_not_see_it() -> None:
    assert whole_words(picture()) == (
        "10 records over time. Half of them had their outcome after 3 s. "
        "7 applied, 2 refused, 1 waiting. Took 12 s."
    )
    assert halfway(PushPicture(1, 0, 0.0, (point(0),))) is None


def test_the_moment_before_counts_between_two() -> None:
    found = picture()
    assert [point_at(found, at).seconds for at in (-1, 0, 2.9, 3, 11.9, 99)] == [0, 0, 0, 3, 8, 12]


@pytest.mark.parametrize(
    ("seconds", "most", "first", "number"),
    [(0.4, 10, 0.1, 4), (7.4, 10, 1.0, 7), (395, 6, 120.0, 3), (200_000, 4, 86_400.0, 2), (0, 5, None, 0)],
)
def test_ticks_are_round_and_have_room(seconds: float, most: int, first: float | None, number: int) -> None:
    found = ticks(seconds, most)
    assert len(found) == number <= most
    assert (found[0] if found else None) == first


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "under 0.1 s"),
        (0.04, "0.1 s"),
        (7.4, "7.4 s"),
        (2.0, "2 s"),
        (38.2, "38 s"),
        (60, "1 min"),
        (198, "3 min 18 s"),
        (3600, "1 h"),
        (3960, "1 h 6 min"),
    ],
)
def test_spans(seconds: float, text: str) -> None:
    assert span_text(seconds) == text
