"""What a person changes in a proposal on the window: cells, single changes, one field, the mapping."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.values import Connection
from app.workspace import Workspace
from tests.ui.screens.test_import_screen import keys_kept, offer, settle, written
from ui.dialogs import files
from ui.screens.import_screen import ImportScreen
from ui.session import AppSession
from ui.widgets.editors import ChoiceBox, put_text

WRONG = (
    "customer_number;name;currency;discount_percentage\n"
    "1;Bø;DKK;12x\n2;Ærø;EUR;200\n3;Å;SEK;5;more\n4;Ø;DKK;1\n"
)
SIMILAR = "customer_number;Nmae;Currenci;Mood\n1;Bø;DKK;good\n"


@pytest.fixture
def screen(connection: Connection, session: AppSession, qtbot: QtBot) -> ImportScreen:
    made = ImportScreen(session, connection)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    settle(made, qtbot)
    return made


def read(screen: ImportScreen, qtbot: QtBot, place: Path, text: str) -> None:
    offer(screen, qtbot, written(place, text))
    qtbot.waitUntil(lambda: screen.page.detail.record is not None)


def type_over(screen: ImportScreen, text: str) -> None:
    """Type into the editor that has the keys, and leave it by Enter."""
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit | ChoiceBox)
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def wait_for_row(screen: ImportScreen, qtbot: QtBot, row: int) -> None:
    def is_there() -> bool:
        record = screen.page.detail.record
        return record is not None and record.rows == (row,)

    qtbot.waitUntil(is_there)


def test_bad_cells_are_fixed_one_after_another_by_keys_alone(
    screen: ImportScreen, tmp_path: Path, workspace: Workspace, connection: Connection, qtbot: QtBot
) -> None:
    screen.activateWindow()
    read(screen, qtbot, tmp_path / "a.csv", WRONG)
    screen.page.head.strip.problems.click()
    settle(screen, qtbot)
    screen.page.table.setFocus()
    for row, text in ((2, "12"), (3, "20")):
        wait_for_row(screen, qtbot, row)
        QTest.keyClick(screen.page.table, Qt.Key.Key_F2)
        type_over(screen, text)
        settle(screen, qtbot)
        assert screen.focusWidget() is screen.page.table
    qtbot.waitUntil(lambda: screen.page.detail.title == "Row that cannot be read")
    QTest.keyClick(screen.page.table, Qt.Key.Key_Return)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.setText("")
    editor.setModified(True)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle(screen, qtbot)
    assert not screen.page.head.strip.problems.isVisible()
    screen.page.footer.keep_all.click()
    settle(screen, qtbot)
    assert keys_kept(workspace, connection) == ["1", "2", "3", "4"]


def test_a_cell_left_as_it_was_is_not_written(screen: ImportScreen, tmp_path: Path, qtbot: QtBot) -> None:
    read(screen, qtbot, tmp_path / "a.csv", 'customer_number;name;currency\n1;"two\nlines";dkk\n')
    screen.page.detail.parts.chip("cells").click()
    cells = screen.page.detail.cells
    cells.view.go_to(1)
    with qtbot.assertNotEmitted(cells.edited):
        cells.view.edit(cells.table.index(1, 2))
        editor = cells.view.findChild(QLineEdit)
        assert editor is not None
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert cells.table.index(1, 2).data() == "two↵lines"


def test_each_cell_says_what_it_does(screen: ImportScreen, tmp_path: Path, qtbot: QtBot) -> None:
    text = "customer_number;name;discount_percentage;addresses_sync_mode;addresses.title;Mood\n"
    text += "1; ;[];replace;[];good\n"
    read(screen, qtbot, tmp_path / "a.csv", text)
    table = screen.page.detail.cells.table
    assert [table.index(row, 3).data() for row in range(table.count)] == [
        "finds the record",
        "left alone",
        "erases Discount %",
        "sets Addresses are",
        "empties the list",
        "ignored",
    ]


def test_a_change_is_left_out_and_put_back(
    screen: ImportScreen, tmp_path: Path, workspace: Workspace, connection: Connection, qtbot: QtBot
) -> None:
    read(screen, qtbot, tmp_path / "a.csv", "customer_number;name;currency\n1;Bø;DKK\n")
    lines = screen.page.detail.lines
    assert not screen.page.detail.leave_out.isEnabled()  # the key tells the record apart
    lines.select_row(1)
    screen.page.detail.leave_out.trigger()
    settle(screen, qtbot)
    assert lines.table.index(1, 2).data() == "left out: Bø"
    assert screen.page.detail.leave_out.text() == "Put back"
    screen.page.detail.leave_out.trigger()
    settle(screen, qtbot)
    lines.select_row(2)
    screen.page.detail.keep_only.trigger()
    settle(screen, qtbot)
    screen.page.footer.keep_all.click()
    settle(screen, qtbot)
    record = workspace.store.records.by_key("traede.customers", connection.id, "1")
    assert record is not None
    assert set(record.edits) == {"customer_number", "currency"}


def test_one_field_is_left_out_of_all_records_and_put_back(
    screen: ImportScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    read(screen, qtbot, tmp_path / "a.csv", "customer_number;name;currency\n1;Bø;DKK\n2;Å;SEK\n")
    screen.page.detail.lines.select_row(1)
    assert screen.page.detail.leave_field_out.text() == "Leave Name out of all records"
    screen.page.detail.leave_field_out.trigger()
    settle(screen, qtbot)
    assert screen.notice.text == "Name is left out of all records."
    assert screen.page.head.strip.columns.text() == "2 of 3 columns matched"
    screen.notice.button.click()
    settle(screen, qtbot)
    assert screen.page.head.strip.columns.text() == "3 of 3 columns matched"
    screen.page.detail.lines.select_row(1)
    screen.page.detail.keep_only_field.trigger()
    settle(screen, qtbot)
    assert screen.notice.text == "Only Name is left of all records."
    assert screen.page.head.strip.columns.text() == "2 of 3 columns matched"


def test_suggestions_are_read_once_accepted_and_the_choice_is_recalled_until_forgotten(
    screen: ImportScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    read(screen, qtbot, tmp_path / "a.csv", SIMILAR)
    mapping = screen.page.head.mapping
    assert mapping.isVisible()
    assert screen.page.head.strip.columns.text() == "1 of 4 columns matched"
    button = mapping.table.suggestion_of(0)
    assert button is not None
    assert button.text() == "Use Name"
    mapping.accept_all.click()
    settle(screen, qtbot)
    assert screen.page.head.strip.columns.text() == "3 of 4 columns matched"
    assert mapping.forget.isVisible()
    screen.page.footer.reject_all.click()
    settle(screen, qtbot)

    read(screen, qtbot, tmp_path / "again.csv", SIMILAR)
    assert screen.page.head.strip.columns.text() == "3 of 4 columns matched"
    assert not mapping.isVisible()
    screen.page.head.strip.columns.click()
    mapping.forget.click()
    settle(screen, qtbot)
    assert screen.page.head.strip.columns.text() == "1 of 4 columns matched"
    assert not mapping.forget.isVisible()


def test_a_value_for_all_rows_is_checked_set_and_taken_away(
    screen: ImportScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    read(screen, qtbot, tmp_path / "a.csv", "customer_number;name\n1;Bø\n2;Å\n")
    screen.page.head.strip.columns.click()
    fixed = screen.page.head.mapping.fixed
    fixed.add.click()
    fixed.field.setCurrentIndex(fixed.field.findData("currency"))
    for text, wrong in (("kroner", True), ("DKK", False)):
        put_text(fixed.editor, text)
        fixed.apply.click()
        assert fixed.problem.isVisible() is wrong
    settle(screen, qtbot)
    assert fixed.chips["currency"].text() == "Currency = DKK"
    assert screen.page.head.strip.columns.text() == "2 of 2 columns matched, 1 value set"
    cells = screen.page.detail.cells.table
    assert [cells.index(2, column).data() for column in (1, 2, 3)] == ["for all rows", "DKK", "sets Currency"]
    fixed.chips["currency"].click()
    settle(screen, qtbot)
    assert screen.page.head.strip.columns.text() == "2 of 2 columns matched"


def test_mapping_goes_out_and_comes_in(
    screen: ImportScreen, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "m.json"
    monkeypatch.setattr(files, "ask_where_to_save_mapping", lambda *_: place)
    monkeypatch.setattr(files, "ask_for_mapping", lambda *_: place)
    read(screen, qtbot, tmp_path / "a.csv", SIMILAR)
    mapping = screen.page.head.mapping
    mapping.accept_all.click()
    settle(screen, qtbot)
    chosen = mapping.table.mapping
    mapping.export_pressed.emit()
    settle(screen, qtbot)
    assert "m.json" in screen.notice.text
    mapping.forget.click()
    settle(screen, qtbot)
    assert mapping.table.mapping != chosen
    mapping.import_pressed.emit()
    settle(screen, qtbot)
    assert mapping.table.mapping == chosen
    place.write_text("{}")
    mapping.import_pressed.emit()
    settle(screen, qtbot)
    assert "no mapping" in screen.notice.text
    assert mapping.table.mapping == chosen


def test_rows_with_errors_go_out_with_the_reason(
    screen: ImportScreen, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "wrong.csv"
    monkeypatch.setattr(files, "ask_where_to_export", lambda *_, **__: place)
    read(screen, qtbot, tmp_path / "a.csv", WRONG)
    screen.page.footer.export_wrong.click()
    settle(screen, qtbot)
    assert screen.notice.text == "3 rows with the reason of each written to wrong.csv."
    rows = list(csv.reader(place.read_text(encoding="utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["customer_number", "1", "2", "3"]


def test_another_sheet_of_a_workbook_is_read(screen: ImportScreen, tmp_path: Path, qtbot: QtBot) -> None:
    book, stream = Workbook(), io.BytesIO()
    for title, key in (("Spring", "1"), ("Autumn", "2")):
        sheet = book.create_sheet(title)
        sheet.append(["customer_number", "name", "currency"])
        sheet.append([key, title, "DKK"])
    book.save(stream)
    place = tmp_path / "a.xlsx"
    place.write_bytes(stream.getvalue())
    offer(screen, qtbot, place)
    strip = screen.page.head.strip
    assert [part.isVisible() for part in (strip.sheet, strip.encoding, strip.delimiter)] == [True, False, False]
    assert strip.sheet.text() == "sheet “Spring”  ▾"
    strip.sheet_chosen.emit("Sheet")
    settle(screen, qtbot)
    assert "“Sheet” of “a.xlsx” holds nothing but blanks" in screen.page.unusable.accessibleDescription()
    assert strip.sheet.isVisible()
    strip.sheet_chosen.emit("Autumn")
    settle(screen, qtbot)
    qtbot.waitUntil(lambda: screen.page.table.table.index(0, 1).data() == "2")


def test_encodings_are_shown_by_how_the_lines_read(screen: ImportScreen, tmp_path: Path, qtbot: QtBot) -> None:
    offer(
        screen, qtbot, written(tmp_path / "a.csv", "customer_number;name;currency\n1;Bø & Søn;DKK\n", "cp1252")
    )
    strip, chooser = screen.page.head.strip, screen.page.head.encodings
    assert "(a guess)" in strip.encoding.text()
    strip.encoding.click()
    settle(screen, qtbot)
    assert chooser.isVisible()
    shown = {
        chooser.view.table.index(row, 0).data(): chooser.view.table.index(row, 2).data() for row in range(10)
    }
    assert shown["Windows-1252"] == "1;Bø & Søn;DKK"
    assert "\ufffd" in shown["UTF-8"]
    row = next(row for row in range(10) if chooser.view.table.index(row, 0).data() == "DOS 850")
    chooser.view.select_row(row)
    chooser.view.activated.emit(chooser.view.currentIndex())
    settle(screen, qtbot)
    assert strip.encoding.text() == "DOS 850  ▾"


def test_text_that_no_encoding_fits_can_still_be_read_by_choosing_one(
    screen: ImportScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    place = tmp_path / "garbled.csv"
    place.write_bytes(b"customer_number,name\n1,\xff\xfe\xfd\x81,\n2,\x8d\xff\xfe,\xff\n3,\xff\xfe\x81,\xfe\n")
    offer(screen, qtbot, place)
    assert screen.page.unusable.isVisible()
    assert screen.page.head.strip.encoding.isVisible()
    screen.page.head.encodings.chosen.emit("cp437")
    settle(screen, qtbot)
    assert screen.page.proposal is not None


def test_cells_on_the_clipboard_are_read_by_the_key_that_pastes(
    screen: ImportScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    screen.activateWindow()
    screen.empty.button.setFocus()
    QGuiApplication.clipboard().setText(" ")
    QTest.keyClick(screen.empty.button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "no cells on the clipboard" in screen.notice.text
    QGuiApplication.clipboard().setText("customer_number\tname\n0009\tStrøm\n")
    QTest.keyClick(screen.empty.button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.page.proposal is not None)
    settle(screen, qtbot)


def test_mapping_of_a_proposal_of_an_earlier_session_can_be_changed(
    screen: ImportScreen, session: AppSession, connection: Connection, tmp_path: Path, qtbot: QtBot
) -> None:
    read(screen, qtbot, tmp_path / "a.csv", SIMILAR)
    later = ImportScreen(session, connection)
    qtbot.addWidget(later)
    later.show()
    qtbot.waitUntil(lambda: later.page.proposal is not None)
    settle(later, qtbot)
    later.page.head.strip.columns.setChecked(True)
    later.page.head.mapping.accept_all.click()
    settle(later, qtbot)
    assert later.page.head.strip.columns.text() == "3 of 4 columns matched"
