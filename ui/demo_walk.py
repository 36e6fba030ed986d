"""The demo without a screen: the loop walked in an offscreen window, by events through the same widgets."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEventLoop, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ui.demo_check import difference, held_by_simulator, summary, wanted_of
from ui.screens.connection_pane import ConnectionPane

if TYPE_CHECKING:
    from ui.__main__ import Wish
    from ui.main_window import MainWindow
    from ui.startup import Startup

WAIT_MILLISECONDS = 60_000
_VENDOR = "traede"  # whose example file is dropped
_BAD_NUMBER = "20138"
_RIGHT_DISCOUNT = "12.5"
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class WalkFailed(Exception):
    """A step did not come to what was promised."""


class Walk:
    """One walk; `picture` leaves a screenshot after each step."""

    def __init__(self, window: MainWindow, startup: Startup, pictures: Path) -> None:
        self.window = window
        self.startup = startup
        self.pictures = pictures
        self._taken = 0

    @property
    def pane(self) -> ConnectionPane:
        if self.window.pane is None:
            raise WalkFailed("The demo has no connection.")
        return self.window.pane

    def wait(self, what: str, is_there: Callable[[], object]) -> None:
        """Let the window work until something is there. *Raises* WalkFailed in place of waiting for ever."""
        timer = QElapsedTimer()
        timer.start()
        while not is_there():
            if timer.elapsed() > WAIT_MILLISECONDS:
                self.picture("failed")
                raise WalkFailed(f"{what} did not happen.")
            let_work(20)

    def picture(self, name: str) -> None:
        let_work(250)  # what was asked for last is painted
        self._taken += 1
        self.window.grab().save(str(self.pictures / f"{self._taken}-{name}.png"))

    def open(self) -> Path:
        """Open the demo and give the example file."""
        self.startup.begin()
        self.wait("Opening the demo", lambda: self.startup.result or self.window.error)
        if self.window.error is not None:
            raise WalkFailed(str(self.window.error))
        self.window.show_vendor(_VENDOR)
        self.wait("Showing the records", lambda: self.pane.records.table.row_at(0))
        self.picture("records")
        result = self.startup.result
        if result is None or result.example is None:
            raise WalkFailed("The demo has no example file.")
        return result.example

    def drop(self, file: Path) -> None:
        """Drag the file over the window and let go."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file))])
        copy, at = Qt.DropAction.CopyAction, self.window.rect().center()
        QApplication.sendEvent(self.window, QDragEnterEvent(at, copy, mime, _LEFT, _NONE))
        self.picture("drag")
        QApplication.sendEvent(self.window.drop, QDropEvent(QPointF(at), copy, mime, _LEFT, _NONE))
        page = self.pane.imports.page
        self.wait("Reading the file", lambda: page.proposal is not None and page.isVisible())
        self.picture("proposal")

    def keep(self) -> None:
        """Keep all of it."""
        click(self.pane.imports.page.footer.keep_all)
        self.wait("Keeping the file", lambda: self.pane.page == "records")
        self.picture("kept")

    def fix(self) -> None:
        """Find the bad cell, type over it, and see that it is saved."""
        records = self.pane.records
        click(records.head.chips.chip("all"))
        QTest.keyClick(self.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        self.wait("Finding", records.head.search.hasFocus)
        QTest.keyClicks(records.head.search, _BAD_NUMBER)
        self.wait("Finding the record", lambda: records.table.count == 1 and records.table.row_at(0))
        columns = [column.path for column in map(records.table.column_at, range(len(records.table.columns)))]
        click(
            records.grid.viewport(),
            records.grid.visualRect(records.table.index(0, columns.index("discount_percentage"))).center(),
        )
        QTest.keyClicks(records.grid, _RIGHT_DISCOUNT[0])
        editor = QApplication.focusWidget()
        if not isinstance(editor, QLineEdit):
            raise WalkFailed("Typing opened no editor.")
        QTest.keyClicks(editor, _RIGHT_DISCOUNT[1:])
        self.picture("fixing")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        self.wait("Saving the cell", self._is_fixed)
        self.picture("fixed")

    def push(self) -> None:
        """Go to Review, press its button, answer the guard where it asks."""
        QTest.keyClick(self.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        review = self.pane.review
        self.wait("Reviewing", lambda: review.isVisible() and review.head.push.isEnabled())
        self.wait("Showing the changes", lambda: review.table.table.item_at(0))
        self.picture("review")
        click(review.head.push)
        let_work(100)
        confirm = review.question.button("confirm")
        if review.question.isVisible() and confirm is not None:
            click(confirm)
        self.wait("Pushing", lambda: self.pane.strip.result.isVisible() and not self.pane.strip.is_running)
        self.wait("Reviewing what is left", lambda: review.review is not None and not review.review.ready)
        self.picture("pushed")

    def look_back(self) -> None:
        """See the push in the history."""
        self.pane.show_page("history")
        let_work(600)
        self.picture("history")

    def _is_fixed(self) -> bool:
        row = self.pane.records.table.row_at(0)
        return row is not None and not row.record.problems and self.pane.records.edits.pending == 0


def let_work(milliseconds: int) -> None:
    """Let events and jobs run: `QTest.qWait` would keep Python's lock, and so the jobs' threads, waiting."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def click(widget: QWidget, place: QPoint | None = None) -> None:
    """Press and let go of the left button, in the middle unless told."""
    QTest.mouseClick(widget, _LEFT, _NONE, place or widget.rect().center())


def walk(wish: Wish) -> int:
    """Walk the loop; 0 only when the simulator holds what was promised."""
    from ui.__main__ import make_application, make_window  # noqa: PLC0415  they import this module

    application = make_application()
    window, startup = make_window(wish)
    pictures = wish.pictures or Path(tempfile.mkdtemp(prefix="counterfoil-demo-pictures-"))
    pictures.mkdir(parents=True, exist_ok=True)
    window.resize(1280, 820)
    window.show()
    try:
        return _walked(Walk(window, startup, pictures))
    except WalkFailed as failure:
        _say(f"The walk stopped: {failure}\nScreenshots: {pictures}")
        return 1
    finally:
        window.close()
        startup.tidy()
        application.processEvents()


def _walked(steps: Walk) -> int:
    _say("No screen: walking the demo in an offscreen window.")
    example = steps.open()
    steps.drop(example)
    steps.keep()
    steps.fix()
    steps.push()
    steps.look_back()
    result = steps.startup.result
    held = held_by_simulator(result.control_url if result else "")
    wanted = wanted_of(example, {_BAD_NUMBER: _RIGHT_DISCOUNT})
    _say(f"Pushed: {steps.pane.strip.result.text}")
    _say(summary(held, wanted))
    _say(f"Screenshots: {steps.pictures}")
    wrong = difference(held, wanted)
    _say("Everything is as promised." if not wrong else "Not as promised:\n" + "\n".join(wrong))
    return 1 if wrong else 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
