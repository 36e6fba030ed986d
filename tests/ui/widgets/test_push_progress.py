"""Progress in place: a bar that never goes back, counts, waiting in words, and Stop."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.jobs import Progress
from app.values import Outcome
from ui import theme
from ui.widgets.job_strip import JobStrip
from ui.widgets.push_progress import PushProgress


@pytest.fixture
def progress(qtbot: QtBot, qapp: QApplication) -> PushProgress:
    theme.follow(qapp, "light")
    made = PushProgress()
    qtbot.addWidget(made)
    made.start("Pushing to Nordic test")
    return made


def test_bar_is_determinate_and_never_goes_back(progress: PushProgress) -> None:
    assert progress.bar.maximum() == 0
    progress.show_progress(Progress(50, 100))
    assert progress.bar.value() == progress.bar.maximum() / 2
    progress.show_progress(Progress(40, 100))
    assert progress.bar.value() == progress.bar.maximum() / 2


def test_outcomes_and_those_waiting_are_counted(progress: PushProgress) -> None:
    progress.show_progress(Progress(3, 10, counts={"applied": 2, "refused": 1}))
    assert progress.counts[Outcome.APPLIED].text == "2 applied"
    assert not progress.counts[Outcome.REFUSED].isHidden()
    assert progress.counts[Outcome.FAILED].isHidden()
    assert progress.waiting.text == "7 waiting"


def test_waiting_is_told_in_words(progress: PushProgress) -> None:
    progress.show_progress(Progress(3, 10, text="Waiting 12 s: the vendor asked for it."))
    assert progress.words == "Waiting 12 s: the vendor asked for it."


def test_stop_says_what_it_waits_for(progress: PushProgress, qtbot: QtBot) -> None:
    with qtbot.waitSignal(progress.controls.stop_pressed):
        progress.controls.stop.click()
    assert not progress.controls.stop.isEnabled()
    progress.show_progress(Progress(4, 10, text="Sending"))
    assert progress.words.startswith("Stopping")


def test_job_strip_tells_rows_and_stops(qtbot: QtBot) -> None:
    strip = JobStrip()
    qtbot.addWidget(strip)
    strip.start("Reading spring.csv")
    strip.show_progress(Progress(1200, 5000))
    assert strip.bar.value() > 0
    with qtbot.waitSignal(strip.stop_pressed):
        strip.stop.click()
    strip.finish()
    assert strip.isHidden()
