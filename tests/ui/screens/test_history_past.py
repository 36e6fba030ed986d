"""One record's past, from the grid, from Review and by its key: every push, what was sent, what came of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.jobs import JobContext
from app.services.edit_records import set_values
from app.services.push import push
from app.values import Connection
from app.workspace import Workspace
from tests.ui.screens.conftest import Import, quiet
from ui.screens.connection_pane import ConnectionPane
from ui.screens.grid_menu import grid_menu
from ui.session import AppSession

KIND = "traede.customers"


@pytest.fixture
def record_id(workspace: Workspace, live: Connection, bring_in: Import) -> int:
    """A customer that was pushed twice and is pending again."""
    bring_in("customer_number;name;currency\n1;Bø;DKK\n2;Ærø;DKK\n")
    push(workspace, JobContext(), live.id)
    record = workspace.store.records.by_key(KIND, live.id, "1")
    assert record is not None
    for name in ("Bø og søn", "Bø og datter"):
        set_values(workspace, KIND, record.id, {"name": name})
        if name.endswith("søn"):
            push(workspace, JobContext(), live.id)
    return record.id


@pytest.fixture
def pane(record_id: int, live: Connection, session: AppSession, qtbot: QtBot) -> ConnectionPane:
    made = ConnectionPane(session, live)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    quiet(session.jobs, qtbot)
    return made


def check_past(pane: ConnectionPane, qtbot: QtBot) -> None:
    for _ in range(3):
        quiet(pane.session.jobs, qtbot)
    past = pane.history.past
    assert pane.page == "history"
    assert past.isVisible()
    table = past.table.table
    assert [table.index(row, 1).data() for row in range(table.count)] == ["2", "1"]
    assert table.index(0, 4).data() == "Name: Bø → Bø og søn"
    assert table.index(0, 3).data() == "Applied"
    assert past.trace.lines.table.index(0, 2).data() == "→  Bø og søn"


def test_from_the_grid(pane: ConnectionPane, qtbot: QtBot) -> None:
    pane.records.grid.go_to(0)
    qtbot.waitUntil(lambda: pane.records.current_record is not None)
    pane.show_current_past()
    check_past(pane, qtbot)


def test_from_the_context_menu(pane: ConnectionPane, qtbot: QtBot) -> None:
    pane.records.grid.go_to(0)
    qtbot.waitUntil(lambda: pane.records.current_record is not None)
    menu = grid_menu(pane.records)
    action = next(one for one in menu.actions() if one.text() == "History of this customer")
    assert action.shortcut().toString() == "Ctrl+J"
    action.trigger()
    check_past(pane, qtbot)


def test_from_review(pane: ConnectionPane, qtbot: QtBot) -> None:
    pane.show_review()
    qtbot.waitUntil(lambda: pane.review.detail.item is not None)
    pane.review.detail.past.click()
    check_past(pane, qtbot)


def test_a_push_is_opened_from_it(pane: ConnectionPane, record_id: int, qtbot: QtBot) -> None:
    pane.show_past(record_id, "1")
    for _ in range(2):
        quiet(pane.session.jobs, qtbot)
    past = pane.history.past
    past.table.select_row(1)
    past.table.setFocus()
    QTest.keyClick(past.table, Qt.Key.Key_Return)
    for _ in range(2):
        quiet(pane.session.jobs, qtbot)
    push_shown = pane.history.page.push
    assert push_shown is not None
    assert push_shown.id == 1


def test_a_record_that_was_never_pushed_teaches(
    pane: ConnectionPane, bring_in: Import, workspace: Workspace, live: Connection, qtbot: QtBot
) -> None:
    bring_in("customer_number;name;currency\n9;Ny;DKK\n")
    new = workspace.store.records.by_key(KIND, live.id, "9")
    assert new is not None
    pane.show_past(new.id, "9")
    quiet(pane.session.jobs, qtbot)
    past = pane.history.past
    assert past.empty.isVisible()
    assert past.empty.title == "This customer was not pushed yet"
    past.empty.button.click()
    assert pane.page == "records"


def test_find_in_the_history_stays_there(pane: ConnectionPane, qtbot: QtBot) -> None:
    pane.show_page("history")
    quiet(pane.session.jobs, qtbot)
    pane.search()
    assert pane.page == "history"
