"""What becomes of a write that a vendor answers in any way there is: one table, for every kind."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.errors import CounterfoilError, Offline, SignInRefused, WrongAddress
from app.jobs import JobContext
from app.net.requests import Request
from app.services.template import template
from app.values import Outcome, PushResult, RecordOutcome, ReviewedRecord
from app.vendors.assess import key_of
from tests.app.push.shop import wait_until
from tests.vendors.ground import Ground

REFUSED, APPLIED, SKIPPED = Outcome.REFUSED, Outcome.APPLIED, Outcome.SKIPPED
CONTENT = (400, 409, 413, 415, 422, 423)
UNREAL = "Planted"


@dataclass
class Attempted:
    """The record of the template, pushed while its first write goes wrong."""

    ground: Ground
    shown: ReviewedRecord
    write: Request
    before: frozenset[str]
    result: PushResult = field(init=False)

    def push(self, **options: Any) -> RecordOutcome:
        self.result = self.ground.push(**options)
        (outcome,) = self.ground.outcomes(self.result).values()
        return outcome

    def fails(self, name: str, *, times: int = 0, **options: Any) -> None:
        """Let requests like the first write fail."""
        match = {"method": self.write.method, "path": self.write.path}
        self.ground.fault(name, times=times, match=match, **options)

    @property
    def grown_by(self) -> int:
        return len(self.ground.at_vendor()) - len(self.before)

    def ended_well(self) -> bool:
        """Tell whether the vendor holds what review showed, and nothing twice."""
        is_new = self.shown.record.change == "added" and self.shown.record.key not in self.before
        return self.ground.differences(self.shown) == {} and self.grown_by == int(is_new)


@pytest.fixture
def attempt(ground: Ground, tmp_path: Path) -> Attempted:
    """The template is taken in and the sign-in done; its one record is about to be pushed."""
    file = tmp_path / "template.csv"
    file.write_text(template(ground.kind), encoding="utf-8", newline="")
    ground.take_in(file)
    ground.sign_in()
    (shown,) = ground.reviewed()
    held = frozenset(key_of(ground.kind, one) for one in ground.at_vendor())
    return Attempted(ground, shown, ground.writes(shown.record)[0], held)


def expected(write: Request, status: int) -> tuple[Outcome, type[CounterfoilError] | None]:
    """The table: what concerns this record is refused, what concerns the connection stops the run."""
    if status in CONTENT or (status in (403, 404, 405, 410) and write.names_record):
        return REFUSED, None
    if status in (401, 403):
        return SKIPPED, SignInRefused
    return (SKIPPED, WrongAddress) if status in (301, 404, 405) else (REFUSED, None)


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 409, 422])
def test_a_write_that_is_not_carried_out(attempt: Attempted, status: int) -> None:
    body = dict.fromkeys(("message", "detail"), UNREAL) | {"errors": [{"message": UNREAL, "detail": UNREAL}]}
    attempt.fails("status", status=status, body=body)
    outcome = attempt.push()
    wanted, error = expected(attempt.write, status)
    assert (outcome.outcome, attempt.result.exit_code) == (wanted, 3 if error is None else 5)
    assert attempt.result.error is None if error is None else isinstance(attempt.result.error, error)
    assert UNREAL in outcome.message
    assert attempt.grown_by == 0
    attempt.ground.clear_faults()
    assert attempt.push().outcome is APPLIED
    assert attempt.ended_well()


def test_a_vendor_that_asks_to_wait_is_waited_for(attempt: Attempted) -> None:
    attempt.fails("too_many", times=1, retry_after=0)
    assert attempt.push().outcome is APPLIED
    assert attempt.ended_well()


def test_a_vendor_that_keeps_asking_stops_the_run(attempt: Attempted) -> None:
    attempt.fails("too_many", retry_after=0)
    assert attempt.push().outcome is Outcome.FAILED
    assert isinstance(attempt.result.error, Offline)
    assert (attempt.result.exit_code, attempt.grown_by) == (5, 0)


LOST: Mapping[str, Mapping[str, Any]] = {
    "answer lost after it was done": {"name": "lose_answer"},
    "503 after it was done": {"name": "status", "status": 503, "apply": "before"},
    "broken JSON": {"name": "status", "status": 200, "body": "{", "apply": "before"},
    "a page of a portal": {"name": "html", "apply": "before"},
}


@pytest.mark.parametrize("case", LOST)
def test_a_write_that_was_done_and_whose_answer_is_lost_is_done_once(attempt: Attempted, case: str) -> None:
    fault = dict(LOST[case])
    attempt.fails(fault.pop("name"), times=1, **fault)
    outcome = attempt.push()
    if outcome.outcome is not APPLIED:
        assert outcome.outcome is Outcome.UNKNOWN
        assert attempt.result.exit_code == 4
        outcome = attempt.push()
    assert (outcome.outcome, attempt.ended_well()) == (APPLIED, True)


def test_a_write_of_which_nobody_knows_is_never_lost_nor_done_twice(attempt: Attempted) -> None:
    attempt.fails("status", status=500)
    outcome = attempt.push()
    assert outcome.outcome in (Outcome.FAILED, Outcome.UNKNOWN)
    assert attempt.result.exit_code in (3, 4, 5)
    attempt.ground.clear_faults()
    again = attempt.push(retry_after_seconds=0)
    assert (again.outcome, attempt.ended_well()) == (APPLIED, True)


def test_a_time_out_is_no_answer(attempt: Attempted) -> None:
    attempt.ground.with_settings(request_timeout_seconds=1)
    attempt.fails("late", times=1, seconds=3, apply="before")
    outcome = attempt.push()
    assert outcome.outcome in (APPLIED, Outcome.UNKNOWN)
    attempt.ground.with_settings(request_timeout_seconds=30)
    assert outcome.outcome is APPLIED or attempt.push().outcome is APPLIED
    assert attempt.ended_well()


def test_stop_works_while_a_vendor_is_waited_for(attempt: Attempted) -> None:
    attempt.fails("too_many", retry_after=60)
    context = JobContext()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(attempt.ground.push, context)
        wait_until(lambda: attempt.ground.wrote(attempt.write))
        context.cancel()
        result = running.result(timeout=10)
    assert (result.exit_code, result.counts[SKIPPED], attempt.grown_by) == (5, 1, 0)
    assert len(attempt.ground.reviewed()) == 1


def test_no_secret_reaches_any_text(attempt: Attempted) -> None:
    """A vendor, or a proxy, may repeat what it was sent."""
    secrets = attempt.ground.secrets
    echo = " ".join(secrets)
    body = dict.fromkeys(("message", "detail", "title"), echo) | {"errors": [{"message": echo, "detail": echo}]}
    for status in (422, 401):
        attempt.ground.clear_faults()
        attempt.fails("status", status=status, body=body)
        outcome = attempt.push()
        told = [outcome.message, attempt.result.stopped_because, str(attempt.result.error)]
        assert not [one for one in secrets if one in " ".join(told)]
    files = [file for file in attempt.ground.workspace.folder.rglob("*") if file.is_file()]
    assert files
    assert not [one for one in secrets for file in files if one.encode() in file.read_bytes()]
