"""A refused sign-in in the middle of a push, mended by hand: change the credentials, save, go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.connections import list_connections
from app.services.history import list_pushes
from app.values import Connection, PushOptions
from app.workspace import Workspace
from tests.ui.screens.conftest import Customers, Import
from ui import theme
from ui.dialogs.connection_dialog import ConnectionDialog
from ui.main_window import MainWindow
from ui.session import AppSession

THREE = "customer_number;name;currency\n1;Bø;DKK\n2;Ærø;SEK\n3;Å;NOK\n"


@pytest.fixture
def window(
    workspace: Workspace, live: Connection, bring_in: Import, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> Iterator[MainWindow]:
    """A window over three pending customers of a connection whose stored token is an old one."""
    theme.follow(qapp, "light")
    bring_in(THREE)
    right = workspace.credentials.get(live.credential_id)
    workspace.credentials.keep_for_session(live.credential_id, {**right, "access_token": "an-old-made-up-word"})
    session = AppSession(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    made = MainWindow(session)
    session.setParent(made)  # not left to qtbot, which would close it before the push was stopped
    made.show()
    session.use(workspace, list_connections(workspace))
    qtbot.waitUntil(lambda: made.pane is not None and made.pane.records.table.row_at(0) is not None)
    yield made
    if made.pane is not None:
        made.pane.stop()
    qtbot.waitUntil(lambda: not session.jobs.running, timeout=20_000)
    made.close()
    made.deleteLater()


def test_the_push_goes_on_with_what_was_typed(
    window: MainWindow,
    workspace: Workspace,
    sandbox_secrets: dict[str, str],
    customers: Customers,
    qtbot: QtBot,
) -> None:
    pane = window.pane
    assert pane is not None
    pane.start_push(PushOptions())
    qtbot.waitUntil(lambda: "refused the sign-in" in pane.strip.progress.words, timeout=10_000)
    pane.strip.progress.controls.sign_in.click()
    dialog = window.findChild(ConnectionDialog)
    assert dialog is not None
    dialog.secrets["access_token"].setText(sandbox_secrets["access_token"])
    with qtbot.waitSignal(dialog.finished, timeout=10_000):
        dialog.save_button.click()
    assert window.pane is pane
    pane.strip.progress.controls.pause.click()
    qtbot.waitUntil(lambda: not pane.strip.is_running, timeout=20_000)
    assert pane.strip.result.text == "Pushed to Nordic test: 3 applied."
    assert len(customers()) == 3
    assert len(list_pushes(workspace)) == 1


def test_nothing_but_the_credentials_can_be_changed_meanwhile(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.pane
    assert pane is not None
    pane.start_push(PushOptions())
    qtbot.waitUntil(lambda: "refused the sign-in" in pane.strip.progress.words, timeout=10_000)
    pane.strip.progress.controls.sign_in.click()
    dialog = window.findChild(ConnectionDialog)
    assert dialog is not None
    dialog.name.setText("Another name")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "only its credentials can be changed now" in dialog.notice.text, timeout=10_000)
    dialog.reject()
    assert window.session.connections[0] == replace(pane.connection, name="Nordic test")
