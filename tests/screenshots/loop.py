"""Draws every state of the loop, light and dark, wide and narrow: `python -m tests.screenshots.loop FOLDER`."""

from __future__ import annotations

import json
import sys
import urllib.request
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QApplication

from app.services.edit_records import set_values
from app.values import PushOptions, RecordQuery
from tests.screenshots.drive import BOTH, draw
from tests.screenshots.stage import Stage
from ui.assets import resource_path
from ui.demo_walk import click, let_work

KIND = "traede.customers"


def play_loop(stage: Stage) -> None:
    """Import, look, push and look back, with something going wrong at each step."""
    example = stage.walk.open()
    _drag(stage, example, "drag")
    _drag(stage, example.with_name("photo.png"), "drag-refused")
    _import(stage, example)
    _review(stage)
    _push(stage)
    _look_back(stage)


def _drag(stage: Stage, file: Path, name: str) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDragEnterEvent(
        QPoint(300, 300),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(stage.window, event)
    stage.photograph(name)
    stage.window.drop.hide()


def _import(stage: Stage, example: Path) -> None:
    pane = stage.pane
    _offer(stage, resource_path("examples/traede-customers-problems.csv"))
    stage.photograph("import-problems")
    page = pane.imports.page
    click(page.head.strip.problems)
    click(page.detail.parts.chip("cells"))
    click(page.head.strip.columns)
    stage.photograph("import-raw-cells")
    click(page.footer.reject_all)
    stage.walk.wait("Rejecting", lambda: pane.page == "records")
    _offer(stage, _letter(stage), is_readable=False)
    stage.photograph("import-unusable")
    page.skip_pressed.emit()
    _offer(stage, example)
    stage.photograph("import")
    click(page.footer.keep_all)
    stage.walk.wait("Keeping", lambda: pane.page == "records")
    stage.photograph("kept")


def _letter(stage: Stage) -> Path:
    place = stage.folder / ".walk" / "letter.csv"
    place.write_text("Dear reader,\nthis is a letter and no table.\n", "utf-8")
    return place


def _offer(stage: Stage, file: Path, *, is_readable: bool = True) -> None:
    page = stage.pane.imports.page
    stage.window.offer((file,))
    stage.walk.wait("Reading", lambda: page.proposal is not None if is_readable else page.unusable.isVisible())


def _review(stage: Stage) -> None:
    pane = stage.pane
    pane.show_page("review")
    stage.walk.wait("Reviewing", lambda: pane.review.table.table.item_at(10))
    pane.review.table.select_row(10)
    stage.photograph("review")
    click(pane.review.detail.exact_request)
    stage.photograph("review-request")
    click(pane.review.detail.exact_request)
    workspace = stage.window.session.workspace
    workspace.settings = replace(workspace.settings, guard_deletes=1)
    pane.review.refresh()
    stage.walk.wait("Asking", lambda: pane.review.review is not None and pane.review.review.question)
    click(pane.review.head.push)
    stage.photograph("review-question")


def _push(stage: Stage) -> None:
    pane = stage.pane
    _spoil(stage)
    _set_faults(
        stage,
        {"fault": "too_many", "retry_after": 4, "after": 1, "times": 1},
        {"fault": "late", "seconds": 1, "after": 1, "times": 2},
    )
    confirm = pane.review.question.button("confirm")
    assert confirm is not None
    click(confirm)
    stage.walk.wait("Waiting", lambda: "Waiting" in pane.strip.progress.words)
    stage.photograph("push-waiting")
    stage.walk.wait("Pushing on", lambda: "Waiting" not in pane.strip.progress.words)
    stage.photograph("push-running")
    stage.walk.wait("Pushing", lambda: not pane.strip.is_running)
    stage.photograph("push-refused")
    _set_faults(stage, {"fault": "lose_answer", "times": 0})
    pane.show_page("records")
    _edit(stage, "10020", {"discount_percentage": "17"})
    _edit(stage, "10021", {"discount_percentage": "18"})
    pane.start_push(PushOptions(is_confirmed=True))
    stage.walk.wait("Losing answers", lambda: not pane.strip.is_running)
    stage.photograph("push-unknown")
    pane.strip.settle()
    stage.walk.wait("Settling", pane.strip.unknown.isVisible)
    stage.photograph("push-unknown-answers")


def _spoil(stage: Stage) -> None:
    """Ask for a payment term that the vendor does not know."""
    _edit(stage, "10006", {"payment_term.payment_term_code": "no-such-term"})
    let_work(50)


def _edit(stage: Stage, key: str, texts: dict[str, str]) -> None:
    workspace, connection = stage.window.session.workspace, stage.pane.connection
    query = RecordQuery(KIND, connection.id, text=key)
    (record,) = workspace.store.records.page(query, offset=0, limit=1)
    set_values(workspace, KIND, record.id, texts)


def _set_faults(stage: Stage, *faults: dict[str, object]) -> None:
    result = stage.startup.result
    assert result is not None
    body = json.dumps([{"vendor": "traede", **fault} for fault in faults]).encode()
    request = urllib.request.Request(f"{result.control_url}/faults", data=body, method="POST")  # noqa: S310  loopback
    with urllib.request.urlopen(request) as answer:  # noqa: S310  as above
        answer.read()


def _look_back(stage: Stage) -> None:
    pane = stage.pane
    pane.show_page("history")
    stage.walk.wait("Showing pushes", lambda: pane.history.table.table.item_at(0))
    pane.strip.result.pressed.emit("close")
    stage.photograph("history")
    pane.show_push(2)
    stage.walk.wait("Opening a push", lambda: pane.history.page.outcomes.table.item_at(0))
    stage.photograph("history-push")
    click(pane.history.page.parts.chip("requests"))
    stage.walk.wait("Showing requests", lambda: pane.history.page.requests.table.item_at(0))
    pane.history.page.requests.select_row(0)
    stage.photograph("history-request")


if __name__ == "__main__":
    sys.exit(draw(play_loop, sizes=BOTH))
