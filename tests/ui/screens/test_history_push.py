"""One push, opened: its picture, its records by outcome, what was sent of each, and what people say of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.jobs import JobContext
from app.services.push import push
from app.store.journal_values import Frozen, Verdict
from app.values import Connection, Outcome, PushOptions
from app.workspace import Workspace
from tests.ui.screens.conftest import Import
from tests.ui.screens.test_history_screen import screen as screen  # noqa: PLC0414  the fixture
from tests.ui.screens.test_history_screen import settle
from ui.screens.history_screen import HistoryScreen

KIND = "traede.customers"
ROWS = "customer_number;name;currency\n1;Bø;DKK\n2;Ærø;SEK\n13;Å;NOTHING\n"


@pytest.fixture
def pushed(workspace: Workspace, live: Connection, bring_in: Import) -> int:
    bring_in(ROWS)
    return push(workspace, JobContext(), live.id, PushOptions()).push_id


def opened(screen: HistoryScreen, qtbot: QtBot, push_id: int) -> None:
    screen.open_push(push_id)
    for _ in range(3):
        settle(screen, qtbot)


def test_picture_tells_what_became_of_the_records(pushed: int, screen: HistoryScreen, qtbot: QtBot) -> None:
    opened(screen, qtbot, pushed)
    panel = screen.page.picture
    assert panel.isVisible()
    assert panel.legend["applied"].text == "Applied 2"
    assert panel.legend["skipped"].text == "Skipped 1"
    assert not panel.legend["waiting"].isVisible()
    assert panel.words.text().startswith("Took ")
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Home)
    assert panel.words.text() == "After under 0.1 s: 3 waiting"


def test_picture_is_folded_away_and_stays_so(pushed: int, screen: HistoryScreen, qtbot: QtBot) -> None:
    opened(screen, qtbot, pushed)
    screen.page.head.picture.click()
    assert not screen.page.picture.isVisible()
    again = HistoryScreen(screen.session, screen.connection)
    qtbot.addWidget(again)
    assert not again.page.head.picture.isChecked()


def test_a_low_window_has_no_room_for_it(pushed: int, screen: HistoryScreen, qtbot: QtBot) -> None:
    opened(screen, qtbot, pushed)
    screen.resize(900, 420)
    qtbot.waitUntil(lambda: not screen.page.picture.isVisible())
    screen.resize(900, 700)
    qtbot.waitUntil(screen.page.picture.isVisible)


def test_records_of_one_outcome(pushed: int, screen: HistoryScreen, qtbot: QtBot) -> None:
    opened(screen, qtbot, pushed)
    assert screen.page.outcome.chip("skipped").text().split() == ["Skipped", "1"]
    assert not screen.page.outcome.chip("refused").isVisible()
    screen.page.outcome.chip("skipped").click()
    settle(screen, qtbot)
    settle(screen, qtbot)
    assert screen.page.outcomes.table.count == 1
    assert screen.page.outcomes.table.index(0, 0).data() == "13"


def test_what_was_sent_what_was_before_and_the_requests_of_a_record(
    pushed: int, screen: HistoryScreen, qtbot: QtBot
) -> None:
    opened(screen, qtbot, pushed)
    trace = screen.page.trace
    assert trace.trace is not None
    assert trace.trace.key == "1"
    lines = trace.lines.table
    sent = {lines.index(row, 0).data(): lines.index(row, 2).data() for row in range(lines.count)}
    assert sent["Name"] == "→  Bø"
    trace.parts.chip("before").click()
    assert not trace.lines.isVisible()
    assert "Nobody had read it before" in trace.text._title.text()
    trace.parts.chip("requests").click()
    assert trace.text.text.toPlainText().startswith("POST /customers/sync")
    with qtbot.waitSignal(screen.record_requested):
        trace.show_in_grid.click()


def test_the_past_of_a_record_and_back(pushed: int, screen: HistoryScreen, qtbot: QtBot) -> None:
    opened(screen, qtbot, pushed)
    screen.page.trace.past.click()
    settle(screen, qtbot)
    assert screen.past.isVisible()
    assert screen.past.table.table.count == 1
    screen.past.back.click()
    assert screen.page.isVisible()


def test_a_request_is_copied_with_its_answer(pushed: int, screen: HistoryScreen, qtbot: QtBot) -> None:
    opened(screen, qtbot, pushed)
    screen.page.parts.chip("requests").click()
    screen.page.requests.select_row(0)
    qtbot.waitUntil(lambda: screen.page.requests.current_item is not None)
    settle(screen, qtbot)
    assert screen.page.request._facts.text().startswith("Sent ")
    screen.page.request._copy.click()
    copied = QApplication.clipboard().text()
    assert "POST /customers/sync" in copied
    assert "Answer: 200" in copied


def test_comment_is_added_and_shown(pushed: int, screen: HistoryScreen, qtbot: QtBot) -> None:
    opened(screen, qtbot, pushed)
    head = screen.page.head
    assert head.edit.text() == "Add a comment"
    head.edit.click()
    assert head.field.isVisible()
    QTest.keyClicks(head.field, "Spring prices")
    QTest.keyClick(head.field, Qt.Key.Key_Return)
    for _ in range(2):
        settle(screen, qtbot)
    assert not head.field.isVisible()
    assert head._comment.text() == "Spring prices"
    assert head.edit.text() == "Change the comment"
    assert screen.session.workspace.store.history.push(pushed).comment == "Spring prices"


def test_forgotten_requests_are_explained(
    pushed: int, screen: HistoryScreen, workspace: Workspace, qtbot: QtBot
) -> None:
    now = workspace.clock()
    workspace.store.retention.forget_requests(before=now + timedelta(days=1), now=now)
    opened(screen, qtbot, pushed)
    screen.page.parts.chip("requests").click()
    assert screen.page.no_requests.isVisible()
    assert screen.page.no_requests.title == "Its requests were forgotten"
    assert screen.page.outcomes.table.count == 3
    screen.page.parts.chip("records").click()
    screen.page.trace.parts.chip("requests").show()
    screen.page.trace.parts.chip("requests").click()
    assert "were forgotten on" in screen.page.trace.text._title.text()


def test_a_running_push_is_looked_at_again(
    workspace: Workspace, live: Connection, bring_in: Import, screen: HistoryScreen, qtbot: QtBot
) -> None:
    bring_in(ROWS)
    journal, records = workspace.store.journal, workspace.store.records
    pending = records.pending(KIND, live.id)
    push_id = journal.begin(live, comment="", now=workspace.clock())
    with workspace.store.database.write() as sql:
        journal.freeze(sql, push_id, [Frozen.of(one) for one in pending])
    opened(screen, qtbot, push_id)
    assert screen.page.picture.legend["waiting"].text == "Waiting 3"
    with workspace.store.database.write() as sql:
        verdicts = [Verdict(pending[0].id, Outcome.REFUSED, "No.")]
        journal.decide(sql, push_id, KIND, verdicts)
    qtbot.waitUntil(lambda: screen.page.picture.legend["refused"].text == "Refused 1", timeout=10_000)
    screen.page.refresh()
    for _ in range(2):
        settle(screen, qtbot)
    assert screen.page.outcomes.table.count == 1
    journal.finish(push_id, state="stopped", stopped_because="", now=workspace.clock())
    journal.live.discard(push_id)
    screen.page.picture.refresh()
    settle(screen, qtbot)
    assert not screen.page.picture._timer.isActive()
