"""A push under way in the window: paused, asked, waiting for the network, and gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.services.connections import edit_connection
from app.services.edit_records import set_values
from app.services.history import list_pushes
from app.values import Connection, PushOptions
from app.vendors.registry import vendor_named
from app.workspace import Workspace
from tests.ui.screens.conftest import Customers, Import, SetFault, quiet
from ui.screens import push_news
from ui.screens.push_strip import PushStrip
from ui.screens.vendor_tab import VendorTab
from ui.session import AppSession

SIX = "customer_number;name;currency\n" + "".join(f"{number};Bø {number};DKK\n" for number in range(1, 7))
KIND = "traede.customers"


@pytest.fixture
def single(workspace: Workspace, live: Connection) -> Connection:
    """One customer a request, so that a push has a middle."""
    found = replace(live, options={"batch_size": 1})
    workspace.store.connections.update(found)
    return found


@pytest.fixture
def strip(single: Connection, bring_in: Import, session: AppSession, qtbot: QtBot) -> Iterator[PushStrip]:
    """A strip over six pending customers, shown in a window of its own."""
    bring_in(SIX)
    session.reload_connections()
    made = PushStrip(session, single)
    qtbot.addWidget(made)
    made.resize(1200, 200)
    quiet(session.jobs, qtbot)
    yield made
    made.stop()
    quiet(session.jobs, qtbot)


def until(strip: PushStrip, words: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: words in strip.progress.words, timeout=10_000)


def end(strip: PushStrip, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not strip.is_running, timeout=20_000)
    quiet(strip.session.jobs, qtbot)


def test_a_push_is_paused_and_gone_on_with_by_keyboard(
    strip: PushStrip, customers: Customers, set_fault: SetFault, qtbot: QtBot
) -> None:
    set_fault("late", seconds=0.3, after=1, times=0)
    strip.start(PushOptions())
    qtbot.waitExposed(strip)
    button = strip.progress.controls.pause
    assert button.accessibleName() == "Pause"
    button.setFocus()
    qtbot.waitUntil(lambda: len(customers()) >= 1, timeout=10_000)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert strip.progress.words == "Pausing: waiting for what was already sent."
    until(strip, "Paused:", qtbot)
    assert "Nothing is sent until you go on." in strip.progress.halt.text
    assert (button.text(), button.accessibleName()) == ("Go on", "Go on")
    assert button.hasFocus()
    held = len(customers())
    assert f"{held} of 6 sent, {6 - held} waiting" in strip.progress.words
    assert strip.progress.halt.accessibleName() == strip.progress.halt.text
    QTest.keyClick(button, Qt.Key.Key_Return)
    end(strip, qtbot)
    assert strip.result.text == "Pushed to Nordic test: 6 applied."


def test_stop_ends_a_paused_push_with_the_rest_pending(
    strip: PushStrip, customers: Customers, qtbot: QtBot
) -> None:
    strip.start(PushOptions())
    strip.pause()
    until(strip, "Paused:", qtbot)
    strip.progress.controls.stop.click()
    end(strip, qtbot)
    assert "stays pending" in strip.result.text
    assert strip.session.workspace.store.records.tallies(KIND, strip.connection.id).pending == 6 - len(
        customers()
    )


def test_a_wait_can_be_paused(strip: PushStrip, set_fault: SetFault, qtbot: QtBot) -> None:
    set_fault("too_many", retry_after=30)
    strip.start(PushOptions())
    until(strip, "Waiting 30 s: TRAEDE asked for it.", qtbot)
    assert strip.progress.controls.pause.text() == "Pause"
    strip.progress.controls.pause.click()
    until(strip, "Paused:", qtbot)


def test_a_refused_sign_in_is_asked_for_and_the_same_push_goes_on(
    strip: PushStrip, workspace: Workspace, set_fault: SetFault, clear_faults: Any, qtbot: QtBot
) -> None:
    set_fault("status", status=401, after=2, times=0)
    strip.start(PushOptions())
    until(strip, "TRAEDE refused the sign-in. Enter new credentials, then go on.", qtbot)
    controls = strip.progress.controls
    assert [one.text() for one in (controls.sign_in, controls.pause, controls.stop) if not one.isHidden()] == [
        "Change credentials",
        "Go on",
        "Stop",
    ]
    with qtbot.waitSignal(strip.edit_connection_requested):
        controls.sign_in.click()
    secrets = workspace.credentials.get(strip.connection.credential_id)
    edit_connection(workspace, strip.connection.id, secrets=secrets, for_session_only=True)
    clear_faults()
    controls.pause.click()
    end(strip, qtbot)
    assert strip.result.text == "Pushed to Nordic test: 6 applied."
    assert len(list_pushes(workspace)) == 1
    assert controls.sign_in.isHidden()


def test_who_looks_elsewhere_is_told_that_the_push_asks(
    strip: PushStrip, set_fault: SetFault, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(push_news, "notify", lambda _, text: told.append(text))
    monkeypatch.setattr(strip, "isActiveWindow", lambda: False)
    set_fault("status", status=401, times=0)
    strip.start(PushOptions())
    qtbot.waitUntil(lambda: told != [], timeout=10_000)
    assert told == ["TRAEDE refused the sign-in. Enter new credentials, then go on."]


def test_a_lost_network_is_waited_for(strip: PushStrip, workspace: Workspace, qtbot: QtBot) -> None:
    there = workspace.store.connections.get(strip.connection.id)
    workspace.store.connections.update(replace(there, base_url="http://127.0.0.1:9"))
    strip.start(PushOptions())
    until(strip, "Waiting for the network: no connection to 127.0.0.1:9. Next try in", qtbot)
    assert strip.progress.controls.pause.text() == "Try now"
    strip.progress.controls.pause.click()
    until(strip, "Waiting for the network", qtbot)
    strip.progress.controls.stop.click()
    end(strip, qtbot)
    assert "6 skipped" in strip.result.text


def test_a_run_of_failures_asks_whether_to_go_on(
    strip: PushStrip, workspace: Workspace, set_fault: SetFault, qtbot: QtBot
) -> None:
    workspace.settings = replace(workspace.settings, retry_tries=1, failures_in_a_row_stop=2)
    set_fault("status", status=503, times=2)
    strip.start(PushOptions())
    until(strip, "2 requests failed one after the other.", qtbot)
    assert "Everything else is still pending: go on once it answers again, or stop." in strip.progress.words
    assert strip.progress.controls.pause.text() == "Go on"
    strip.progress.controls.pause.click()
    end(strip, qtbot)
    assert "4 applied, 2 unknown" in strip.result.text


def test_edits_go_on_while_a_push_is_paused(strip: PushStrip, workspace: Workspace, qtbot: QtBot) -> None:
    """What is edited after it was frozen stays pending, against what was sent."""
    strip.start(PushOptions())
    strip.pause()
    until(strip, "Paused:", qtbot)
    record = workspace.store.records.by_key(KIND, strip.connection.id, "6")
    assert record is not None
    set_values(workspace, KIND, record.id, {"name": "Later"})
    strip.progress.controls.pause.click()
    end(strip, qtbot)
    after = workspace.store.records.get(KIND, record.id)
    assert (after.base["name"], dict(after.edits), after.change) == ("Bø 6", {"name": "Later"}, "changed")


def test_another_sign_in_leaves_the_push_on_the_screen(
    session: AppSession, workspace: Workspace, single: Connection, bring_in: Import, qtbot: QtBot
) -> None:
    bring_in(SIX)
    session.reload_connections()
    quiet(session.jobs, qtbot)
    tab = VendorTab(session, vendor_named("traede"))
    qtbot.addWidget(tab)
    pane = tab.pane
    assert pane is not None
    pane.start_push(PushOptions())
    pane.pause()
    until(pane.strip, "Paused:", qtbot)
    secrets = workspace.credentials.get(single.credential_id)
    edit_connection(workspace, single.id, secrets=secrets)
    session.reload_connections()
    qtbot.waitUntil(lambda: session.connections[0].credential_id != single.credential_id)
    assert tab.pane is pane
    pane.pause()
    end(pane.strip, qtbot)
    assert pane.strip.result.text == "Pushed to Nordic test: 6 applied."
