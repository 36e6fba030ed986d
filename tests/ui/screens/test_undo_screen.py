"""An undo from the history: reviewed first, asked about where it matters, sent as a push, marked afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.errors import NotFound
from app.jobs import JobContext
from app.push.close_out import close_cut_off
from app.services.edit_records import set_values
from app.services.push import push
from app.undo_values import UndoOptions
from app.values import Connection, PushOptions, RecordQuery
from app.workspace import Workspace
from tests.ui.screens.conftest import Customers, Import, SetFault, quiet
from tests.ui.screens.test_vendor_loop import Open
from tests.ui.screens.test_vendor_loop import opened as opened  # noqa: PLC0414  the fixture
from tests.ui.screens.test_vendor_loop import sandbox as sandbox  # noqa: PLC0414  as above
from ui.screens.connection_pane import ConnectionPane
from ui.screens.undo_screen import UndoScreen
from ui.session import AppSession

THREE = "customer_number;name;currency\n1;Bø;DKK\n2;Ærø;SEK\n13;Å;NOK\n"
OURS = {"1", "2", "13"}


@pytest.fixture
def pane(live: Connection, session: AppSession, qtbot: QtBot) -> ConnectionPane:
    made = ConnectionPane(session, live)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    quiet(session.jobs, qtbot)
    return made


@pytest.fixture
def pushed(workspace: Workspace, live: Connection, bring_in: Import) -> int:
    bring_in(THREE)
    return push(workspace, JobContext(), live.id, PushOptions()).push_id


def reviewed(pane: ConnectionPane, push_id: int, qtbot: QtBot) -> UndoScreen:
    """Open a push in the history and press its button."""
    pane.show_push(push_id)
    quiet(pane.session.jobs, qtbot)
    pane.history.page.undo.click()
    quiet(pane.session.jobs, qtbot)
    quiet(pane.session.jobs, qtbot)
    return pane.history.undo


def shown(undo: UndoScreen, column: int) -> list[str]:
    table = undo.table.table
    return [table.index(row, column).data() for row in range(table.count)]


def ours(customers: Customers) -> set[str]:
    return OURS & {one["customer_number"] for one in customers()}


def name(undo: UndoScreen, row: int, number: str, qtbot: QtBot) -> None:
    undo.table.select_row(row)
    QTest.keyClicks(undo.detail.number, number)
    QTest.keyClick(undo.detail.number, Qt.Key.Key_Return)
    quiet(undo.session.jobs, qtbot)
    quiet(undo.session.jobs, qtbot)


def press(undo: UndoScreen) -> None:
    """Say yes by keyboard: the button has the focus."""
    button = undo.question.button("confirm")
    assert button is not None
    assert undo.focusWidget() is button
    QTest.keyClick(button, Qt.Key.Key_Return)


def changed_account(pane: ConnectionPane) -> int:
    """Push another external id of the first account; returns the push."""
    workspace, kind = pane.session.workspace, pane.records.kind
    record = workspace.store.records.page(RecordQuery(kind.id, pane.connection.id), limit=1)[0]
    set_values(workspace, kind.id, record.id, {"externalId": "E-1"})
    return push(workspace, JobContext(), pane.connection.id, PushOptions()).push_id


def test_nothing_is_sent_before_a_person_has_seen_it(
    pane: ConnectionPane, pushed: int, customers: Customers, qtbot: QtBot
) -> None:
    undo = reviewed(pane, pushed, qtbot)
    assert undo.isVisible()
    assert shown(undo, 0) == ["Name it", "Name it", "Name it"]
    assert undo.head.undo.text() == "Nothing can be put back"
    assert not undo.head.undo.isEnabled()
    assert ours(customers) == OURS


def test_an_added_customer_is_deleted_once_its_number_was_typed(
    pane: ConnectionPane, pushed: int, customers: Customers, qtbot: QtBot
) -> None:
    undo = reviewed(pane, pushed, qtbot)
    undo.table.select_row(1)
    QTest.keyClicks(undo.detail.number, "3")
    assert not undo.detail.delete.isEnabled()
    undo.detail.number.clear()
    name(undo, 1, "2", qtbot)
    assert shown(undo, 0) == ["Name it", "Deletes", "Name it"]
    assert undo.head.undo.text() == "Delete 1 record again in Nordic test"
    undo.undo()
    assert undo.question.text == "This will delete 1 record in Nordic test. Go ahead?"
    with qtbot.waitSignal(pane.strip.finished, timeout=20_000):
        press(undo)
    quiet(pane.session.jobs, qtbot)
    assert ours(customers) == {"1", "13"}
    assert pane.strip.result.text == "Undone in Nordic test: 1 reversed, 2 impossible."


def test_a_number_can_be_taken_back(pane: ConnectionPane, pushed: int, qtbot: QtBot) -> None:
    undo = reviewed(pane, pushed, qtbot)
    name(undo, 0, "1", qtbot)
    assert undo.review is not None
    assert undo.review.ready == 1
    undo.detail.leave.click()
    quiet(undo.session.jobs, qtbot)
    assert undo.review.ready == 0


def test_the_push_is_marked_and_leads_to_the_one_that_undid_it(opened: Open, qtbot: QtBot) -> None:
    pane = opened("kibo")
    push_id = changed_account(pane)
    undo = reviewed(pane, push_id, qtbot)
    assert shown(undo, 0) == ["Puts back"]
    assert "External id: E-1 →" in shown(undo, 2)[0]
    with qtbot.waitSignal(pane.strip.finished, timeout=20_000):
        undo.undo()
    quiet(pane.session.jobs, qtbot)
    quiet(pane.session.jobs, qtbot)
    table = pane.history.table.table
    assert "1 reversed — Undo of push" in table.index(0, 3).data()
    assert table.index(1, 5).data() == "Undone"
    pane.show_push(push_id)
    quiet(pane.session.jobs, qtbot)
    page = pane.history.page
    assert page.related.text() == f"Undone by push {push_id + 1}"
    page.related.click()
    quiet(pane.session.jobs, qtbot)
    quiet(pane.session.jobs, qtbot)
    assert page.related.text() == f"Undo of push {push_id}"
    assert page.outcomes.table.index(0, 2).data() == "Reversed"


def test_the_exact_request_is_one_click_away(opened: Open, qtbot: QtBot) -> None:
    pane = opened("kibo")
    undo = reviewed(pane, changed_account(pane), qtbot)
    undo.detail.exact_request.click()
    quiet(pane.session.jobs, qtbot)
    assert "PUT" in undo.detail.request.text.toPlainText()


def test_escape_leads_back_to_the_push(pane: ConnectionPane, pushed: int, qtbot: QtBot) -> None:
    undo = reviewed(pane, pushed, qtbot)
    QTest.keyClick(undo.table, Qt.Key.Key_Escape)
    assert pane.history.page.isVisible()
    assert pane.history.page.undo.shortcut().toString() == "Ctrl+U"


def test_ctrl_enter_undoes_what_is_shown(opened: Open, qtbot: QtBot) -> None:
    pane = opened("kibo")
    reviewed(pane, changed_account(pane), qtbot)
    with qtbot.waitSignal(pane.strip.finished, timeout=20_000):
        pane.push()
    quiet(pane.session.jobs, qtbot)
    assert pane.strip.result.text == "Undone in Place: 1 reversed."


def test_production_is_asked_about_in_words_with_the_number(
    opened: Open, session: AppSession, qtbot: QtBot
) -> None:
    tested = opened("kibo")
    push_id = changed_account(tested)
    live = replace(tested.connection, environment="production")
    screen = UndoScreen(session, live)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_push(push_id)
    quiet(session.jobs, qtbot)
    screen.undo()
    assert screen.question.text == "This will put 1 record back in PRODUCTION: Place. Go ahead?"
    with qtbot.waitSignal(screen.undo_requested) as asked:
        press(screen)
    assert asked.args == [push_id, UndoOptions(is_confirmed=True)]


def test_a_push_that_cannot_be_undone_says_why(pane: ConnectionPane, qtbot: QtBot) -> None:
    pane.show_undo(99)
    quiet(pane.session.jobs, qtbot)
    assert isinstance(pane.history.undo.notice.error, NotFound)
    assert not pane.history.undo.head.undo.isEnabled()


def test_what_is_lost_on_the_way_is_told_and_settled(
    pane: ConnectionPane, pushed: int, set_fault: SetFault, qtbot: QtBot
) -> None:
    set_fault("lose_answer", times=0)
    with qtbot.waitSignal(pane.strip.finished, timeout=20_000):
        pane.strip.start_undo(pushed, UndoOptions(is_confirmed=True, numbers=frozenset({"1"})))
    quiet(pane.session.jobs, qtbot)
    assert "1 still open" in pane.strip.result.text
    assert pane.strip.result.button("settle") is not None


def test_an_unusual_undo_is_asked_about_on_the_strip_too(
    pane: ConnectionPane, pushed: int, customers: Customers, qtbot: QtBot
) -> None:
    pane.session.take_settings(replace(pane.session.workspace.settings, guard_deletes=0))
    with qtbot.waitSignal(pane.strip.finished, timeout=20_000):
        pane.strip.start_undo(pushed, UndoOptions(numbers=frozenset({"1"})))
    assert "delete 1 records" in pane.strip.result.text
    confirm = pane.strip.result.button("confirm")
    assert confirm is not None
    with qtbot.waitSignal(pane.strip.finished, timeout=20_000):
        confirm.click()
    quiet(pane.session.jobs, qtbot)
    assert ours(customers) == {"2", "13"}


def test_a_push_of_another_connection_is_undone_where_that_is(
    opened: Open, session: AppSession, qtbot: QtBot
) -> None:
    first = opened("kibo")
    push_id = changed_account(first)
    other = opened("kibo", name="Other", is_read=False)
    other.show_push(push_id)
    quiet(session.jobs, qtbot)
    session.reload_connections()
    quiet(session.jobs, qtbot)
    with qtbot.waitSignal(other.undo_elsewhere) as asked:
        other.history.page.undo.click()
    (wanted,) = asked.args
    assert (wanted.id, wanted.connection_id) == (push_id, first.connection.id)


def test_an_undo_that_was_cut_off_is_gone_on_with_from_its_review(
    pane: ConnectionPane, pushed: int, live: Connection, qtbot: QtBot
) -> None:
    workspace = pane.session.workspace
    workspace.store.journal.begin(live, comment="Undo", now=workspace.clock(), undoes=pushed)
    workspace.store.journal.live.clear()
    close_cut_off(workspace)
    pane.strip.look_for_left_overs()
    quiet(pane.session.jobs, qtbot)
    assert pane.strip.result.text.startswith(f"The undo of push {pushed} of")
    button = pane.strip.result.button("undo")
    assert button is not None
    button.click()
    quiet(pane.session.jobs, qtbot)
    assert pane.history.is_undoing
    assert pane.history.undo.push_id == pushed
