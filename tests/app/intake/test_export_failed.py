"""What failed goes out in the columns it came in, and comes back without a question."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.intake.values import ColumnMatch
from app.jobs import JobContext
from app.records.refusals import Refusal
from app.services.export_failed import export_failed
from app.services.mappings import match_remembered, remember
from app.services.propose_file import look
from tests.app.intake.conftest import KIND, Desk
from tests.app.intake.test_again import save

HEADER = "Unused,Firma,No.,Waehrung,Stadt,Titel"
ROWS = "x,Åsa,007,DKK,Bø,Shop\nx,Zoë,008,DKK,Nes,Shop\n"
CHOSEN = {"Firma": "name", "No.": "customer_number", "Waehrung": "currency"} | {
    "Stadt": "addresses.city",
    "Titel": "addresses.title",
}


@pytest.fixture
def refused(desk: Desk) -> Desk:
    """Keep a file with headers of its own, of which one record was refused, and edited since."""
    file = desk.write(f"{HEADER}\n{ROWS}")
    reading = look(file)
    mapping = [
        ColumnMatch(title, index, CHOSEN.get(title, ""), "chosen" if title in CHOSEN else "ignored")
        for index, title in enumerate(reading.header)
    ]
    remember(desk.workspace, KIND, reading.header, mapping)
    desk.keep(file)
    record = desk.record("008")
    edits = {**record.edits, "discount_percentage": 12.5}
    save(desk, replace(record, edits=edits, outcome="refused", outcome_message="The city is unknown."))
    return desk


def exported(desk: Desk, file: Path) -> list[list[str]]:
    export_failed(desk.workspace, JobContext(), kind=KIND, connection_id=desk.connection_id, to=file)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened))


def test_the_columns_are_those_of_the_file_and_what_was_edited_since(refused: Desk) -> None:
    header, row = exported(refused, refused.folder / "failed.csv")
    assert header[:5] == ["Firma", "No.", "Waehrung", "Stadt", "Titel"]
    assert header[5:] == [
        "discount_percentage",
        "addresses.remote_erp_id",  # the other way to tell addresses apart
        "counterfoil.record",
        "counterfoil.reason",
    ]
    assert row[:6] == ["Zoë", "008", "DKK", "Nes", "Shop", "12.5"]
    assert row[-1] == "The city is unknown."


def test_the_reason_names_the_column_as_the_file_does(refused: Desk) -> None:
    record = refused.record("008")
    (city,) = [path for path in record.edits if path.endswith(".city")]
    refusals = (Refusal(city, "The city is unknown.", '"Nes"'), Refusal("active", "Not so.", ""))
    save(refused, replace(record, refusals=refusals))
    header, row = exported(refused, refused.folder / "failed.csv")
    assert "active" in header
    assert row[-1] == "The city is unknown. (Column: Stadt of Shop, active)"


def test_what_comes_back_corrected_is_refused_and_not_sent_since(refused: Desk) -> None:
    record = refused.record("008")
    (city,) = [path for path in record.edits if path.endswith(".city")]
    save(refused, replace(record, refusals=(Refusal(city, "The city is unknown.", '"Nes"'),)))
    file = refused.folder / "failed.csv"
    exported(refused, file)
    file.write_text(file.read_text("utf-8-sig").replace("Nes", "Nesna"), "utf-8")
    refused.keep(file)
    after = refused.record("008")
    assert (after.id, after.outcome, after.edits[city]) == (record.id, "refused", "Nesna")
    assert [one.is_about(after.base, after.edits) for one in after.refusals] == [False]


def test_what_comes_back_needs_no_mapping(refused: Desk) -> None:
    file = refused.folder / "failed.csv"
    exported(refused, file)
    reading = look(file)
    mapping = match_remembered(refused.workspace, KIND, reading)
    assert {one.header: one.column for one in mapping}.items() >= CHOSEN.items()


def test_beside_another_writer_headers_are_written_so_that_they_are_understood(refused: Desk) -> None:
    file = refused.folder / "failed.csv"
    with open_workspace(refused.workspace.folder, writable=False) as reader:
        export_failed(reader, JobContext(), kind=KIND, connection_id=refused.connection_id, to=file)
    header = file.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert header[:5] == ["name", "customer_number", "currency", "addresses.city", "addresses.title"]


def test_without_a_file_all_columns_are_written(desk: Desk) -> None:
    (header,) = exported(desk, desk.folder / "failed.csv")
    assert header[0] == "customer_number"
    assert len(header) > 14
