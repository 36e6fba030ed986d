"""Reading whole connections: what is merged, what is left alone, and what counts as gone."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.errors import NotAllowed, NoWayToRead
from app.jobs import JobContext
from app.net.requests import Request
from app.services import pull as pull_service
from app.services.push import push
from app.services.resolve import resolve
from app.values import BaseState, Change, Pulled, PushOptions, SkipReason
from tests.app.push.shop import Shop
from tests.app.services.place import Place

READABLE = ("flxpoint", "kibo", "softwareone")
Connect = Callable[..., Place]


def sync(order: str, **fields: Any) -> Request:
    """Let the accounting of somebody else write to an order."""
    return Request(
        "PATCH",
        f"/orders/{order}/accounting-sync",
        body=json.dumps(fields).encode(),
        content_type="application/json",
        is_idempotent=True,
        names_record=True,
    )


@pytest.mark.parametrize("vendor", READABLE)
def test_a_first_pull_adds_all_and_a_second_finds_no_news(place: Connect, vendor: str) -> None:
    opened = place(vendor, records=5)
    assert opened.pull() == Pulled(read=5, added=5)
    assert opened.pull() == Pulled(read=5)
    assert {one.base_state for one in opened.listed()} == {BaseState.KNOWN}
    assert [one for one in opened.listed() if one.change is not Change.NONE] == []
    assert {one.key for one in opened.listed()} == {str(one["id"]) for one in opened.at_vendor()}


@pytest.mark.parametrize(("vendor", "option"), [("flxpoint", "page_size"), ("kibo", "page_size")])
def test_all_pages_are_read(place: Connect, vendor: str, option: str) -> None:
    opened = place(vendor, records=5).with_options(**{option: 2})
    assert opened.pull() == Pulled(read=5, added=5)


@pytest.mark.parametrize("vendor", READABLE)
def test_what_the_vendor_no_longer_has_is_gone_once_a_read_says_so(place: Connect, vendor: str) -> None:
    opened = place(vendor, records=5)
    opened.pull()
    opened.reset(3)
    assert opened.pull().gone == 2
    assert len(opened.listed()) == 3
    assert opened.pull().gone == 0


def test_a_record_that_only_drifted_out_of_the_list_stays(place: Connect) -> None:
    opened = place("flxpoint", records=4)
    opened.pull()
    opened.fault("status", status=200, body=[], match={"path": "/orders"})
    assert opened.pull() == Pulled(read=0)
    assert len(opened.listed()) == 4


def test_a_list_that_is_a_part_says_nothing_of_the_rest(place: Connect) -> None:
    opened = place("flxpoint", records=4)
    opened.pull()
    opened.forget_requests()
    opened.with_options(updated_since="2999-01-01T00:00:00Z")
    assert opened.pull() == Pulled(read=0)
    assert len(opened.requests("/orders/")) == 0


def test_edits_stay_and_a_field_changed_on_both_sides_waits(place: Connect) -> None:
    opened = place("flxpoint", records=3)
    opened.pull()
    first, second, _ = (one.key for one in opened.listed())
    opened.put(replace(opened.record(first), edits={"externalAccountingId": "MINE"}))
    opened.put(replace(opened.record(second), edits={"externalAccountingId": "MINE"}))
    opened.ask(sync(first, externalAccountingId="THEIRS"))
    opened.ask(sync(second, accountingSyncError="no such account"))
    assert opened.pull() == Pulled(read=3, changed=2, conflicts=1)
    (clash,) = opened.record(first).conflicts
    assert (clash.path, clash.mine, clash.theirs) == ("externalAccountingId", "MINE", "THEIRS")
    merged = opened.record(second)
    assert (merged.base["accountingSyncError"], merged.edits) == (
        "no such account",
        {"externalAccountingId": "MINE"},
    )
    assert opened.pull() == Pulled(read=3, conflicts=1)


def test_a_record_in_conflict_is_not_pushed_until_it_is_answered(place: Connect) -> None:
    opened = place("flxpoint", records=2)
    opened.pull()
    key = opened.listed()[0].key
    opened.put(replace(opened.record(key), edits={"externalAccountingId": "MINE"}))
    opened.ask(sync(key, externalAccountingId="THEIRS"))
    opened.pull()
    held = push(opened.workspace, JobContext(), opened.connection.id, PushOptions(is_confirmed=True))
    assert opened.outcomes(held)[key].reason == SkipReason.CONFLICT
    assert held.exit_code == 3
    resolve(opened.workspace, opened.kind.id, [opened.record(key).id], take="mine")
    sent = push(opened.workspace, JobContext(), opened.connection.id, PushOptions(is_confirmed=True))
    assert sent.counts["applied"] == 1
    assert opened.pull().conflicts == 0


def test_a_row_from_a_file_becomes_known_and_stays_a_change(place: Connect) -> None:
    opened = place("flxpoint", records=2)
    number = int(opened.at_vendor()[0]["id"])
    before = opened.save({"id": number, "externalAccountingId": "INV-1"})
    assert before.change is Change.CHANGED
    assert opened.pull() == Pulled(read=2, added=1, changed=1)
    after = opened.record(str(number))
    assert after.id == before.id
    assert (after.base_state, after.edits) == (BaseState.KNOWN, {"externalAccountingId": "INV-1"})


def test_a_buyer_without_an_id_is_found_by_its_erp_contact(place: Connect) -> None:
    opened = place("softwareone", records=6)
    theirs = next(one for one in opened.at_vendor() if one.get("externalIds", {}).get("erpCompanyContact"))
    contact = theirs["externalIds"]["erpCompanyContact"]
    mine = opened.save(
        {"externalIds.erpCompanyContact": contact, "name": "New name"}, base_state=BaseState.ABSENT
    )
    opened.pull()
    after = opened.workspace.store.records.get(opened.kind.id, mine.id)
    assert (after.key, after.base_state, after.edits) == (theirs["id"], BaseState.KNOWN, {"name": "New name"})
    assert opened.record(contact).id == mine.id
    assert len(opened.listed()) == len(opened.at_vendor())


@pytest.mark.parametrize("busy", ["sent", "unknown"])
def test_a_record_in_flight_or_unknown_is_not_touched(place: Connect, busy: Any) -> None:
    opened = place("kibo", records=3)
    opened.pull()
    record = opened.listed()[0]
    opened.put(replace(record, busy=busy))
    opened.reset(0)
    assert opened.pull().gone == 2
    left = opened.workspace.store.records.get(opened.kind.id, record.id)
    assert (left.base, left.busy) == (record.base, busy)


def test_what_may_be_a_lost_create_is_left_to_be_settled(place: Connect) -> None:
    opened = place("softwareone", records=3)
    theirs = opened.at_vendor()[0]
    lost = opened.save(
        {"name": theirs["name"], "address.city": theirs["address"]["city"]}, base_state=BaseState.ABSENT
    )
    opened.put(replace(lost, busy="unknown", change=Change.ADDED))
    assert opened.pull().added == 2
    assert theirs["id"] not in {one.key for one in opened.listed()}


def test_a_changed_record_that_is_gone_waits_and_can_be_forgotten(place: Connect) -> None:
    opened = place("kibo", records=2)
    opened.pull()
    record = opened.listed()[1]
    opened.put(replace(record, edits={"companyOrOrganization": "Mine"}))
    opened.reset(1)
    assert opened.pull() == Pulled(read=1, changed=1, conflicts=1, gone=1)
    with pytest.raises(NotAllowed, match="no longer there"):
        resolve(opened.workspace, opened.kind.id, [record.id], take="mine")
    resolve(opened.workspace, opened.kind.id, [record.id], take="theirs")
    assert [one.id for one in opened.listed()] == [opened.listed()[0].id]


def test_a_record_that_came_back_is_the_same_record(place: Connect) -> None:
    opened = place("kibo", records=2)
    opened.pull()
    ids = {one.id for one in opened.listed()}
    opened.reset(0)
    opened.pull()
    assert opened.listed() == ()
    opened.reset(2)
    assert opened.pull().changed == 2
    assert {one.id for one in opened.listed()} == ids


def test_at_most_so_many_missing_records_are_looked_for(
    place: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = place("kibo", records=4)
    opened.pull()
    opened.reset(0)
    monkeypatch.setattr(pull_service, "MOST_LOOKED_FOR", 3)
    assert opened.pull() == Pulled(gone=3, unchecked=1)
    assert opened.pull() == Pulled(gone=1)


def test_a_vendor_without_a_list_says_so(pushing_shop: Shop) -> None:
    with pytest.raises(NoWayToRead, match="no way to read customers"):
        pull_service.pull(pushing_shop.workspace, JobContext(), pushing_shop.connection.id)
    assert pushing_shop.requests() == []


def test_no_pull_beside_a_push_or_a_pull_of_the_same_connection(place: Connect) -> None:
    opened = place("kibo", records=1)
    journal, now = opened.workspace.store.journal, opened.workspace.clock()
    with journal.reading(opened.connection):
        with pytest.raises(NotAllowed, match="being read"):
            opened.pull()
        with pytest.raises(NotAllowed, match="being read"):
            journal.begin(opened.connection, comment="", now=now)
        assert journal.has_open(opened.connection.id)
    push_id = journal.begin(opened.connection, comment="", now=now)
    with pytest.raises(NotAllowed, match="running already"):
        opened.pull()
    journal.finish(push_id, state="finished", stopped_because="", now=now)
    journal.live.discard(push_id)
    assert opened.pull().read == 1
