"""One connection's screens together: where the keys go, and what a push leads to."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.values import Connection, PushOptions
from tests.ui.screens.conftest import Import, SetFault, quiet
from ui.dialogs import files
from ui.screens.connection_pane import ConnectionPane
from ui.session import AppSession

TWO = "customer_number;name;currency\n1;Bø;DKK\n2;Ærø;SEK\n"


@pytest.fixture
def pane(live: Connection, session: AppSession, qtbot: QtBot) -> ConnectionPane:
    made = ConnectionPane(session, live)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    quiet(session.jobs, qtbot)
    return made


def push(pane: ConnectionPane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pane.strip.finished, timeout=20_000):
        pane.start_push(PushOptions())
    quiet(pane.session.jobs, qtbot)


def test_keys_go_to_the_list_of_the_page_that_is_shown(
    pane: ConnectionPane, bring_in: Import, qtbot: QtBot
) -> None:
    bring_in(TWO)
    pane.refresh()
    qtbot.waitUntil(lambda: pane.records.table.count == 2)
    pane.show_page("history")
    assert pane.focusWidget() is pane.history.table
    pane.show_page("records")
    assert pane.focusWidget() is pane.records.grid
    quiet(pane.session.jobs, qtbot)


def test_keys_go_to_the_button_that_stands_in_place_of_a_list(pane: ConnectionPane, qtbot: QtBot) -> None:
    pane.show_page("review")
    quiet(pane.session.jobs, qtbot)
    assert pane.focusWidget() is pane.review.empty.button
    pane.show_page("records")
    assert pane.focusWidget() is pane.records.empty.button
    quiet(pane.session.jobs, qtbot)


def test_keys_go_to_the_records_that_the_first_file_brought(
    pane: ConnectionPane, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "customers.csv"
    file.write_text(TWO, encoding="utf-8")
    pane.offer((file,))
    qtbot.waitUntil(lambda: pane.imports.page.proposal is not None)
    quiet(pane.session.jobs, qtbot)
    pane.imports.page.footer.keep_all.click()
    qtbot.waitUntil(lambda: pane.page == "records" and pane.records.table.count == 2)
    quiet(pane.session.jobs, qtbot)
    assert pane.focusWidget() is pane.records.grid


def test_word_about_an_import_goes_when_a_push_starts(
    pane: ConnectionPane, bring_in: Import, qtbot: QtBot
) -> None:
    bring_in(TWO)
    pane.records.notice.show_notice("2 records kept.")
    push(pane, qtbot)
    assert pane.records.notice.isHidden()


def test_word_about_an_import_goes_when_it_is_undone(
    pane: ConnectionPane, bring_in: Import, qtbot: QtBot
) -> None:
    bring_in(TWO)
    pane.records.notice.show_notice("2 records kept.")
    pane.records.edits.undo()
    quiet(pane.session.jobs, qtbot)
    assert pane.records.notice.isHidden()
    assert not pane.strips.undoing.isVisible()


def test_refused_rows_are_exported_from_the_result(
    pane: ConnectionPane, bring_in: Import, set_fault: SetFault, qtbot: QtBot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    bring_in(TWO)
    set_fault("status", status=422, times=0)
    push(pane, qtbot)
    place = tmp_path / "refused.csv"
    monkeypatch.setattr(files, "ask_where_to_export", lambda _: place)
    button = pane.strip.result.button("export-failed")
    assert button is not None
    button.click()
    qtbot.waitUntil(lambda: "rows written" in pane.records.notice.text)
    header, *rows = place.read_text(encoding="utf-8-sig").splitlines()
    assert "counterfoil.record" in header
    assert len(rows) == 2
