"""An old value put back by keyboard, in the table, in the details and in an address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.services.edit_records import set_values
from app.values import Connection
from tests.ui.demo_workspace import KIND
from tests.ui.screens.conftest import quiet
from ui.dialogs.old_values_dialog import OldValuesDialog
from ui.screens.records_screen import RecordsScreen
from ui.session import AppSession

NAME, CURRENCY, ADDRESSES = 2, 3, 7
CITY = "addresses[title=Primary address].city"


@pytest.fixture
def screen(
    ids: tuple[int, ...], session: AppSession, connection: Connection, qtbot: QtBot
) -> Iterator[RecordsScreen]:
    for name in ("First", "Second"):
        set_values(session.workspace, KIND, ids[0], {"name": name, CITY: name})
    made = RecordsScreen(session, connection)
    qtbot.addWidget(made)
    made.resize(1300, 900)
    made.show()
    qtbot.waitUntil(lambda: made.table.row_at(0) is not None)
    quiet(session.jobs, qtbot)
    yield made
    quiet(session.jobs, qtbot)


def asked(screen: RecordsScreen, qtbot: QtBot) -> OldValuesDialog:
    with qtbot.waitSignal(screen.putting_back.opened) as opened:
        screen.putting_back.ask()
    dialog = opened.args[0]
    assert isinstance(dialog, OldValuesDialog)
    return dialog


def values(dialog: OldValuesDialog) -> list[tuple[str, str]]:
    table = dialog.table
    return [(str(table.index(row, 0).data()), str(table.index(row, 2).data())) for row in range(table.count)]


def stored(screen: RecordsScreen, record_id: int) -> dict[str, object]:
    return dict(screen.session.workspace.store.records.get(KIND, record_id).edits)


def test_enter_puts_the_value_under_the_cursor_back(
    screen: RecordsScreen, ids: tuple[int, ...], qtbot: QtBot
) -> None:
    screen.grid.go_to(0, NAME)
    screen.grid.setFocus()
    dialog = asked(screen, qtbot)
    assert values(dialog) == [("Fjord & Fell ApS", "What the vendor holds"), ("First", "Edit of 2 fields")]
    QTest.keyClick(dialog.view, Qt.Key.Key_Down)
    QTest.keyClick(dialog.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored(screen, ids[0])["name"] == "First")
    quiet(screen.session.jobs, qtbot)
    screen.edits.undo()
    qtbot.waitUntil(lambda: stored(screen, ids[0])["name"] == "Second")


def test_the_button_puts_back_what_the_details_had(
    screen: RecordsScreen, ids: tuple[int, ...], qtbot: QtBot
) -> None:
    screen.grid.go_to(0, CURRENCY)
    qtbot.waitUntil(lambda: screen.form.row is not None)
    screen.form.fields["name"].editor.setFocus()
    dialog = asked(screen, qtbot)
    assert dialog.windowTitle() == "Old values of Name"
    QTest.mouseClick(dialog.put_back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "name" not in stored(screen, ids[0]))


def test_a_field_of_an_address_has_its_own_values(
    screen: RecordsScreen, ids: tuple[int, ...], qtbot: QtBot
) -> None:
    screen.grid.go_to(0, NAME)
    qtbot.waitUntil(lambda: screen.form.row is not None)
    addresses = screen.form.lists["addresses"]
    assert addresses.go_to(CITY, "addresses.city")
    dialog = asked(screen, qtbot)
    assert values(dialog)[1][0] == "First"
    QTest.keyClick(dialog.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: CITY not in stored(screen, ids[0]))


def test_a_field_without_a_past_says_so(screen: RecordsScreen, qtbot: QtBot) -> None:
    screen.grid.go_to(1, CURRENCY)
    screen.grid.setFocus()
    dialog = asked(screen, qtbot)
    assert not dialog.put_back.isEnabled()
    assert dialog.words.text() == "This field held nothing else that is still known."
    dialog.close()


def test_what_cannot_be_written_is_not_asked_about(screen: RecordsScreen, qtbot: QtBot) -> None:
    screen.grid.go_to(0, ADDRESSES)
    screen.grid.setFocus()
    screen.putting_back.ask()
    assert screen.notice.text == "Put the cursor on a field first."
    screen.grid.go_to(0, 1)
    screen.putting_back.ask()
    assert "TRAEDE knows a customer" in screen.notice.text
