"""Which buyers may be what a lost create made: pure, and against a marketplace with others in it."""

from __future__ import annotations

from typing import Any

import pytest

from app.net.requests import Request
from app.push.candidates import Candidate, likeness, matched, may_be
from app.records.change import Edits, JsonObject, working_copy
from app.store.journal_values import Entry, Frozen
from app.values import BaseState, Change
from app.vendors.declaration import Effect, Step
from app.vendors.registry import kind_named
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import counts
from tests.app.push.test_softwareone import add, buyer, nameless

KIND = kind_named("softwareone.buyers")


def lost(number: int, edits: Edits) -> tuple[Entry, Frozen]:
    step = Step("create", Request("POST", "/buyers", is_idempotent=False), (Effect(number, tuple(edits)),))
    frozen = Frozen(number, KIND.id, "", Change.ADDED, edits, {}, BaseState.ABSENT, {})
    return Entry(number, 1, KIND.id, step, {}), frozen


def made(name: str, edits: Edits, *, owner: int = 0, **more: Any) -> Candidate:
    return Candidate(name, working_copy({"id": name}, {**edits, **more}), owner)


def found(waiting: list[tuple[Entry, Frozen]], *candidates: Candidate) -> dict[int, tuple[list[str], bool]]:
    """*Shape*: record → (the buyers it may be, whether that is sure)."""
    pairs = matched(KIND, waiting, candidates)
    return {frozen.record_id: ([one.id for one in mine], sure) for _, frozen, mine, sure in pairs}


def test_the_one_that_holds_all_that_was_sent_is_sure() -> None:
    others = made("BUY-2", nameless(2)), made("BUY-3", {**nameless(1), "address.city": "Bonn"})
    assert found([lost(1, nameless(1))], made("BUY-1", nameless(1)), *others) == {1: (["BUY-1"], True)}


def test_a_masked_field_is_left_aside() -> None:
    sent = {**nameless(1), "taxId": "DE123456"}
    assert found([lost(1, sent)], made("BUY-1", nameless(1), taxId="DE****56")) == {1: (["BUY-1"], True)}


def test_an_erp_contact_that_was_sent_must_match() -> None:
    assert found([lost(1, buyer(1))], made("BUY-1", nameless(1))) == {1: ([], False)}


def test_several_that_fit_are_not_sure() -> None:
    twins = made("BUY-1", nameless(1)), made("BUY-2", nameless(1))
    assert found([lost(1, nameless(1))], *twins) == {1: (["BUY-1", "BUY-2"], False)}


def test_one_id_settles_one_record() -> None:
    both = [lost(1, nameless(1)), lost(2, {**nameless(1), "externalIds.erpCustomer": "C"})]
    one = made("BUY-1", {**nameless(1), "externalIds.erpCustomer": "C"})
    assert found(both, one) == {1: (["BUY-1"], False), 2: (["BUY-1"], False)}


def test_one_that_another_record_has_is_not_sure() -> None:
    assert found([lost(1, nameless(1))], made("BUY-1", nameless(1), owner=7)) == {1: (["BUY-1"], False)}


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ({"name": "Müller & Søn 1 "}, True),
        ({"name": "Müller & Søn 2"}, False),
        ({}, True),
        ({"name": "Müller & Søn 1", "address": {"city": "Bonn"}}, False),
    ],
)
def test_what_a_list_leaves_out_contradicts_nothing(shown: JsonObject, *, expected: bool) -> None:
    _, frozen = lost(1, nameless(1))
    assert may_be(KIND, shown, [likeness(KIND, frozen)]) is expected


def test_one_that_another_of_our_creates_made_is_out(desk_at: Open) -> None:
    """The first was accepted; its equal is lost afterwards, and never takes the first one's id."""
    desk: Desk = desk_at("softwareone")
    ids = [desk.save(nameless(1), base_state=BaseState.ABSENT) for _ in range(2)]
    desk.fault("status", status=502, match={"method": "POST"}, after=1)
    assert desk.push().counts == counts(applied=1, failed=1)
    keys = [desk.record(one).key for one in ids]
    assert sorted(bool(key) for key in keys) == [False, True]


def test_one_that_existed_before_is_out(desk_at: Open) -> None:
    desk = desk_at("softwareone")
    add(desk, 1)
    desk.push()
    earlier = desk.record(1).key
    desk.workspace.store.records.remove(desk.kind.id, [1])
    desk.behave(clock_skew_seconds=60)  # a minute later there
    (record_id,) = add(desk, 1)
    desk.fault("status", status=502, match={"method": "POST"})
    assert desk.push().counts == counts(failed=1)
    assert desk.record(record_id).key == "CC-1" != earlier
