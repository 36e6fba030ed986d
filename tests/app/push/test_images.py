"""What a push keeps of each record it writes: how the vendor held it before, and after."""

from __future__ import annotations

from app.store.journal_values import Frozen
from app.store.undos import Applied
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import counts
from tests.app.push.test_kibo import rep, reps, spare
from tests.app.push.test_softwareone import add


def kept(desk: Desk, push_id: int, record_id: int) -> tuple[Frozen, tuple[Applied, ...]]:
    undos = desk.workspace.store.undos
    (frozen,) = desk.workspace.store.journal.frozen_of_push(push_id, [record_id])
    return frozen, undos.applied(push_id, desk.kind.id, [record_id]).get(record_id, ())


def test_a_record_nobody_had_read_is_kept_as_it_was_read_right_before(desk_at: Open) -> None:
    desk = desk_at("kibo", records=3)
    key = min(desk.held())
    held = desk.held()[key]
    record_id = desk.save({"id": int(key), "taxId": "DK1", "externalId": "C-1"})
    result = desk.push()
    frozen, (effect,) = kept(desk, result.push_id, record_id)
    assert result.counts == counts(applied=1)
    assert frozen.before_seen == {"taxId": held["taxId"], "externalId": held["externalId"]}
    assert effect.after_seen == {"taxId": "DK1", "externalId": "C-1"}


def test_each_request_keeps_what_its_own_answer_showed(desk_at: Open) -> None:
    desk = desk_at("kibo", records=3)
    key, user = min(desk.held()), spare(desk)[0]
    before = reps(desk, key)
    record_id = desk.change(desk.read(key), {"taxId": "DK1", **rep(user)})
    frozen, effects = kept(desk, desk.push().push_id, record_id)
    shown = [set(effect.after_seen or ()) for effect in effects]
    assert [effect.operation for effect in effects] == ["update", "add-rep"]
    assert shown == [{"taxId"}, {"salesReps"}]
    assert {one["adminUserId"] for one in (frozen.before_seen or {})["salesReps"]} == before


def test_a_create_has_no_image_before_and_one_after(desk_at: Open) -> None:
    desk = desk_at("softwareone")
    (record_id,) = add(desk, 1)
    frozen, (effect,) = kept(desk, desk.push().push_id, record_id)
    assert frozen.before_seen is None
    assert effect.after_seen is not None
    assert effect.after_seen["address"]["city"] == "Dresden"


def test_what_the_vendor_had_already_is_told_from_our_doing(desk_at: Open) -> None:
    desk = desk_at("kibo", records=3)
    key, user = min(desk.held()), spare(desk)[0]
    record_id = desk.change(desk.read(key), rep(user))
    path = f"{key}/salesrep/{user}"
    body = {"errorCode": "ITEM_ALREADY_EXISTS", "message": "The rep is already assigned."}
    desk.fault("status", status=409, body=body, match={"method": "POST", "path": path})
    result = desk.push()
    _, effects = kept(desk, result.push_id, record_id)
    assert [effect.was_already for effect in effects] == [True]
