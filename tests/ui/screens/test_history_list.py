"""The history searched: pushes and their records by text, outcome and time, page by page, and nothing found."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.jobs import JobContext
from app.services.push import push
from app.values import Connection, PushOptions
from app.workspace import Workspace
from tests.ui.screens.conftest import Import
from tests.ui.screens.test_history_screen import refresh, settle
from tests.ui.screens.test_history_screen import screen as screen  # noqa: PLC0414  the fixture
from ui.screens import history_list
from ui.screens.history_screen import HistoryScreen

FIRST = "customer_number;name;currency\n1;Bø;DKK\n2;Ærø;NOTHING\n"
SECOND = "customer_number;name;currency\n3;Nordlys;DKK\n"


@pytest.fixture
def pushed(workspace: Workspace, live: Connection, bring_in: Import) -> None:
    """Two pushes: the first with a record that is held back, the second with a comment."""
    bring_in(FIRST)
    push(workspace, JobContext(), live.id, PushOptions())
    bring_in(SECOND)
    push(workspace, JobContext(), live.id, PushOptions(comment="Winter prices"))


def search(screen: HistoryScreen, qtbot: QtBot, text: str) -> None:
    head = screen.list.head
    head.search.clear()
    QTest.keyClicks(head.search, text)
    QTest.keyClick(head.search, Qt.Key.Key_Return)
    settle(screen, qtbot)
    settle(screen, qtbot)


def titles(screen: HistoryScreen, column: int) -> list[str]:
    table = screen.table.table
    return [table.index(row, column).data() for row in range(table.count)]


@pytest.mark.usefixtures("pushed")
def test_text_finds_pushes_by_their_records_and_by_their_comment(screen: HistoryScreen, qtbot: QtBot) -> None:
    refresh(screen, qtbot)
    assert len(titles(screen, 0)) == 2
    search(screen, qtbot, "ærø")
    assert titles(screen, 3) == ["1 applied, 1 skipped — Winter prices", "1 applied, 1 skipped"]
    search(screen, qtbot, "winter")
    assert titles(screen, 3) == ["1 applied, 1 skipped — Winter prices"]
    assert screen.list.head.count.text() == "1 push"


@pytest.mark.usefixtures("pushed")
def test_records_of_all_pushes_are_listed(screen: HistoryScreen, qtbot: QtBot) -> None:
    screen.list.head.lists.chip("records").click()
    search(screen, qtbot, "nordlys")
    assert titles(screen, 2) == ["3"]
    assert titles(screen, 4) == ["Applied"]
    screen.list.records.setFocus()
    screen.list.records.select_row(0)
    QTest.keyClick(screen.list.records, Qt.Key.Key_Return)
    settle(screen, qtbot)
    settle(screen, qtbot)
    assert screen.page.isVisible()
    assert screen.page.search.text() == "3"
    assert screen.page.outcomes.table.count == 1


@pytest.mark.usefixtures("pushed")
def test_outcome_and_time_narrow_it(screen: HistoryScreen, qtbot: QtBot) -> None:
    refresh(screen, qtbot)
    head = screen.list.head
    head.outcome.setCurrentIndex(head.outcome.findData("unknown"))
    settle(screen, qtbot)
    assert screen.list.empty.isVisible()
    head.outcome.setCurrentIndex(head.outcome.findData("skipped"))
    head.span.setCurrentIndex(head.span.findData("0"))
    settle(screen, qtbot)
    assert screen.table.table.count == 2
    head.span.setCurrentIndex(head.span.findData("between"))
    assert head.first.isVisible()
    head.first.setDate(QDate(2001, 1, 2))
    head.last.setDate(QDate(2001, 1, 1))
    qtbot.waitUntil(lambda: not head.is_waiting)
    settle(screen, qtbot)
    since, until = head.query.since, head.query.until
    assert since is not None
    assert until is not None
    assert (until - since).days == 2
    assert screen.list.empty.isVisible()


@pytest.mark.usefixtures("pushed")
def test_nothing_found_says_where_was_looked_and_leads_back(screen: HistoryScreen, qtbot: QtBot) -> None:
    refresh(screen, qtbot)
    search(screen, qtbot, "nobody of that name")
    assert screen.list.empty.title == "Nothing in the history fits “nobody of that name”"
    screen.list.empty.button.click()
    settle(screen, qtbot)
    assert screen.table.table.count == 2
    assert not screen.list.head.reset.isVisible()


@pytest.mark.usefixtures("pushed")
def test_an_opened_push_is_narrowed_to_what_was_looked_for(screen: HistoryScreen, qtbot: QtBot) -> None:
    search(screen, qtbot, "nordlys")
    screen.list.pushes.select_row(0)
    screen.list.pushes.setFocus()
    QTest.keyClick(screen.list.pushes, Qt.Key.Key_Return)
    settle(screen, qtbot)
    settle(screen, qtbot)
    assert screen.page.search.text() == "nordlys"
    assert screen.page.outcomes.table.count == 1
    screen.page.back.click()
    settle(screen, qtbot)
    search(screen, qtbot, "winter")
    screen.list.pushes.select_row(0)
    QTest.keyClick(screen.list.pushes, Qt.Key.Key_Return)
    settle(screen, qtbot)
    assert screen.page.search.text() == ""


@pytest.mark.usefixtures("pushed")
def test_more_than_can_be_listed_is_said(
    screen: HistoryScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_list, "MOST_RECORDS", 2)
    screen.list.head.lists.chip("records").click()
    settle(screen, qtbot)
    assert screen.list.head.count.text().startswith("The newest")


def test_find_goes_to_the_search(screen: HistoryScreen, qtbot: QtBot) -> None:
    refresh(screen, qtbot)
    screen.start_search()
    assert screen.list.head.search.hasFocus() or screen.focusWidget() is screen.list.head.search
