"""What only vendors that can be read have: reading, conflicts, actions and quick filters, at the sandbox."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.jobs import JobContext
from app.net.requests import Request
from app.sandbox.server import Sandbox, running_sandbox
from app.services.connections import add_connection
from app.services.edit_records import set_values
from app.services.pull import pull
from app.values import Connection, RecordQuery
from app.workspace import Workspace
from tests.ui.screens.conftest import quiet
from ui.action_menu import add_actions
from ui.screens.connection_pane import ConnectionPane
from ui.screens.grid_menu import grid_menu
from ui.session import AppSession

Open = Callable[..., ConnectionPane]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox(records=6) as running:
        yield running


@pytest.fixture
def opened(workspace: Workspace, sandbox: Sandbox, request: pytest.FixtureRequest, qtbot: QtBot) -> Open:
    """Open the pane of a vendor that was read once."""

    def open_one(vendor: str, *, is_read: bool = True, name: str = "Place") -> ConnectionPane:
        place: Any = sandbox.address()[vendor]
        connection = add_connection(
            workspace,
            vendor=vendor,
            name=name,
            base_url=place["url"],
            environment="test",
            secrets=place["credentials"],
            for_session_only=True,
        )
        if is_read:
            pull(workspace, JobContext(), connection.id)
        session: AppSession = request.getfixturevalue("session")
        pane = ConnectionPane(session, connection)
        qtbot.addWidget(pane)
        pane.resize(1200, 800)
        pane.show()
        quiet(session.jobs, qtbot)
        return pane

    return open_one


def write_order(pane: ConnectionPane, order: str, **fields: object) -> None:
    """Let somebody else's accounting write to an order, within the rate that both share."""
    path = f"/orders/{order}/accounting-sync"
    body = json.dumps(fields).encode()
    with pane.session.workspace.open_client(pane.connection) as client:
        attempt = client.send(
            Request("PATCH", path, body=body, content_type="application/json", is_idempotent=True)
        )
    assert attempt.answer is not None
    assert attempt.answer.status == 204


def first_of(workspace: Workspace, connection: Connection, kind: str) -> Any:
    return workspace.store.records.page(RecordQuery(kind, connection.id), limit=1)[0]


def read(pane: ConnectionPane, qtbot: QtBot) -> str:
    pane.pull()
    qtbot.waitUntil(lambda: not pane.reading.is_running)
    quiet(pane.session.jobs, qtbot)
    return pane.reading.result.text


@pytest.mark.parametrize("vendor", ["flxpoint", "kibo", "softwareone"])
def test_reading_says_what_it_brought(opened: Any, vendor: str, qtbot: QtBot) -> None:
    pane = opened(vendor, is_read=False)
    assert pane.records.empty.button.text() == "Read from the vendor"
    pane.records.empty.button.click()
    qtbot.waitUntil(lambda: not pane.reading.is_running)
    quiet(pane.session.jobs, qtbot)
    assert pane.reading.result.text == f"Read 6 {pane.records.kind.title_one}s: 6 new."
    qtbot.waitUntil(lambda: pane.records.table.count == 6)
    assert read(pane, qtbot).endswith("s: everything as it was.")


def test_reading_can_be_stopped(opened: Any, qtbot: QtBot) -> None:
    pane = opened("flxpoint", is_read=False)
    pane.pull()
    pane.stop()
    qtbot.waitUntil(lambda: not pane.reading.is_running)
    quiet(pane.session.jobs, qtbot)
    assert pane.reading.result.text.startswith(("Stopped.", "Read 6"))
    assert not pane.reading.progress.isVisible()


@pytest.fixture
def disputed(opened: Any, workspace: Workspace, qtbot: QtBot) -> ConnectionPane:
    """Open a pane with one order changed on both sides."""
    pane: ConnectionPane = opened("flxpoint", is_read=False)
    order = "500001"
    write_order(pane, order, accountingSynced=False, externalAccountingId="INV-1")
    pull(workspace, JobContext(), pane.connection.id)
    record = workspace.store.records.by_key("flxpoint.orders", pane.connection.id, order)
    assert record is not None
    changes = {"accountingSynced": "yes", "externalAccountingId": "INV-2"}
    set_values(workspace, "flxpoint.orders", record.id, changes)
    write_order(pane, order, accountingSynced=None, externalAccountingId="INV-3")
    assert read(pane, qtbot).endswith("s: 1 changed, 1 conflict.")
    return pane


def test_a_conflict_shows_in_the_grid_with_its_words(disputed: ConnectionPane, qtbot: QtBot) -> None:
    records = disputed.records
    records.show_filter("conflicts")
    qtbot.waitUntil(lambda: records.table.count == 1 and records.table.row_at(0) is not None)
    assert records.table.index(0, 0).data() == "Conflict"
    qtbot.waitUntil(lambda: records.head.chips.chip("conflicts").text() == "Conflicts  1")


def panel(pane: ConnectionPane, qtbot: QtBot) -> Any:
    button = pane.reading.result.button("conflicts")
    assert button is not None
    button.click()
    qtbot.waitUntil(pane.review.detail.conflicts.isVisible)
    quiet(pane.session.jobs, qtbot)
    return pane.review.detail.conflicts


def test_conflicts_are_decided_by_keyboard_alone(
    disputed: ConnectionPane, workspace: Workspace, qtbot: QtBot
) -> None:
    conflicts = panel(disputed, qtbot)
    assert disputed.review.review is not None
    assert disputed.review.review.ready == 0
    conflicts.lines.setFocus()
    assert conflicts.lines.table.count == 2
    QTest.keyClick(conflicts.lines, Qt.Key.Key_Return)
    assert not conflicts.apply.isEnabled()
    QTest.keyClick(conflicts.lines, Qt.Key.Key_Right)
    assert not conflicts.apply.isEnabled()
    QTest.keyClick(conflicts.lines, Qt.Key.Key_Left)
    assert conflicts.apply.isEnabled()
    QTest.keyClick(conflicts.lines, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: disputed.review.review is not None and disputed.review.review.ready == 1)
    record = workspace.store.records.by_key("flxpoint.orders", disputed.connection.id, "500001")
    assert record is not None
    assert not record.conflicts
    assert len(record.edits) == 1
    qtbot.waitUntil(lambda: not conflicts.isVisible())
    quiet(disputed.session.jobs, qtbot)


@pytest.mark.parametrize(("button", "left"), [("all_mine", 2), ("all_theirs", 0)])
def test_all_of_a_record_goes_to_one_side(
    disputed: ConnectionPane, workspace: Workspace, qtbot: QtBot, button: str, left: int
) -> None:
    conflicts = panel(disputed, qtbot)
    getattr(conflicts, button).click()
    conflicts.apply.click()

    def kept() -> bool:
        record = workspace.store.records.by_key("flxpoint.orders", disputed.connection.id, "500001")
        return record is not None and not record.conflicts and len(record.edits) == left

    qtbot.waitUntil(kept)
    quiet(disputed.session.jobs, qtbot)


def test_an_action_asks_once_and_tells_the_outcome(opened: Any, workspace: Workspace, qtbot: QtBot) -> None:
    pane = opened("kibo")
    active = next(
        number for number in range(6) if pane.records.table.row_at(number).record.base["isActive"] is True
    )
    pane.records.grid.go_to(active, 2)
    pane.run_action("disable")
    qtbot.waitUntil(pane.acting.result.isVisible)
    assert pane.acting.result.text == "Disable 1 account in Place?"
    assert not pane.acting.is_running
    pane.acting.result.button("confirm").click()
    qtbot.waitUntil(lambda: not pane.acting.is_running)
    quiet(pane.session.jobs, qtbot)
    assert pane.acting.result.text == "Disable in Place: 1 applied."
    qtbot.waitUntil(lambda: pane.records.table.row_at(active).record.base["isActive"] is False)
    assert pane.records.table.row_at(active).record.outcome == "applied"


def test_an_action_leaves_pending_records_alone_and_says_why(
    opened: Any, workspace: Workspace, qtbot: QtBot
) -> None:
    pane = opened("kibo")
    record = pane.records.table.row_at(0).record
    set_values(workspace, "kibo.accounts", record.id, {"priceList": "trade"})
    pane.refresh()
    qtbot.waitUntil(lambda: bool(pane.records.table.row_at(0).record.change))
    pane.records.grid.go_to(0, 2)
    menu = QMenu(pane)
    add_actions(menu, pane.records)
    assert not any(one.isEnabled() for one in menu.actions())
    assert "It has pending changes: push or revert them first." in menu.actions()[0].toolTip()
    pane.run_action("enable")
    qtbot.waitUntil(pane.acting.result.isVisible)
    assert "without pending or unknown changes" in pane.acting.result.text
    pane.records.grid.selectAll()
    pane.run_action("enable")
    qtbot.waitUntil(lambda: "Enable 5 accounts" in pane.acting.result.text)
    assert "1 record with pending or unknown changes left alone" in pane.acting.result.text


def test_the_menu_of_a_row_offers_the_actions_and_no_deletion(opened: Any) -> None:
    pane = opened("kibo")
    pane.records.grid.go_to(0, 2)
    words = [one.text() for one in grid_menu(pane.records).actions()]
    assert {"Approve", "Deny", "Enable", "Disable"} <= set(words)
    assert not any(one.startswith("Delete") for one in words)


def test_quick_filters_show_what_they_say(opened: Any, qtbot: QtBot) -> None:
    pane = opened("flxpoint")
    write_order(pane, "500002", accountingSynced=True)
    read(pane, qtbot)
    records = pane.records
    records.head.quick.chip("synced").click()
    qtbot.waitUntil(lambda: records.table.count == 1)
    records.head.quick.chip("not-synced").click()
    qtbot.waitUntil(lambda: records.table.count == 5)
    assert not records.head.quick.chip("synced").isChecked()
    records.head.quick.chip("sync-error").click()
    qtbot.waitUntil(lambda: records.is_empty)
    records.empty.button.click()
    qtbot.waitUntil(lambda: records.table.count == 6)


def test_lists_in_a_list_are_edited_under_the_chosen_element(
    opened: Any, workspace: Workspace, qtbot: QtBot
) -> None:
    pane = opened("flxpoint")
    pane.records.grid.go_to(0, 1)
    items = pane.records.form.lists["items"]
    (inner,) = items.inner
    item = items.model.elements[-1].values["id"]
    items.view.setCurrentIndex(items.model.index(len(items.model.elements) - 1, 0))
    inner.add_element()
    inner.model.setData(inner.model.index(0, 0), "INV-7-A")
    quiet(pane.session.jobs, qtbot)
    record = first_of(workspace, pane.connection, "flxpoint.orders")
    (path,) = record.edits
    assert path.startswith(f"items[id={item}].orderItemAccountingItems[")
    qtbot.waitUntil(lambda: len(inner.model.elements) == 1)
    assert inner.model.elements[0].values["externalAccountingId"] == "INV-7-A"


def test_fields_that_can_only_be_read_are_quiet_values(opened: Any) -> None:
    pane = opened("flxpoint")
    pane.records.grid.go_to(0, 1)
    form = pane.records.form
    record = form.row.record
    assert "orderTotal" not in form.fields
    assert form.quiet["orderTotal"].text == f"{record.base['orderTotal']:,.2f}"
    assert form.quiet["orderStatus"].text == record.base["orderStatus"]
    assert form.quiet["updatedAt"].text != record.base["updatedAt"]
    assert form.quiet["updatedAt"]._value.toolTip().count(record.base["updatedAt"][:10])


def test_review_leads_on_to_the_next_connection(opened: Any, workspace: Workspace, qtbot: QtBot) -> None:
    pane = opened("kibo")
    set_values(workspace, "kibo.accounts", pane.records.table.row_at(0).record.id, {"priceList": "trade"})
    other = opened("flxpoint", name="Other")
    session = other.session
    session.reload_connections()
    qtbot.waitUntil(lambda: len(session.connections) == 2)
    other.show_page("review")
    qtbot.waitUntil(lambda: session.tallies.next_pending(other.connection) is not None)
    with qtbot.waitSignal(other.review_requested) as asked:
        other.review.go_on()
    assert asked.args is not None
    assert asked.args[0].id == pane.connection.id
    quiet(session.jobs, qtbot)


def test_a_sales_rep_is_added_from_the_vendors_names(opened: Any, workspace: Workspace, qtbot: QtBot) -> None:
    pane = opened("kibo")
    pane.records.grid.go_to(0, 1)
    pane.records.form.picks["salesReps.adminUserId"].click()
    qtbot.waitUntil(lambda: pane.records.picks.dialog is not None)
    dialog = pane.records.picks.dialog
    value = dialog.names.item(2).data(Qt.ItemDataRole.UserRole)
    dialog.search.setText(value)
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    quiet(pane.session.jobs, qtbot)
    record = workspace.store.records.get("kibo.accounts", pane.records.form.row.record.id)
    assert value in [edit for path, edit in record.edits.items() if path.endswith("adminUserId")]
