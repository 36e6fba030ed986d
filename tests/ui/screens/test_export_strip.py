"""What the records show goes out as a table, in that order, and can be stopped."""

from __future__ import annotations

import csv
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from app.errors import Cancelled
from app.jobs import JobContext
from app.services import export_records
from app.values import Connection
from app.workspace import Workspace
from tests.ui.screens.conftest import Import, quiet
from ui.dialogs import files
from ui.screens.connection_pane import ConnectionPane
from ui.session import AppSession

FIVE = "customer_number;name;currency\n1;Bø;DKK\n2;Ærø;SEK\n3;Å;DKK\n4;Øm;EURO\n5;Bjerg;DKK\n"


@pytest.fixture
def pane(live: Connection, session: AppSession, bring_in: Import, qtbot: QtBot) -> ConnectionPane:
    bring_in(FIVE)
    made = ConnectionPane(session, live)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    quiet(session.jobs, qtbot)
    return made


def keys_in(place: Path) -> list[str]:
    rows = list(csv.reader(place.read_text(encoding="utf-8-sig").splitlines()))
    return [row[0] for row in rows[1:]]


def asked(monkeypatch: pytest.MonkeyPatch, place: Path) -> list[str]:
    names: list[str] = []

    def ask(_parent: object, *, name: str = "", title: str = "") -> Path:
        names.append(name)
        return place

    monkeypatch.setattr(files, "ask_where_to_export", ask)
    return names


def test_filter_search_and_order_are_those_of_the_view(
    pane: ConnectionPane, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    place = tmp_path / "view.csv"
    names = asked(monkeypatch, place)
    pane.records.head.search.setText("DKK")
    pane.records._sort_by("name", True)  # noqa: FBT003  a signal's arguments
    qtbot.waitUntil(lambda: pane.records.table.count == 3)
    pane.export(is_all=False)
    qtbot.waitUntil(lambda: "3 rows written to view.csv" in pane.records.notice.text)
    assert keys_in(place) == ["3", "1", "5"]
    assert names == ["TRAEDE customers of Nordic test (part).csv"]
    pane.export(is_all=True)
    qtbot.waitUntil(lambda: "5 rows written" in pane.records.notice.text)
    assert keys_in(place) == ["1", "2", "3", "4", "5"]


def test_a_name_that_ends_so_makes_a_workbook(
    pane: ConnectionPane, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    place = tmp_path / "all.xlsx"
    asked(monkeypatch, place)
    pane.export(is_all=True)
    qtbot.waitUntil(lambda: "5 rows written" in pane.records.notice.text)
    with closing(load_workbook(place, read_only=True)) as book:
        assert [row[1].value for row in book["Records"].iter_rows()][:3] == ["name", "Bø", "Ærø"]


def test_stop_and_failure_leave_what_stood_there(
    pane: ConnectionPane, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    place = tmp_path / "all.csv"
    place.write_text("before")
    asked(monkeypatch, place)
    real = export_records.export

    def export_once_stopped(workspace: Workspace, context: JobContext, **words: Any) -> int:
        with suppress(Cancelled):
            context.sleep(30)
        return real(workspace, context, **words)

    monkeypatch.setattr(export_records, "export", export_once_stopped)
    pane.export(is_all=True)
    qtbot.waitUntil(lambda: pane.exporting.is_running)
    pane.stop()
    qtbot.waitUntil(lambda: not pane.exporting.is_running)
    assert "Stopped" in pane.records.notice.text
    assert place.read_text() == "before"
    monkeypatch.setattr(export_records, "export", real)
    asked(monkeypatch, tmp_path / "nowhere" / "all.csv")
    pane.export(is_all=True)
    qtbot.waitUntil(lambda: "could not be written" in pane.records.notice.text)
