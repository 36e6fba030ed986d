"""What tests of the window get: an open workspace with records, a session on it, a window around it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.values import Connection
from app.workspace import Workspace
from tests.ui.demo_workspace import add_test_connection, fill, leave_changes, make_workspace
from ui import theme
from ui.session import AppSession


@pytest.fixture(autouse=True, scope="module")
def collected_here() -> Iterator[None]:
    """Collect windows on the thread that made them: a worker's thread must not delete what has a timer."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Open an empty workspace."""
    opened = make_workspace(tmp_path / "workspace")
    yield opened
    opened.close()


@pytest.fixture
def connection(workspace: Workspace) -> Connection:
    return add_test_connection(workspace)


@pytest.fixture
def ids(workspace: Workspace, connection: Connection) -> tuple[int, ...]:
    """Fill the connection with customers, some of them changed."""
    found = fill(workspace, connection, 30)
    leave_changes(workspace, connection, found)
    return found


@pytest.fixture
def session(qtbot: QtBot, qapp: QApplication, workspace: Workspace, tmp_path: Path) -> Iterator[AppSession]:
    """Make a session on the workspace as it is when the test first asks for it."""
    theme.follow(qapp, "light")
    made = AppSession(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    made.use(workspace, tuple(workspace.store.connections.list()))
    yield made
    made.jobs.leave()
    assert made.jobs.wait(10)
    made.jobs.close()
