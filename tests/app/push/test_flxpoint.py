"""Orders' accounting pushed to a vendor of two requests a second, whose answers may show nothing of it."""

from __future__ import annotations

from typing import Any

import pytest

from app.records.change import Edits
from app.services.edit_records import set_values
from app.values import BaseState
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import counts


@pytest.fixture
def desk(desk_at: Open) -> Desk:
    desk = desk_at("flxpoint", records=6)
    desk.behave(token_limit=0)
    return desk


@pytest.fixture(autouse=True)
def no_limit(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two requests a second are for one test only; the others do not wait."""
    if "limited" not in request.fixturenames:
        from app.net.limits import NoLimit  # noqa: PLC0415  only here

        monkeypatch.setattr("app.bootstrap._limiter", lambda vendor, secrets: NoLimit())


@pytest.fixture
def limited() -> None:
    """Marks the test that keeps the limit."""


def orders(desk: Desk) -> list[str]:
    return sorted(desk.held())


def unread(desk: Desk, key: str, **fields: Any) -> int:
    edits: Edits = {"id": int(key), "accountingSynced": True, "externalAccountingId": f"INV-{key}", **fields}
    return desk.save(edits)


def test_an_order_nobody_read_is_read_before_it_is_written(desk: Desk) -> None:
    ids = [unread(desk, key) for key in orders(desk)]
    result = desk.push()
    assert result.counts == counts(applied=6), desk.outcomes(result.push_id)
    assert [one["method"] for one in desk.requests()][:2] == ["GET", "PATCH"]
    assert desk.record(ids[0]).base_state is BaseState.KNOWN
    assert desk.record(ids[0]).base["externalAccountingId"] == f"INV-{orders(desk)[0]}"
    assert all(one["externalAccountingId"] == f"INV-{key}" for key, one in desk.held().items())


def test_what_the_vendor_holds_already_is_no_change(desk: Desk) -> None:
    key = orders(desk)[0]
    record_id = unread(desk, key)
    desk.push()
    held = desk.held()[key]
    desk.workspace.store.records.remove(desk.kind.id, [record_id])
    again = unread(desk, key)
    assert held["accountingSynced"] is True
    assert desk.push().counts == counts(skipped=1)
    assert desk.record(again).outcome_reason == "no-change"
    assert desk.record(again).edits == {}


def test_an_order_that_is_not_there_is_refused_in_words(desk: Desk) -> None:
    unread(desk, "999999999")
    unread(desk, orders(desk)[0])
    result = desk.push()
    assert result.counts == counts(applied=1, refused=1)
    refused = next(one for one in desk.outcomes(result.push_id) if one.outcome == "refused")
    assert "Flxpoint has no order 999999999" in refused.message


@pytest.mark.parametrize("fault", ["lose_answer", "cut", "html"])
def test_a_lost_answer_is_settled_by_reading(desk: Desk, fault: str) -> None:
    unread(desk, orders(desk)[0])
    apply = {"apply": "before"} if fault == "html" else {}
    desk.fault(fault, match={"method": "PATCH"}, **apply)
    result = desk.push()
    assert result.counts == counts(applied=1), desk.outcomes(result.push_id)
    assert len(desk.requests("PATCH")) == 1


def test_where_reading_shows_nothing_the_same_bytes_go_out_again(desk: Desk) -> None:
    desk.behave(show_accounting="never")
    unread(desk, orders(desk)[0])
    desk.fault("lose_answer", match={"method": "PATCH"})
    result = desk.push()
    assert result.counts == counts(applied=1), desk.outcomes(result.push_id)
    bodies = [one["body"] for one in desk.requests("PATCH")]
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]


def test_what_never_arrives_is_told_and_stays_pending(desk: Desk) -> None:
    record_id = unread(desk, orders(desk)[0])
    desk.fault("status", status=502, times=0, match={"method": "PATCH"})
    result = desk.push()
    assert result.counts == counts(failed=1), desk.outcomes(result.push_id)
    assert desk.record(record_id).edits
    desk.clear_faults()
    assert desk.push().counts == counts(applied=1)


def test_a_sync_lost_while_somebody_else_wrote_is_a_conflict(desk: Desk) -> None:
    key = orders(desk)[0]
    record_id = unread(desk, key)
    desk.with_settings(retry_tries=1)
    desk.fault("status", status=502, times=0, match={"method": "PATCH"})
    desk.fault("status", status=502, times=0, match={"method": "GET"}, after=1)
    assert desk.push().counts == counts(unknown=1)
    desk.clear_faults()
    pending = desk.pending(record_id, externalAccountingId="THEIRS")
    desk.send(next(iter(desk.kind.plan([pending], desk.options))).request)
    result = desk.settle()
    assert result.counts == counts(skipped=1), desk.outcomes(result.push_id)
    assert desk.record(record_id).is_in_conflict
    assert desk.held()[key]["externalAccountingId"] == "THEIRS"


def test_two_requests_a_second_are_kept_and_used(desk: Desk, limited: None) -> None:
    desk.behave(token_limit=2)
    for key in orders(desk)[:4]:
        unread(desk, key)
    assert desk.push().counts == counts(applied=4)
    assert desk.view().get("rate", {}).get("refused", 0) == 0
    assert all(one["status"] != 429 for one in desk.requests())


def test_an_item_of_another_order_is_held_back_once_the_order_was_read(desk: Desk) -> None:
    key, other = orders(desk)[:2]
    theirs = desk.held()[other]["items"][0]["id"]
    wrong = unread(
        desk, key, **{f"items[id={theirs}].id": theirs, f"items[id={theirs}].externalAccountingId": "X"}
    )
    right = unread(desk, other)
    result = desk.push()
    assert result.counts == counts(applied=1, skipped=1)
    told = {one.record_id: one for one in desk.outcomes(result.push_id)}
    assert (told[wrong].reason, told[right].outcome.value) == ("held-back", "applied")
    assert f"Item {theirs} is not among the items of this order" in told[wrong].message
    assert [one["path"] for one in desk.requests("PATCH")] == [f"/orders/{other}/accounting-sync"]
    assert any(one.is_error for one in desk.record(wrong).problems)


@pytest.mark.parametrize("unwritten", ["null", "absent"])
def test_what_was_emptied_here_and_is_written_anew_is_no_conflict(desk: Desk, unwritten: str) -> None:
    """Flxpoint takes an empty text to empty the sync error, and shows null for it."""
    desk.behave(unwritten=unwritten)
    key = orders(desk)[0]
    record_id = unread(desk, key, accountingSyncError="")
    desk.push()
    set_values(desk.workspace, desk.kind.id, record_id, {"accountingSyncError": "No such account"})
    assert desk.push().counts == counts(applied=1)
    assert desk.held()[key]["accountingSyncError"] == "No such account"


def test_fields_are_erased_on_the_wire_as_they_are_declared(desk: Desk) -> None:
    key = orders(desk)[0]
    record_id = unread(desk, key, accountingSyncError="No such account")
    desk.push()
    assert desk.record(record_id).base["accountingSyncError"] == "No such account"
    erased = ["accountingSyncError", "externalAccountingId"]
    set_values(desk.workspace, desk.kind.id, record_id, {}, erase=erased)
    assert desk.push().counts == counts(applied=1)
    body = desk.requests("PATCH")[-1]["body"]
    assert (body["accountingSyncError"], body["externalAccountingId"]) == ("", None)
