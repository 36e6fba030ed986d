"""Times, durations and counts in the person's own words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QLocale

from app.undo_values import Undo
from app.values import Outcome

_FATES = {Undo.OPEN: "still open"}


def person_locale() -> QLocale:
    """The desktop's locale; a desktop that names none gets one that groups digits and names months."""
    locale = QLocale()
    if locale.language() is QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    return locale


def moment_text(moment: datetime | None, *, has_seconds: bool = False) -> str:
    """Write a moment in local time, by the person's locale."""
    if moment is None:
        return ""
    local = moment.astimezone()
    locale = person_locale()
    day = QDate(local.year, local.month, local.day)
    date = locale.toString(day, QLocale.FormatType.ShortFormat)
    return f"{date} {local:%H:%M:%S}" if has_seconds else f"{date} {local:%H:%M}"


def clock_text(moment: datetime | None) -> str:
    """Write the time of day to the second."""
    return f"{moment.astimezone():%H:%M:%S}" if moment else ""


def day_text(moment: datetime) -> str:
    """Write the day alone: “12 March”."""
    return f"{moment.astimezone().day} {person_locale().standaloneMonthName(moment.astimezone().month)}"


def duration_text(duration: timedelta) -> str:
    """Write a duration roughly: “4 s”, “2 min”, “1 h 20 min”."""
    seconds = max(0, round(duration.total_seconds()))
    if seconds < 100:
        return f"{seconds} s" if seconds else "under 1 s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"


def number_text(number: int) -> str:
    return person_locale().toString(number)


def plural(number: int, one: str, many: str = "") -> str:
    """Write “1 change” or “37 changes”."""
    return f"{number_text(number)} {one if number == 1 else many or f'{one}s'}"


def counts_text(counts: Mapping[str, int]) -> str:
    """Write outcomes as “498 applied, 2 refused”, the best first, those at nought left out."""
    parts = [f"{number_text(counts[name])} {name}" for name in Outcome if counts.get(name)]
    return ", ".join(parts) or "nothing sent"


def fates_text(fates: Mapping[str, int]) -> str:
    """Write what became of the records of an undo as “6 reversed, 3 kept”."""
    parts = [f"{number_text(fates[name])} {_FATES.get(name, name)}" for name in Undo if fates.get(name)]
    return ", ".join(parts) or "nothing"
