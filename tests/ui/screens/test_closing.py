"""Closing the window while a push runs: one question, a wait for what was sent, an offer at the next start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.connections import list_connections
from app.services.history import list_pushes
from app.values import Connection, Outcome, PushOptions
from app.workspace import Workspace
from tests.ui.demo_workspace import make_workspace
from tests.ui.screens.conftest import Customers, Import, SetFault, quiet
from ui import theme
from ui.main_window import MainWindow
from ui.session import AppSession

THREE = "customer_number;name;currency\n1;Bø;DKK\n2;Ærø;SEK\n3;Å;NOK\n"
KIND = "traede.customers"


class Asked:
    """Stands in for the question, and answers it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        self.answer = True
        monkeypatch.setattr("ui.dialogs.ask.confirms", self._confirms)

    def _confirms(self, *_: object) -> bool:
        self.times += 1
        return self.answer


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


@pytest.fixture
def pending(workspace: Workspace, live: Connection, bring_in: Import) -> Workspace:
    """Three pending customers, sent one at a time."""
    workspace.store.connections.update(replace(live, options={"batch_size": 1}))
    bring_in(THREE)
    return workspace


@pytest.fixture
def window(
    pending: Workspace, asked: Asked, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> Iterator[MainWindow]:
    theme.follow(qapp, "light")
    session = AppSession(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    made = MainWindow(session)
    session.setParent(made)
    qtbot.addWidget(made)
    made.show()
    session.use(pending, list_connections(pending))
    qtbot.waitUntil(lambda: made.pane is not None and made.pane.records.table.row_at(0) is not None)
    yield made
    made.close()


def begin_push(window: MainWindow, requests: Any, number: int, qtbot: QtBot) -> None:
    """Push until the vendor has so many requests."""
    assert window.pane is not None
    window.pane.start_push(PushOptions())
    qtbot.waitUntil(lambda: len(requests()) >= number, timeout=10_000)


def last_push(folder: Path) -> tuple[str, dict[str, int]]:
    """What the next start finds: how the push ended, and what became of its records."""
    with make_workspace(folder) as found:
        (push,) = list_pushes(found)
        return push.state, {name: count for name, count in push.counts.items() if count}


def test_no_is_no(
    window: MainWindow,
    asked: Asked,
    customers: Customers,
    set_fault: SetFault,
    qtbot: QtBot,
) -> None:
    set_fault("late", seconds=0.5, after=1)
    begin_push(window, customers, 1, qtbot)
    asked.answer = False
    assert not window.close()
    assert window.isVisible()
    quiet(window.session.jobs, qtbot)
    assert len(customers()) == 3


def test_what_was_sent_is_waited_for_and_the_rest_is_offered_at_the_next_start(
    window: MainWindow,
    asked: Asked,
    workspace: Workspace,
    customers: Customers,
    set_fault: SetFault,
    qtbot: QtBot,
) -> None:
    set_fault("late", seconds=1, after=1)
    begin_push(window, customers, 2, qtbot)
    assert not window.close()
    assert "waiting for what was already sent" in window.notice.text
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert asked.times == 1
    assert not window.closing.has_left_a_push
    assert last_push(workspace.folder) == ("interrupted", {Outcome.APPLIED: 2, Outcome.SKIPPED: 1})
    assert len(customers()) == 2


def test_closing_twice_leaves_what_is_on_its_way_unknown(
    window: MainWindow,
    asked: Asked,
    workspace: Workspace,
    customers: Customers,
    set_fault: SetFault,
    qtbot: QtBot,
) -> None:
    set_fault("late", seconds=4, after=1)
    begin_push(window, customers, 2, qtbot)
    assert not window.close()
    assert window.isVisible()
    assert window.close()
    assert asked.times == 1
    assert window.closing.has_left_a_push
    wanted = {Outcome.APPLIED: 1, Outcome.UNKNOWN: 1, Outcome.SKIPPED: 1}
    assert last_push(workspace.folder) == ("interrupted", wanted)


def test_who_comes_late_writes_nothing_into_a_closed_workspace(
    window: MainWindow,
    workspace: Workspace,
    customers: Customers,
    set_fault: SetFault,
    qtbot: QtBot,
) -> None:
    set_fault("late", seconds=1.5, after=1)
    begin_push(window, customers, 2, qtbot)
    window.close()
    assert window.close()
    jobs = window.session.jobs
    qtbot.waitUntil(lambda: not jobs.running, timeout=20_000)
    state, counts = last_push(workspace.folder)
    assert (state, counts[Outcome.UNKNOWN]) == ("interrupted", 1)
