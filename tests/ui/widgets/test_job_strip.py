"""How far a job is, in words that say each number once."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.jobs import Progress
from ui.widgets.job_strip import JobStrip


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress(500, 2000, ""), "500 records"),
        (Progress(500, 2000, "Writing"), "Writing  ·  500 records"),
        (Progress(500, 2000, "500 of 2,000 records"), "500 of 2,000 records"),
        (Progress(500, None, "500 rows read, 90 rows per second"), "500 rows read, 90 rows per second"),
    ],
)
def test_each_number_is_said_once(qtbot: QtBot, progress: Progress, words: str) -> None:
    strip = JobStrip(unit="records")
    qtbot.addWidget(strip)
    strip.start("Keeping")
    strip.show_progress(progress)
    assert strip._text.text() == words
