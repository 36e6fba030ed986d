"""How far the taking back of a large step is, with Stop."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.jobs import Progress
from ui import theme
from ui.jobs import Job
from ui.widgets.job_strip import JobStrip

_QUICK_MILLISECONDS = 400  # most steps are over by then, and nothing flickers


class UndoStrip(QFrame):
    """Hidden but while a step takes its time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "strip")
        self.setAccessibleName("Undoing")
        self._job: Job | None = None
        self.progress = JobStrip(unit="records")
        self.progress.stop_pressed.connect(self.stop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_QUICK_MILLISECONDS)
        self._timer.timeout.connect(self.show)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, theme.GAP)
        column.addWidget(self.progress)
        self.hide()

    def follow(self, job: Job) -> None:
        """Show a job once it turns out to be a long one."""
        self._job = job
        self.progress.start(job.title)
        job.progressed.connect(self._show)
        job.finished.connect(self._end)
        self._timer.start()

    def stop(self) -> None:
        """Leave everything as it was."""
        if self._job is not None:
            self._job.cancel()

    def _show(self, progress: Progress) -> None:
        self.progress.show_progress(progress)

    def _end(self) -> None:
        self._job = None
        self._timer.stop()
        self.progress.finish()
        self.hide()
