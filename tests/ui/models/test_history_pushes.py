"""A push in a line of the statement."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from app.values import PushSummary
from ui import theme
from ui.models.history_pushes import pushes_table, state_cell

BEGAN = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


def push(**values: Any) -> PushSummary:
    usual: dict[str, Any] = {
        "id": 1,
        "connection_id": 1,
        "connection_name": "Nordic test",
        "vendor": "traede",
        "environment": "test",
        "started_at": BEGAN,
        "finished_at": BEGAN + timedelta(seconds=42),
        "state": "finished",
        "counts": {"applied": 498, "refused": 2},
    }
    return PushSummary(**{**usual, **values})


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.follow(qapp, "light")


def test_line_tells_when_where_how_many_and_what() -> None:
    table = pushes_table()
    QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning)
    table.fill([push(comment="A trial")])
    line = [table.index(0, column).data() for column in range(1, 6)]
    assert line == ["Nordic test", "500", "498 applied, 2 refused — A trial", "42 s", "Some refused"]


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"state": "interrupted"}, "Cut off"),
        ({"state": "running", "finished_at": None}, "Running"),
        ({"state": "stopped"}, "Stopped"),
        ({"state": "aborted"}, "Broken off"),
        ({"counts": {"applied": 3}}, "Finished"),
        ({"counts": {"unknown": 1, "refused": 1}}, "Some unknown"),
        ({"counts": {"failed": 1}}, "Some failed"),
    ],
)
def test_state_is_that_of_the_worst(values: dict[str, Any], title: str) -> None:
    assert state_cell(push(**values)).text == title


def test_production_is_named() -> None:
    table = pushes_table()
    table.fill([push(environment="production", finished_at=None)])
    assert table.index(0, 1).data() == "Nordic test · PRODUCTION"
    assert table.index(0, 4).data() == "—"
