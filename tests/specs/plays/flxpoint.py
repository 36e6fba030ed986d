"""Everything that is asked of Flxpoint; two requests a second, so no more than is needed."""

from __future__ import annotations

from app.records.change import Edits
from app.values import BaseState
from tests.specs.stage import Stage

VENDOR, RECORDS = "flxpoint", 3


def play(stage: Stage) -> None:
    """Play both families of page names, what can be written, and what is refused."""
    stage.scene("page")
    stage.probe()
    stage.place.pull()
    _syncs(stage)
    _refusals(stage)
    stage.scene("filterPageNumber")
    stage.place.behave(page_names="filter")
    stage.place.with_options(page_names="filterPageNumber", updated_since="2026-01-01T00:00:00Z").pull()
    stage.visit("GET", "/account")


def _syncs(stage: Stage) -> None:
    """Every field, an item with accounting items, then the same emptied."""
    (key, other, _) = (one.key for one in stage.place.listed())
    item = f"items[id={stage.place.record(key).base['items'][0]['id']}]"
    parts: Edits = {"externalAccountingId": "INV-1-1-A", "quantity": 2}
    order: Edits = {"accountingSynced": True, "externalAccountingId": "INV-1", "accountingSyncError": ""}
    stage.change(
        key,
        {
            **order,
            f"{item}.externalAccountingId": "INV-1-1",
            **{f"{item}.orderItemAccountingItems[+1].{name}": value for name, value in parts.items()},
        },
    )
    stage.change(other, {"accountingSynced": None, "accountingSyncError": "No account for DK"})
    stage.push(applied=2)
    stage.change(key, {"externalAccountingId": None, f"{item}.externalAccountingId": None})
    stage.push(applied=1)


def _refusals(stage: Stage) -> None:
    """An order that is not there, an item of another order, a wrong token."""
    stage.drop(stage.place.save({"id": 4, "accountingSynced": True}, base_state=BaseState.UNREAD).id, refused=1)
    key = stage.place.listed()[0].key
    stage.visit("PATCH", f"/orders/{key}/accounting-sync", b'{"items":[{"id":4,"externalAccountingId":"X"}]}')
    with stage.wrong_sign_in(api_token="wrong"):  # noqa: S106  wrong on purpose
        stage.probe(is_taken=False)
