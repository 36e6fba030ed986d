"""Prints the longest time in which a window's thread did not answer, while a file is read and kept.

Arguments: a workspace with a connection and a file; none for a bare thread that only beats, until its
standard input ends. *Shape* of the answer: JSON, phase → [longest gap in seconds, of it spent computing].
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer

if TYPE_CHECKING:
    from ui.main_window import MainWindow

BEAT_MILLISECONDS = 2
SETTLED_MILLISECONDS = 1500


class Heart(QObject):
    """Beats on the UI thread, and remembers the longest pause of each phase."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.longest: dict[str, tuple[float, float]] = {}
        self._phase = ""
        self._last = (time.monotonic(), time.thread_time())
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.beat)
        self._timer.start(BEAT_MILLISECONDS)

    def enter(self, phase: str) -> None:
        self.beat()
        self._phase = phase
        self.longest[phase] = (0.0, 0.0)

    def beat(self) -> None:
        now = (time.monotonic(), time.thread_time())
        gap = (now[0] - self._last[0], now[1] - self._last[1])
        if self._phase and gap > self.longest[self._phase]:
            self.longest[self._phase] = gap
        self._last = now


class Import(QObject):
    """Drops a file on the window once it is open, keeps all of it, and tells how it went."""

    def __init__(self, window: MainWindow, heart: Heart, file: Path) -> None:
        super().__init__(window)
        self._window = window
        self._heart = heart
        self._file = file
        window.session.workspace_opened.connect(self._drop_later)

    def _drop_later(self) -> None:
        QTimer.singleShot(SETTLED_MILLISECONDS, self, self._drop)

    def _drop(self) -> None:
        pane = self._window.pane
        assert pane is not None
        imports = pane.imports
        imports.proposals_changed.connect(self._keep_later)
        imports.kept.connect(self._wait)
        self._heart.enter("reading")
        self._window.offer((self._file,))

    def _keep_later(self) -> None:
        pane = self._window.pane
        if pane is not None and pane.imports.page.proposal is not None:
            pane.imports.proposals_changed.disconnect(self._keep_later)
            self._heart.enter("showing what was read")
            QTimer.singleShot(SETTLED_MILLISECONDS, self, self._keep)

    def _keep(self) -> None:
        pane = self._window.pane
        assert pane is not None
        self._heart.enter("keeping")
        pane.imports.page.keep_pressed.emit(None)

    def _wait(self) -> None:
        self._heart.enter("showing what was kept")
        QTimer.singleShot(2 * SETTLED_MILLISECONDS, self, self._tell)

    def _tell(self) -> None:
        tell(self._heart)


def tell(heart: Heart) -> None:
    heart.beat()
    sys.stdout.write(f"{json.dumps(heart.longest)}\n")
    sys.stdout.flush()
    os._exit(0)


def beat_alone() -> int:
    """Beat until the input ends: what the machine itself does to a thread."""
    application = QCoreApplication([])
    heart = Heart()
    heart.enter("alone")
    thread = threading.Thread(target=lambda: (sys.stdin.read(), application.quit()), daemon=True)
    thread.start()
    application.exec()
    tell(heart)
    return 0


def main() -> int:
    if len(sys.argv) == 1:
        return beat_alone()
    from ui.__main__ import Wish, make_application, make_window  # noqa: PLC0415  the bare one must not load it

    application = make_application()
    window, startup = make_window(Wish(workspace=Path(sys.argv[1])))
    importing = Import(window, Heart(window), Path(sys.argv[2]))
    startup.begin_after_paint()
    window.show()
    return application.exec() if importing else 1


if __name__ == "__main__":
    sys.exit(main())
