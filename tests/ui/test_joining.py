"""A window and what is opened later: it comes forward with the files, or gives way to the first window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.errors import WorkspaceBusy
from ui.joining import Joining
from ui.main_window import MainWindow
from ui.second_start import LateJoin, SecondStarts
from ui.session import AppSession
from ui.startup import Startup


class Frame:
    """A window whose workspace is not opened by a job, with what it was offered."""

    def __init__(self, folder: Path, files: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch) -> None:
        session = AppSession(QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat))
        self.window = MainWindow(session)
        session.setParent(self.window)
        self.startup = Startup(session, folder / "ws", self.window)
        self.joining = Joining(self.window, self.startup, folder / "ws", files)
        self.offered: list[tuple[Path, ...]] = []
        monkeypatch.setattr(self.window, "offer", self.offered.append)
        self.window.show()


@pytest.fixture
def frame(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Frame]:
    made = Frame(tmp_path, (Path("mine.csv"),), monkeypatch)
    qtbot.addWidget(made.window)
    yield made
    made.joining.close()


def test_a_minimized_window_comes_back_with_the_files_of_the_second_start(frame: Frame, qtbot: QtBot) -> None:
    frame.window.showMinimized()
    frame.joining._later.joined.emit((Path("/a.csv"),))
    assert frame.offered == [(Path("/a.csv"),)]
    assert not frame.window.isMinimized()
    qtbot.waitUntil(frame.window.isActiveWindow)


def test_a_closing_window_takes_no_files(frame: Frame) -> None:
    assert frame.joining._takes()
    frame.window.setEnabled(False)
    assert not frame.joining._takes()


def test_the_start_that_lost_the_lock_joins_the_winner(
    frame: Frame, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([False, False, True])
    monkeypatch.setattr("ui.second_start.hand_over", lambda folder, files: next(answers))
    monkeypatch.setattr(LateJoin, "PAUSE_MILLISECONDS", 1)
    with qtbot.waitSignal(frame.joining._late.joined):
        frame.startup.failed.emit(WorkspaceBusy("Somebody has it.", remedy="Wait."))
    assert not frame.window.isVisible()


def test_a_command_line_that_writes_is_named_and_the_window_stays(
    frame: Frame, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.second_start.hand_over", lambda folder, files: False)
    frame.joining._late._timer.setInterval(1)
    frame.startup.failed.emit(WorkspaceBusy("Somebody has it.", remedy="Wait."))
    qtbot.waitUntil(lambda: not frame.joining._late._timer.isActive())
    assert frame.window.isVisible()


def test_it_listens_only_once_the_workspace_is_its_own(frame: Frame, tmp_path: Path) -> None:
    assert frame.joining._later._server is None
    frame.startup.opened.emit(None)
    assert isinstance(frame.joining._later, SecondStarts)
    assert frame.joining._later._server is not None


def test_a_document_opened_by_the_desktop_is_offered(frame: Frame) -> None:
    application = QCoreApplication.instance()
    assert application is not None
    application.sendEvent(application, QFileOpenEvent("/files/customers.csv"))
    assert frame.offered == [(Path("/files/customers.csv"),)]
