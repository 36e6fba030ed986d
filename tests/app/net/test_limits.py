from __future__ import annotations

import multiprocessing
import os
import signal
import stat
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import example, given
from hypothesis import strategies as st

from app.errors import Cancelled
from app.jobs import JobContext
from app.net.limits import NoLimit, SlotFile

PLANTED = "planted-token-1234"


class SteppedJob(JobContext):
    """A job whose sleep moves the clock; another process may use the time."""

    def __init__(self, start: float = 1000.0) -> None:
        super().__init__()
        self.now = start
        self.steps: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.checkpoint()
        self.steps.append(seconds)
        self.now += seconds


def _limiter(folder: Path, job: SteppedJob, count: int = 2) -> SlotFile:
    return SlotFile(folder, PLANTED, count=count, clock=job.clock)


def _most_in_a_window(times: list[float]) -> int:
    return max(sum(start <= one < start + 1.0 for one in times) for start in times)


def test_never_more_than_allowed_leave_in_any_second_and_the_limit_is_used(tmp_path: Path) -> None:
    job, times = SteppedJob(), []
    limiter = _limiter(tmp_path, job)
    for _ in range(40):
        limiter.acquire(job).touch()
        times.append(job.now)
    assert _most_in_a_window(times) == 2
    assert len(times) / (times[-1] - times[0]) >= 1.9


def test_two_processes_share_the_slots_of_one_token(tmp_path: Path) -> None:
    job, times = SteppedJob(), []
    limiters = [_limiter(tmp_path, job), _limiter(tmp_path, job)]
    for number in range(20):
        limiters[number % 2].acquire(job)
        times.append(job.now)
    assert _most_in_a_window(times) == 2


def test_another_token_has_slots_of_its_own(tmp_path: Path) -> None:
    job = SteppedJob()
    for token in ("one-token", "two-token"):
        SlotFile(tmp_path, token, count=1, clock=job.clock).acquire(job)
    assert job.steps == []


@pytest.mark.parametrize("connecting_seconds", [0.4, 0.9, 3.0])
def test_a_slow_connection_does_not_crowd_the_second_after_it(
    tmp_path: Path, connecting_seconds: float
) -> None:
    job, times = SteppedJob(), []
    limiter = _limiter(tmp_path, job)
    for number in range(12):
        slot = limiter.acquire(job)
        job.now += connecting_seconds if number % 3 == 0 else 0
        slot.confirm(job)
        job.now += 0.01
        slot.touch()
        times.append(job.now)
    assert _most_in_a_window(times) <= 2


def test_waiting_is_reported_and_goes_in_small_steps(tmp_path: Path) -> None:
    job = SteppedJob()
    told: list[float] = []
    limiter = _limiter(tmp_path, job, count=1)
    limiter.acquire(job)
    limiter.acquire(job, told.append)
    assert told[0] == pytest.approx(1.01)
    assert max(job.steps) <= 0.25


def test_stop_ends_the_wait(tmp_path: Path) -> None:
    job = SteppedJob()
    limiter = _limiter(tmp_path, job, count=1)
    limiter.acquire(job)
    with pytest.raises(Cancelled):
        limiter.acquire(job, lambda _: job.cancel())


def test_a_clock_that_went_back_costs_one_window_at_most(tmp_path: Path) -> None:
    job = SteppedJob(start=1_000_000.0)
    limiter = _limiter(tmp_path, job)
    limiter.acquire(job)
    limiter.acquire(job)
    job.now = 5.0
    limiter.acquire(job)
    assert job.now <= 5.0 + 1.1


@example(garbage=b"}")
@example(garbage=b'"1x": 0}')
@given(garbage=st.binary(max_size=40))
def test_a_garbled_slot_file_counts_as_full_for_one_window(
    tmp_path_factory: pytest.TempPathFactory, garbage: bytes
) -> None:
    folder, job = tmp_path_factory.mktemp("limits"), SteppedJob()
    limiter = _limiter(folder, job)
    limiter.acquire(job)
    next(folder.glob("*.slots")).write_bytes(b"{" + garbage)
    limiter.acquire(job)
    assert job.now == pytest.approx(1001.03, abs=0.02)


def _hold_and_die(folder: str) -> None:
    FileLock(next(Path(folder).glob("*.slots")).with_suffix(".lock")).acquire()
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_holder_that_was_killed_blocks_nobody(tmp_path: Path) -> None:
    job = SteppedJob()
    limiter = _limiter(tmp_path, job)
    limiter.acquire(job)
    process = multiprocessing.get_context("spawn").Process(target=_hold_and_die, args=(str(tmp_path),))
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL
    limiter.acquire(job)


def test_neither_names_nor_contents_nor_reprs_reveal_the_token(tmp_path: Path) -> None:
    job = SteppedJob()
    limiter = _limiter(tmp_path, job)
    limiter.acquire(job)
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    assert not any(PLANTED.encode() in path.name.encode() + path.read_bytes() for path in files)
    assert PLANTED not in repr(limiter)
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)


def test_another_users_key_gives_another_name(tmp_path: Path) -> None:
    job = SteppedJob()
    for folder in ("a", "b"):
        _limiter(tmp_path / folder, job).acquire(job)
    names = {path.name for path in tmp_path.glob("*/*.slots")}
    assert len(names) == 2


def test_without_a_limit_only_stop_holds_up() -> None:
    job = JobContext()
    slot = NoLimit().acquire(job)
    slot.confirm(job)
    slot.touch()
    job.cancel()
    with pytest.raises(Cancelled):
        NoLimit().acquire(job)


def test_a_request_that_took_longer_than_the_window_counts_from_its_end(tmp_path: Path) -> None:
    """It may have arrived at the very end: two more in the same second would be three."""
    now = [100.0]
    file = SlotFile(tmp_path, PLANTED, count=2, clock=lambda: now[0])
    slow = file.acquire(JobContext())
    now[0] += 1.5
    slow.touch()
    file.acquire(JobContext())
    waits: list[float] = []
    context = JobContext()
    context.cancel()
    with pytest.raises(Cancelled):
        file.acquire(context, waits.append)
    assert waits
    assert waits[0] > 0.9
