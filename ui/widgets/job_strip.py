"""Progress of one job in place: what it does, a bar, how fast, and Stop."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.jobs import Progress
from ui import theme
from ui.models.pace import Pace
from ui.models.when import number_text
from ui.widgets.plain import plain_label
from ui.widgets.steady_text import SteadyText
from ui.widgets.words import IconButton

BAR_STEPS = 1000


class JobStrip(QWidget):
    """Hidden until `start`. `stop_pressed` follows its button."""

    stop_pressed = Signal()

    def __init__(self, *, unit: str = "rows", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = unit
        self._pace = Pace()
        self._title = plain_label(role="strong")
        self._text = SteadyText(role="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = IconButton("Stop", icon="stop")
        self.stop.clicked.connect(self._press)
        self._lay_out()
        self.hide()

    def start(self, title: str) -> None:
        """Show a job that has just begun."""
        self._pace = Pace()
        self._title.setText(title)
        self._text.setText("")
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(title)
        self.stop.setEnabled(True)
        self.show()

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is; the bar never goes back."""
        self._pace.note(progress.done, progress.total)
        if progress.total:
            self.bar.setRange(0, BAR_STEPS)
            share = min(BAR_STEPS, round(BAR_STEPS * progress.done / progress.total))
            self.bar.setValue(max(self.bar.value(), share))
        self._text.setText(self._words(progress))

    def finish(self) -> None:
        self.hide()

    def _words(self, progress: Progress) -> str:
        parts = [progress.text] if progress.text else []
        if progress.done and number_text(progress.done) not in progress.text:
            parts.append(f"{number_text(progress.done)} {self._unit}")
        if self._pace.per_second >= 1 and "per second" not in progress.text:
            parts.append(f"{number_text(round(self._pace.per_second))} {self._unit}/s")
        return "  ·  ".join(parts)

    def _press(self) -> None:
        self.stop.setEnabled(False)
        self._text.setText("Stopping…")
        self.stop_pressed.emit()

    def _lay_out(self) -> None:
        words = QHBoxLayout()
        words.addWidget(self._title)
        words.addWidget(self._text, 1)
        column = QVBoxLayout()
        column.addLayout(words)
        column.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAGE)
        row.addLayout(column, 1)
        row.addWidget(self.stop)
