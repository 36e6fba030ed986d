"""The only threads of the window: jobs in lanes, their progress polled, their ends told on the UI thread."""

from __future__ import annotations

import itertools
import logging
import queue
import threading
import weakref
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal

from app.errors import Cancelled, CounterfoilError
from app.jobs import Halt, JobContext, Progress

POLL_MILLISECONDS = 100
log = logging.getLogger(__name__)
Result = TypeVar("Result")


class Lane(Enum):
    """Where a job waits its turn, with the number of threads that serve it."""

    WRITE = 1  # edits land in the order they were made
    READ = 3
    LONG = 4  # pushes and imports must not hold up a scroll


@dataclass(frozen=True)
class _End:
    """How a job ended, as the worker left it for the UI thread."""

    job_id: int
    value: Any = None
    error: BaseException | None = None


class Job(QObject):
    """One running or waiting piece of work. `finished` follows exactly one of the three ends."""

    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    progressed = Signal(object)
    finished = Signal()

    def __init__(self, number: int, title: str, parent: QObject, answers: Collection[Halt] = ()) -> None:
        super().__init__(parent)
        self.number = number
        self.title = title
        self.context = JobContext(answers=answers)
        self.is_running = True
        self._told: Progress | None = None

    def cancel(self) -> None:
        """Ask it to stop; it ends as cancelled once it notices, or as what it became by then."""
        self.context.cancel()

    def pause(self) -> None:
        """Ask it to stand still until `go_on`."""
        self.context.pause()

    def go_on(self) -> None:
        """End what it stands still for."""
        self.context.go_on()

    def poll(self) -> None:
        latest = self.context.latest
        if latest is not self._told:
            self._told = latest
            self.progressed.emit(latest)


class Jobs(QObject):
    """Runs work off the UI thread. A failure that nobody listens to goes out as `unhandled`."""

    unhandled = Signal(object)
    idle = Signal()
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._running: dict[int, Job] = {}
        self._ends: queue.SimpleQueue[_End] = queue.SimpleQueue()
        self._lanes = {lane: _Workers(lane, self._ends, self._wake) for lane in Lane}
        self._woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MILLISECONDS)
        self._timer.timeout.connect(self._poll)

    def run(  # noqa: PLR0913  the ends of a job, by name
        self,
        function: Callable[[JobContext], Result],
        *,
        done: Callable[[Result], None],
        failed: Callable[[BaseException], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        progress: Callable[[Progress], None] | None = None,
        lane: Lane = Lane.READ,
        title: str = "",
        answers: Collection[Halt] = (),
    ) -> Job:
        """Start `function` in a lane. The callbacks are bound methods of QObjects and are held weakly.

        `answers` are the halts of which its screen lets a person end.
        """
        job = Job(next(self._numbers), title, self, answers)
        job.succeeded.connect(_Listener(done, job).hear)
        job.failed.connect(_Listener(failed or self._nobody_listens, job).hear)
        if cancelled is not None:
            job.cancelled.connect(_Listener(cancelled, job).hear_nothing)
        if progress is not None:
            job.progressed.connect(_Listener(progress, job).hear)
        self._running[job.number] = job
        if not self._timer.isActive():
            self._timer.start()
        self._lanes[lane].add(job.number, job.context, function)
        return job

    @property
    def running(self) -> tuple[Job, ...]:
        return tuple(self._running.values())

    def leave(self) -> None:
        """Ask all jobs to end because the window goes."""
        for job in self.running:
            job.context.cancel(is_leaving=True)

    def wait(self, seconds: float) -> bool:
        """Let the running jobs end, with the window alive; False when time ran out first."""
        if not self._running:
            return True
        loop = QEventLoop()
        self.idle.connect(loop.quit)
        QTimer.singleShot(int(seconds * 1000), loop, loop.quit)
        loop.exec()
        return not self._running

    def close(self) -> None:
        """Let the workers go home once their queues are empty."""
        for workers in self._lanes.values():
            workers.close()
        self._timer.stop()

    def _nobody_listens(self, error: BaseException) -> None:
        self.unhandled.emit(error)

    def _wake(self) -> None:
        if shiboken6.isValid(self):
            self._woken.emit()

    def _poll(self) -> None:
        for job in self.running:
            job.poll()
        if not self._running:
            self._timer.stop()

    def _deliver(self) -> None:
        while True:
            try:
                end = self._ends.get_nowait()
            except queue.Empty:
                return
            self._end(end)

    def _end(self, end: _End) -> None:
        job = self._running.pop(end.job_id)
        job.is_running = False
        job.poll()
        if isinstance(end.error, Cancelled):
            job.cancelled.emit()
        elif end.error is not None:
            job.failed.emit(end.error)
        else:
            job.succeeded.emit(end.value)
        job.finished.emit()
        job.deleteLater()
        if not self._running:
            self.idle.emit()


class _Listener(QObject):
    """Calls a bound method while its receiver lives. Owned by the job."""

    def __init__(self, callback: Callable[..., Any], job: Job) -> None:
        super().__init__(job)
        if not isinstance(getattr(callback, "__self__", None), QObject):
            raise TypeError("A job tells bound methods of QObjects, which may die before it ends.")
        self._method = weakref.WeakMethod(callback)

    def hear(self, value: object) -> None:
        self._call(value)

    def hear_nothing(self) -> None:
        self._call()

    def _call(self, *values: object) -> None:
        method = self._method()
        if method is not None and shiboken6.isValid(getattr(method, "__self__", None)):
            method(*values)


class _Workers:
    """The threads of one lane, started when there is work for them."""

    def __init__(self, lane: Lane, ends: queue.SimpleQueue[_End], wake: Callable[[], None]) -> None:
        self._lane = lane
        self._ends = ends
        self._wake = wake
        self._waiting: queue.SimpleQueue[tuple[int, JobContext, Callable[[JobContext], Any]] | None]
        self._waiting = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def add(self, number: int, context: JobContext, function: Callable[[JobContext], Any]) -> None:
        self._waiting.put((number, context, function))
        if len(self._threads) < self._lane.value:
            # Daemons: a job that does not answer must not keep a closed window's process alive.
            name = f"{self._lane.name.lower()}-{len(self._threads) + 1}"
            thread = threading.Thread(target=self._work, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def close(self) -> None:
        for _ in self._threads:
            self._waiting.put(None)
        self._threads.clear()

    def _work(self) -> None:
        while (work := self._waiting.get()) is not None:
            self._ends.put(_run(*work))
            del work
            self._wake()


def _run(number: int, context: JobContext, function: Callable[[JobContext], Any]) -> _End:
    try:
        context.checkpoint()
        return _End(number, value=function(context))
    except CounterfoilError as error:
        return _End(number, error=error)
    except Exception as error:  # a bug: told to the person, and never hidden from the log
        log.exception("A job failed unexpectedly.")
        return _End(number, error=error)
