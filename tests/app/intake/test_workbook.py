"""Workbooks are read as they show themselves; what cannot be read so is told, or refused in words."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from app.errors import UnusableFile
from app.intake.look import look_at
from app.intake.values import Wanted
from app.intake.workbook import opened_sheet
from app.records.change import Raw
from app.services.propose_file import look
from tests.app.intake.conftest import KIND, Desk

HEAD = ("customer_number", "name", "currency")


def workbook(*sheets: tuple[str, list[tuple[Any, ...]]]) -> bytes:
    """Make a workbook; a cell is a value, or a value with its number format."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells, start=1):
                value, number_format = cell if isinstance(cell, tuple) else (cell, "")
                made = sheet.cell(row, column, value)
                made.number_format = number_format or made.number_format
                if number_format == "@" and isinstance(value, str):
                    made.data_type = "s"  # text that begins like a formula is none
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_result(content: bytes, formula: str, result: str) -> bytes:
    """Put the result of a formula into the file, as a spreadsheet would."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for nothing in ("<v />", "<v></v>", "<v/>"):
                text = text.replace(f"<f>{formula}</f>{nothing}", f"<f>{formula}</f>{result}")
            new.writestr(name, text)
    return stream.getvalue()


SHOWN = {
    "text": ("Ærø", "", "Ærø"),
    "text that looks like a formula": ("'=1+1", "", "=1+1"),
    "digits as text": ("0007", "@", "0007"),
    "a whole number": (1000, "", "1000"),
    "a long number": (123456789012345, "", "123456789012345"),
    "a fraction": (0.1 + 0.2, "", "0.3"),
    "a tiny number": (0.0000001, "", "0.0000001"),
    "a number as text": (7, "@", "7"),
    "zero-padded": (42, "00000", "00042"),
    "percent": (0.125, "0.0%", "12.5%"),
    "whole percent": (0.07, "0%", "7%"),
    "a truth": (True, "", "TRUE"),
    "a date": (date(2026, 2, 1), "yyyy-mm-dd", "2026-02-01"),
    "a date with dots": (date(2026, 2, 1), "dd.mm.yyyy", "01.02.2026"),
    "a short date": (date(2026, 2, 1), "d/m/yy", "1/2/26"),
    "a date in words": (date(2026, 2, 1), 'dddd d" of "mmmm yyyy', "Sunday 1 of February 2026"),
    "a date in the reader's order": (date(2026, 2, 1), "mm-dd-yy", "2026-02-01 00:00:00"),
    "a moment": (datetime(2026, 2, 1, 14, 5, 9), "yyyy-mm-dd hh:mm:ss", "2026-02-01 14:05:09"),  # noqa: DTZ001  a sheet has no zone
    "half a day": (time(14, 5), "h:mm AM/PM", "2:05 PM"),
    "midnight": (time(0, 5), "h:mm AM/PM", "12:05 AM"),
    "a span": (timedelta(hours=30, minutes=5), "[h]:mm:ss", "30:05:00"),
}  # fmt: skip


@pytest.mark.parametrize("case", SHOWN)
def test_cell_is_read_as_shown(desk: Desk, case: str) -> None:
    value, number_format, shown = SHOWN[case]
    content = workbook(("Customers", [HEAD, ("1", (value, number_format), "DKK")]))

    proposal = desk.propose(desk.write(content, "customers.xlsx"))
    desk.keep(desk.folder / "customers.xlsx")

    assert desk.record("1").edits["name"] == shown
    assert proposal.problems == ()


def test_other_formats_give_the_stored_value_with_a_warning(desk: Desk) -> None:
    rows = [("customer_number", "discount_percentage"), ("1", (12.5, '0.00" of all"'))]
    proposal = desk.propose(desk.write(workbook(("A", rows)), "a.xlsx"))

    (warning,) = [one for one in proposal.problems if "format" in one.message]
    assert (warning.is_error, warning.row, warning.column, warning.value) == (
        False,
        2,
        "discount_percentage",
        "12.5",
    )


def test_percent_is_a_number_where_one_is_wanted(desk: Desk) -> None:
    rows = [("customer_number", "name", "currency", "discount_percentage"), ("1", "A", "DKK", (0.125, "0.0%"))]
    desk.keep(desk.write(workbook(("A", rows)), "a.xlsx"))

    assert desk.record("1").edits["discount_percentage"] == 12.5


def test_a_number_of_more_digits_than_a_workbook_keeps_is_told(desk: Desk) -> None:
    proposal = desk.propose(desk.write(workbook(("A", [HEAD, ("1", 123456789012345678, "DKK")])), "a.xlsx"))

    assert "15 digits" in proposal.problems[0].message


def test_formulas_give_their_result_and_never_their_code(desk: Desk) -> None:
    content = workbook(("A", [HEAD, ("1", "=A1&B1", "DKK"), ("2", "#DIV/0!", "DKK"), ("3", "=C1", "DKK")]))
    content = with_result(content, "A1&amp;B1", "<v>12</v>")
    proposal = desk.propose(desk.write(content, "a.xlsx"))
    desk.keep(desk.folder / "a.xlsx")

    assert desk.record("1").edits["name"] == "12"
    assert desk.record("3").edits["name"] == Raw("(formula without result)")
    errors = [(one.row, one.column) for one in proposal.problems if one.is_error]
    assert errors == [(3, "name"), (4, "name")]
    assert not any("=C1" in str(value) for one in desk.records() for value in one.edits.values())


def test_the_sheet_that_names_most_fields_is_read_unless_another_is_chosen(desk: Desk) -> None:
    content = workbook(
        ("Notes", [("For you",), ("customer_number", "name"), ("9", "N")]),
        ("Customers", [("Customers of 2026",), (), HEAD, ("1", "A", "DKK"), (), ("2", "B", "DKK")]),
    )
    file = desk.write(content, "a.xlsx")
    reading = look(file, kind=KIND)

    assert reading.summary() == "Read as XLSX, sheet “Customers”, header in row 3"
    assert reading.sheets == ("Notes", "Customers")
    assert look(file, kind=KIND, wanted=Wanted(sheet="Notes")).header == ("customer_number", "name")
    assert [one.rows for one in desk.proposed(file)] == [(4,), (6,)]
    with pytest.raises(UnusableFile, match="no sheet “Other”"):
        look(file, kind=KIND, wanted=Wanted(sheet="Other"))


def test_blanks_that_a_sheet_leaves_out_are_no_missing_cells(desk: Desk) -> None:
    content = workbook(("A", [(*HEAD, "active"), ("1", "A", "DKK", "no"), ("2", "B", "DKK")]))

    assert desk.propose(desk.write(content, "a.xlsx")).problems == ()


def test_a_date_is_the_same_day_in_either_date_system(desk: Desk) -> None:
    for epoch in (CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904):
        book, stream = Workbook(), io.BytesIO()
        book.epoch = epoch
        sheet = book.create_sheet("Customers", 0)
        sheet.append(HEAD)
        sheet.append(("1", date(2026, 2, 1), "DKK"))
        sheet["B2"].number_format = "yyyy-mm-dd"
        book.save(stream)
        desk.keep(desk.write(stream.getvalue(), "a.xlsx"))
        assert desk.record("1").edits["name"] == "2026-02-01"


def test_a_table_that_begins_in_another_place_is_found(desk: Desk) -> None:
    rows = [(), (None, None, "Customers of 2026"), (), (None, None, *HEAD), (None, None, "1", "A", "DKK")]
    file = desk.write(workbook(("A", rows)), "a.xlsx")
    assert look(file, kind=KIND).header_row == 4
    desk.keep(file)
    assert desk.record("1").edits["name"] == "A"


def test_cells_that_are_joined_count_once(desk: Desk) -> None:
    book, stream = Workbook(), io.BytesIO()
    sheet = book.create_sheet("Customers", 0)
    for row in (HEAD, ("1", "A", "DKK"), ("2", None, "DKK")):
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    book.save(stream)
    desk.keep(desk.write(stream.getvalue(), "a.xlsx"))
    assert desk.record("1").edits["name"] == "A"
    assert "name" not in desk.record("2").edits


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=9), max_size=6
    )
)
def test_texts_arrive_as_written(tmp_path: Path, texts: list[str]) -> None:
    file = tmp_path / "a.xlsx"
    rows = [("customer_number", "name"), *((str(number), text) for number, text in enumerate(texts))]
    file.write_bytes(workbook(("A", [tuple((cell, "@") for cell in row) for row in rows])))
    with opened_sheet(file, "A") as found:
        cells = [row.cells for row in found]
    assert [row[1:2] for row in cells[1:]] == [[text] for text in texts]


def broken(content: bytes) -> dict[str, tuple[bytes, str]]:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("letter.txt", "Dear all")
    damaged = content.replace(b"PK\x01\x02", b"PK\x01\x03")
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
    return {
        "cut short": (content[: len(content) // 2], "broken workbook"),
        "damaged": (damaged, "broken workbook"),
        "a bomb": (stream.getvalue(), "would unpack to"),
        "an archive": (plain.getvalue(), "ZIP archive"),
        "an old workbook": (old, "old Excel workbook"),
        "a binary workbook": (archive_of(**{"xl/workbook.bin": b""}), "binary workbook (.xlsb)"),
        "a spreadsheet of another office": (
            archive_of(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "OpenDocument spreadsheet (.ods)",
        ),
        "a password": (old + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    }


def archive_of(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "case",
    [
        *("cut short", "damaged", "a bomb", "an archive", "an old workbook", "a password"),
        *("a binary workbook", "a spreadsheet of another office"),
    ],
)
def test_unusable_workbook_is_refused_in_words(tmp_path: Path, case: str) -> None:
    content, words = broken(workbook(("A", [HEAD, ("1", "A", "DKK")])))[case]
    file = tmp_path / "a.xlsx"
    file.write_bytes(content)

    with pytest.raises(UnusableFile, match=r"a\.xlsx") as refusal:
        look_at(file, KIND)

    assert words in refusal.value.message
    assert refusal.value.remedy
