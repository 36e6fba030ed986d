"""History: a line per push, opened to its records and requests, found by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.errors import NotFound
from app.jobs import JobContext
from app.services.push import push
from app.values import Connection, PushOptions
from app.workspace import Workspace
from tests.ui.demo_workspace import add_test_connection
from tests.ui.screens.conftest import Import, quiet
from ui.screens.history_screen import HistoryScreen
from ui.session import AppSession

THREE = "customer_number;name;currency\n1;Bø;DKK\n2;Ærø;SEK\n13;Å;NOK\n"


@pytest.fixture
def pushed(workspace: Workspace, live: Connection, bring_in: Import) -> int:
    bring_in(THREE)
    return push(workspace, JobContext(), live.id, PushOptions(comment="The first")).push_id


@pytest.fixture
def screen(live: Connection, session: AppSession, qtbot: QtBot) -> HistoryScreen:
    made = HistoryScreen(session, live)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


def settle(screen: HistoryScreen, qtbot: QtBot) -> None:
    quiet(screen.session.jobs, qtbot)
    qtbot.waitUntil(lambda: not screen.page._typed.isActive())
    quiet(screen.session.jobs, qtbot)


def refresh(screen: HistoryScreen, qtbot: QtBot) -> None:
    screen.refresh()
    settle(screen, qtbot)
    settle(screen, qtbot)


def test_nothing_pushed_yet_teaches(screen: HistoryScreen, qtbot: QtBot) -> None:
    refresh(screen, qtbot)
    assert screen.list.empty.isVisible()
    assert screen.list.empty.title == "Nothing was pushed yet"


def test_push_is_a_line(pushed: int, screen: HistoryScreen, qtbot: QtBot) -> None:
    refresh(screen, qtbot)
    table = screen.table.table
    line = [table.index(0, column).data() for column in range(1, 4)]
    assert line == ["Nordic test", "3", "3 applied — The first"]


def test_enter_opens_a_push(pushed: int, screen: HistoryScreen, qtbot: QtBot) -> None:
    refresh(screen, qtbot)
    screen.table.setFocus()
    QTest.keyClick(screen.table, Qt.Key.Key_Return)
    settle(screen, qtbot)
    settle(screen, qtbot)
    assert screen.page.isVisible()
    outcomes = screen.page.outcomes.table
    assert [outcomes.index(row, 0).data() for row in range(3)] == ["1", "2", "13"]
    screen.page.back.click()
    assert screen.table.isVisible()


def test_request_and_answer_are_shown_as_they_were(pushed: int, screen: HistoryScreen, qtbot: QtBot) -> None:
    screen.open_push(pushed)
    settle(screen, qtbot)
    screen.page.parts.chip("requests").click()
    settle(screen, qtbot)
    screen.page.requests.select_row(0)
    text = screen.page.request.text.toPlainText()
    assert text.startswith("POST /customers/sync")
    assert '"customer_number": "13"' in text
    assert "Answer: 200" in text


def test_record_is_found_by_part_of_its_key(pushed: int, screen: HistoryScreen, qtbot: QtBot) -> None:
    screen.open_push(pushed)
    settle(screen, qtbot)
    QTest.keyClicks(screen.page.search, "3")
    settle(screen, qtbot)
    settle(screen, qtbot)
    assert screen.page.outcomes.table.count == 1
    assert screen.page.requests.table.count == 1
    assert screen.page.parts.chip("records").text().split() == ["Records", "1"]


def test_record_can_be_shown_in_the_grid(pushed: int, screen: HistoryScreen, qtbot: QtBot) -> None:
    screen.open_push(pushed)
    settle(screen, qtbot)
    screen.page.outcomes.select_row(0)
    qtbot.waitUntil(lambda: screen.page.outcomes.current_item is not None)
    screen.page.outcomes.setFocus()
    with qtbot.waitSignal(screen.record_requested):
        QTest.keyClick(screen.page.outcomes, Qt.Key.Key_Return)


def test_other_connections_pushes_are_a_click_away(
    pushed: int, workspace: Workspace, session: AppSession, qtbot: QtBot
) -> None:
    connection = add_test_connection(workspace, name="Another")
    screen = HistoryScreen(session, connection)
    qtbot.addWidget(screen)
    screen.show()
    refresh(screen, qtbot)
    assert screen.table.table.count == 0
    screen.list.head.scope.chip("all").click()
    settle(screen, qtbot)
    assert screen.table.table.count == 1
    settle(screen, qtbot)


def test_push_that_is_gone_is_told_in_place(screen: HistoryScreen, qtbot: QtBot) -> None:
    screen.open_push(77)
    settle(screen, qtbot)
    assert screen.notice.isVisible()
    assert isinstance(screen.notice.error, NotFound)
