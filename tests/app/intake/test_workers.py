"""Workers read large files: they come to the same, end with their work, and are missed by nobody."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

import pytest
from openpyxl import Workbook

from app.errors import Cancelled, UnusableFile
from app.intake import read_file
from app.intake.workers import Workers
from app.jobs import JobContext
from app.services.propose_file import propose
from tests.app.intake.conftest import KIND, Desk
from tests.app.intake.test_plain_rows import outcome
from tests.desktop.processes import wait_for

HEAD = "customer_number,name,currency,addresses.title,addresses.city\n"
ROWS = [f"{number:05},Blåbær {number},DKK,Shop,Århus\n" for number in range(400)]
CONTENT = HEAD + "".join(ROWS)
LONG_ROWS = HEAD + "".join(row.replace("Shop", '"Shop\nby the sea"') for row in ROWS[:200])
OPEN_QUOTE = HEAD + "".join([*ROWS[:200], '9,"x,DKK,Shop,Ribe\n', *ROWS[200:]])


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as a large one, read in pieces of 3 kB."""
    monkeypatch.setattr(read_file, "_LARGE_BYTES", 0)
    monkeypatch.setattr(read_file, "_LARGE_WORKBOOK_BYTES", 0)
    monkeypatch.setattr(read_file, "PIECE_BYTES", 3_000)


def nothing_is_left(desk: Desk) -> bool:
    return not list((desk.workspace.folder / "proposals").glob("*")) and not multiprocessing.active_children()


@pytest.mark.parametrize("content", [CONTENT, LONG_ROWS, OPEN_QUOTE], ids=["even", "long rows", "open quote"])
def test_workers_come_to_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    here = outcome(desk, content)
    for name, least in (("_LARGE_BYTES", 0), ("PIECE_BYTES", 3_000)):
        monkeypatch.setattr(read_file, name, least)

    assert outcome(desk, content) == here
    assert nothing_is_left(desk)


def test_records_that_are_there_already_are_compared(desk: Desk, large: None) -> None:
    desk.keep(CONTENT)

    proposal = desk.propose(CONTENT.replace("Blåbær 7,", "Tyttebær 7,"))

    assert (proposal.added, proposal.changed, proposal.unchanged) == (0, 1, 399)


def test_a_workbook_is_read_by_one_worker(desk: Desk, large: None) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Customers")
    for row in [HEAD, *ROWS[:50]]:
        sheet.append(row.strip().split(","))
    file = desk.folder / "book.xlsx"
    book.save(file)

    assert desk.propose(file).added == 50


def test_stop_ends_the_workers_and_leaves_nothing(desk: Desk, large: None) -> None:
    class StopsAtTheFirstRows(JobContext):
        def report(self, *args: object, **kwargs: object) -> None:
            self.cancel()

    file = desk.write(CONTENT)
    with pytest.raises(Cancelled):
        propose(desk.workspace, StopsAtTheFirstRows(), file, kind=KIND, connection_id=desk.connection_id)
    assert nothing_is_left(desk)


def test_what_a_worker_cannot_read_is_told_in_words(desk: Desk, large: None) -> None:
    file = desk.write(CONTENT)

    class Takes(JobContext):
        def checkpoint(self) -> None:
            file.unlink(missing_ok=True)

    with pytest.raises(UnusableFile, match="vanished"):
        propose(desk.workspace, Takes(), file, kind=KIND, connection_id=desk.connection_id)
    assert nothing_is_left(desk)


def test_a_worker_that_dies_is_not_missed(desk: Desk, large: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Dying(Workers):
        def __enter__(self) -> Self:
            entered = super().__enter__()
            for child in multiprocessing.active_children():
                child.kill()
            return entered

    monkeypatch.setattr(read_file, "Workers", Dying)

    assert desk.propose(CONTENT).added == 400


def test_no_worker_is_no_hindrance(desk: Desk, large: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(_: object) -> None:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr("app.intake.workers._started", start)

    assert desk.propose(CONTENT).added == 400


START_AND_WAIT = """
import multiprocessing, sys, time
from pathlib import Path
from app.intake.piece_reader import ReadJob
from app.intake.values import Reading
from app.intake.workers import Workers

if __name__ == "__main__":
    reading = Reading("utf-8", False, ",", 1, ("customer_number",))
    job = ReadJob(Path("none.csv"), "traede.customers", 1, {}, reading, (), None)
    with Workers(job, 2):
        print(*[child.pid for child in multiprocessing.active_children()], flush=True)
        sys.stdin.read()
"""


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for processes where Linux lists them")
def test_workers_end_when_their_process_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "start.py"
    script.write_text(START_AND_WAIT)
    command, pipe = [sys.executable, str(script)], subprocess.PIPE
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(command, env=env, stdin=pipe, stdout=pipe) as process:
        assert process.stdout is not None
        workers = process.stdout.readline().split()
        process.send_signal(signal.SIGKILL)

    assert len(workers) == 2
    running = [Path("/proc", pid.decode(), "exe") for pid in workers]
    wait_for(lambda: not any(one.exists() for one in running), "the workers to end")
