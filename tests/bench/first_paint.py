"""Prints the moment of a window's first paint: of a bare one, or of Counterfoil with a workspace."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget


class FirstPaint(QObject):
    """Tells the time of the first paint and ends the program there."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            sys.stdout.write(f"{time.monotonic()}\n")
            sys.stdout.flush()
            os._exit(0)
        return False


def show_bare_window() -> QMainWindow:
    window = QMainWindow()
    window.resize(1280, 820)
    return window


def main() -> int:
    """Show the window that the first argument names a workspace for, or the bare one."""
    if len(sys.argv) > 1:
        from ui.__main__ import Wish, make_application, make_window  # noqa: PLC0415  the bare one must not load it

        application = make_application()
        window: QMainWindow
        window, startup = make_window(Wish(workspace=Path(sys.argv[1])))
        startup.begin_after_paint()
    else:
        application = QApplication([])
        window = show_bare_window()
    painted = FirstPaint()
    window.installEventFilter(painted)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
