"""Pushes under random faults, held-back records and a Stop at any moment: one outcome for each record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.jobs import JobContext
from app.services.push import exit_code
from app.values import PushResult
from tests.app.push.shop import BAD_TERM, VENDOR, Shop, customer

FAULTS: tuple[Mapping[str, Any], ...] = (
    {"name": "lose_answer"},
    {"name": "reject_before"},
    {"name": "cut"},
    {"name": "cut", "at": "headers"},
    {"name": "html"},
    {"name": "html", "apply": "before"},
    {"name": "html", "status": 502},
    {"name": "status", "status": 500},
    {"name": "status", "status": 503, "apply": "before"},
    {"name": "status", "status": 400},
    {"name": "status", "status": 401},
    {"name": "status", "status": 404},
    {"name": "status", "status": 408},
    {"name": "status", "status": 422, "body": {"errors": [{"detail": "No."}]}},
    {"name": "too_many", "retry_after": 0},
    {"name": "redirect"},
)
SAFE_TO_REPEAT = ("too_many",)
WRONG: Mapping[str, Mapping[str, Any]] = {"bad": BAD_TERM, "held": {"discount_percentage": 120.0}}
KINDS = ("good", "good", "good", "bad", "held", "alone", "delete")


@dataclass
class StoppingContext(JobContext):
    """Somebody who presses Stop at the n-th progress report."""

    stop_at: int
    reports: int = field(default=0)

    def __post_init__(self) -> None:
        super().__init__()

    def report(self, *args: Any, **kwargs: Any) -> None:
        super().report(*args, **kwargs)
        self.reports += 1
        if self.reports == self.stop_at:
            self.cancel()


def fill(shop: Shop, wanted: list[str]) -> dict[str, int]:
    """*Shape*: customer number → record id."""
    ids = {}
    for number, what in enumerate(wanted):
        key = f"{what}-{number}"
        if what == "alone":
            ids[key] = shop.add_unrepeatable(key)
        elif what == "delete":
            ids[key] = shop.add_delete(key)
        else:
            ids[key] = shop.save(customer(key, **WRONG.get(what, {})))
    return ids


def check_one_outcome_each(shop: Shop, result: PushResult, ids: dict[str, int]) -> None:
    words = shop.outcome_words(result.push_id)
    assert set(words) == set(ids)
    assert result.total == len(ids)
    assert Counter(words.values()) == Counter({name: n for name, n in result.counts.items() if n})
    for key, record_id in ids.items():
        record = shop.record(record_id)
        assert record.outcome == words[key]
        assert record.busy == ("unknown" if words[key] == "unknown" else "")
        assert (record.change == "") == (words[key] == "applied")
        assert words[key] != "applied" or key.startswith("delete") or key in shop.held()
        assert words[key] == "skipped" or not key.startswith("held")
    open_ones = shop.workspace.store.journal.has_open(shop.connection.id)
    assert open_ones == ("unknown" in words.values())


def check_sent_once(shop: Shop, keys: set[str]) -> None:
    """What could happen twice left this machine once, but for what was proven not executed."""
    arrivals = Counter(
        one["customer_number"]
        for request in shop.requests()
        if request["fault"] not in SAFE_TO_REPEAT
        for one in request["body"]["customers"]
        if one["customer_number"] in keys
    )
    assert all(number == 1 for number in arrivals.values()), arrivals


@dataclass(frozen=True)
class Script:
    """A push as it may go: what is pending, what goes wrong and when, and when somebody presses Stop."""

    wanted: list[str]
    faults: list[tuple[Mapping[str, Any], int, int]]
    mode: str
    size: int
    stop_at: int
    at_once: int


SCRIPTS = st.builds(
    Script,
    wanted=st.lists(st.sampled_from(KINDS), min_size=1, max_size=14),
    faults=st.lists(st.tuples(st.sampled_from(FAULTS), st.integers(0, 6), st.integers(1, 5)), max_size=4),
    mode=st.sampled_from(["atomic", "partial"]),
    size=st.sampled_from([1, 3, 100]),
    stop_at=st.sampled_from([0, 0, 1, 2, 4, 8, 16]),
    at_once=st.sampled_from([1, 1, 4]),
)


def prepare(shop: Shop, script: Script) -> dict[str, int]:
    """*Shape*: customer number → record id."""
    ids = fill(shop, script.wanted)
    shop.hold(["kept", *(key for key in ids if key.startswith("delete"))])
    shop.forget_requests()
    shop.behave(batch=script.mode)
    for fault, after, times in script.faults:
        options = {name: value for name, value in fault.items() if name != "name"}
        shop.fault(fault["name"], after=after, times=times, **options)
    return ids


@pytest.mark.slow
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=SCRIPTS)
def test_every_record_ends_in_one_outcome(shop: Shop, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    vendor = replace(VENDOR, requests_at_once=script.at_once)
    monkeypatch.setattr("app.services.push.vendor_named", lambda _: vendor)
    shop.reset()
    fresh = shop.another(batch_size=script.size)
    ids = prepare(fresh, script)
    result = fresh.push(StoppingContext(script.stop_at))
    check_one_outcome_each(fresh, result, ids)
    check_sent_once(fresh, {key for key in ids if key.startswith(("alone", "delete"))})
    state = "stopped" if result.stopped_because else "finished"
    assert result.exit_code == exit_code(dict(result.counts), state)
    fresh.clear_faults()
    assert not fresh.push().stopped_because
    good = [key for key in ids if key.startswith("good") and not unknown(fresh, ids[key])]
    assert all(key in fresh.held() and not fresh.record(ids[key]).change for key in good)


def unknown(shop: Shop, record_id: int) -> bool:
    return shop.record(record_id).busy == "unknown"
