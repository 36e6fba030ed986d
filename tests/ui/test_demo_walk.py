"""The demo's walk: it waits without keeping the jobs from their work."""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ui.demo_walk import let_work


def test_threads_go_on_while_the_walk_waits(qapp: QApplication) -> None:
    asked, answered, seen = threading.Event(), threading.Event(), []

    def answer() -> None:
        asked.wait(10)
        for _ in range(200):
            time.sleep(0)  # as every read of a file does, it gives Python's lock away and asks for it again
        answered.set()

    worker = threading.Thread(target=answer)
    worker.start()
    QTimer.singleShot(0, qapp, asked.set)
    QTimer.singleShot(400, qapp, lambda: seen.append(answered.is_set()))
    let_work(500)
    worker.join()
    assert seen == [True]
