"""Collects reference cycles on the UI thread only: a worker that did it would delete widgets and timers."""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer

LOOK_MILLISECONDS = 1000


class UiCollector(QObject):
    """Stands in for Python's own collector, which runs on whichever thread makes an object too many.

    What came with a module stays as long as the program: looking through it each time took 50 ms in which the
    window did not answer.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._module_count = len(sys.modules)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MILLISECONDS)
        self._timer.timeout.connect(self.collect_if_due)
        self._timer.start()

    def collect_if_due(self) -> int:
        """Collect the oldest generation that is over its threshold; gives what was found, 0 for nothing."""
        if len(sys.modules) > self._module_count:
            self._module_count = len(sys.modules)
            gc.freeze()
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                return gc.collect(generation)
        return 0

    def stop(self) -> None:
        """Hand over to Python's own collector again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
