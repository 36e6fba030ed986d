"""Jobs: one end each, on the UI thread, in order where order matters, dropped when nobody is left."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from app.errors import CounterfoilError
from app.jobs import JobContext, Progress
from tests.logguard import LogGuard
from ui.jobs import Jobs, Lane


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: list[QThread] = []

    def done(self, value: object) -> None:
        self.threads.append(QThread.currentThread())
        self.heard.append(value)

    def failed(self, error: BaseException) -> None:
        self.heard.append(("failed", str(error)))

    def cancelled(self) -> None:
        self.heard.append("cancelled")

    def progress(self, progress: Progress) -> None:
        self.heard.append(progress.done)

    def finished(self) -> None:
        self.heard.append("finished")


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    runner = Jobs()
    yield runner
    runner.leave()
    assert runner.wait(5)
    runner.close()


def _append(order: list[int], number: int, _context: JobContext) -> None:
    order.append(number)


def test_result_arrives_on_the_ui_thread_then_finished(jobs: Jobs, qtbot: QtBot) -> None:
    listener = Listener()
    job = jobs.run(lambda _context: 42, done=listener.done, failed=listener.failed)
    job.finished.connect(listener.finished)
    qtbot.waitUntil(lambda: len(listener.heard) == 2)
    assert listener.heard == [42, "finished"]
    assert listener.threads == [QThread.currentThread()]


def test_deliberate_error_is_told_as_failed(jobs: Jobs, qtbot: QtBot) -> None:
    def fail(_context: JobContext) -> None:
        raise CounterfoilError("The disk is full.")

    listener = Listener()
    jobs.run(fail, done=listener.done, failed=listener.failed)
    qtbot.waitUntil(lambda: bool(listener.heard))
    assert listener.heard == [("failed", "The disk is full.")]


def test_failure_without_listener_goes_out_as_unhandled(
    jobs: Jobs, qtbot: QtBot, expected_log: LogGuard
) -> None:
    expected_log("A job failed unexpectedly.")
    with qtbot.waitSignal(jobs.unhandled) as signal:
        jobs.run(lambda _context: 1 // 0, done=Listener().done)
    assert isinstance(signal.args[0], ZeroDivisionError)


def test_cancelled_job_ends_as_cancelled_only(jobs: Jobs, qtbot: QtBot) -> None:
    listener = Listener()
    job = jobs.run(lambda context: context.sleep(60), done=listener.done, cancelled=listener.cancelled)
    job.finished.connect(listener.finished)
    job.cancel()
    qtbot.waitUntil(lambda: len(listener.heard) == 2)
    assert listener.heard == ["cancelled", "finished"]


def test_writes_run_one_after_another_in_order(jobs: Jobs, qtbot: QtBot) -> None:
    order: list[int] = []
    listener = Listener()
    for number in range(50):
        jobs.run(partial(_append, order, number), done=listener.done, lane=Lane.WRITE)
    qtbot.waitUntil(lambda: len(listener.heard) == 50)
    assert order == list(range(50))


def test_result_is_dropped_when_its_receiver_died(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    listener = Listener()
    job = jobs.run(lambda _context: gate.wait(10), done=listener.done)
    shiboken6.delete(listener)
    with qtbot.waitSignal(job.finished):
        gate.set()
    assert listener.heard == []


def test_callbacks_that_nobody_owns_are_refused(jobs: Jobs) -> None:
    with pytest.raises(TypeError, match="bound methods"):
        jobs.run(lambda _context: 1, done=lambda _value: None)


def test_latest_progress_is_told(jobs: Jobs, qtbot: QtBot) -> None:
    def work(context: JobContext) -> str:
        for number in range(1, 1001):
            context.report(number, 1000)
        return "done"

    listener = Listener()
    jobs.run(work, done=listener.done, progress=listener.progress)
    qtbot.waitUntil(lambda: "done" in listener.heard)
    assert listener.heard[-2:] == [1000, "done"]
    assert len(listener.heard) < 100


def test_waiting_is_bounded(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    jobs.run(lambda _context: gate.wait(10), done=Listener().done)
    assert not jobs.wait(0.05)
    gate.set()
    assert jobs.wait(5)
