"""A long undo shows how far it is and can be stopped; a quick one shows nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.jobs import JobContext
from ui.jobs import Job, Jobs, Lane
from ui.screens.undo_strip import UndoStrip


class Ear(QObject):
    def hear(self, _result: object) -> None:
        """Nobody asks."""


def long_work(context: JobContext) -> None:
    context.report(3, 10, "3 of 10 records")
    while True:
        context.sleep(0.01)


@pytest.fixture
def run(qapp: QApplication) -> Iterator[Callable[[Callable[[JobContext], object]], Job]]:
    jobs, ear = Jobs(), Ear()
    yield lambda work: jobs.run(work, done=ear.hear, lane=Lane.WRITE, title="Undoing")
    jobs.leave()
    assert jobs.wait(5)
    jobs.close()


@pytest.fixture
def strip(qtbot: QtBot) -> UndoStrip:
    made = UndoStrip()
    qtbot.addWidget(made)
    return made


def test_long_undo_says_how_far_it_is_and_ends_with_stop(
    strip: UndoStrip, run: Callable[[Callable[[JobContext], object]], Job], qtbot: QtBot
) -> None:
    job = run(long_work)
    strip.follow(job)
    assert not strip.isVisible()
    qtbot.waitUntil(strip.isVisible)
    qtbot.waitUntil(lambda: strip.progress.bar.value() == 300)
    with qtbot.waitSignal(job.cancelled):
        strip.progress.stop.click()
    qtbot.waitUntil(lambda: not strip.isVisible())


def test_quick_undo_shows_nothing(
    strip: UndoStrip, run: Callable[[Callable[[JobContext], object]], Job], qtbot: QtBot
) -> None:
    job = run(lambda _context: None)
    strip.follow(job)
    with qtbot.waitSignal(job.finished):
        pass
    assert not strip.isVisible()
    assert not strip._timer.isActive()
