"""Files without a header: the columns go by their numbers, and what a person chose for them is found again."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from app.errors import UnusableFile
from app.intake.matching import choose
from app.intake.values import NO_HEADER, Mapping, Wanted
from app.jobs import JobContext
from app.services.mappings import match_remembered
from app.services.proposals import keep_proposal
from app.services.propose_file import look, propose
from tests.app.intake.conftest import KIND, Desk

ROWS = "1;Åsa;DKK\n007;Zoë;SEK\n"
NONE = Wanted(header_row=NO_HEADER)


def chosen(desk: Desk, file: Path) -> Mapping:
    mapping = match_remembered(desk.workspace, KIND, look(file, kind=KIND, wanted=NONE))
    for index, column in enumerate(("customer_number", "name", "currency")):
        mapping = choose(mapping, index, column)
    return mapping


def keep(desk: Desk, file: Path) -> int:
    reading = look(file, kind=KIND, wanted=NONE, workspace=desk.workspace)
    made = propose(
        desk.workspace,
        JobContext(),
        file,
        kind=KIND,
        connection_id=desk.connection_id,
        reading=reading,
        mapping=chosen(desk, file),
    )
    return keep_proposal(desk.workspace, JobContext(), made.id).added


def names(desk: Desk) -> dict[str, object]:
    return {record.key: record.edits["name"] for record in desk.records()}


@pytest.mark.parametrize("start", ["", "\ufeff", "\n\n"])
@pytest.mark.parametrize("end", ["", "8;" + "x" * 70_000 + ";EUR\n"])
def test_every_row_is_a_record(desk: Desk, start: str, end: str) -> None:
    assert keep(desk, desk.write(start + ROWS + end)) == 2 + bool(end)
    assert {key: names(desk)[key] for key in ("1", "007")} == {"1": "Åsa", "007": "Zoë"}


def test_every_row_of_a_workbook_is_a_record(desk: Desk) -> None:
    book = Workbook()
    for row in (["1", "Åsa", "DKK"], ["007", "Zoë", "SEK"]):
        book.active.append(row)
    file = desk.folder / "customers.xlsx"
    book.save(file)
    assert keep(desk, file) == 2
    assert names(desk) == {"1": "Åsa", "007": "Zoë"}


def test_it_is_told_how_the_file_was_read(desk: Desk) -> None:
    reading = look(desk.write(ROWS), kind=KIND, wanted=NONE)
    assert reading.summary() == "Read as UTF-8, semicolon, no header"
    assert reading.header == ("Column 1", "Column 2", "Column 3")
    assert reading.sample == (("1", "Åsa", "DKK"), ("007", "Zoë", "SEK"))


def test_the_next_such_file_is_read_so_without_asking(desk: Desk) -> None:
    keep(desk, desk.write(ROWS))
    file = desk.write("9;Fell;EUR\n", "next.csv")
    reading = look(file, kind=KIND, workspace=desk.workspace)
    assert reading.header_row == NO_HEADER
    assert [one.column for one in match_remembered(desk.workspace, KIND, reading)] == [
        "customer_number",
        "name",
        "currency",
    ]


def test_names_that_nobody_knows_are_not_taken_for_a_record(desk: Desk) -> None:
    keep(desk, desk.write(ROWS))
    reading = look(desk.write("Kundenr;Navn;Valuta\n9;Fell;EUR\n"), kind=KIND, workspace=desk.workspace)
    assert reading.header == ("Kundenr", "Navn", "Valuta")


def test_problems_name_the_row_and_line_as_they_are(desk: Desk) -> None:
    file = desk.write("1;Åsa;DKK\n7;Zoë;EURO\n")
    made = propose(
        desk.workspace,
        JobContext(),
        file,
        kind=KIND,
        connection_id=desk.connection_id,
        reading=look(file, kind=KIND, wanted=NONE),
        mapping=chosen(desk, file),
    )
    assert [(one.row, one.line, one.column) for one in made.problems] == [(2, 2, "currency")]


def test_without_a_mapping_it_is_refused_with_the_way_out(desk: Desk) -> None:
    file = desk.write(ROWS)
    with pytest.raises(UnusableFile, match="has no header, and nobody said") as refusal:
        propose(
            desk.workspace,
            JobContext(),
            file,
            kind=KIND,
            connection_id=desk.connection_id,
            reading=look(file, kind=KIND, wanted=NONE),
        )
    assert "Choose a field for each column" in refusal.value.remedy
