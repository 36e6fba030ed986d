"""Words on the desktop about a push, for who looks elsewhere: that it asks, and that a long one has ended."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.jobs import Halt, Progress
from ui.notification import notify

NOTIFIED_MILLISECONDS = 120_000  # of a shorter push the person still looks at the window
_ASKING = (Halt.SIGN_IN, Halt.FAILURES)


class PushNews:
    """Belongs to the strip of a push, which tells it what happens."""

    def __init__(self, strip: QWidget) -> None:
        self._strip = strip
        self._halt = Halt.NONE
        self._clock = QElapsedTimer()

    def begin(self) -> None:
        self._halt = Halt.NONE
        self._clock.start()

    def note(self, progress: Progress) -> None:
        """Call a person once for each time that the push stands still until somebody answers."""
        if progress.halt is self._halt:
            return
        self._halt = progress.halt
        window = self._strip.window()
        if progress.halt in _ASKING and not window.isActiveWindow():
            QApplication.alert(window)
            notify("Counterfoil", progress.text)

    def end(self, text: str) -> None:
        """Tell how it ended: once, and only of a push that took its time."""
        if self._clock.isValid() and self._clock.elapsed() >= NOTIFIED_MILLISECONDS:
            notify("Counterfoil", text)
        self._clock.invalidate()
