"""Review: what is pending and what holds it back, the way back, the exact request, the question first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from app.services import edit_records
from app.values import Change, Changed, Connection, PushOptions
from app.workspace import Workspace
from tests.ui.demo_workspace import KIND, add_test_connection, fill
from tests.ui.screens.conftest import quiet
from ui.screens.review_screen import ReviewScreen
from ui.session import AppSession


@pytest.fixture
def screen(
    ids: tuple[int, ...], connection: Connection, session: AppSession, qtbot: QtBot
) -> Iterator[ReviewScreen]:
    yield from opened(session, connection, qtbot)


def opened(session: AppSession, connection: Connection, qtbot: QtBot) -> Iterator[ReviewScreen]:
    made = ReviewScreen(session, connection)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.refresh()
    settle(made, qtbot)
    yield made


def settle(screen: ReviewScreen, qtbot: QtBot) -> None:
    quiet(screen.session.jobs, qtbot)
    qtbot.waitUntil(lambda: not screen._timer.isActive())
    quiet(screen.session.jobs, qtbot)


def row_of(screen: ReviewScreen, key: str) -> int:
    table = screen.table.table
    return next(row for row in range(table.count) if table.index(row, 1).data() == key)


def choose(screen: ReviewScreen, key: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: screen.table.table.item_at(0) is not None)
    screen.table.select_row(row_of(screen, key))
    settle(screen, qtbot)


def test_model_keeps_qts_rules(screen: ReviewScreen, qtbot: QtBot) -> None:
    QAbstractItemModelTester(screen.table.table, QAbstractItemModelTester.FailureReportingMode.Warning)
    screen.refresh()
    settle(screen, qtbot)
    assert screen.table.table.count == 8


def test_counts_and_button_say_what_a_push_would_do(screen: ReviewScreen) -> None:
    assert screen.head.counts["changed"].text == "5 to change"
    assert screen.head.counts["held_back"].text == "3 held back"
    assert screen.head.push.text() == "Push 5 changes to Nordic test"


def test_record_shows_old_and_new_of_each_field(screen: ReviewScreen, qtbot: QtBot) -> None:
    choose(screen, "01002", qtbot)
    lines = screen.detail.lines.table
    shown = [[lines.index(row, column).data() for column in range(3)] for row in range(lines.count)]
    assert shown == [
        ["Name", "Kærsgård Interiør", "→  Kærsgård Interiør & Søn"],
        ["Active", "yes", "→  no"],
    ]


def test_problem_says_what_holds_a_record_back(screen: ReviewScreen, qtbot: QtBot) -> None:
    choose(screen, "01004", qtbot)
    assert "120" in screen.detail.problems.accessibleDescription()
    assert "held back" in screen.detail.accessibleName()


def test_field_is_reverted_alone(
    screen: ReviewScreen, workspace: Workspace, ids: tuple[int, ...], qtbot: QtBot
) -> None:
    choose(screen, "01002", qtbot)
    screen.detail.lines.select_row(1)
    screen.detail.lines.setFocus()
    QTest.keyClick(screen.detail.lines, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    settle(screen, qtbot)
    assert list(workspace.store.records.get(KIND, ids[2]).edits) == ["name"]
    qtbot.waitUntil(lambda: screen.detail.lines.table.count == 1)


def test_selected_records_are_reverted(screen: ReviewScreen, workspace: Workspace, qtbot: QtBot) -> None:
    screen.table.selectAll()
    assert screen.detail.revert_record.text() == "Revert 8 records"
    screen.table.setFocus()
    QTest.keyClick(screen.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    settle(screen, qtbot)
    assert screen.empty.isVisible()
    assert screen.empty.title == "Nothing is pending"


def test_record_is_reverted_by_its_button(
    screen: ReviewScreen, workspace: Workspace, ids: tuple[int, ...], qtbot: QtBot
) -> None:
    choose(screen, "01001", qtbot)
    screen.detail.revert_record.click()
    settle(screen, qtbot)
    assert workspace.store.records.get(KIND, ids[1]).change is Change.NONE
    assert screen.table.selected_count == 1


def test_exact_request_is_one_click_away(screen: ReviewScreen, qtbot: QtBot) -> None:
    choose(screen, "01001", qtbot)
    screen.detail.exact_request.click()
    settle(screen, qtbot)
    text = screen.detail.request.text
    assert text.toPlainText().startswith("POST http://127.0.0.1:9/customers/sync")
    assert "first-made-up-word" not in text.toPlainText()
    marked = [selection.cursor.block().text() for selection in text.extraSelections()]
    assert '      "customer_number": "01001",' in marked


def test_record_that_is_held_back_has_no_request(screen: ReviewScreen, qtbot: QtBot) -> None:
    screen.detail.exact_request.click()
    choose(screen, "01004", qtbot)
    assert "No request" in screen.detail.request.text.toPlainText()


def test_push_hands_over_what_is_shown(screen: ReviewScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.push_requested) as heard:
        screen.head.push.click()
    assert heard.args == [PushOptions()]


def test_a_comment_goes_with_the_next_push_and_with_no_other(screen: ReviewScreen, qtbot: QtBot) -> None:
    QTest.keyClicks(screen.head.comment, " Prices of spring ")
    with qtbot.waitSignal(screen.push_requested) as heard:
        screen.head.push.click()
    assert heard.args == [PushOptions(comment="Prices of spring")]
    assert screen.head.comment.text() == ""
    with qtbot.waitSignal(screen.push_requested) as heard:
        screen.push()
    assert heard.args == [PushOptions()]


def test_a_trial_says_that_it_is_one_unless_a_comment_says_more(screen: ReviewScreen, qtbot: QtBot) -> None:
    for typed, told in (("", "The first 5, as a trial"), ("With Åse", "With Åse")):
        screen.head.comment.setText(typed)
        with qtbot.waitSignal(screen.push_requested) as heard:
            screen.push_first()
        assert heard.args == [PushOptions(first=5, comment=told)]


def test_no_second_push_while_one_runs(screen: ReviewScreen, qtbot: QtBot) -> None:
    screen.note_push_started()
    with qtbot.assertNotEmitted(screen.push_requested):
        screen.push()
    assert not screen.head.push.isEnabled()
    screen.note_push_finished()
    assert screen.head.push.isEnabled()


def test_unusual_push_asks_first_and_offers_a_trial(
    screen: ReviewScreen, workspace: Workspace, ids: tuple[int, ...], qtbot: QtBot
) -> None:
    workspace.settings = replace(workspace.settings, guard_deletes=1)
    edit_records.delete_records(workspace, KIND, ids[10:18])
    screen.refresh()
    settle(screen, qtbot)
    screen.push()
    assert screen.question.isVisible()
    assert "delete 9 records" in screen.question.text
    trial, confirm = screen.question.button("trial"), screen.question.button("confirm")
    assert trial is not None
    assert confirm is not None
    assert confirm.text() == screen.head.push.text()
    with qtbot.waitSignal(screen.push_requested) as heard:
        trial.click()
    assert heard.args is not None
    assert heard.args[0].first == 5
    screen.push()
    confirm = screen.question.button("confirm")
    assert confirm is not None
    with qtbot.waitSignal(screen.push_requested) as heard:
        QTest.keyClick(confirm, Qt.Key.Key_Space)
    assert heard.args == [PushOptions(is_confirmed=True)]
    assert not screen.question.isVisible()


def test_production_is_named_in_red(workspace: Workspace, session: AppSession, qtbot: QtBot) -> None:
    live = add_test_connection(workspace, name="Nordic live", environment="production")
    edit_records.add_record(workspace, KIND, live.id, {"customer_number": "7", "name": "Bø", "currency": "DKK"})
    for screen in opened(session, live, qtbot):
        assert screen.head.push.text() == "Push 1 change to PRODUCTION: Nordic live"
        assert screen.head.push.property("role") == "danger"


def test_empty_review_teaches(connection: Connection, session: AppSession, qtbot: QtBot) -> None:
    for screen in opened(session, connection, qtbot):
        assert screen.empty.title == "Nothing is pending"
        with qtbot.waitSignal(screen.records_requested):
            screen.empty.activated.emit()


def test_edit_elsewhere_shows_by_itself(
    screen: ReviewScreen, workspace: Workspace, ids: tuple[int, ...], qtbot: QtBot
) -> None:
    edit_records.set_values(workspace, KIND, ids[20], {"name": "Ny butik"})
    screen.session.changes.announce(Changed(screen.connection.id, KIND))
    qtbot.waitUntil(lambda: screen.table.table.count == 9)


def test_many_records_come_in_pages(
    workspace: Workspace, connection: Connection, session: AppSession, qtbot: QtBot
) -> None:
    ids = fill(workspace, connection, 350)
    edit_records.clear_values(workspace, KIND, ids, ["discount_percentage"])
    for screen in opened(session, connection, qtbot):
        table = screen.table.table
        assert table.count == 350
        assert table.item_at(340) is None
        screen.table.select_row(340)
        qtbot.waitUntil(lambda: table.item_at(340) is not None)  # noqa: B023  called within the loop


def test_record_can_be_shown_in_the_grid(screen: ReviewScreen, ids: tuple[int, ...], qtbot: QtBot) -> None:
    choose(screen, "01001", qtbot)
    with qtbot.waitSignal(screen.record_requested) as heard:
        screen.detail.show_in_grid.click()
    assert heard.args == [ids[1]]


def test_error_is_told_in_place(
    screen: ReviewScreen, workspace: Workspace, ids: tuple[int, ...], qtbot: QtBot
) -> None:
    record = workspace.store.records.get(KIND, ids[1])
    workspace.store.records.save([replace(record, busy="unknown")])
    choose(screen, "01001", qtbot)
    screen.detail.revert_pressed.emit(ids[1], "")
    settle(screen, qtbot)
    assert screen.notice.isVisible()


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("refused", "Refused last time: The price list is closed."),
        ("failed", "Failed last time: The price list is closed."),
        ("unknown", "Unknown last time: The price list is closed."),
    ],
)
def test_why_a_record_is_still_here_is_said_in_full(
    screen: ReviewScreen, qtbot: QtBot, outcome: str, words: str
) -> None:
    choose(screen, "01002", qtbot)
    item = screen.detail.item
    assert item is not None
    assert screen.detail.last.isHidden()
    ended = replace(item.record, outcome=outcome, outcome_message="The price list is closed.")
    screen.detail.show_item(replace(item, record=ended))
    assert screen.detail.last.isVisible()
    assert screen.detail.last.text == words
    assert screen.detail.last.settle.isVisible() == (outcome == "unknown")


def test_an_unknown_record_is_settled_from_where_it_is_told(screen: ReviewScreen, qtbot: QtBot) -> None:
    choose(screen, "01002", qtbot)
    item = screen.detail.item
    assert item is not None
    screen.detail.show_item(replace(item, record=replace(item.record, outcome="unknown", busy="unknown")))
    with qtbot.waitSignal(screen.settle_requested):
        screen.detail.last.settle.click()
