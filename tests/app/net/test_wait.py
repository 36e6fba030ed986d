from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.net.wait import backoff_seconds, retry_after_seconds

AT = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


def test_the_wait_doubles_up_to_its_cap() -> None:
    assert [backoff_seconds(tries, 1.0) for tries in (1, 2, 3, 4)] == [0.5, 1.0, 2.0, 4.0]
    assert backoff_seconds(10_000, 1.0) == 30.0


@given(st.integers(0, 2000), st.floats(0, 1, exclude_max=True))
def test_the_wait_lies_between_half_and_all_of_its_step(tries: int, share: float) -> None:
    assert 0.25 <= backoff_seconds(tries, share) <= 30.0


@pytest.mark.parametrize(("value", "seconds"), [("0", 0.0), (" 7 ", 7.0), ("9" * 5000, 999999999999.0)])
def test_seconds_are_read(value: str, seconds: float) -> None:
    assert retry_after_seconds(value, answered_at=AT) == seconds


def test_a_date_counts_from_the_vendors_clock() -> None:
    after, date = "Thu, 01 Jan 2026 09:00:20 GMT", "Thu, 01 Jan 2026 09:00:00 GMT"
    assert retry_after_seconds(after, answered_at=AT, date=date) == 20.0


def test_a_date_without_the_vendors_clock_counts_from_ours() -> None:
    assert retry_after_seconds("Thu, 01 Jan 2026 12:00:05 GMT", answered_at=AT) == 5.0
    assert retry_after_seconds("Thu, 01 Jan 2026 11:00:00 GMT", answered_at=AT) == 0.0
    assert retry_after_seconds("Fri, 01 Jan 2027 11:00:00 GMT", answered_at=AT) == 365 * 86_400.0 - 3600


@given(st.text())
def test_anything_else_is_no_wait_and_no_crash(value: str) -> None:
    wait = retry_after_seconds(value, answered_at=AT, date=value)
    assert wait is None or wait >= 0


@pytest.mark.parametrize("value", ["", "-1", "1.5", "²", "soon", "Thu, 99 Foo 2026"])
def test_what_cannot_be_read_is_none(value: str) -> None:
    assert retry_after_seconds(value, answered_at=AT) is None
