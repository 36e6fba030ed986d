"""What a proposed record would do, by symbol, word and colour, with its rows and its first problem."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from app.intake.values import ProposedRecord, RowProblem
from app.records.change import MISSING, FieldChange
from app.records.problems import Severity
from app.vendors.registry import kind_named
from ui import theme
from ui.models.proposal_table import mark_of_proposed, proposal_table, rows_text

KIND = kind_named("traede.customers")
NAME = FieldChange("name", MISSING, "Bø", is_old_unread=True)


def proposed(**values: Any) -> ProposedRecord:
    usual: dict[str, Any] = {
        "number": 2,
        "rows": (2,),
        "key": "7",
        "change": "added",
        "fields": (NAME,),
        "problems": (),
        "cells": (("7", "Bø"),),
    }
    return ProposedRecord(**{**usual, **values})


def shown(record: ProposedRecord) -> list[str]:
    table = proposal_table(KIND)
    table.fill([record])
    return [str(table.index(0, column).data()) for column in range(table.columnCount())]


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.follow(qapp, "light")


@pytest.mark.parametrize(
    ("rows", "text"),
    [((), ""), ((2,), "2"), ((2, 3, 4), "2–4"), ((2, 9), "2, 9"), ((2, 9, 11, 14), "2, 9 and 2 more")],
)
def test_rows_read_as_a_spreadsheet_counts(rows: tuple[int, ...], text: str) -> None:
    assert rows_text(rows) == text


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ("added", "Added"),
        ("changed", "Changed"),
        ("deleted", "To delete"),
        ("unchanged", "Unchanged"),
        ("refused", "Not readable"),
    ],
)
def test_each_change_has_its_mark(change: str, title: str) -> None:
    mark = mark_of_proposed(proposed(change=change))
    assert mark is not None
    assert mark.title == title


def test_added_record_in_a_line() -> None:
    assert shown(proposed()) == ["2", "7", "Added", "Name: Bø", ""]


def test_row_that_cannot_be_read_says_so() -> None:
    line = shown(proposed(change="refused", key="", fields=()))
    assert line[1:4] == ["—", "Not readable", "This row cannot be read."]


def test_first_error_goes_before_warnings() -> None:
    problems = (
        RowProblem(2, 2, "", "", "Twice the same.", Severity.WARNING),
        RowProblem(2, 2, "currency", "EURO", "No currency."),
    )
    assert shown(proposed(problems=problems))[4] == "No currency.  (+1)"


def test_keeps_qts_rules() -> None:
    table = proposal_table(KIND)
    QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning)
    table.fill([proposed(), proposed(change="unchanged", fields=()), proposed(key="")])
    assert table.rowCount() == 3
