"""How a file was read, in words that open menus."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from app.intake.values import ColumnMatch, Reading
from ui import theme
from ui.widgets.read_as_strip import ReadAsStrip

READING = Reading(
    "utf-8",
    is_encoding_guessed=False,
    delimiter=";",
    header_row=1,
    header=("a", "b"),
    first_rows=((1, ("x",)), (3, ("a", "", "b"))),
)
MAPPING = (ColumnMatch("a", 0, "name", "name"), ColumnMatch("b", 1, "", "ignored"))


@pytest.fixture
def strip(qtbot: QtBot, qapp: QApplication) -> ReadAsStrip:
    theme.follow(qapp, "light")
    made = ReadAsStrip()
    qtbot.addWidget(made)
    made.show_reading("spring.csv", READING, MAPPING)
    return made


def choose(opener: QToolButton, title: str) -> None:
    next(action for action in opener.menu().actions() if action.text() == title).trigger()


def test_says_how_the_file_was_read(strip: ReadAsStrip) -> None:
    shown = [part.text() for part in (strip.encoding, strip.delimiter, strip.header_row)]
    assert shown == ["UTF-8  ▾", "semicolon  ▾", "header in row 1  ▾"]
    assert strip.columns.text() == "1 of 2 columns matched"


def test_guess_is_said_to_be_one(strip: ReadAsStrip) -> None:
    strip.show_reading("x.csv", replace(READING, encoding="cp1252", is_encoding_guessed=True), MAPPING)
    assert strip.encoding.text() == "Windows-1252 (a guess)  ▾"
    strip.show_reading("x.csv", replace(READING, encoding="utf-8-sig", delimiter="~"), MAPPING)
    assert (strip.encoding.text(), strip.delimiter.text()) == ("UTF-8 with BOM  ▾", "tilde  ▾")


def test_each_part_can_be_chosen(strip: ReadAsStrip, qtbot: QtBot) -> None:
    with qtbot.waitSignal(strip.encoding_pressed):
        strip.encoding.click()
    with qtbot.waitSignal(strip.delimiter_chosen) as delimiter:
        choose(strip.delimiter, "tab")
    with qtbot.waitSignal(strip.header_row_chosen) as row:
        choose(strip.header_row, "Row 3:  a  ·  b")
    with qtbot.waitSignal(strip.quote_chosen) as quote:
        choose(strip.delimiter, "no quotes")
    assert (delimiter.args, row.args, quote.args) == (["\t"], [3], [""])


def test_workbook_offers_its_sheets_in_place_of_encoding_and_delimiter(
    strip: ReadAsStrip, qtbot: QtBot
) -> None:
    strip.show_reading("a.xlsx", replace(READING, sheet="A & B", sheets=("Notes", "A & B")), MAPPING)
    assert strip.sheet.text() == "sheet “A && B”  ▾"
    assert [part.isHidden() for part in (strip.encoding, strip.delimiter, strip.sheet)] == [True, True, False]
    with qtbot.waitSignal(strip.sheet_chosen) as sheet:
        choose(strip.sheet, "Notes")
    assert sheet.args == ["Notes"]


def test_rows_with_problems_are_counted(strip: ReadAsStrip) -> None:
    strip.show_problems(3)
    assert strip.problems.text() == "3 rows with problems"
    assert not strip.problems.isHidden()
    strip.show_problems(0, is_known=False)
    assert strip.problems.isHidden()


def test_without_the_file_nothing_can_be_changed(strip: ReadAsStrip) -> None:
    strip.set_changeable(is_changeable=False)
    assert not strip.encoding.isEnabled()
    assert "Drop the file again" in strip.header_row.toolTip()
