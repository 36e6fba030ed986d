"""How far the taking back of a large step is, with Stop."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.jobs import Job
from ui.widgets.late_strip import LateStrip

_QUICK_MILLISECONDS = 400  # most steps are over by then


class UndoStrip(LateStrip):
    """Hidden but while a step takes its time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Undoing", quick_milliseconds=_QUICK_MILLISECONDS, parent=parent)

    def follow(self, job: Job) -> None:
        """Show a job once it turns out to be a long one."""
        self._job = job
        self._begin(job.title)
        job.progressed.connect(self._show_progress)
        job.finished.connect(self._end)
