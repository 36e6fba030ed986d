"""A push over time in words: the bands of its picture, one moment, and the whole of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.history_values import PicturePoint, PushPicture
from app.values import Outcome
from ui.marks import mark_of_outcome
from ui.models.when import number_text, plural

WAITING = "waiting"
TICKS_SECONDS = (
    0.1,
    0.2,
    0.5,
    1,
    2,
    5,
    10,
    15,
    30,
    60,
    120,
    300,
    600,
    900,
    1800,
    3600,
    7200,
    14_400,
    43_200,
    86_400,
)


@dataclass(frozen=True)
class Band:
    """One layer of the picture, the lowest first. `color` and `icon` are names of the theme and the set."""

    name: str
    title: str
    icon: str
    color: str


def _band(outcome: Outcome) -> Band:
    mark = mark_of_outcome(outcome.value)
    return Band(outcome.value, mark.title, mark.icon_name, mark.color_name)


BANDS = (
    _band(Outcome.APPLIED),
    _band(Outcome.REFUSED),
    _band(Outcome.FAILED),
    _band(Outcome.UNKNOWN),
    _band(Outcome.SKIPPED),
    Band(WAITING, "Waiting", "sent", "disabled"),
)


def amounts(picture: PushPicture, point: PicturePoint) -> Mapping[str, int]:
    """*Shape*: band → records, at one moment."""
    return {**point.counts, WAITING: picture.waiting_at(point)}


def at_words(picture: PushPicture, point: PicturePoint) -> str:
    """Say how it stood at one moment: “After 12 s: 240 applied, 3 refused, 157 waiting”."""
    return f"After {span_text(point.seconds)}: {_amounts_text(picture, point)}"


def end_words(picture: PushPicture) -> str:
    """Say how long it took, and what the picture cannot show; the amounts stand beside it."""
    span = span_text(picture.seconds)
    words = f"Running for {span}" if picture.is_running else f"Took {span}"
    if picture.settled_later:
        words += f" · {plural(picture.settled_later, 'unknown one')} settled afterwards"
    return words


def whole_words(picture: PushPicture) -> str:
    """Describe the picture to who does not see it: the total, the half way, and the end."""
    half = halfway(picture)
    middle = f" Half of them had their outcome after {span_text(half)}." if half is not None else ""
    end = f"{_amounts_text(picture, picture.last)}. {end_words(picture)}."
    return f"{plural(picture.total, 'record')} over time.{middle} {end}"


def halfway(picture: PushPicture) -> float | None:
    """Find the second by which half of the records had their outcome."""
    if not picture.total:
        return None
    return next((one.seconds for one in picture.points if 2 * picture.waiting_at(one) <= picture.total), None)


def point_at(picture: PushPicture, seconds: float) -> PicturePoint:
    """Find how it stood at a moment."""
    return next((one for one in reversed(picture.points) if one.seconds <= seconds), picture.points[0])


def ticks(seconds: float, most: int) -> tuple[float, ...]:
    """Choose round moments for the axis, no more than there is room for."""
    if seconds <= 0 or most < 1:
        return ()
    step = next((one for one in TICKS_SECONDS if seconds / one <= most), TICKS_SECONDS[-1])
    while seconds / step > most:
        step *= 2
    return tuple(round(number * step, 1) for number in range(1, int(seconds / step) + 1))


def span_text(seconds: float) -> str:
    """Write a span to be compared with others: “7.4 s”, “38 s”, “3 min 18 s”, “1 h 5 min”."""
    if seconds < 10:
        return f"{max(seconds, 0.1):.1f} s".replace(".0 s", " s") if seconds else "under 0.1 s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    larger, smaller, names = (
        (whole // 60, whole % 60, "min s") if whole < 3600 else (whole // 3600, whole % 3600 // 60, "h min")
    )
    first, second = names.split()
    return f"{larger} {first} {smaller} {second}" if smaller else f"{larger} {first}"


def _amounts_text(picture: PushPicture, point: PicturePoint) -> str:
    found = amounts(picture, point)
    parts = [f"{number_text(found[one.name])} {one.title.lower()}" for one in BANDS if found.get(one.name)]
    return ", ".join(parts) or "nothing yet"
