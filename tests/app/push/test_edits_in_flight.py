"""Edits while a push runs: nothing is lost, and base moves only by what was sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import NotAllowed
from app.jobs import Halt, JobContext
from app.records.change import value_at
from app.services.edit_records import delete_records, revert_records, set_values
from app.services.proposals import keep_proposal
from app.services.propose_file import propose
from app.values import BaseState
from tests.app.push.shop import KIND, InBackground, Shop, counts, in_flight, watched


def test_a_field_edited_in_flight_stays_pending_against_the_new_base(shop: Shop) -> None:
    (record_id,) = shop.add(["1"])
    shop.fault("late", seconds=0.4)
    running = in_flight(shop)
    set_values(shop.workspace, KIND.id, record_id, {"name": "Later"})
    assert running.result().counts == counts(applied=1)
    record = shop.record(record_id)
    assert record.base == {"customer_number": "1", "name": "Kunde 1 Å", "currency": "DKK"}
    assert record.edits == {"name": "Later"}
    assert (record.change, record.busy) == ("changed", "")
    shop.push()
    assert shop.held()["1"]["name"] == "Later"
    assert shop.record(record_id).edits == {}


def test_base_moves_only_by_what_was_sent(shop: Shop) -> None:
    (record_id,) = shop.add(["1"])
    shop.fault("late", seconds=0.4)
    running = in_flight(shop)
    set_values(shop.workspace, KIND.id, record_id, {"discount_percentage": "10"})
    running.result()
    record = shop.record(record_id)
    assert "discount_percentage" not in record.base
    assert value_at(record.base, "currency") == "DKK"
    assert record.edits == {"discount_percentage": 10.0}


def test_a_lost_answer_moves_no_base(shop: Shop) -> None:
    (record_id,) = shop.add(["1"])
    shop.fault("lose_answer", times=0)
    shop.push()
    record = shop.record(record_id)
    assert (record.base, record.base_state, record.busy) == ({}, BaseState.UNREAD, "unknown")
    assert not record.is_key_locked


@pytest.mark.parametrize("record_number", [0, 1], ids=["in flight", "still planned"])
def test_a_record_of_a_running_push_keeps_its_key_and_place(shop: Shop, record_number: int) -> None:
    record_id = shop.with_options(batch_size=1).add(["1", "2"])[record_number]
    shop.fault("late", seconds=0.4)
    running = in_flight(shop)
    for forbidden in (
        lambda: revert_records(shop.workspace, KIND.id, [record_id]),
        lambda: delete_records(shop.workspace, KIND.id, [record_id]),
        lambda: set_values(shop.workspace, KIND.id, record_id, {"customer_number": "3"}),
    ):
        with pytest.raises(NotAllowed, match="is being sent"):
            forbidden()
    assert running.result().counts == counts(applied=2)
    assert sorted(shop.held()) == ["1", "2"]


def test_edits_made_all_along_are_never_lost(shop: Shop) -> None:
    ids = shop.with_options(batch_size=3).add(map(str, range(12)))
    shop.behave(latency_ms=5)
    wanted = {}
    for turn in range(4):
        running = InBackground(shop)
        for record_id in ids[turn % 2 :: 2]:
            wanted[record_id] = f"Name {turn} of {record_id}"
            set_values(shop.workspace, KIND.id, record_id, {"name": wanted[record_id]})
        assert not running.result().stopped_because
    for record_id, name in wanted.items():
        record = shop.record(record_id)
        assert record.edits.get("name", record.base["name"]) == name
        assert shop.held()[record.key]["name"] == record.base["name"]
    shop.push()
    assert {one["name"] for one in shop.held().values()} == set(wanted.values())
    assert all(shop.record(one).change == "" for one in ids)


@pytest.mark.parametrize("state", ["sent", "unknown"])
def test_an_import_leaves_a_record_alone_that_is_sent_or_unknown(
    shop: Shop, tmp_path: Path, state: str
) -> None:
    (record_id,) = shop.add(["1"])
    running = InBackground(shop, watched(is_paused=True))
    running.await_halt(Halt.PAUSED)
    if state == "unknown":
        shop.fault("lose_answer", times=0)
        running.context.go_on()
        running.result()
    file = tmp_path / "again.csv"
    file.write_text("customer_number;name;currency\n1;From a file;DKK\n2;Another;DKK\n", encoding="utf-8")
    found = propose(shop.workspace, JobContext(), file, kind=KIND.id, connection_id=shop.connection.id)
    kept = keep_proposal(shop.workspace, JobContext(), found.id)
    words = {"sent": "is being sent just now", "unknown": "was sent and its outcome is not known yet"}[state]
    assert [words in one.message for one in kept.not_kept] == [True]
    assert "Settle it, then import the file again." in kept.not_kept[0].message
    assert shop.record(record_id).edits["name"] == "Kunde 1 Å"
    assert kept.added == 1
    if state == "sent":
        running.context.go_on()
        assert running.result().counts == counts(applied=1)
