"""A reading under way: how many records so far and how fast, what it waits for, and the buttons of a push."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.jobs import Halt, Progress
from ui.models.when import number_text
from ui.widgets.push_progress import PushProgress

_MOVING = (Halt.NONE, Halt.WAITING)


class ReadProgress(PushProgress):
    """How many there are is not known before the last page: the bar moves only while it is read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, icon="records")
        self.outcomes.hide()

    @override
    def _show_text(self, progress: Progress) -> None:
        super()._show_text(progress)
        self.bar.setRange(0, 0 if progress.halt in _MOVING else 1)
        parts = [f"{number_text(progress.done)} read"] if progress.done else []
        per_second = round(self._pace.per_second)
        if per_second and progress.halt is Halt.NONE:
            parts.append(f"{number_text(per_second)} records/s")
        self._left.setText("  ·  ".join(parts))
