"""How long to wait before the next try, as pure functions."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def backoff_seconds(
    tries: int, random_share: float, *, first_seconds: float = 0.5, most_seconds: float = 30.0
) -> float:
    """Give the wait after `tries` failed ones (1 or more): doubling, capped, between half and all of it.

    `random_share` is drawn by the caller from [0, 1), so that many clients do not come back together.
    """
    ceiling = min(most_seconds, first_seconds * 2.0 ** min(max(tries, 1) - 1, 60))
    return ceiling * (0.5 + random_share / 2)


def retry_after_seconds(value: str, *, answered_at: datetime, date: str = "") -> float | None:
    """Read a Retry-After header in either form; None when there is none or it cannot be read.

    A date counts from the answer's own Date header, since the vendor's clock may differ from ours.
    Source: RFC 9110, section 10.2.3.
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        # Longer numbers than any wait, and than int() is willing to read.
        return float(text[:12])
    at = _http_date(text)
    if at is None:
        return None
    return max((at - (_http_date(date) or answered_at)).total_seconds(), 0.0)


def _http_date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
