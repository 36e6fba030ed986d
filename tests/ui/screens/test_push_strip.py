"""The push on the window: progress, Stop, the result in words, and what is left to decide."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.errors import CredentialError, KeyringLocked, NoKeyring, NotAllowed, StoreFull
from app.jobs import JobContext
from app.push.close_out import close_cut_off
from app.services.connections import edit_connection
from app.services.edit_records import delete_records, set_values
from app.services.history import list_pushes
from app.services.push import push as push_without_window
from app.values import Changed, Connection, Outcome, PushOptions, PushResult, RecordQuery
from app.workspace import Workspace
from tests.ui.demo_workspace import KIND
from tests.ui.screens.conftest import Customers, Import, SetFault, quiet
from ui.jobs import Jobs
from ui.screens import push_news
from ui.screens.push_deed import Deed
from ui.screens.push_strip import PushStrip
from ui.session import AppSession

THREE = "customer_number;name;currency\n1;Bø;DKK\n2;Ærø;SEK\n3;Å;NOK\n"


@pytest.fixture
def strip(live: Connection, session: AppSession, qtbot: QtBot) -> PushStrip:
    made = PushStrip(session, live)
    qtbot.addWidget(made)
    made.resize(1200, 200)
    settle(made.session.jobs, qtbot)
    return made


def settle(jobs: Jobs, qtbot: QtBot) -> None:
    quiet(jobs, qtbot)


def push(strip: PushStrip, qtbot: QtBot, options: PushOptions | None = None) -> None:
    with qtbot.waitSignal(strip.finished, timeout=20_000):
        strip.start(options or PushOptions())
    settle(strip.session.jobs, qtbot)


def press(strip: PushStrip, name: str) -> None:
    found = strip.result.button(name)
    assert found is not None, name
    found.click()


def test_says_nothing_while_there_is_nothing_to_say(strip: PushStrip) -> None:
    assert strip.isHidden()
    assert not strip.is_running


def test_push_ends_in_words_and_tells_the_grid(
    bring_in: Import, strip: PushStrip, customers: Customers, qtbot: QtBot
) -> None:
    bring_in(THREE)
    heard: list[Changed] = []
    strip.session.changes.changed.connect(heard.append)
    push(strip, qtbot)
    assert strip.result.text == "Pushed to Nordic test: 3 applied."
    assert [one["customer_number"] for one in customers()] == ["1", "2", "3"]
    assert strip.connection.id in [one.connection_id for one in heard]
    press(strip, "close")
    assert strip.isHidden()


def test_a_lost_create_is_pushed_at_once_only_after_a_question(
    strip: PushStrip, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[PushOptions] = []
    monkeypatch.setattr(strip, "start", begun.append)
    resting = PushResult(1, {"skipped": 1}, reasons={"unknown-before": 1})
    strip._say(*Deed.push(strip.session, strip.connection, PushOptions()).said(resting))
    press(strip, "at-once")
    assert not begun
    assert "Look there first" in strip.result.text
    press(strip, "at-once-yes")
    assert begun == [PushOptions(retry_after_seconds=0.0)]


def test_a_fault_of_our_own_can_be_copied_into_a_report(strip: PushStrip) -> None:
    strip._take_error(ZeroDivisionError("Nobody expected this."))
    press(strip, "report")
    assert "ZeroDivisionError: Nobody expected this." in QGuiApplication.clipboard().text()
    assert not strip.result.isHidden()


def test_once_there_is_room_on_the_disk_the_same_push_is_begun_again(
    bring_in: Import, strip: PushStrip, qtbot: QtBot
) -> None:
    bring_in(THREE)
    strip._deed = Deed.push(strip.session, strip.connection, PushOptions())
    strip._take_error(StoreFull("The workspace could not be written.", remedy="Make room on the disk."))
    with qtbot.waitSignal(strip.finished, timeout=20_000):
        press(strip, "retry")
    assert strip.result.text == "Pushed to Nordic test: 3 applied."


@pytest.mark.parametrize("error", [NoKeyring("There is no keyring."), KeyringLocked("It is locked.")])
def test_a_keyring_that_is_not_there_leads_to_the_connection(
    strip: PushStrip, qtbot: QtBot, error: CredentialError
) -> None:
    strip._take_error(error)
    with qtbot.waitSignal(strip.edit_connection_requested):
        press(strip, "sign-in")


def test_progress_counts_outcomes_and_never_goes_back(bring_in: Import, strip: PushStrip, qtbot: QtBot) -> None:
    bring_in(THREE)
    strip.start(PushOptions())
    assert strip.progress.isVisibleTo(strip)
    assert not strip.progress.bar.isTextVisible()
    assert strip.progress.controls.stop.text() == "Stop"
    qtbot.waitUntil(lambda: not strip.is_running, timeout=20_000)
    assert strip.progress.counts[Outcome.APPLIED].text == "3 applied"
    assert not strip.progress.isVisibleTo(strip)


def test_refused_ones_can_be_shown(bring_in: Import, strip: PushStrip, qtbot: QtBot) -> None:
    bring_in(THREE + "4;Odd;DKK\n")
    refuse(strip, "4")
    push(strip, qtbot)
    assert "3 applied, 1 refused" in strip.result.text
    with qtbot.waitSignal(strip.records_requested) as asked:
        press(strip, "refused")
    assert asked.args == ["refused"]


def refuse(strip: PushStrip, key: str) -> None:
    """Give a customer a payment term that the vendor does not know."""
    record = strip.session.workspace.store.records.by_key(KIND, strip.connection.id, key)
    assert record is not None
    set_values(strip.session.workspace, KIND, record.id, {"payment_term.payment_term_code": "no-such-term"})


def test_waiting_is_told_and_stop_ends_it(
    bring_in: Import, strip: PushStrip, set_fault: SetFault, qtbot: QtBot
) -> None:
    bring_in(THREE)
    set_fault("too_many", times=0, retry_after=30)
    strip.start(PushOptions())
    qtbot.waitUntil(lambda: "Waiting" in strip.progress.words, timeout=10_000)
    strip.progress.controls.stop.click()
    assert not strip.progress.controls.stop.isEnabled()
    qtbot.waitUntil(lambda: not strip.is_running, timeout=5_000)
    settle(strip.session.jobs, qtbot)
    assert "3 skipped" in strip.result.text
    assert "stays pending" in strip.result.text


def test_the_right_sign_in_goes_through_without_a_restart(
    workspace: Workspace, bring_in: Import, strip: PushStrip, qtbot: QtBot
) -> None:
    bring_in(THREE)
    right = workspace.credentials.get(strip.connection.credential_id)
    wrong = {"access_token": "another-made-up-word", "app_key": "yet-another"}
    edit_connection(workspace, strip.connection.id, secrets=wrong, for_session_only=True)
    strip.start(PushOptions())
    qtbot.waitUntil(lambda: "refused the sign-in" in strip.progress.words, timeout=10_000)
    strip.progress.controls.stop.click()
    qtbot.waitUntil(lambda: not strip.is_running, timeout=5_000)
    assert "3 skipped" in strip.result.text
    edit_connection(workspace, strip.connection.id, secrets=right, for_session_only=True)
    push(strip, qtbot)
    assert "3 applied" in strip.result.text


def test_nobody_there_can_be_tried_again(
    workspace: Workspace, bring_in: Import, strip: PushStrip, sandbox: Any, qtbot: QtBot
) -> None:
    bring_in(THREE)
    sandbox.stop()
    workspace.settings = replace(workspace.settings, offline_wait_minutes=0)
    push(strip, qtbot)
    assert "3 skipped" in strip.result.text
    again = strip.result.button("retry")
    assert again is not None
    with qtbot.waitSignal(strip.finished, timeout=20_000):
        again.click()
    settle(strip.session.jobs, qtbot)


def test_unusual_push_asks_before_anything_is_sent(
    workspace: Workspace, bring_in: Import, strip: PushStrip, customers: Customers, qtbot: QtBot
) -> None:
    bring_in(THREE)
    push(strip, qtbot)
    workspace.settings = replace(workspace.settings, guard_deletes=1)
    page = workspace.store.records.page(RecordQuery(KIND, strip.connection.id), offset=0, limit=9)
    delete_records(workspace, KIND, [record.id for record in page])
    push(strip, qtbot)
    assert "delete 3 records" in strip.result.text
    assert len(customers()) == 3
    with qtbot.waitSignal(strip.finished, timeout=20_000):
        press(strip, "confirm")
    assert not customers()
    settle(strip.session.jobs, qtbot)


def test_unknown_ones_are_settled_or_answered_one_by_one(
    workspace: Workspace, bring_in: Import, strip: PushStrip, set_fault: SetFault, qtbot: QtBot
) -> None:
    bring_in(THREE)
    set_fault("lose_answer", times=0)
    push(strip, qtbot)
    assert "3 unknown" in strip.result.text
    with qtbot.waitSignal(strip.finished, timeout=20_000):
        press(strip, "settle")
    settle(strip.session.jobs, qtbot)
    assert strip.unknown.isVisibleTo(strip)
    assert strip.result.isHidden()  # the panel says it
    for words in ("It is there", "It is there", "It is not"):
        answer(strip, words, qtbot)
    tallies = workspace.store.records.tallies(KIND, strip.connection.id)
    assert (tallies.unknown, tallies.pending) == (0, 1)
    assert strip.isHidden()


def answer(strip: PushStrip, words: str, qtbot: QtBot) -> None:
    named = [one for one in strip.unknown.findChildren(QPushButton) if one.text() == words]
    named[0].click()
    settle(strip.session.jobs, qtbot)
    settle(strip.session.jobs, qtbot)


def test_left_over_of_an_earlier_push_is_offered_and_nothing_is_sent(
    workspace: Workspace,
    bring_in: Import,
    strip: PushStrip,
    set_fault: SetFault,
    customers: Customers,
    qtbot: QtBot,
) -> None:
    bring_in(THREE)
    set_fault("reject_before", times=0)
    push(strip, qtbot)
    later = PushStrip(strip.session, strip.connection)
    qtbot.addWidget(later)
    qtbot.waitUntil(lambda: not later.isHidden())
    assert "3 records of an earlier push" in later.result.text
    assert later.result.button("settle") is not None
    assert not customers()


def test_push_that_was_cut_off_is_offered_at_the_start(
    workspace: Workspace, live: Connection, bring_in: Import, session: AppSession, qtbot: QtBot
) -> None:
    bring_in(THREE)
    journal = workspace.store.journal
    push_id = journal.begin(live, comment="", now=workspace.clock())
    journal.live.discard(push_id)  # as after a crash: nobody runs it any more
    close_cut_off(workspace)
    strip = PushStrip(session, live)
    qtbot.addWidget(strip)
    qtbot.waitUntil(lambda: not strip.isHidden())
    assert "was cut off" in strip.result.text
    with qtbot.waitSignal(strip.history_requested) as asked:
        press(strip, "history")
    assert asked.args == [push_id]


def test_failure_is_explained_with_the_way_to_review(strip: PushStrip, qtbot: QtBot) -> None:
    strip._take_error(NotAllowed("Another push of this connection runs.", remedy="Wait for its end."))
    assert strip.result.text == "Another push of this connection runs. Wait for its end."
    with qtbot.waitSignal(strip.review_requested):
        press(strip, "review")


def test_history_opens_at_the_push(bring_in: Import, strip: PushStrip, qtbot: QtBot) -> None:
    bring_in(THREE)
    push(strip, qtbot)
    with qtbot.waitSignal(strip.history_requested) as asked:
        press(strip, "history")
    assert asked.args == [strip._push_id]


def test_long_push_tells_the_desktop_once(
    bring_in: Import, strip: PushStrip, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(push_news, "notify", lambda _, text: told.append(text))
    bring_in(THREE)
    push(strip, qtbot)
    assert told == []
    monkeypatch.setattr(push_news, "NOTIFIED_MILLISECONDS", 0)
    push(strip, qtbot)
    strip.look_for_left_overs()
    settle(strip.session.jobs, qtbot)
    assert told == [strip.result.text]


def test_a_push_that_was_cut_off_is_gone_on_with_when_the_person_says_so(
    workspace: Workspace,
    bring_in: Import,
    session: AppSession,
    live: Connection,
    customers: Customers,
    qtbot: QtBot,
) -> None:
    bring_in(THREE)
    context = JobContext()
    context.cancel(is_leaving=True)
    assert push_without_window(workspace, context, live.id).counts["skipped"] == 3
    strip = PushStrip(session, live)
    qtbot.addWidget(strip)
    qtbot.waitUntil(lambda: not strip.isHidden())
    assert "was cut off: 3 skipped" in strip.result.text
    assert not customers()
    with qtbot.waitSignal(strip.finished, timeout=20_000):
        press(strip, "go-on")
    settle(session.jobs, qtbot)
    assert len(customers()) == 3


def test_a_trial_asks_before_it_sends_the_rest(
    workspace: Workspace, bring_in: Import, strip: PushStrip, customers: Customers, qtbot: QtBot
) -> None:
    bring_in(THREE)
    push(strip, qtbot, PushOptions(first=1, comment="With Åse"))
    assert strip.result.text == (
        "Pushed to Nordic test: 1 applied. 2 changes are waiting; nothing more is sent before you say so."
    )
    assert len(customers()) == 1
    with qtbot.waitSignal(strip.finished, timeout=20_000):
        press(strip, "rest")
    settle(strip.session.jobs, qtbot)
    assert len(customers()) == 3
    assert [one.comment for one in list_pushes(workspace)] == ["With Åse", "With Åse"]
    assert strip.result.text == "Pushed to Nordic test: 2 applied."


def test_a_trial_of_all_there_is_asks_nothing(bring_in: Import, strip: PushStrip, qtbot: QtBot) -> None:
    bring_in(THREE)
    push(strip, qtbot, PushOptions(first=5))
    assert strip.result.text == "Pushed to Nordic test: 3 applied."
    assert strip.result.button("rest") is None
