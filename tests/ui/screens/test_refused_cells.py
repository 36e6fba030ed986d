"""From a refusal to the cell that it names, fixed and sent again; and by a key through all problems."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from app.values import Connection, PushOptions
from tests.ui.screens.conftest import Customers, Import, SetFault, quiet
from ui.screens.connection_pane import ConnectionPane
from ui.screens.records_screen import RecordsScreen
from ui.session import AppSession

HEADER = "customer_number;name;currency;payment_term.payment_term_code"
ROWS = "".join(f"{number};Havn {number};DKK;30-days\n" for number in range(1, 6))
WITH_ADDRESSES = (
    "customer_number;name;currency;addresses.title;addresses.name;addresses.address;addresses.zip;"
    "addresses.city;addresses.country\n"
    "1;Havn;DKK;Shop;Havn;Kaj 1;1058;København;DK\n"
    "1;;;Shed;Havn;Kaj 2;99;Aarhus;DK\n"
)


@pytest.fixture
def pane(live: Connection, session: AppSession, qtbot: QtBot) -> Iterator[ConnectionPane]:
    made = ConnectionPane(session, live)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    quiet(session.jobs, qtbot)
    yield made
    quiet(session.jobs, qtbot)


def push(pane: ConnectionPane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pane.strip.finished, timeout=20_000):
        pane.start_push(PushOptions())
    quiet(pane.session.jobs, qtbot)


def press(pane: ConnectionPane, name: str) -> None:
    button = pane.strip.result.button(name)
    assert button is not None, name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def type_into_focus(pane: ConnectionPane, qtbot: QtBot, text: str) -> None:
    """Type as a person does who looks at the cursor only, and see the cell saved."""
    heard: list[object] = []
    pane.records.edits.stored.connect(lambda edit, _row: heard.append(edit))
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text[0])
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(heard) and pane.records.edits.pending == 0)


def place(records: RecordsScreen) -> tuple[str, str]:
    """Tell the key of the record under the cursor, and the column."""
    row = records.grid.current_row
    assert row is not None
    return row.record.key, records.table.column_at(records.grid.currentIndex().column()).path


def wait_at(records: RecordsScreen, qtbot: QtBot, key: str, path: str) -> None:
    qtbot.waitUntil(lambda: records.grid.current_row is not None and place(records) == (key, path))


def test_a_refused_row_is_fixed_and_sent_again_in_three_interactions(
    bring_in: Import, pane: ConnectionPane, customers: Customers, qtbot: QtBot
) -> None:
    bring_in(f"{HEADER}\n{ROWS}6;Odd;DKK;nonsense\n")
    push(pane, qtbot)
    assert pane.strip.result.text == "Pushed to Nordic test: 5 applied, 1 refused."
    press(pane, "refused")  # the first
    wait_at(pane.records, qtbot, "6", "payment_term.payment_term_code")
    assert QApplication.focusWidget() is pane.records.grid
    type_into_focus(pane, qtbot, "30-days")  # the second
    with qtbot.waitSignal(pane.strip.finished, timeout=20_000):
        press(pane, "retry-failed")  # the third
    quiet(pane.session.jobs, qtbot)
    assert pane.strip.result.text == "Pushed to Nordic test: 1 applied."
    assert sorted(one["customer_number"] for one in customers()) == ["1", "2", "3", "4", "5", "6"]


def test_the_refused_address_is_typed_into_in_the_details(
    bring_in: Import, pane: ConnectionPane, set_fault: SetFault, customers: Customers, qtbot: QtBot
) -> None:
    detail = "The addresses.1.zip must be 4 digits."
    set_fault("status", status=422, body=json.dumps({"errors": [{"status": 422, "detail": detail}]}), times=1)
    bring_in(WITH_ADDRESSES)
    push(pane, qtbot)
    press(pane, "refused")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is pane.records.form.lists["addresses"].view)
    view: Any = QApplication.focusWidget()
    assert isinstance(view, QTableView)
    assert (view.currentIndex().row(), str(view.currentIndex().data())) == (1, "99")
    assert (
        pane.records.form.lists["addresses"]._problems.text()
        == f"Shed · Zip code: The vendor refused it: {detail}"
    )
    type_into_focus(pane, qtbot, "8000")
    with qtbot.waitSignal(pane.strip.finished, timeout=20_000):
        press(pane, "retry-failed")
    quiet(pane.session.jobs, qtbot)
    (held,) = customers()
    assert [one["zip"] for one in held["addresses"]] == ["1058", "8000"]


def test_an_edited_cell_says_that_it_was_refused_and_not_sent_since(
    bring_in: Import, pane: ConnectionPane, qtbot: QtBot
) -> None:
    bring_in(f"{HEADER}\n6;Odd;DKK;nonsense\n")
    push(pane, qtbot)
    press(pane, "refused")
    wait_at(pane.records, qtbot, "6", "payment_term.payment_term_code")
    here = pane.records.grid.currentIndex()
    spoken = here.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("The vendor refused it: The selected payment term code is invalid.")
    assert pane.records.form.fields["payment_term.payment_term_code"].problem_text.startswith(
        "The vendor refused"
    )
    type_into_focus(pane, qtbot, "30-days")
    words = "Was refused, not sent since."
    assert words in pane.records.table.index(here.row(), here.column()).data(Qt.ItemDataRole.ToolTipRole)
    assert pane.records.form.fields["payment_term.payment_term_code"].problem_text.startswith(words)


def test_a_row_refused_without_a_word_on_a_field_is_gone_to(
    bring_in: Import, pane: ConnectionPane, set_fault: SetFault, qtbot: QtBot
) -> None:
    set_fault("status", status=422, body=json.dumps({"errors": [{"detail": "Not today."}]}), times=1)
    bring_in(f"{HEADER}\n6;Odd;DKK;30-days\n")
    push(pane, qtbot)
    press(pane, "refused")
    qtbot.waitUntil(lambda: pane.records.grid.current_row is not None)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is pane.records.grid)
    assert place(pane.records)[0] == "6"


@pytest.fixture
def screen(
    ids: tuple[int, ...], session: AppSession, connection: Connection, qtbot: QtBot
) -> Iterator[RecordsScreen]:
    made = RecordsScreen(session, connection)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitUntil(lambda: made.table.row_at(0) is not None)
    made.grid.setFocus()
    yield made
    quiet(session.jobs, qtbot)


def visited(screen: RecordsScreen, qtbot: QtBot, times: int, *, is_backwards: bool = False) -> list[str]:
    """Press the key some times; tell each place as row and column, or as the words in the list beside."""
    found = []
    for _ in range(times):
        screen.go_to_problem(is_backwards=is_backwards)
        quiet(screen.session.jobs, qtbot)
        row, focus = screen.grid.currentIndex().row(), screen.window().focusWidget()
        column = screen.table.column_at(screen.grid.currentIndex().column()).path
        is_beside = isinstance(focus, QTableView) and focus is not screen.grid
        found.append(f"{row} {focus.accessibleName() if is_beside else column}")
    return found


def test_a_key_goes_through_all_problems_and_round_again(screen: RecordsScreen, qtbot: QtBot) -> None:
    places = ["4 discount_percentage", "6 Addresses table", "9 payment_term.payment_term_code"]
    places += ["31 customer_number", "31 currency"]
    assert visited(screen, qtbot, 6) == [*places, places[0]]
    assert "first again" in screen.notice.text
    assert visited(screen, qtbot, 5, is_backwards=True) == places[::-1]


def test_the_cursor_waits_until_the_table_knows_its_rows(
    screen: RecordsScreen, ids: tuple[int, ...], qtbot: QtBot
) -> None:
    screen.finder.hold()
    screen.finder.find_record(screen.query, ids[5])
    quiet(screen.session.jobs, qtbot)
    assert screen.grid.currentIndex().row() == 0
    screen.finder.release()
    assert screen.grid.currentIndex().row() == 5


def test_the_key_says_that_there_is_nothing(screen: RecordsScreen, qtbot: QtBot) -> None:
    screen.head.search.setText("Strandvejens")
    qtbot.waitUntil(lambda: 0 < screen.table.count < 32)
    assert visited(screen, qtbot, 1) == ["0 customer_number"]
    assert screen.notice.text == "Nothing that is shown has a problem."
