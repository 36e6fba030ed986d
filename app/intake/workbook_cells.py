"""What a cell of a workbook shows: the text a person sees there, or why nobody can tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from app.intake.rows import Note

_ZERO_PADDED = re.compile(r"0+\Z")
_PERCENT = re.compile(r"0(?:\.(0+))?%\Z")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[(?!h|m|s)[^\]]*\]|[_*].', re.IGNORECASE)
_TOKEN = re.compile(
    r"(?P<literal>\x00\d+\x00)|\[(?P<total>h+|m+|s+)\]|(?P<half>AM/PM|A/P)|(?P<year>y+)|(?P<day>d+)|(?P<month>m+)"
    r"|(?P<hour>h+)|(?P<second>s+)(?:\.(?P<part>0+))?|(?P<other>.)",
    re.IGNORECASE,
)
# Excel shows this one in the order of the reader's own country; ISO is read the same everywhere.
_LOCAL_DATE = "mm-dd-yy"
_EXACT_DIGITS = 15
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def text_of_cell(value: Any, number_format: str) -> tuple[str, Note | None]:  # noqa: ANN401  what a workbook holds
    """Tell what a cell shows, and what is to be said of it."""
    match value:
        case None:
            return "", None
        case str():
            return value, None
        case bool():
            return ("TRUE" if value else "FALSE"), None
        case datetime() | date() | time() | timedelta():
            return _shown_time(value, number_format), None
        case int() | float():
            return _shown_number(value, number_format)
        case _:
            return str(value), None


def _shown_number(value: float, number_format: str) -> tuple[str, Note | None]:
    stored = plain_number(value)
    if number_format in ("General", "@", "0") or not number_format:
        return stored, _rounded(stored)
    if _ZERO_PADDED.match(number_format) and float(value).is_integer():
        sign = "-" if value < 0 else ""
        return sign + str(abs(int(value))).zfill(len(number_format)), _rounded(stored)
    percent = _PERCENT.match(number_format)
    if percent:
        return f"{Decimal(plain_number(value * 100)):.{len(percent[1] or '')}f}%", None
    message = (
        f"This cell is shown in the format “{number_format}”; it was read as the number in it, {stored}. "
        "Format the column as text where it should be read as shown."
    )
    return stored, Note(message, is_error=False)


def plain_number(value: float) -> str:
    """Write a number without exponent, to the fifteen digits a workbook keeps."""
    if isinstance(value, int):
        return str(value)
    text = format(Decimal(f"{value:.{_EXACT_DIGITS}g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(stored: str) -> Note | None:
    if len(stored.lstrip("-").replace(".", "").strip("0")) <= _EXACT_DIGITS and len(stored.lstrip("-")) <= 16:
        return None
    message = "A workbook keeps 15 digits of a number; this one may have lost some. Format the column as text."
    return Note(message, is_error=False)


def _shown_time(value: datetime | date | time | timedelta, number_format: str) -> str:
    form = number_format.split(";", maxsplit=1)[0]
    if form in ("General", "@", "") or form.casefold() == _LOCAL_DATE:
        return value.isoformat(" ") if isinstance(value, datetime) else str(value)
    return "".join(piece(value) for piece in _pieces(form))


@lru_cache(maxsize=256)
def _pieces(form: str) -> tuple[Callable[[Any], str], ...]:
    """Compile a date or time format. A month after an hour, or before a second, is a minute."""
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match[1] or match[2] or "")
        return f"\0{len(literals) - 1}\0"

    tokens = list(_TOKEN.finditer(_QUOTED.sub(keep, form)))
    is_half_day = any(token["half"] for token in tokens)
    kinds = [token.lastgroup or "" for token in tokens if token.lastgroup != "other"]
    pieces: list[Callable[[Any], str]] = []
    seen = 0
    for token in tokens:
        kind = token.lastgroup or ""
        if kind == "other":
            pieces.append(_constant(token[0]))
            continue
        before, after = kinds[seen - 1] if seen else "", kinds[seen + 1] if seen + 1 < len(kinds) else ""
        seen += 1
        if kind == "literal":
            pieces.append(_constant(literals[int(token[0].strip("\0"))]))
        elif kind == "month" and (before in ("hour", "total") or after in ("second", "part")):
            pieces.append(_number(_minute, len(token[0])))
        else:
            pieces.append(_piece(kind, token, is_half_day=is_half_day))
    return tuple(pieces)


def _constant(text: str) -> Callable[[Any], str]:
    return lambda _: text


def _number(of: Callable[[Any], int], width: int) -> Callable[[Any], str]:
    return lambda value: str(of(value)).zfill(min(width, 2))


def _piece(kind: str, token: re.Match[str], *, is_half_day: bool) -> Callable[[Any], str]:
    width = len(token[0])
    if kind == "hour":
        hour = _half_day_hour if is_half_day else _hour
        return _number(hour, width)
    pieces: dict[str, Callable[[], Callable[[Any], str]]] = {
        "year": lambda: lambda value: f"{value.year:04}" if width > 2 else f"{value.year % 100:02}",
        "month": lambda: _named(lambda value: value.month, width, lambda value: _MONTHS[value.month - 1]),
        "day": lambda: _named(lambda value: value.day, width, lambda value: _DAYS[value.weekday()]),
        "total": lambda: _total(token["total"]),
        "half": lambda: lambda value: "AM" if _hour(value) < 12 else "PM",
    }
    return pieces.get(kind, lambda: _second(len(token["second"]), len(token["part"] or "")))()


def _hour(value: Any) -> int:  # noqa: ANN401  a date or a time
    return _seconds(value) // 3600 % 24


def _half_day_hour(value: Any) -> int:  # noqa: ANN401  a date or a time
    return (_hour(value) - 1) % 12 + 1


def _named(of: Callable[[Any], int], width: int, name: Callable[[Any], str]) -> Callable[[Any], str]:
    if width <= 2:
        return _number(of, width)
    return lambda value: name(value)[: 3 if width == 3 else None]


def _second(width: int, part: int) -> Callable[[Any], str]:
    def piece(value: Any) -> str:  # noqa: ANN401  a date or a time
        text = str(_seconds(value) % 60).zfill(min(width, 2))
        return f"{text}.{getattr(value, 'microsecond', 0):06}"[: len(text) + 1 + part] if part else text

    return piece


def _total(unit: str) -> Callable[[Any], str]:
    size = {"h": 3600, "m": 60, "s": 1}[unit[0].lower()]
    return lambda value: str(_seconds(value) // size).zfill(len(unit))


def _minute(value: Any) -> int:  # noqa: ANN401  a date or a time
    return _seconds(value) // 60 % 60


def _seconds(value: Any) -> int:  # noqa: ANN401  a date or a time
    """Seconds since midnight, or all of a span."""
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    return getattr(value, "hour", 0) * 3600 + getattr(value, "minute", 0) * 60 + getattr(value, "second", 0)
