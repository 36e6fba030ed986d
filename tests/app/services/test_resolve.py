"""Answering conflicts, and what other edits do to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.errors import NotAllowed, NotFound
from app.records.change import Edits
from app.records.merge import Conflict
from app.services.edit_records import revert_records, set_values
from app.services.resolve import resolve
from app.values import BaseState, Change, Connection, Record
from app.vendors.bring_in import brought_in
from app.vendors.registry import kind_named
from app.workspace import Workspace
from tests.app.conftest import TRAEDE

BASE = {
    "customer_number": "1",
    "name": "Old",
    "currency": "DKK",
    "addresses": [{"title": "Shop", "city": "Oslo"}],
}
EDITS: Edits = {"name": "Mine", "currency": "SEK", "addresses[title=Shop].city": "Bergen"}
THEIRS = {"name": "Theirs", "currency": "NOK", "addresses": [{"title": "Shop", "city": "Tromsø"}]}
Make = Callable[..., Record]


@pytest.fixture
def clashing(workspace: Workspace, connection: Connection) -> Make:
    """Put in a customer with three fields changed on both sides."""

    def make(**fields: Any) -> Record:
        record = Record(0, TRAEDE, connection.id, "1", BaseState.KNOWN, BASE, EDITS, is_key_locked=True)
        kind = kind_named(TRAEDE)
        options = {"addresses_sync_mode": "append", "addresses_sync_key": "address_title"}
        merged = brought_in(kind, record, THEIRS, options)
        (record_id,) = workspace.store.records.save([replace(merged, **fields)])
        return workspace.store.records.get(TRAEDE, record_id)

    return make


def look(workspace: Workspace, record: Record) -> Record:
    return workspace.store.records.get(TRAEDE, record.id)


def test_mine_keeps_the_edits_against_what_the_vendor_holds_now(workspace: Workspace, clashing: Make) -> None:
    record = clashing()
    assert len(record.conflicts) == 3
    resolve(workspace, TRAEDE, [record.id], take="mine")
    after = look(workspace, record)
    assert (after.edits, after.conflicts, after.base["name"]) == (EDITS, (), "Theirs")
    assert not [one for one in after.problems if "both sides" in one.message]


def test_theirs_drops_the_edits(workspace: Workspace, clashing: Make) -> None:
    record = clashing()
    resolve(workspace, TRAEDE, [record.id], take="theirs")
    after = look(workspace, record)
    assert (after.edits, after.conflicts, after.change) == ({}, (), Change.NONE)


@pytest.mark.parametrize("path", ["addresses[title=Shop].city", "addresses.city"])
def test_one_field_is_answered_alone(workspace: Workspace, clashing: Make, path: str) -> None:
    record = clashing()
    resolve(workspace, TRAEDE, [record.id], take="theirs", path=path)
    after = look(workspace, record)
    assert after.edits == {"name": "Mine", "currency": "SEK"}
    assert [one.path for one in after.conflicts] == ["name", "currency"]


def test_a_field_without_a_conflict_is_refused(workspace: Workspace, clashing: Make) -> None:
    record = clashing()
    with pytest.raises(NotFound, match="no conflict in active"):
        resolve(workspace, TRAEDE, [record.id], take="mine", path="active")


@pytest.mark.parametrize("busy", ["sent", "unknown"])
def test_a_record_in_flight_is_refused(workspace: Workspace, clashing: Make, busy: Any) -> None:
    record = clashing(busy=busy)
    with pytest.raises(NotAllowed, match="conflicts cannot be answered"):
        resolve(workspace, TRAEDE, [record.id], take="mine")


def test_reverting_a_field_takes_theirs(workspace: Workspace, clashing: Make) -> None:
    record = clashing()
    revert_records(workspace, TRAEDE, [record.id], "name")
    after = look(workspace, record)
    assert "name" not in after.edits
    assert [one.path for one in after.conflicts] == ["currency", "addresses[title=Shop].city"]
    revert_records(workspace, TRAEDE, [record.id])
    assert look(workspace, record).conflicts == ()


def test_typing_another_value_keeps_the_conflict_open(workspace: Workspace, clashing: Make) -> None:
    record = clashing()
    after = set_values(workspace, TRAEDE, record.id, {"name": "Newer"})
    assert after.conflicts[0] == Conflict("name", "Old", "Newer", "Theirs")


def test_typing_their_value_ends_the_conflict(workspace: Workspace, clashing: Make) -> None:
    record = clashing()
    after = set_values(workspace, TRAEDE, record.id, {"name": "Theirs"})
    assert [one.path for one in after.conflicts] == ["currency", "addresses[title=Shop].city"]
