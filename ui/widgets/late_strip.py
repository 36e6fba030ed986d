"""How far a job is, with Stop, for jobs that are mostly over before anybody could read it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.jobs import Progress
from ui import theme
from ui.jobs import Job
from ui.widgets.job_strip import JobStrip


class LateStrip(QFrame):
    """Hidden but while its job takes longer than `quick_milliseconds`, so that nothing flickers."""

    def __init__(self, name: str, *, quick_milliseconds: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "strip")
        self.setAccessibleName(name)
        self._job: Job | None = None
        self.progress = JobStrip(unit="records")
        self.progress.stop_pressed.connect(self.stop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(quick_milliseconds)
        self._timer.timeout.connect(self.show)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, theme.GAP)
        column.addWidget(self.progress)
        self.hide()

    def stop(self) -> None:
        """Ask the job to leave everything as it was."""
        if self._job is not None:
            self._job.cancel()

    def _begin(self, title: str) -> None:
        self.progress.start(title)
        self._timer.start()

    def _show_progress(self, progress: Progress) -> None:
        self.progress.show_progress(progress)

    def _end(self) -> None:
        self._job = None
        self._timer.stop()
        self.progress.finish()
        self.hide()
