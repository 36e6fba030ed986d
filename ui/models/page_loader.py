"""Feeds a lazy table: counts and reads its pages in jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.jobs import JobContext
from ui.jobs import Jobs, Lane
from ui.models.paged_table import PagedTable, PageRequest

Count = Callable[[], int]
Page = Callable[[int, int], Sequence[Any]]
"""Called with offset and limit on a worker thread."""


@dataclass(frozen=True)
class _Counted:
    number: int
    count: int
    keeps: bool


@dataclass(frozen=True)
class _Read:
    request: PageRequest
    items: Sequence[Any]
    error: Exception | None = None


class PageLoader(QObject):
    """`show` asks a new question of the store, `refresh` the same one again."""

    counted = Signal(int)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, model: PagedTable) -> None:
        super().__init__(model)
        self._jobs = jobs
        self._model = model
        self._count: Count | None = None
        self._page: Page | None = None
        self._number = 0
        model.page_wanted.connect(self._read)

    def show(self, count: Count, page: Page) -> None:
        """Show what `count` and `page` give, from the top."""
        self._count, self._page = count, page
        self._start(count, keeps=False)

    def refresh(self) -> None:
        """Look again, keeping place and selection."""
        if self._count is not None:
            self._start(self._count, keeps=True)

    def _start(self, count: Count, *, keeps: bool) -> None:
        self._number += 1
        work = partial(_counted, number=self._number, count=count, keeps=keeps)
        self._jobs.run(work, done=self._take_count, failed=self._fail, lane=Lane.READ)

    def _take_count(self, counted: _Counted) -> None:
        if counted.number != self._number:
            return
        if counted.keeps:
            self._model.refresh(counted.count)
        else:
            self._model.reset(counted.count)
        self.counted.emit(counted.count)

    def _read(self, request: PageRequest) -> None:
        if self._page is not None:
            work = partial(_read, request=request, page=self._page)
            self._jobs.run(work, done=self._take_page, failed=self._fail, lane=Lane.READ)

    def _take_page(self, read: _Read) -> None:
        if read.error is not None:
            self._model.give_up(read.request)
            self._fail(read.error)
        else:
            self._model.take(read.request, read.items)

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(error)


def _counted(_context: JobContext, *, number: int, count: Count, keeps: bool) -> _Counted:
    return _Counted(number, count(), keeps)


def _read(_context: JobContext, *, request: PageRequest, page: Page) -> _Read:
    try:
        return _Read(request, page(request.offset, request.limit))
    except Exception as error:
        return _Read(request, (), error)


def count_through(page: Page) -> int:
    """Count what only comes in pages, with a few looks at single rows."""
    if not page(0, 1):
        return 0
    high = 1
    while page(high, 1):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        if page(middle, 1):
            low = middle
        else:
            high = middle
    return high
