"""The fifth vendor in the window; runs in the copy of the tree that the vendor was added to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.services.connections import add_connection, list_connections
from app.services.edit_records import add_record
from app.vendors.registry import kind_named, vendor_named
from app.workspace import Workspace
from ui import assets, theme
from ui.dialogs.connection_dialog import ConnectionDialog
from ui.main_window import MainWindow
from ui.screens.record_form import RecordForm
from ui.session import AppSession

TEXTS = {"code": "P-1", "name": "Åse", "fragile": "yes", "contents[+].sku": "LAMP-1", "contents[+].count": "2"}


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path, workspace: Workspace) -> Iterator[MainWindow]:
    theme.follow(qapp, "light")
    connection = add_connection(
        workspace,
        vendor="lantern",
        name="Depot",
        base_url="http://127.0.0.1:9",
        environment="test",
        secrets={"depot": "17", "pass_phrase": "a made-up word"},
        for_session_only=True,
    )
    add_record(workspace, "lantern.parcels", connection.id, dict(TEXTS))
    session = AppSession(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    made = MainWindow(session)
    session.setParent(made)
    qtbot.addWidget(made)
    made.show()
    session.use(workspace, list_connections(workspace))
    yield made
    made.close()


def test_its_tab_grid_and_details_follow(window: MainWindow, qtbot: QtBot) -> None:
    kind = kind_named("lantern.parcels")
    tab = next(one for one in window.vendor_tabs if one.vendor.id == "lantern")
    window.tabs.setCurrentWidget(tab)
    number = window.tabs.indexOf(tab)
    assert window.tabs.tabText(number).startswith("Lantern Freight")
    assert not window.tabs.tabIcon(number).isNull()
    generic = assets.icon("vendor").pixmap(24, 24).toImage()
    assert assets.vendor_icon("lantern").pixmap(24, 24).toImage() != generic
    pane = tab.pane
    assert pane is not None
    qtbot.waitUntil(lambda: pane.records.table.row_at(0) is not None)
    table = pane.records.table
    headers = [
        str(table.headerData(column, Qt.Orientation.Horizontal)) for column in range(table.columnCount())
    ]
    for title in ("Parcel code", "Receiver", "Weight", "Fragile", "Service", "State"):
        assert title in headers
    form = pane.records.form
    assert isinstance(form, RecordForm)
    assert set(form.fields) == {one.path for one in kind.scalar_columns if one.is_editable} - {"delete"}
    assert set(form.lists) == {"contents"}


def test_its_sign_in_form_follows(session: AppSession, qtbot: QtBot) -> None:
    dialog = ConnectionDialog(session, vendor_named("lantern"))
    qtbot.addWidget(dialog)
    assert list(dialog.secrets) == ["depot", "pass_phrase"]
    modes = [line.echoMode() for line in dialog.secrets.values()]
    assert modes == [QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password]
    assert list(dialog.options.inputs) == ["page_size"]
