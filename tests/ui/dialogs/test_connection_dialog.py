"""The connection dialog: a form from the declaration, errors in place, and a keyring that may be missing."""

from __future__ import annotations

from pathlib import Path

import keyring
import keyring.backends.fail
import pytest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QScrollArea, QSpinBox
from pytestqt.qtbot import QtBot

from app.services.connections import list_connections
from app.values import Connection
from app.vendors.registry import vendor_named
from app.workspace import Workspace
from ui.dialogs.connection_dialog import ConnectionDialog
from ui.session import AppSession


@pytest.fixture
def dialog(session: AppSession, qtbot: QtBot) -> ConnectionDialog:
    made = ConnectionDialog(session, vendor_named("traede"))
    qtbot.addWidget(made)
    made.show()
    return made


def fill_in(dialog: ConnectionDialog, url: str = "http://127.0.0.1:9/traede") -> None:
    dialog.name.setText("Nordic")
    dialog.base_url.setText(url)
    for line in dialog.secrets.values():
        line.setText("a made-up word")


def test_form_follows_the_declaration(dialog: ConnectionDialog) -> None:
    vendor = vendor_named("traede")
    assert list(dialog.secrets) == [field.name for field in vendor.credentials]
    assert all(line.echoMode() is QLineEdit.EchoMode.Password for line in dialog.secrets.values())
    assert list(dialog.options.inputs) == [option.name for option in vendor.options]
    assert isinstance(dialog.options.inputs["batch_size"], QSpinBox)
    assert not any(isinstance(one, QCheckBox) and one.isVisible() for one in dialog.options.inputs.values())


def test_saves_and_closes(dialog: ConnectionDialog, qtbot: QtBot, workspace: Workspace) -> None:
    fill_in(dialog)
    dialog.environments["production"].setChecked(True)
    with qtbot.waitSignal(dialog.accepted):
        dialog.save_button.click()
    saved = list_connections(workspace)[0]
    assert (saved.name, saved.environment) == ("Nordic", "production")
    assert workspace.credentials.get(saved.credential_id)["app_key"] == "a made-up word"


def test_missing_secret_is_said_in_the_form(
    dialog: ConnectionDialog, qtbot: QtBot, workspace: Workspace
) -> None:
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "is missing" in dialog.notice.text)
    assert dialog.isVisible()
    assert list_connections(workspace) == ()


def test_unsafe_address_is_said_in_the_form(dialog: ConnectionDialog, qtbot: QtBot) -> None:
    fill_in(dialog, "http://shop.example.com")
    dialog.save_button.click()
    qtbot.waitUntil(dialog.notice.isVisible)
    assert "https" in dialog.notice.text.lower()


def test_without_a_keyring_the_session_can_hold_it(
    dialog: ConnectionDialog, qtbot: QtBot, workspace: Workspace
) -> None:
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]  # keyring has no types here
    fill_in(dialog)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: dialog.notice.button.text() == "Use for this session only")
    assert list_connections(workspace) == ()
    with qtbot.waitSignal(dialog.accepted):
        dialog.notice.button.click()
    assert len(list_connections(workspace)) == 1


def test_failed_test_is_told_in_place(dialog: ConnectionDialog, qtbot: QtBot) -> None:
    fill_in(dialog)
    dialog.test.click()
    qtbot.waitUntil(lambda: dialog.notice.isVisible() and "Asking" not in dialog.notice.text, timeout=30_000)
    assert dialog.notice.error is not None
    assert dialog.save_button.isEnabled()


def test_editing_keeps_the_stored_secrets(
    session: AppSession, connection: Connection, qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    made = ConnectionDialog(session, vendor_named("traede"), connection)
    qtbot.addWidget(made)
    made.name.setText("Renamed")
    with qtbot.waitSignal(made.accepted):
        made.save_button.click()
    saved = list_connections(workspace)[0]
    assert saved.name == "Renamed"
    assert workspace.credentials.get(saved.credential_id)["app_key"] == "second-made-up-word"


@pytest.mark.parametrize("vendor", ["flxpoint", "softwareone", "traede"])
def test_every_field_is_seen_without_scrolling(session: AppSession, qtbot: QtBot, vendor: str) -> None:
    made = ConnectionDialog(session, vendor_named(vendor))
    qtbot.addWidget(made)
    made.show()
    (area,) = made.findChildren(QScrollArea)
    assert not area.verticalScrollBar().isVisible()


def test_focus_is_back_where_it_was_after_a_refusal(dialog: ConnectionDialog, qtbot: QtBot) -> None:
    dialog.test.setFocus()
    dialog.test.click()
    qtbot.waitUntil(lambda: "is missing" in dialog.notice.text)
    assert dialog.focusWidget() is dialog.test
