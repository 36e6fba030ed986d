"""Draws each vendor's tab, light and dark: `python -m tests.screenshots.vendors FOLDER`."""

from __future__ import annotations

import json
import sys
from urllib.request import ProxyHandler, Request, build_opener

from app.services.edit_records import set_values
from app.values import RecordQuery
from tests.screenshots.drive import draw
from tests.screenshots.stage import Stage, look_at_vendors

_PLACE = 3  # an order of the demo with nothing pending


def play_vendors(stage: Stage) -> None:
    """Look at each vendor's records, then at what only some of them have."""
    stage.walk.open()
    look_at_vendors(stage)
    _filter(stage)
    _act(stage)
    _disagree(stage)


def _filter(stage: Stage) -> None:
    stage.window.show_vendor("flxpoint")
    records = stage.pane.records
    records.head.quick.chip("sync-error").click()
    stage.walk.wait("Filtering", lambda: 0 < records.table.count < 10)
    stage.photograph("flxpoint-with-error")
    records.head.quick.chip("sync-error").click()


def _act(stage: Stage) -> None:
    stage.window.show_vendor("kibo")
    stage.pane.records.grid.go_to(0, 2)
    stage.pane.run_action("disable")
    stage.walk.wait("Asking", stage.pane.acting.result.isVisible)
    stage.photograph("kibo-action-question")
    button = stage.pane.acting.result.button("confirm")
    assert button is not None
    button.click()
    stage.walk.wait("Acting", lambda: not stage.pane.acting.is_running)
    stage.photograph("kibo-action-done")


def _disagree(stage: Stage) -> None:
    """Let the vendor's side change under a pending edit, read, and decide."""
    stage.window.show_vendor("flxpoint")
    workspace, pane = stage.window.session.workspace, stage.pane
    kind = pane.records.kind.id
    pane.records.show_filter("all")
    record = workspace.store.records.page(RecordQuery(kind, pane.connection.id), limit=_PLACE + 1)[_PLACE]
    _write_there(stage, record.key, accountingSynced=False, externalAccountingId="INV-39000")
    pane.pull()
    stage.walk.wait("Reading", lambda: not pane.reading.is_running)
    pane.reading.result.hide()
    set_values(workspace, kind, record.id, {"accountingSynced": "yes", "externalAccountingId": "INV-40213"})
    _write_there(stage, record.key, accountingSynced=None, externalAccountingId="INV-39999")
    pane.pull()
    stage.walk.wait("Reading", lambda: not pane.reading.is_running)
    pane.records.show_filter("conflicts")
    stage.walk.wait("Filtering", lambda: pane.records.table.count == 1)
    stage.photograph("flxpoint-conflict")
    button = pane.reading.result.button("conflicts")
    assert button is not None
    button.click()
    stage.walk.wait("Reviewing", pane.review.detail.conflicts.isVisible)
    pane.review.detail.conflicts.choose("theirs")
    stage.photograph("flxpoint-review-conflict")


def _write_there(stage: Stage, order: str, **fields: object) -> None:
    """Write to an order as somebody else's accounting does."""
    connection = stage.pane.connection
    request = Request(  # noqa: S310  the sandbox's own address
        f"{connection.base_url}/orders/{order}/accounting-sync",
        data=json.dumps(fields).encode(),
        method="PATCH",
        headers={"Content-Type": "application/json", "X-API-TOKEN": _token(stage)},
    )
    build_opener(ProxyHandler({})).open(request, timeout=10).close()


def _token(stage: Stage) -> str:
    credentials = stage.window.session.workspace.credentials
    return str(credentials.get(stage.pane.connection.credential_id)["api_token"])


if __name__ == "__main__":
    sys.exit(draw(play_vendors))
