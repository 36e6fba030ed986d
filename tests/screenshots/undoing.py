"""Draws an undo from review to history, light and dark: `python -m tests.screenshots.undoing [FOLDER]`."""

from __future__ import annotations

import sys

from PySide6.QtTest import QTest

from app.jobs import JobContext
from app.records.change import Edits
from app.services.edit_records import add_record, set_values
from app.services.push import push
from app.values import BaseState, PushOptions, Record, RecordQuery
from app.vendors.assess import pending_record
from tests.screenshots.drive import BOTH, SIZE, draw
from tests.screenshots.stage import Stage
from ui.demo_walk import click

NARROW = BOTH["narrow"]


def play_undo(stage: Stage) -> None:
    """Push accounts, let somebody touch some, review the undo, run it; then customers that are named."""
    stage.walk.open()
    stage.window.show_vendor("kibo")
    stage.walk.wait("Showing the records", lambda: stage.pane.records.table.row_at(2))
    push_id = _pushed_accounts(stage)
    stage.pane.show_push(push_id)
    stage.walk.wait("Opening it", lambda: stage.pane.history.page.outcomes.table.item_at(0))
    stage.photograph("undo-offered")
    _review(stage)
    click(stage.pane.history.undo.head.undo)
    stage.walk.wait("Undoing", stage.pane.strip.result.isVisible)
    stage.walk.wait("Listing it", lambda: stage.pane.history.table.table.item_at(0))
    stage.photograph("undo-done")
    _look_back(stage)
    _name_customers(stage)


def _review(stage: Stage) -> None:
    undo = stage.pane.history.undo
    click(stage.pane.history.page.undo)
    stage.walk.wait("Reviewing", lambda: undo.review is not None and undo.table.table.item_at(2))
    undo.table.select_row(0)
    stage.photograph("undo-review")
    click(undo.detail.exact_request)
    stage.photograph("undo-request")
    click(undo.detail.exact_request)
    undo.table.select_row(4)
    stage.photograph("undo-review-kept")
    stage.window.resize(*NARROW)
    stage.photograph("undo-review-narrow")
    stage.window.resize(*SIZE)


def _look_back(stage: Stage) -> None:
    history = stage.pane.history
    item = history.table.table.item_at(0)
    assert item is not None
    stage.pane.strip.result.pressed.emit("close")
    stage.pane.show_push(item.id)
    stage.walk.wait("Opening it", lambda: history.page.outcomes.table.item_at(3))
    history.page.outcomes.select_row(1)
    stage.photograph("undone-push")
    click(history.page.related)
    stage.walk.wait("Opening the other", lambda: history.page.push is not None and history.page.push.undone_by)
    stage.photograph("push-that-was-undone")
    click(history.page.back)
    stage.photograph("undo-history")


def _name_customers(stage: Stage) -> None:
    stage.window.show_vendor("traede")
    workspace, connection = stage.window.session.workspace, stage.pane.connection
    kind = stage.pane.records.kind.id
    for number in ("90001", "90002", "90003"):
        values = {"customer_number": number, "name": f"Havn {number}", "currency": "DKK"}
        add_record(workspace, kind, connection.id, values)
    result = push(workspace, JobContext(), connection.id, PushOptions(is_confirmed=True))
    undo = stage.pane.history.undo
    stage.pane.show_undo(result.push_id)
    stage.walk.wait("Reviewing", lambda: undo.review is not None and undo.table.table.item_at(2))
    last = undo.table.table.count - 1
    undo.table.select_row(last)
    stage.walk.wait("Reading it", lambda: undo.table.table.item_at(last))
    stage.photograph("undo-naming")
    undo.detail.number.setFocus()
    QTest.keyClicks(undo.detail.number, undo.detail.item.reviewed.record.key if undo.detail.item else "")
    click(undo.detail.delete)
    stage.walk.wait("Looking again", lambda: undo.review is not None and undo.review.ready == 1)
    stage.walk.wait("Showing it", lambda: undo.table.table.item_at(last))
    stage.photograph("undo-named")
    undo.undo()
    stage.photograph("undo-question")


def _pushed_accounts(stage: Stage) -> int:
    """Push changes of five accounts, and let somebody change two of them at the vendor."""
    workspace, pane = stage.window.session.workspace, stage.pane
    kind, connection = pane.records.kind, pane.connection
    free = [
        one
        for one in workspace.store.records.page(RecordQuery(kind.id, connection.id), limit=40)
        if not one.change and one.base_state is BaseState.KNOWN
    ][:6]
    for number, record in enumerate(free):
        changes = {"externalId": f"ERP-{9000 + number}", "priceList": "B2B-2027"}
        set_values(workspace, kind.id, record.id, {**changes, "taxExempt": "yes"} if number == 3 else changes)
    result = push(workspace, JobContext(), connection.id, PushOptions(is_confirmed=True, comment="Price lists"))
    _elsewhere(stage, free[1], {"priceList": "B2B-GOLD"})
    _elsewhere(stage, free[4], {"externalId": "ERP-1", "priceList": "B2B-GOLD"})
    set_values(workspace, kind.id, free[2].id, {"priceList": "MINE"})
    pane.refresh()
    return result.push_id


def _elsewhere(stage: Stage, record: Record, edits: Edits) -> None:
    """Let somebody else change an account."""
    workspace, pane = stage.window.session.workspace, stage.pane
    kind, options = pane.records.kind, {"page_size": 200, "filter": ""}
    now = workspace.store.records.get(kind.id, record.id)
    pending = pending_record(kind, Record(0, kind.id, 0, now.key, BaseState.KNOWN, now.base, edits))
    with workspace.open_client(pane.connection) as client:
        for step in kind.plan([pending], options):
            client.send(step.request)


if __name__ == "__main__":
    sys.exit(draw(play_undo))
