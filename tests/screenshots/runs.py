"""Draws a push in every state it can stand in, light and dark: `python -m tests.screenshots.runs FOLDER`."""

from __future__ import annotations

import json
import sys
import urllib.request
from dataclasses import replace

from app.jobs import Halt
from app.services.edit_records import set_values
from app.values import PushOptions, RecordQuery
from tests.screenshots.drive import BOTH, draw
from tests.screenshots.stage import Stage
from ui.demo_walk import click
from ui.dialogs import ask

SIZES = {**BOTH, "narrow": (820, 700)}
KIND = "traede.customers"


def play_runs(stage: Stage) -> None:
    """Push some customers again and again, with something else in the way each time."""
    stage.walk.open()
    _slow_down(stage)
    _wait_and_pause(stage)
    _refuse_sign_in(stage)
    _fail_in_a_row(stage)
    _lose_network(stage)
    _fail_by_half(stage)
    _try_a_few(stage)
    _leave_unknown(stage)
    _close(stage)


def _slow_down(stage: Stage) -> None:
    """One customer a request, so that a push has a middle."""
    workspace = stage.window.session.workspace
    connection = replace(stage.pane.connection, options={"batch_size": 1})
    workspace.store.connections.update(connection)
    workspace.settings = replace(workspace.settings, failures_in_a_row_stop=3)


def _wait_and_pause(stage: Stage) -> None:
    _begin(stage, {"fault": "too_many", "retry_after": 40, "after": 4}, seed=1)
    _await(stage, Halt.WAITING)
    stage.photograph("run-waiting")
    click(stage.pane.strip.progress.controls.pause)
    _await(stage, Halt.PAUSED)
    stage.photograph("run-paused")
    _stop(stage)


def _refuse_sign_in(stage: Stage) -> None:
    _begin(stage, {"fault": "status", "status": 401, "after": 5, "times": 0}, seed=2)
    _await(stage, Halt.SIGN_IN)
    stage.photograph("run-sign-in")
    _stop(stage)


def _fail_in_a_row(stage: Stage) -> None:
    workspace = stage.window.session.workspace
    workspace.settings = replace(workspace.settings, retry_tries=1)
    _begin(stage, {"fault": "status", "status": 503, "after": 4, "times": 3}, seed=3)
    _await(stage, Halt.FAILURES)
    stage.photograph("run-failures")
    _stop(stage)
    _settle(stage)


def _lose_network(stage: Stage) -> None:
    workspace = stage.window.session.workspace
    there = workspace.store.connections.get(stage.pane.connection.id)
    workspace.store.connections.update(replace(there, base_url="http://127.0.0.1:9/traede"))
    _begin(stage, seed=4)
    _await(stage, Halt.NETWORK)
    stage.photograph("run-no-network")
    _stop(stage)
    workspace.store.connections.update(there)


def _fail_by_half(stage: Stage) -> None:
    body = {"errors": [{"status": 422, "detail": "The price list is closed."}]}
    _begin(stage, {"fault": "status", "status": 422, "body": body, "after": 3, "times": 4}, seed=5)
    _finish(stage)
    stage.photograph("run-half-failed")


def _leave_unknown(stage: Stage) -> None:
    _begin(stage, {"fault": "lose_answer", "after": 2, "times": 2}, seed=6)
    _finish(stage)
    stage.photograph("run-unknown")
    _ask_a_person(stage)


def _ask_a_person(stage: Stage) -> None:
    """See the unknown ones in Review, and what is asked where settling does not tell either."""
    pane = stage.pane
    pane.show_page("review")
    stage.walk.wait("Reviewing", lambda: _unknown_row(stage) >= 0)
    pane.review.table.select_row(_unknown_row(stage))
    stage.photograph("run-unknown-review")
    _set_faults(stage, {"fault": "lose_answer", "times": 0})
    _settle(stage)
    stage.walk.wait("Asking", pane.strip.unknown.isVisible)
    stage.photograph("run-asking")
    _set_faults(stage)
    _settle(stage)


def _unknown_row(stage: Stage) -> int:
    table = stage.pane.review.table.table
    shown = ((row, table.item_at(row)) for row in range(table.count))
    return next((row for row, item in shown if item is not None and item.record.busy == "unknown"), -1)


def _try_a_few(stage: Stage) -> None:
    _edit(stage, seed=7)
    pane = stage.pane
    pane.show_page("review")
    stage.walk.wait("Reviewing", pane.review.head.comment.isVisible)
    pane.review.head.comment.setText("Discounts of spring, agreed with the shops")
    stage.photograph("run-comment")
    click(pane.review.head.trial)
    _finish(stage)
    stage.walk.wait("Asking for the rest", lambda: pane.strip.result.button("rest"))
    stage.photograph("run-trial")


def _close(stage: Stage) -> None:
    """Close in the middle of a push, and look at what the next start would offer."""
    ask.confirms = lambda *_: True
    _begin(stage, {"fault": "late", "seconds": 2, "after": 3}, seed=8)
    job = stage.pane.strip._job
    assert job is not None
    stage.walk.wait("Being in the middle", lambda: job.context.latest.counts.get("applied", 0) >= 3)
    stage.window.close()
    stage.photograph("run-closing")
    stage.walk.wait("Closing", lambda: not stage.window.isVisible())


def _begin(stage: Stage, *faults: dict[str, object], seed: int) -> None:
    """Edit some customers and push them."""
    _set_faults(stage, *faults)
    _edit(stage, seed=seed)
    stage.pane.start_push(PushOptions(is_confirmed=True))


def _edit(stage: Stage, *, seed: int) -> None:
    workspace, pane = stage.window.session.workspace, stage.pane
    pane.show_page("records")
    query = RecordQuery(KIND, pane.connection.id)
    for record in workspace.store.records.page(query, offset=10, limit=9):
        set_values(workspace, KIND, record.id, {"discount_percentage": str(seed)})
    pane.refresh()


def _await(stage: Stage, halt: Halt) -> None:
    job = stage.pane.strip._job
    assert job is not None
    stage.walk.wait(f"Standing still: {halt}", lambda: job.context.latest.halt is halt)


def _stop(stage: Stage) -> None:
    _set_faults(stage)
    click(stage.pane.strip.progress.controls.stop)
    _finish(stage)


def _settle(stage: Stage) -> None:
    stage.pane.strip.settle()
    _finish(stage)


def _finish(stage: Stage) -> None:
    stage.walk.wait("Ending", lambda: not stage.pane.strip.is_running)


def _set_faults(stage: Stage, *faults: dict[str, object]) -> None:
    result = stage.startup.result
    assert result is not None
    for method, value in (("DELETE", None), ("POST", [{"vendor": "traede", **fault} for fault in faults])):
        body = json.dumps(value).encode()
        url = f"{result.control_url}/faults"
        request = urllib.request.Request(url, data=body, method=method)  # noqa: S310  loopback
        with urllib.request.urlopen(request) as answer:  # noqa: S310  as above
            answer.read()


if __name__ == "__main__":
    sys.exit(draw(play_runs, sizes=SIZES))
