"""F5 at a vendor that refuses the sign-in, or while somebody pauses: as a push, it stands still and goes on."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.jobs import Halt
from app.sandbox.server import Sandbox, running_sandbox
from app.services.connections import add_connection, edit_connection
from app.workspace import Workspace
from tests.ui.screens.conftest import quiet
from ui.screens.connection_pane import ConnectionPane
from ui.screens.vendor_tab import VendorTab
from ui.session import AppSession

Refuse = Callable[..., None]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox(records=6) as running:
        yield running


@pytest.fixture
def refuse(sandbox: Sandbox) -> Refuse:
    """Let Kibo refuse every list from now on, or no more."""

    def ask(*, is_refused: bool = True) -> None:
        fault = {"vendor": "kibo", "fault": "status", "status": 401, "times": 0}
        body = json.dumps({**fault, "match": {"path": "/b2baccounts"}}).encode() if is_refused else None
        url = f"{sandbox.address()['control']}/faults"
        method = "POST" if is_refused else "DELETE"
        with urllib.request.urlopen(urllib.request.Request(url, data=body, method=method)) as answer:  # noqa: S310  loopback
            answer.read()

    return ask


@pytest.fixture
def pane(workspace: Workspace, sandbox: Sandbox, session: AppSession, qtbot: QtBot) -> ConnectionPane:
    """The pane of a connection that was never read."""
    place: Any = sandbox.address()["kibo"]
    connection = add_connection(
        workspace,
        vendor="kibo",
        name="Place",
        base_url=place["url"],
        environment="test",
        secrets=place["credentials"],
        for_session_only=True,
    )
    made = ConnectionPane(session, connection)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    quiet(session.jobs, qtbot)
    return made


def await_refusal(pane: ConnectionPane, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "refused the sign-in" in pane.reading.progress.words, timeout=10_000)


def end(pane: ConnectionPane, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: not pane.reading.is_running, timeout=10_000)
    quiet(pane.session.jobs, qtbot)
    return pane.reading.result.text


def test_a_refused_sign_in_is_asked_for_and_the_reading_goes_on(
    pane: ConnectionPane, refuse: Refuse, qtbot: QtBot
) -> None:
    refuse()
    pane.pull()
    await_refusal(pane, qtbot)
    controls = pane.reading.progress.controls
    assert controls.sign_in.isVisibleTo(pane)
    with qtbot.waitSignal(pane.edit_requested):
        controls.sign_in.click()
    given = pane.session.workspace.credentials.get(pane.connection.credential_id)
    edit_connection(pane.session.workspace, pane.connection.id, secrets=dict(given), for_session_only=True)
    refuse(is_refused=False)
    controls.pause.click()
    assert end(pane, qtbot) == "Read 6 accounts: 6 new."
    assert not pane.reading.progress.isVisible()


def test_ctrl_p_ends_the_wait_and_stop_ends_the_reading(
    pane: ConnectionPane, refuse: Refuse, qtbot: QtBot
) -> None:
    refuse()
    pane.pull()
    await_refusal(pane, qtbot)
    pane.pause()  # tries again with what is stored, and is refused again
    await_refusal(pane, qtbot)
    pane.stop()
    assert end(pane, qtbot) == "Stopped. What was read is kept; nothing was taken for gone."


def test_the_bar_stands_still_with_the_reading(pane: ConnectionPane, refuse: Refuse, qtbot: QtBot) -> None:
    refuse()
    pane.pull()
    assert pane.reading.progress.bar.maximum() == 0
    assert pane.reading.progress.outcomes.isHidden()
    await_refusal(pane, qtbot)
    job = pane.reading._job
    assert job is not None
    assert job.context.latest.halt is Halt.SIGN_IN
    assert pane.reading.progress.bar.maximum() == 1
    pane.stop()
    end(pane, qtbot)


def test_a_reading_ends_with_the_pane_of_a_connection_that_was_edited(
    pane: ConnectionPane, refuse: Refuse, qtbot: QtBot
) -> None:
    session = pane.session
    session.reload_connections()
    quiet(session.jobs, qtbot)
    tab = VendorTab(session, session.vendor_of(pane.connection))
    qtbot.addWidget(tab)
    quiet(session.jobs, qtbot)
    assert tab.pane is not None
    reading = tab.pane.reading
    refuse()
    tab.pane.pull()
    qtbot.waitUntil(lambda: "refused the sign-in" in reading.progress.words, timeout=10_000)
    edit_connection(session.workspace, pane.connection.id, name="Another name")
    session.reload_connections()
    qtbot.waitUntil(lambda: not session.jobs.running, timeout=10_000)
    assert tab.pane.connection.name == "Another name"
    assert not session.workspace.store.journal.pulls
