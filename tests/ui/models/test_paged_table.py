"""The lazy table: asks for what is looked at, keeps what is shown, drops what comes too late."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import theme
from ui.models.paged_table import KEPT_PAGES, PAGE_ROWS, WAITING, Cell, PagedTable, PageRequest, TableColumn

COLUMNS = (
    TableColumn("Name", lambda item: Cell(f"name {item}", icon="added", color="added", tip="<b>bold</b>")),
    TableColumn("Number", lambda item: Cell(str(item), is_bold=True), is_number=True),
)


@pytest.fixture
def table(qapp: QApplication) -> PagedTable:
    theme.follow(qapp, "light")
    return PagedTable(COLUMNS)


def answer(table: PagedTable, request: PageRequest) -> None:
    last = min(request.offset + request.limit, table.count)
    table.take(request, list(range(request.offset, last)))


def requests_of(table: PagedTable) -> list[PageRequest]:
    heard: list[PageRequest] = []
    table.page_wanted.connect(heard.append)
    return heard


def test_keeps_qts_rules_while_pages_come_and_go(table: PagedTable, qtbot: QtBot) -> None:
    QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning)
    heard = requests_of(table)
    table.reset(250)
    table.index(120, 0).data()
    qtbot.waitUntil(lambda: bool(heard))
    for request in heard:
        answer(table, request)
    table.refresh(180)
    table.refresh(260)
    assert table.rowCount() == 260


def test_looking_at_a_row_asks_for_its_page_once(table: PagedTable, qtbot: QtBot) -> None:
    heard = requests_of(table)
    table.reset(1000)
    assert table.index(430, 0).data() == WAITING
    table.index(431, 1).data()
    qtbot.waitUntil(lambda: bool(heard))
    assert [(one.offset, one.limit) for one in heard] == [(400, PAGE_ROWS)]
    answer(table, heard[0])
    assert table.index(430, 0).data() == "name 430"
    assert table.item_at(430) == 430


def test_answer_to_an_earlier_question_is_dropped(table: PagedTable) -> None:
    table.reset(10)
    late = PageRequest(table._generation, 0, PAGE_ROWS)
    table.reset(3)
    table.take(late, list("abcdefghij"))
    assert table.item_at(0) is None


def test_refresh_shows_the_old_rows_until_the_new_are_there(table: PagedTable, qtbot: QtBot) -> None:
    table.fill(["one", "two"])
    heard = requests_of(table)
    table.refresh(2)
    assert table.index(0, 0).data() == "name one"
    qtbot.waitUntil(lambda: bool(heard))
    table.take(heard[0], ["uno", "due"])
    assert table.index(1, 0).data() == "name due"


def test_page_that_failed_is_asked_for_again(table: PagedTable, qtbot: QtBot) -> None:
    heard = requests_of(table)
    table.reset(5)
    table.index(0, 0).data()
    qtbot.waitUntil(lambda: len(heard) == 1)
    table.give_up(heard[0])
    table.index(0, 0).data()
    qtbot.waitUntil(lambda: len(heard) == 2)


def test_holds_a_bounded_number_of_pages(table: PagedTable) -> None:
    rows = PAGE_ROWS * (KEPT_PAGES + 5)
    table.fill(list(range(rows)))
    assert table.item_at(0) is None
    assert table.item_at(rows - 1) == rows - 1


def test_cell_says_its_state_by_symbol_word_and_colour(table: PagedTable) -> None:
    table.fill([7])
    name, number = table.index(0, 0), table.index(0, 1)
    assert name.data(Qt.ItemDataRole.ForegroundRole) == theme.current().added
    assert not name.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert name.data(Qt.ItemDataRole.AccessibleTextRole) == "Name: name 7"
    assert number.data(Qt.ItemDataRole.FontRole).bold()
    assert number.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight


def test_tooltip_takes_no_markup_from_a_file(table: PagedTable) -> None:
    table.fill([7])
    assert "&lt;b&gt;" in table.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
