"""The table view of lazy tables: how its columns share the room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from typing_extensions import override

from app.records.change import MISSING, FieldChange
from app.vendors.registry import kind_named
from ui.models.diff_table import NOW, diff_lines
from ui.models.paged_table import AnyIndex, Cell, PagedTable, TableColumn
from ui.widgets.change_detail import ChangeDetail
from ui.widgets.paged_view import PagedView

KIND = kind_named("traede.customers")


def cell(text: str) -> Cell:
    return Cell(text)


@pytest.fixture
def view(qtbot: QtBot) -> PagedView:
    columns = (
        TableColumn("Row", cell, letters=6),
        TableColumn("What", cell, letters=30, is_stretched=True),
        TableColumn("Why", cell, letters=10, is_stretched=True),
    )
    made = PagedView(PagedTable(columns), name="Table")
    qtbot.addWidget(made)
    made.table.fill(["a"])
    made.resize(700, 300)
    made.show()
    return made


def widths(view: PagedView) -> list[int]:
    return [view.columnWidth(number) for number in range(3)]


def test_stretched_columns_share_what_is_left_by_their_letters(view: PagedView) -> None:
    row, what, why = widths(view)
    assert row + what + why == view.viewport().width()
    assert abs(what - 3 * why) <= 2


def test_room_of_a_hidden_column_goes_to_the_stretched_ones(view: PagedView) -> None:
    view.show_column(2, is_shown=False)
    row, what, _ = widths(view)
    assert row + what == view.viewport().width()


def test_narrow_view_keeps_every_column_to_be_seen(view: PagedView) -> None:
    view.resize(90, 300)
    assert min(widths(view)) >= view.horizontalHeader().minimumSectionSize()


def test_new_record_shows_no_column_of_what_is_there_now(qtbot: QtBot) -> None:
    detail = ChangeDetail()
    qtbot.addWidget(detail)
    detail.show_change("7", None, diff_lines(KIND, [FieldChange("name", MISSING, "Bø")]))
    assert detail.lines.isColumnHidden(NOW)
    detail.show_change("7", None, diff_lines(KIND, [FieldChange("name", "B", "Bø")]))
    assert not detail.lines.isColumnHidden(NOW)


class CountingTable(PagedTable):
    """Counts how often a cell is asked whether it can be selected."""

    asked = 0

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        self.asked += 1
        return super().flags(index)


def test_selecting_all_asks_only_what_is_on_the_screen(qtbot: QtBot) -> None:
    table = CountingTable((TableColumn("Row", cell), TableColumn("What", cell, is_stretched=True)))
    view = PagedView(table, name="Table")
    qtbot.addWidget(view)
    table.reset(20_000)
    view.show()
    view.selectAll()
    view.grab()
    assert view.selected_count == 20_000
    assert table.asked < 2_000
