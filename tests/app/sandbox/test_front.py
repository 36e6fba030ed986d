from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest

from app.sandbox.front import TokenBuckets, read_scope
from app.sandbox.messages import Received
from app.sandbox.simulators import COMMON_SWITCHES
from app.sandbox.switches import Behaviours
from tests.app.sandbox.visitor import Visitor, new


def asked(token: str) -> Received:
    return Received("POST", "/", headers={"authorization": token})


def test_each_token_has_its_own_bucket_and_it_fills_again() -> None:
    now = [100.0]
    behaviours = Behaviours(COMMON_SWITCHES)
    behaviours.change({"rate_per_second": 2, "rate_burst": 2})
    buckets = TokenBuckets(behaviours, clock=lambda: now[0])
    assert [buckets.refusal(asked("a")) is None for _ in range(3)] == [True, True, False]
    assert buckets.refusal(asked("b")) is None
    now[0] += 0.5
    assert [buckets.refusal(asked("a")) is None for _ in range(2)] == [True, False]


def test_switching_the_rate_off_fills_every_bucket() -> None:
    behaviours = Behaviours(COMMON_SWITCHES)
    buckets = TokenBuckets(behaviours, clock=lambda: 100.0)
    for _ in range(2):
        behaviours.change({"rate_per_second": 1})
        assert [buckets.refusal(asked("a")) is None for _ in range(2)] == [True, False]
        behaviours.reset()
        assert buckets.refusal(asked("a")) is None


@pytest.mark.parametrize("fault", [None, "html"])
def test_the_vendors_clock_can_be_wrong(visitor: Visitor, fault: str | None) -> None:
    visitor.behave(clock_skew_seconds=-7200)
    if fault:
        visitor.fault(fault)
    answer = visitor.sync(new())
    dates = answer.headers.get_list("date")
    assert len(dates) == 1
    behind = datetime.now(UTC) - parsedate_to_datetime(dates[0])
    assert 7200 <= behind.total_seconds() <= 7260


def test_a_date_of_a_fault_stands_alone(visitor: Visitor) -> None:
    visitor.fault("status", headers={"Date": "Thu, 01 Jan 2026 00:00:00 GMT"})
    assert visitor.sync(new()).headers.get_list("date") == ["Thu, 01 Jan 2026 00:00:00 GMT"]


def test_the_query_is_kept_as_it_was_sent() -> None:
    scope = {"method": "GET", "path": "/x", "headers": [], "query_string": b"eq(name,'S%C3%B8+n')&limit=1"}
    received = read_scope(scope, b"")
    assert received.raw_query == "eq(name,'S%C3%B8+n')&limit=1"
    assert received.query == {"eq(name,'Sø n')": "", "limit": "1"}


def test_many_clients_at_once_lose_nothing(visitor: Visitor) -> None:
    visitor.behave(latency_ms=20)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda index: visitor.sync(new(f"T{index}")).status_code, range(40)))
    assert answers == [200] * 40
    assert {f"T{index}" for index in range(40)} <= set(visitor.numbers())
