"""A pending record in a line: what it will do and what holds it back."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from app.records.change import FieldChange
from app.records.problems import Problem, warning
from app.values import BaseState, Change, Record, ReviewedRecord
from app.vendors.registry import kind_named
from ui import theme
from ui.models.review_table import holds_back, key_of, review_table

KIND = kind_named("traede.customers")


def reviewed(**values: Any) -> ReviewedRecord:
    usual: dict[str, Any] = {
        "id": 3,
        "kind": KIND.id,
        "connection_id": 1,
        "key": "7",
        "base_state": BaseState.KNOWN,
        "base": {"name": "Bø"},
        "edits": {"name": "Ø"},
        "change": Change.CHANGED,
    }
    return ReviewedRecord(Record(**{**usual, **values}), (FieldChange("name", "Bø", "Ø"),))


def shown(item: ReviewedRecord) -> list[str]:
    table = review_table(KIND)
    table.fill([item])
    return [str(table.index(0, column).data()) for column in range(table.columnCount())]


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.follow(qapp, "light")


def test_changed_record_shows_old_and_new() -> None:
    assert shown(reviewed()) == ["Changed", "7", "Name: Bø → Ø", ""]


def test_deletion_is_said_in_words() -> None:
    line = shown(reviewed(is_deleting=True, change=Change.DELETED))
    assert line[::2] == ["To delete", "Deletes this customer: Bø"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"problems": (Problem("name", "Too long."),)}, "Too long."),
        ({"busy": "unknown"}, "Unknown: settle it first"),
        ({"busy": "sent"}, "In the push"),
        ({"outcome": "refused", "outcome_message": "Bad name"}, "Refused last time: Bad name"),
        ({"outcome": "failed"}, "Failed last time"),
        (
            {"outcome": "skipped", "outcome_reason": "unknown-before", "outcome_message": "In 13 min."},
            "Skipped last time: In 13 min.",
        ),
        ({"outcome": "skipped", "outcome_reason": "stopped"}, ""),
        ({"outcome": "applied"}, ""),
    ],
)
def test_what_holds_it_back_is_named(values: dict[str, Any], words: str) -> None:
    assert shown(reviewed(**values))[3] == words


def test_a_refusal_goes_before_a_warning_and_an_error_before_a_refusal() -> None:
    last = {"outcome": "refused", "outcome_message": "Bad name"}
    assert shown(reviewed(**last, problems=(warning("name", "Odd."),)))[3] == "Refused last time: Bad name"
    assert shown(reviewed(**last, problems=(Problem("name", "Too long."),)))[3] == "Too long."


def test_record_without_a_key_has_its_number() -> None:
    assert key_of(reviewed(key="").record) == "#3"


def test_only_errors_hold_back() -> None:
    assert not holds_back((warning("name", "Odd."),))
    assert holds_back((Problem("name", "Wrong."),))


def test_keeps_qts_rules() -> None:
    table = review_table(KIND)
    QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning)
    table.fill([reviewed(), reviewed(id=4)])
    assert table.rowCount() == 2
