"""Find and replace in the window: counted and shown before it is done, ticked, and one step of Undo."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from app.services.undo_edit import undo_edit
from app.values import Connection, RecordQuery
from tests.ui.demo_workspace import KIND
from tests.ui.screens.conftest import quiet
from ui.dialogs.replace_dialog import ReplaceDialog
from ui.screens.records_screen import RecordsScreen
from ui.session import AppSession


@pytest.fixture
def screen(
    ids: tuple[int, ...], session: AppSession, connection: Connection, qtbot: QtBot
) -> Iterator[RecordsScreen]:
    made = RecordsScreen(session, connection)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitUntil(lambda: made.table.row_at(0) is not None)
    yield made
    quiet(session.jobs, qtbot)


@pytest.fixture
def dialog(screen: RecordsScreen, qtbot: QtBot) -> ReplaceDialog:
    return screen.replacing.open()


def find(dialog: ReplaceDialog, qtbot: QtBot, text: str, instead: str = "", *, column: str = "name") -> None:
    """Type both lines and wait until what was found stands there."""
    dialog.form.where.setCurrentIndex(dialog.form.where.findData(column))
    dialog.form.wanted.setText(text)
    dialog.form.instead.setText(instead)
    with qtbot.waitSignal(dialog.table.ticked_changed):
        pass
    qtbot.waitUntil(lambda: dialog.table.count == len(dialog.table.found))
    qtbot.waitUntil(lambda: not dialog.table.count or dialog.table.item_at(0) is not None)


def replace(dialog: ReplaceDialog, screen: RecordsScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.replaced):
        QTest.mouseClick(dialog.replace_button, Qt.MouseButton.LeftButton)
    quiet(screen.session.jobs, qtbot)


def names(screen: RecordsScreen) -> list[str]:
    records = screen.session.workspace.store.records
    found = records.page(RecordQuery(KIND, screen.connection.id), limit=100)
    return [str(one.edits.get("name", "")) for one in found]


def test_what_would_change_is_shown_and_counted_first(
    dialog: ReplaceDialog, screen: RecordsScreen, qtbot: QtBot
) -> None:
    tester = QAbstractItemModelTester(dialog.table, QAbstractItemModelTester.FailureReportingMode.Warning)
    before = names(screen)
    find(dialog, qtbot, "blomster", "Planter")
    assert tester.model() is dialog.table
    number = dialog.table.count
    assert number > 1
    assert dialog.count.text() == f"{number} values in {number} records. 1 value cannot be changed and stays."
    assert dialog.replace_button.text() == f"Replace {number} values"
    row = [str(dialog.table.index(0, column).data()) for column in range(4)]
    assert row[1:3] == ["Name", "Strandvejens Blomster 2"]
    assert row[3] == "Strandvejens Planter 2"
    assert names(screen) == before


def test_it_is_done_and_taken_back_as_one_step(
    dialog: ReplaceDialog, screen: RecordsScreen, qtbot: QtBot
) -> None:
    before = names(screen)
    find(dialog, qtbot, "blomster", "Planter")
    number = dialog.table.count
    replace(dialog, screen, qtbot)
    assert screen.notice.text == f"Replaced {number} values in {number} records. Ctrl+Z takes it back."
    assert sum("Planter" in name for name in names(screen)) == number
    undo_edit(screen.session.workspace, screen.connection.id)
    assert names(screen) == before


def test_space_takes_a_tick_away_and_that_value_is_left(
    dialog: ReplaceDialog, screen: RecordsScreen, qtbot: QtBot
) -> None:
    find(dialog, qtbot, "blomster", "Planter")
    number = dialog.table.count
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    dialog.view.selectionModel().setCurrentIndex(dialog.table.index(0, 2), flags)
    QTest.keyClick(dialog.view, Qt.Key.Key_Space)
    spoken = dialog.table.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith(", left alone")
    assert dialog.replace_button.text().startswith(f"Replace {number - 1} value")
    replace(dialog, screen, qtbot)
    assert sum("Planter" in name for name in names(screen)) == number - 1


def test_all_ticks_go_and_come(dialog: ReplaceDialog, qtbot: QtBot) -> None:
    find(dialog, qtbot, "blomster", "Planter")
    QTest.mouseClick(dialog.tick_button, Qt.MouseButton.LeftButton)
    assert (dialog.replace_button.isEnabled(), dialog.tick_button.text()) == (False, "Tick all")
    QTest.mouseClick(dialog.tick_button, Qt.MouseButton.LeftButton)
    assert dialog.table.ticked_count == len(dialog.table.found)
    index = dialog.table.index(0, 0)
    assert dialog.table.setData(index, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert index.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Unchecked


def test_it_looks_where_it_is_told(dialog: ReplaceDialog, qtbot: QtBot) -> None:
    dialog.form.is_whole.setChecked(True)
    find(dialog, qtbot, "dkk", "EUR", column="currency")
    assert dialog.table.count
    assert {one.path for one in dialog.table.found} == {"currency"}
    dialog.form.matches_case.setChecked(True)
    qtbot.waitUntil(lambda: not dialog.table.found)
    assert dialog.count.text().startswith("Nothing that is shown would change.")
    assert not dialog.replace_button.isEnabled()


def test_only_what_the_filter_shows_is_looked_through(screen: RecordsScreen, qtbot: QtBot) -> None:
    screen.head.search.setText("Strandvejens")
    qtbot.waitUntil(lambda: 0 < screen.table.count < 32)
    dialog = screen.replacing.open()
    assert dialog.form.wanted.text() == "Strandvejens"
    find(dialog, qtbot, "a", "ä", column="")
    assert {one.record_id for one in dialog.table.found} <= {
        row.record.id for number in range(screen.table.count) if (row := screen.table.row_at(number))
    }


def test_what_was_typed_last_is_looked_for_before_anything_is_written(
    dialog: ReplaceDialog, screen: RecordsScreen, qtbot: QtBot
) -> None:
    before = names(screen)
    find(dialog, qtbot, "blomster", "Planter")
    dialog.form.instead.setText("Flora")
    with qtbot.waitSignal(dialog.table.ticked_changed):
        QTest.mouseClick(dialog.replace_button, Qt.MouseButton.LeftButton)
    assert names(screen) == before
    assert dialog.table.found[0].new.startswith("Strandvejens Flora")


def test_enter_in_a_line_writes_nothing(dialog: ReplaceDialog, screen: RecordsScreen, qtbot: QtBot) -> None:
    before = names(screen)
    find(dialog, qtbot, "blomster", "Planter")
    QTest.keyClick(dialog.form.instead, Qt.Key.Key_Return)
    quiet(screen.session.jobs, qtbot)
    assert names(screen) == before
    assert dialog.isVisible()
