"""What stands at the cells of a refused record: the vendor's words, and what becomes of them by an edit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.records.change import Edits
from app.records.problems import Problem, warning
from app.records.refusals import Refusal
from app.values import BaseState, Change, Record
from app.vendors.registry import kind_named
from ui.models.element_table import ElementTable
from ui.models.field_marks import marks_in, most_urgent
from ui.models.record_row import row_of
from ui.models.record_table import GridCell, RecordTable, grid_columns

KIND = kind_named("traede.customers")
BASE: dict[str, Any] = {"customer_number": "7", "addresses": [{"title": "Shop", "zip": "1"}, {"title": "Shed"}]}
EDITS: Edits = {"currency": "XXX", "addresses[title=Shop].zip": "77"}
CURRENCY = Refusal("currency", "The selected currency is invalid.", '"XXX"')
ZIP = Refusal("addresses[title=Shop].zip", "The zip must be 4 letters.", '"77"')
RECORD = Record(
    1, KIND.id, 1, "7", BaseState.KNOWN, BASE, EDITS, change=Change.CHANGED, outcome="refused",
    refusals=(CURRENCY, ZIP),
)  # fmt: skip


def cells(record: Record) -> dict[str, GridCell]:
    row = row_of(KIND, record)
    made = {column.title: column.cell(row) for column in grid_columns(KIND)}
    return {title: cell for title, cell in made.items() if isinstance(cell, GridCell)}


def test_a_refused_cell_has_the_vendors_words() -> None:
    cell = cells(RECORD)["Currency"]
    assert (cell.severity, cell.tip) == ("refused", "The vendor refused it: The selected currency is invalid.")


def test_an_edit_makes_it_refused_and_not_sent_since() -> None:
    cell = cells(replace(RECORD, edits={**EDITS, "currency": "DKK"}))["Currency"]
    assert cell.severity == "edited"
    assert cell.tip == "Was refused, not sent since. The vendor said: The selected currency is invalid."


def test_what_is_typed_again_as_it_was_is_refused_again() -> None:
    edited = replace(RECORD, edits={**EDITS, "currency": "DKK"})
    assert cells(replace(edited, edits=EDITS))["Currency"].severity == "refused"


def test_a_record_with_nothing_pending_has_no_marks() -> None:
    assert row_of(KIND, replace(RECORD, edits={}, change=Change.NONE)).marks == ()


def test_a_list_says_which_element_was_refused() -> None:
    cell = cells(RECORD)["Addresses"]
    assert (cell.severity, cell.tip.partition(":")[0]) == ("refused", "Shop · Zip code")


def test_a_new_element_is_called_by_what_was_typed() -> None:
    edits: Edits = {"addresses[+1].title": "Depot", "addresses[+1].zip": "9"}
    refusal = Refusal("addresses[+1].zip", "No.", '"9"')
    cell = cells(replace(RECORD, edits=edits, refusals=(refusal,)))["Addresses"]
    assert cell.tip == "Depot · Zip code: The vendor refused it: No."
    again: Edits = {**edits, "addresses[+1].zip": "8000"}
    assert cells(replace(RECORD, edits=again, refusals=(refusal,)))["Addresses"].severity == "edited"


@pytest.mark.parametrize(
    ("problem", "severity"), [(Problem("currency", "No."), "error"), (warning("currency", "Hm."), "refused")]
)
def test_the_most_urgent_is_at_the_cell(problem: Problem, severity: str) -> None:
    record = replace(RECORD, problems=(problem,))
    assert most_urgent(marks_in(record))["currency"].severity == severity


def test_the_element_is_marked_and_spoken() -> None:
    table = ElementTable(KIND, "addresses")
    table.show_row(row_of(KIND, RECORD))
    column = next(number for number, one in enumerate(table.columns) if one.name == "zip")
    spoken = [table.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1)]
    assert spoken == ["77, The vendor refused it: The zip must be 4 letters.", "empty"]


def test_the_cell_is_spoken_with_the_vendors_words() -> None:
    table = RecordTable(KIND)
    table.fill([row_of(KIND, RECORD)])
    column = next(number for number, one in enumerate(table.columns) if one.title == "Currency")
    spoken = table.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Currency: XXX, The vendor refused it: The selected currency is invalid."
