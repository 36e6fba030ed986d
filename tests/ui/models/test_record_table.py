"""The grid's cells: what each shows of a record, and the marks that name its state."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.records.change import Edits, Raw
from app.records.problems import Problem, Severity
from app.values import BaseState, Change, Record
from app.vendors.registry import kind_named
from ui.models.record_row import list_paths, row_of, summary_text, why_not_editable
from ui.models.record_table import GridCell, grid_columns, marks_of

KIND = kind_named("traede.customers")
BASE: dict[str, Any] = {
    "customer_number": "007",
    "name": "Ø",
    "discount_percentage": 12.5,
    "active": False,
    "addresses": [{"title": "Shop"}, {"title": "Stock"}],
}
PLAIN = Record(1, KIND.id, 1, "007", BaseState.KNOWN, BASE, {}, is_key_locked=True)


def cells(record: Record) -> dict[str, GridCell]:
    row = row_of(KIND, record)
    made = {column.title: column.cell(row) for column in grid_columns(KIND)}
    return {title: cell for title, cell in made.items() if isinstance(cell, GridCell)}


def test_cells_show_values_as_they_are_typed() -> None:
    shown = cells(PLAIN)
    assert (shown["Customer number"].text, shown["Discount %"].text, shown["Active"].text) == (
        "007",
        "12.5",
        "no",
    )
    assert shown["Addresses"].text == "2 addresses"
    assert shown["Customer number"].is_locked


def test_changed_cells_stand_out_and_unreadable_text_stays() -> None:
    problem = Problem("discount_percentage", "Not a number.")
    edits: Edits = {"discount_percentage": Raw("12,5o")}
    shown = cells(replace(PLAIN, edits=edits, change=Change.CHANGED, problems=(problem,)))
    cell = shown["Discount %"]
    assert (cell.text, cell.severity, cell.tip, cell.is_changed) == ("12,5o", "error", "Not a number.", True)
    assert not shown["Name"].is_changed


def test_problem_of_an_address_shows_on_the_list() -> None:
    problem = Problem("addresses[title=Shop].city", "City is missing.", Severity.WARNING)
    assert cells(replace(PLAIN, change=Change.CHANGED, problems=(problem,)))["Addresses"].severity == "warning"


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({}, ()),
        ({"outcome": "applied"}, ("applied",)),
        ({"change": Change.ADDED}, ("added",)),
        ({"change": Change.CHANGED, "problems": (Problem("name", "x"),)}, ("problem", "changed")),
        ({"change": Change.CHANGED, "outcome": "refused"}, ("refused", "changed")),
        ({"busy": "unknown", "outcome": "unknown"}, ("unknown",)),
        ({"busy": "sent", "change": Change.CHANGED}, ("sent", "changed")),
    ],
)
def test_state_names_the_most_urgent_first(values: dict[str, Any], names: tuple[str, ...]) -> None:
    assert tuple(mark.name for mark in marks_of(replace(PLAIN, **values))) == names


def test_reasons_for_closed_cells() -> None:
    columns = KIND.column_by_path
    assert "TRAEDE knows a customer" in why_not_editable(KIND, PLAIN, columns["customer_number"])
    assert why_not_editable(KIND, PLAIN, columns["name"]) == ""
    assert "deleted" in why_not_editable(KIND, replace(PLAIN, is_deleting=True), columns["name"])
    assert "list" in why_not_editable(KIND, PLAIN, None)


def test_lists_are_counted_in_words() -> None:
    assert list_paths(KIND) == ("addresses",)
    assert summary_text("addresses", [{}]) == "1 address"
    assert summary_text("salesReps", [{}, {}]) == "2 sales reps"
    assert summary_text("entries", [{}]) == "1 entry"
    assert summary_text("addresses", None) == ""
