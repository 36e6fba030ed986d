"""All connections in one place: counts, the last push, and buttons that lead on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.services.overview import last_pushes
from app.values import Connection, PushOptions, Tallies
from app.workspace import Workspace
from tests.ui.screens.conftest import Import, quiet
from ui.screens.connection_pane import ConnectionPane
from ui.screens.overview_screen import OverviewScreen
from ui.session import AppSession
from ui.widgets.connection_card import ConnectionCard

ROWS = "customer_number;name;currency;discount_percentage\n1;Bø;DKK;\n2;Ærø;SEK;12,5o\n"


@pytest.fixture
def screen(live: Connection, session: AppSession, bring_in: Import, qtbot: QtBot) -> OverviewScreen:
    bring_in(ROWS)
    session.tallies.count_all()
    qtbot.waitUntil(lambda: (session.tallies.of(live.id) or Tallies()).pending == 2)
    made = OverviewScreen(session)
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    quiet(session.jobs, qtbot)
    return made


def test_card_says_what_waits_and_names_the_push(screen: OverviewScreen, live: Connection) -> None:
    card = screen.cards[live.id]
    assert card.counts_text == "2 pending, 1 held back"
    assert card.push.text() == f"Push 1 change to {live.name}"
    assert card.last_text == "Never pushed"
    assert card.history.isHidden()


def test_first_thing_to_do_has_the_focus(screen: OverviewScreen, live: Connection) -> None:
    screen.take_focus()
    assert screen.focusWidget() is screen.cards[live.id].push


@pytest.mark.parametrize("name", ["push", "review", "records"])
def test_button_leads_to_its_connection(
    screen: OverviewScreen, live: Connection, qtbot: QtBot, name: str
) -> None:
    with qtbot.waitSignal(screen.wanted) as wanted:
        getattr(screen.cards[live.id], name).click()
    assert wanted.args == [live, name]


def test_last_push_is_told_once_there_was_one(
    screen: OverviewScreen, live: Connection, session: AppSession, workspace: Workspace, qtbot: QtBot
) -> None:
    pane = ConnectionPane(session, live)
    qtbot.addWidget(pane)
    with qtbot.waitSignal(pane.strip.finished, timeout=20_000):
        pane.start_push(PushOptions())
    qtbot.waitUntil(lambda: "1 applied, 1 skipped" in screen.cards[live.id].last_text)
    assert screen.cards[live.id].push.isHidden()
    assert last_pushes(workspace)[live.id].counts["applied"] == 1
    quiet(session.jobs, qtbot)


def test_production_stands_out(live: Connection, qtbot: QtBot) -> None:
    card = ConnectionCard(replace(live, environment="production"), "TRAEDE", "TRAEDE customers")
    qtbot.addWidget(card)
    card.show_tallies(Tallies(total=9, pending=3))
    assert card.push.text() == f"Push 3 changes to PRODUCTION: {live.name}"
    assert card.push.property("role") == "danger"
