"""Undoing accounting syncs: fields and accounting items are put back, null and absent apart."""

from __future__ import annotations

from typing import Any

import pytest

from app.net.limits import NoLimit
from app.records.change import Edits
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import counts
from tests.app.push.undoing import became, elsewhere, undone, words


@pytest.fixture
def desk(desk_at: Open, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("app.bootstrap._limiter", lambda vendor, secrets: NoLimit())
    desk = desk_at("flxpoint", records=4)
    desk.behave(token_limit=0)
    return desk


def first(desk: Desk) -> str:
    return min(desk.held())


def test_what_was_never_synced_is_empty_again(desk: Desk) -> None:
    key = first(desk)
    edits: Edits = {"accountingSynced": True, "externalAccountingId": "INV-1", "accountingSyncError": "No rate"}
    desk.save({"id": int(key), **edits})
    result = undone(desk, desk.push().push_id)
    held = desk.held()[key]
    assert became(desk, result.push_id) == {key: "reversed"}
    assert (held["accountingSynced"], held["externalAccountingId"]) == (None, None)
    assert held["accountingSyncError"] is None
    sent = desk.requests("PATCH")[-1]["body"]
    assert sent == {"accountingSynced": None, "externalAccountingId": None, "accountingSyncError": ""}


def test_what_was_synced_before_is_as_it_was(desk: Desk) -> None:
    key = first(desk)
    elsewhere(desk, key, {"accountingSynced": False, "externalAccountingId": "OLD"})
    desk.save({"id": int(key), "accountingSynced": True, "externalAccountingId": "NEW"})
    undone(desk, desk.push().push_id)
    held = desk.held()[key]
    assert (held["accountingSynced"], held["externalAccountingId"]) == (False, "OLD")


def test_accounting_items_are_put_back_item_by_item(desk: Desk) -> None:
    key = first(desk)
    item = desk.held()[key]["items"][0]["id"]
    place = f"items[id={item}].orderItemAccountingItems"
    before: Edits = {
        f"items[id={item}].externalAccountingId": "I-1",
        f"{place}[externalAccountingId=A].externalAccountingId": "A",
        f"{place}[externalAccountingId=A].quantity": 1,
    }
    elsewhere(desk, key, before)
    changed: Edits = {
        f"{place}[externalAccountingId=A].quantity": 5,
        f"{place}[externalAccountingId=B].externalAccountingId": "B",
        f"{place}[externalAccountingId=B].quantity": 2,
        f"items[id={item}].externalAccountingId": None,
    }
    desk.change(desk.read(key), changed)
    result = undone(desk, desk.push().push_id)
    held = desk.held()[key]["items"][0]
    assert became(desk, result.push_id) == {key: "reversed"}
    assert held["externalAccountingId"] == "I-1"
    assert held["orderItemAccountingItems"] == [{"externalAccountingId": "A", "quantity": 1}]


def test_a_field_that_somebody_changed_since_is_kept(desk: Desk) -> None:
    key = first(desk)
    desk.save({"id": int(key), "externalAccountingId": "INV-1", "accountingSynced": True})
    pushed = desk.push()
    elsewhere(desk, key, {"externalAccountingId": "INV-2"})
    result = undone(desk, pushed.push_id)
    assert became(desk, result.push_id) == {key: "kept"}
    assert words(desk, result.push_id) == "Accounting reference was changed since: it is “INV-2” now."
    held = desk.held()[key]
    assert (held["externalAccountingId"], held["accountingSynced"]) == ("INV-2", None)


@pytest.mark.parametrize(
    "behaviour", [{"show_accounting": "never"}, {"show_items": "never", "unwritten": "absent"}]
)
def test_where_orders_show_nothing_of_it_nothing_is_emptied_blindly(
    desk: Desk, behaviour: dict[str, Any]
) -> None:
    key = first(desk)
    item = desk.held()[key]["items"][0]["id"]
    elsewhere(desk, key, {f"items[id={item}].externalAccountingId": "I-1"})
    desk.behave(**behaviour)
    desk.save({"id": int(key), f"items[id={item}].externalAccountingId": "I-2"})
    pushed = desk.push()
    assert pushed.counts == counts(applied=1)
    result = undone(desk, pushed.push_id)
    assert became(desk, result.push_id) == {key: "impossible"}
    assert "not known" in words(desk, result.push_id)
    assert desk.held()[key]["items"][0]["externalAccountingId"] == "I-2"


def test_an_accounting_item_that_orders_do_not_show_is_not_told_as_taken_back(desk: Desk) -> None:
    key = first(desk)
    item = desk.held()[key]["items"][0]["id"]
    desk.behave(show_accounting="never")
    place = f"items[id={item}].orderItemAccountingItems[externalAccountingId=A]"
    desk.change(desk.read(key), {f"{place}.externalAccountingId": "A", f"{place}.quantity": 2})
    result = undone(desk, desk.push().push_id)
    assert became(desk, result.push_id) == {key: "impossible"}
    assert "does not show" in words(desk, result.push_id)
    assert desk.held()[key]["items"][0]["orderItemAccountingItems"] == [
        {"externalAccountingId": "A", "quantity": 2}
    ]


@pytest.mark.parametrize("unwritten", ["null", "absent"])
def test_null_and_absent_both_come_back_as_empty(desk: Desk, unwritten: str) -> None:
    desk.behave(unwritten=unwritten)
    key = first(desk)
    record_id = desk.save({"id": int(key), "externalAccountingId": "INV-1"})
    pushed = desk.push()
    (frozen,) = desk.workspace.store.journal.frozen_of_push(pushed.push_id, [record_id])
    result = undone(desk, pushed.push_id)
    assert frozen.before_seen == ({"externalAccountingId": None} if unwritten == "null" else {})
    assert became(desk, result.push_id) == {key: "reversed"}
    assert desk.held()[key]["externalAccountingId"] is None
