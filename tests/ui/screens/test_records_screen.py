"""The records screen: typing, keys, ranges, filters, saving, and words where there is nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.values import Connection, Record
from app.workspace import Workspace
from tests.ui.demo_workspace import KIND
from ui.screens.grid_commands import parse_block
from ui.screens.grid_menu import grid_menu
from ui.screens.records_screen import RecordsScreen
from ui.session import AppSession

NAME, CURRENCY, DISCOUNT, ADDRESSES = 2, 3, 4, 7


@pytest.fixture
def screen(
    ids: tuple[int, ...], session: AppSession, connection: Connection, qtbot: QtBot
) -> Iterator[RecordsScreen]:
    made = RecordsScreen(session, connection)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitUntil(lambda: made.table.row_at(0) is not None)
    qtbot.waitUntil(lambda: session.tallies.of(connection.id) is not None)
    made.grid.setFocus()
    yield made
    wait_saved(made, qtbot)


def wait_saved(screen: RecordsScreen, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: screen.edits.pending == 0 and not screen.session.jobs.running)


def stored(workspace: Workspace, record_id: int) -> Record:
    return workspace.store.records.get(KIND, record_id)


def open_editor(screen: RecordsScreen) -> QLineEdit:
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert screen.grid.is_editing
    return editor


def text_at(screen: RecordsScreen, row: int, column: int) -> str:
    return str(screen.table.index(row, column).data())


def test_model_keeps_qts_rules(screen: RecordsScreen, qtbot: QtBot) -> None:
    tester = QAbstractItemModelTester(screen.table, QAbstractItemModelTester.FailureReportingMode.Warning)
    screen.head.show_filter("pending")
    qtbot.waitUntil(lambda: screen.table.count == 8)
    screen.head.show_filter("all")
    qtbot.waitUntil(lambda: screen.table.count == 32)
    assert tester.model() is screen.table


def test_typing_starts_editing_and_enter_saves_and_goes_down(
    screen: RecordsScreen, qtbot: QtBot, workspace: Workspace, ids: tuple[int, ...]
) -> None:
    screen.grid.go_to(0, NAME)
    QTest.keyClicks(screen.grid, "N")
    QTest.keyClicks(open_editor(screen), "ew name")
    QTest.keyClick(open_editor(screen), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: text_at(screen, 0, NAME) == "New name")
    wait_saved(screen, qtbot)
    assert stored(workspace, ids[0]).edits == {"name": "New name"}
    assert screen.grid.currentIndex().row() == 1


def test_cell_says_that_it_is_being_saved_until_it_is(
    screen: RecordsScreen, qtbot: QtBot, ids: tuple[int, ...]
) -> None:
    index = screen.table.index(0, NAME)
    screen.table.start_saving(ids[0], "name", "On its way")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Name: On its way, saving"
    screen.table.end_saving(ids[0], "name", "On its way")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Name: Fjord & Fell ApS"


def test_f2_opens_with_the_text_and_escape_leaves_it(
    screen: RecordsScreen, qtbot: QtBot, workspace: Workspace, ids: tuple[int, ...]
) -> None:
    screen.grid.go_to(0, NAME)
    QTest.keyClick(screen.grid, Qt.Key.Key_F2)
    editor = open_editor(screen)
    assert editor.selectedText() == "Fjord & Fell ApS"
    QTest.keyClicks(editor, "gone")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert text_at(screen, 0, NAME) == "Fjord & Fell ApS"
    assert stored(workspace, ids[0]).edits == {}


def test_tab_saves_and_goes_right(screen: RecordsScreen, qtbot: QtBot) -> None:
    screen.grid.go_to(0, NAME)
    QTest.keyClicks(screen.grid, "X")
    QTest.keyClick(open_editor(screen), Qt.Key.Key_Tab)
    wait_saved(screen, qtbot)
    assert not screen.grid.is_editing
    assert screen.grid.currentIndex().column() == CURRENCY
    assert text_at(screen, 0, NAME) == "X"


def test_shift_tab_saves_and_goes_left(screen: RecordsScreen, qtbot: QtBot) -> None:
    screen.grid.go_to(0, NAME)
    QTest.keyClicks(screen.grid, "X")
    QTest.keyClick(open_editor(screen), Qt.Key.Key_Backtab)
    qtbot.waitUntil(lambda: screen.grid.currentIndex().column() == 1)
    assert not screen.grid.is_editing


def test_f6_goes_round(screen: RecordsScreen) -> None:
    screen.grid.setFocus()
    screen.go_on()
    assert screen.form.fields["customer_number"].editor.hasFocus()
    screen.go_on()
    assert screen.head.search.hasFocus()
    screen.go_on()
    assert screen.grid.hasFocus()


def test_problem_shows_on_the_cell_and_goes_when_it_is_right(screen: RecordsScreen, qtbot: QtBot) -> None:
    index = screen.table.index(4, DISCOUNT)
    assert "at most 100" in index.data(Qt.ItemDataRole.ToolTipRole)
    screen.table.setData(index, "12")
    wait_saved(screen, qtbot)
    assert "at most" not in str(index.data(Qt.ItemDataRole.ToolTipRole))
    qtbot.waitUntil(lambda: "2 records cannot" in screen.head.held_back.text)


def test_locked_key_says_why(screen: RecordsScreen, qtbot: QtBot) -> None:
    screen.grid.go_to(0, 1)
    QTest.keyClicks(screen.grid, "9")
    assert not screen.grid.is_editing
    assert "TRAEDE knows a customer by this number" in screen.notice.text


def test_delete_key_erases_and_backspace_does_too(
    screen: RecordsScreen, qtbot: QtBot, workspace: Workspace, ids: tuple[int, ...]
) -> None:
    screen.grid.go_to(0, DISCOUNT)
    QTest.keyClick(screen.grid, Qt.Key.Key_Delete)
    wait_saved(screen, qtbot)
    assert stored(workspace, ids[0]).edits == {"discount_percentage": None}


def select(screen: RecordsScreen, top: int, bottom: int, left: int, right: int) -> None:
    chosen = QItemSelection(screen.table.index(top, left), screen.table.index(bottom, right))
    screen.grid.go_to(top, left)
    screen.grid.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def test_ranges_are_copied_as_a_spreadsheet_would(screen: RecordsScreen, qtbot: QtBot) -> None:
    select(screen, 0, 1, NAME, CURRENCY)
    screen.commands.copy()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().startswith("Fjord"))
    assert QGuiApplication.clipboard().text() == "Fjord & Fell ApS\tDKK\nLövås Möbler AB\tSEK"


def test_block_is_pasted_from_the_current_cell_on(
    screen: RecordsScreen, qtbot: QtBot, workspace: Workspace, ids: tuple[int, ...]
) -> None:
    QGuiApplication.clipboard().setText("One\tEUR\nTwo\tUSD\n")
    screen.grid.go_to(10, NAME)
    screen.commands.paste()
    qtbot.waitUntil(lambda: stored(workspace, ids[11]).edits != {})
    assert stored(workspace, ids[10]).edits == {"name": "One", "currency": "EUR"}
    assert stored(workspace, ids[11]).edits == {"name": "Two", "currency": "USD"}


def test_fill_down_repeats_the_first_row(
    screen: RecordsScreen, qtbot: QtBot, workspace: Workspace, ids: tuple[int, ...]
) -> None:
    select(screen, 10, 13, CURRENCY, CURRENCY)
    screen.commands.fill_down()
    qtbot.waitUntil(lambda: stored(workspace, ids[13]).edits != {})
    wait_saved(screen, qtbot)
    assert {text_at(screen, row, CURRENCY) for row in range(10, 14)} == {"NOK"}


def test_pasted_table_with_headers_is_an_import(screen: RecordsScreen, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("customer_number\tName\n1\tOne\n")
    with qtbot.waitSignal(screen.table_pasted):
        screen.commands.paste()


def test_deleted_rows_show_and_can_be_reverted(
    screen: RecordsScreen, qtbot: QtBot, workspace: Workspace, ids: tuple[int, ...]
) -> None:
    select(screen, 10, 12, NAME, NAME)
    screen.commands.delete()
    wait_saved(screen, qtbot)
    qtbot.waitUntil(lambda: text_at(screen, 11, 0) == "To delete")
    assert stored(workspace, ids[12]).is_deleting
    screen.commands.revert()
    wait_saved(screen, qtbot)
    assert not stored(workspace, ids[12]).is_deleting


def test_new_record_is_shown_and_selected(screen: RecordsScreen, qtbot: QtBot) -> None:
    screen.new_record()
    qtbot.waitUntil(lambda: screen.grid.currentIndex().row() == 32)
    qtbot.waitUntil(lambda: screen.form.row is not None)


def test_search_narrows_and_empty_result_offers_all(screen: RecordsScreen, qtbot: QtBot) -> None:
    QTest.keyClicks(screen.head.search, "Élodie")
    qtbot.waitUntil(lambda: screen.table.count == 3)
    QTest.keyClicks(screen.head.search, " nowhere")
    qtbot.waitUntil(lambda: screen.is_empty)
    assert screen.empty.title == "Nothing matches"
    screen.empty.button.click()
    qtbot.waitUntil(lambda: not screen.is_empty and screen.table.count == 32)


def test_last_problem_fixed_leads_to_review(screen: RecordsScreen, qtbot: QtBot) -> None:
    screen.show_filter("problems")
    qtbot.waitUntil(lambda: screen.table.count == 3)
    screen.grid.selectAll()
    screen.commands.revert()
    qtbot.waitUntil(lambda: screen.empty.title == "No problems left")
    with qtbot.waitSignal(screen.page_requested) as asked:
        screen.empty.button.click()
    assert asked.args == ["review"]


def test_header_sorts_through_the_query(screen: RecordsScreen, qtbot: QtBot) -> None:
    screen.grid.sortByColumn(DISCOUNT, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: text_at(screen, 0, DISCOUNT) == "120")


def test_bar_leads_to_the_problems(screen: RecordsScreen, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "3 records cannot be pushed" in screen.head.held_back.text)
    button = screen.head.held_back.button
    button.setFocus()
    button.click()
    qtbot.waitUntil(lambda: screen.table.count == 3)
    assert button.isHidden()  # they are there
    assert "3 records cannot be pushed" in screen.head.held_back.text
    assert screen.focusWidget() is screen.grid
    screen.head.chips.chip("all").click()
    assert button.isVisible()


def test_current_record_stays_current_when_rows_move(
    screen: RecordsScreen, qtbot: QtBot, ids: tuple[int, ...]
) -> None:
    screen.grid.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
    qtbot.waitUntil(lambda: text_at(screen, 0, NAME).startswith("B"))
    screen.grid.go_to(0, NAME)
    here = screen.grid.current_row
    assert here is not None
    screen.table.setData(screen.table.index(0, NAME), "Zebra")
    wait_saved(screen, qtbot)
    qtbot.waitUntil(lambda: screen.grid.currentIndex().row() > 20)
    assert screen.grid.current_row is not None
    assert screen.grid.current_row.record.id == here.record.id


def test_menu_offers_what_can_be_done(screen: RecordsScreen, qtbot: QtBot) -> None:
    screen.grid.selectionModel().select(
        QItemSelection(screen.table.index(0, 1), screen.table.index(2, 1)),
        QItemSelectionModel.SelectionFlag.ClearAndSelect,
    )
    menu = grid_menu(screen)
    words = [action.text() for action in menu.actions()]
    assert "Delete 3 records" in words
    assert "Fill down" in words


def test_nothing_yet_teaches(session: AppSession, connection: Connection, qtbot: QtBot) -> None:
    session.connections = session.workspace.store.connections.list()
    made = RecordsScreen(session, connection)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: made.is_empty)
    assert made.empty.title == "No TRAEDE customers yet"
    with qtbot.waitSignal(made.file_requested):
        made.empty.button.click()


def test_refusal_is_told_above_the_grid(screen: RecordsScreen, qtbot: QtBot) -> None:
    taken = screen.table.row_at(0)
    added = screen.table.index(30, 1)
    assert taken is not None
    screen.table.setData(added, taken.record.key)
    wait_saved(screen, qtbot)
    assert taken.record.key in screen.notice.text
    assert text_at(screen, 30, 1) == "20001"


def test_blank_line_on_the_clipboard_is_a_blank_cell() -> None:
    assert parse_block("A\n\nB\n") == [["A"], [""], ["B"]]


def test_the_focus_alone_puts_the_cursor_where_typing_goes(screen: RecordsScreen) -> None:
    screen.head.search.setFocus()
    screen.grid.selectionModel().clear()
    screen.grid.setFocus()
    QTest.keyClick(screen.grid, Qt.Key.Key_Right)
    assert screen.grid.currentIndex().column() == NAME
