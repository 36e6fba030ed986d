"""Which column feeds which field: the unmatched first, one column per field."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.intake.values import ColumnMatch, Reading
from app.vendors.registry import kind_named
from ui import theme
from ui.widgets.mapping_table import MappingTable

READING = Reading(
    "utf-8",
    is_encoding_guessed=False,
    delimiter=";",
    header_row=1,
    header=("customer_number", "Firma", "by"),
    sample=(("", "Bø", "Ribe"), ("7", "Ærø", "Tønder")),
)
MAPPING = (
    ColumnMatch("customer_number", 0, "customer_number", "name"),
    ColumnMatch("Firma", 1, "", "similar", suggestion="name"),
    ColumnMatch("by", 2, "addresses.city", "title"),
)


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication) -> MappingTable:
    theme.follow(qapp, "light")
    made = MappingTable(kind_named("traede.customers").columns)
    qtbot.addWidget(made)
    made.show_mapping(READING, MAPPING)
    with qtbot.waitExposed(made):
        made.show()
    return made


def line(table: MappingTable, row: int) -> list[str]:
    items = (table.item(row, column) for column in (0, 1, 4))
    header, example, why = (item.text() if item else "" for item in items)
    return [header, example, table.combo_of(row).currentText(), why]


def test_unmatched_columns_come_first_with_an_example(table: MappingTable) -> None:
    assert line(table, 0) == ["Firma", "Bø", "— ignored", ""]
    assert line(table, 1) == ["customer_number", "7", "Customer number", "same name"]
    assert line(table, 2) == ["by", "Ribe", "Addresses: City", "by its title"]


def test_choice_is_told_with_the_whole_mapping(table: MappingTable, qtbot: QtBot) -> None:
    combo = table.combo_of(0)
    with qtbot.waitSignal(table.mapping_changed) as heard:
        combo.setCurrentIndex(combo.findData("name"))
    assert heard.args is not None
    assert [(one.column, one.how) for one in heard.args[0]] == [
        ("customer_number", "name"),
        ("name", "chosen"),
        ("addresses.city", "title"),
    ]


def test_field_is_fed_by_one_column_only(table: MappingTable, qtbot: QtBot) -> None:
    combo = table.combo_of(0)
    with qtbot.waitSignal(table.mapping_changed) as heard:
        combo.setCurrentIndex(combo.findData("addresses.city"))
    assert heard.args is not None
    assert [one.column for one in heard.args[0]] == ["customer_number", "addresses.city", ""]


def test_lines_of_a_wide_file_are_made_some_at_a_time_and_only_once_they_are_seen(
    qtbot: QtBot, qapp: QApplication
) -> None:
    theme.follow(qapp, "light")
    table = MappingTable(kind_named("traede.customers").columns)
    qtbot.addWidget(table)
    wide = tuple(ColumnMatch(f"column {number}", number, "", "ignored") for number in range(40))
    table.show_mapping(READING, wide)
    assert (table.rowCount(), table.item(0, 0)) == (40, None)
    table.show()
    assert table.item(0, 0) is not None
    assert table.item(39, 0) is None
    qtbot.waitUntil(lambda: table.item(39, 0) is not None)
    assert [line(table, row)[0] for row in range(40)] == [f"column {number}" for number in range(40)]
