"""Processes of our own that read pieces of a file: all cores at work, and the window's process left alone."""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context
from pathlib import Path
from time import monotonic
from typing import Any, Self

from app.intake.piece_reader import PieceRead, PieceReader, ReadJob, Report
from app.intake.pieces import Piece

MOST_WORKERS = 4
_AHEAD = 2  # pieces that a worker has: the one it reads, and one that waits for it
_POLL_SECONDS = 0.1
_PATIENCE_SECONDS = 0.5


class WorkerGone(Exception):
    """A worker ended before its work did."""


@dataclass(frozen=True)
class Given:
    """A piece in the hands of a worker, and the staging it fills."""

    piece: Piece
    file: Path


@dataclass
class _Worker:
    process: Any  # the class differs by the way it is started
    pipe: connection.Connection[Any, Any]
    given: deque[int]


class Workers:
    """Workers on one file. A pipe to each, without threads; they end when the pipe does."""

    def __init__(self, job: ReadJob, count: int) -> None:
        self._job = job
        self._count = count
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        try:
            for _ in range(self._count):
                self._workers.append(_started(self._job))
        except OSError as error:
            self.__exit__()
            raise WorkerGone from error
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers: they do so by themselves, at the latest with the piece they read."""
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(_PATIENCE_SECONDS)
            worker.process.terminate()
            worker.process.join()
            worker.process.close()

    def read(
        self, pieces: Iterator[Given], *, checkpoint: Callable[[], None], report: Callable[[int], None]
    ) -> Iterator[tuple[Given, PieceRead]]:
        """Yield what the pieces came to, in their order. *Raises* what went wrong in a worker."""
        given: dict[int, Given] = {}
        done: dict[int, PieceRead] = {}
        ready, count = 0, 0
        while True:
            while (worker := self._idle()) and len(given) < _AHEAD * len(self._workers) + len(self._workers):
                following = next(pieces, None)
                if following is None:
                    break
                given[count] = following
                _hand(worker, count, following)
                count += 1
            if not given:
                return
            while ready not in done:
                checkpoint()
                self._receive(done, report)
            yield given.pop(ready), done.pop(ready)
            ready += 1

    def _idle(self) -> _Worker | None:
        worker = min(self._workers, key=lambda one: len(one.given))
        return worker if len(worker.given) < _AHEAD else None

    def _receive(self, done: dict[int, PieceRead], report: Callable[[int], None]) -> None:
        ready = connection.wait([one.pipe for one in self._workers], timeout=_POLL_SECONDS)
        for worker in (one for one in self._workers if one.pipe in ready):
            try:
                said = worker.pipe.recv()
            except (EOFError, OSError) as error:
                raise WorkerGone from error
            if isinstance(said, Exception):
                raise said
            if isinstance(said, int):
                report(said)
            else:
                done[worker.given.popleft()] = said


def worker_count() -> int:
    return max(1, min(MOST_WORKERS, os.cpu_count() or 1))


def _started(job: ReadJob) -> _Worker:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, job), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours, deque())


def _hand(worker: _Worker, number: int, given: Given) -> None:
    try:
        worker.pipe.send(given)
    except OSError as error:
        raise WorkerGone from error
    worker.given.append(number)


def _serve(pipe: connection.Connection[Any, Any], job: ReadJob) -> None:
    """What a worker does: read what it is handed, until there is nobody to hand it anything."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that started it
    reader = PieceReader(job)
    # Millions of short-lived lists and no cycles: looking for them took a third of the time.
    gc.freeze()
    gc.disable()
    with suppress(EOFError, OSError):
        while True:
            given: Given = pipe.recv()
            try:
                said: PieceRead | Exception = reader.read(given.piece, given.file, _now_and_then(pipe.send))
            except Exception as error:
                said = error
            pipe.send(said)
            gc.collect()


def _now_and_then(send: Callable[[int], None]) -> Report:
    """Send the latest number, as often as somebody could read it."""
    last = monotonic()

    def report(count: int) -> None:
        nonlocal last
        if monotonic() - last >= _POLL_SECONDS:
            last = monotonic()
            send(count)

    return report
