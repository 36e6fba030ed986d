"""One commit for what several threads want on the disk at the same moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
Work = Callable[[Connection], T]
Write = Callable[[], AbstractContextManager[Connection]]


@dataclass
class _Waiting(Generic[T]):
    """What one thread wants written, and how that ended; it wakes when that is so, or when it is to lead."""

    work: Work[T]
    wake: threading.Event = field(default_factory=threading.Event)
    is_done: bool = False
    result: list[T] = field(default_factory=list)
    error: BaseException | None = None

    def outcome(self) -> T:
        if self.error is not None:
            raise self.error
        return self.result[0]


class SharedCommit:
    """Whoever comes while a commit is on its way to the disk waits for the next, which is for all of them.

    A commit takes some milliseconds, however much is in it. So where one follows another, it waits for
    `company_seconds` for more to come; whoever is alone is never kept waiting.
    """

    def __init__(self, company_seconds: float = 0.0) -> None:
        self._company_seconds = company_seconds
        self._queue: list[_Waiting[Any]] = []
        self._is_led = False
        self._lock = threading.Lock()

    def run(self, write: Write, work: Work[T]) -> T:
        """Do the work in a transaction and return once that is on the disk, or raise what it raised.

        Where another's work in it fails, this one is done again in one of its own: it must bear that.
        """
        mine = _Waiting(work)
        if self._leads(mine):
            self._lead(write)
        else:
            mine.wake.wait()
            if not mine.is_done:
                time.sleep(self._company_seconds)
                self._lead(write)
        return mine.outcome()

    def _leads(self, mine: _Waiting[Any]) -> bool:
        """Queue up; tells whether nobody leads, so that this one has to."""
        with self._lock:
            self._queue.append(mine)
            is_led, self._is_led = self._is_led, True
            return not is_led

    def _lead(self, write: Write) -> None:
        """Commit for all who wait, then let the first of those who came meanwhile lead."""
        with self._lock:
            together, self._queue = self._queue, []
        try:
            _commit(write, together)
        finally:
            with self._lock:
                self._is_led = bool(self._queue)
                following = self._queue[:1]
            for one in together:
                one.is_done = True
            for one in (*following, *together):
                one.wake.set()


def _commit(write: Write, together: list[_Waiting[Any]]) -> None:
    try:
        with write() as sql:
            results = [one.work(sql) for one in together]
    except Exception as error:
        if len(together) == 1:
            together[0].error = error
            return
        for one in together:
            _commit(write, [one])
    except BaseException as error:
        for one in together:
            one.error = error
    else:
        for one, result in zip(together, results, strict=True):
            one.result = [result]
