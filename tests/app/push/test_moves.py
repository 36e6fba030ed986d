"""How base moves when the vendor was seen to hold what was sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.push.moves import is_untouched, moved
from app.store.journal_values import Frozen
from app.values import BaseState, Change, Record
from app.vendors.assess import assessed
from app.vendors.declaration import Effect
from tests.app.push.shop import KIND, VENDOR, address, customer

OPTIONS = VENDOR.options_with_defaults({})


def record(edits: dict[str, Any], **fields: Any) -> Record:
    return assessed(KIND, replace(Record(1, KIND.id, 1, "", BaseState.UNREAD, {}, edits), **fields), OPTIONS)


def after(now: Record, sent: Record, **effect: Any) -> Record:
    what = {"paths": tuple(sent.edits), **effect}
    return moved(KIND, now, Frozen.of(sent), Effect(1, **what), OPTIONS)


def test_what_was_sent_becomes_base() -> None:
    sent = record(customer("1", **address("Shop")))
    done = after(sent, sent)
    assert done.base["addresses"][0]["title"] == "Shop"
    assert (done.edits, done.change, done.base_state) == ({}, Change.NONE, BaseState.KNOWN)
    assert done.is_key_locked


def test_only_the_paths_of_the_effect_move() -> None:
    sent = record(customer("1"))
    done = after(sent, sent, paths=("customer_number", "name"))
    assert done.base == {"customer_number": "1", "name": "Kunde 1 Å"}
    assert done.edits == {"currency": "DKK"}
    assert done.change is Change.CHANGED


def test_a_field_edited_since_stays_pending() -> None:
    sent = record(customer("1"))
    now = record({**sent.edits, "name": "Later"})
    done = after(now, sent)
    assert (done.base["name"], done.edits) == ("Kunde 1 Å", {"name": "Later"})


def test_a_field_taken_back_since_is_what_the_vendor_holds() -> None:
    sent = record(customer("1"))
    taken_back = {path: value for path, value in sent.edits.items() if path != "name"}
    done = after(record(taken_back), sent)
    assert (done.base["name"], done.edits) == ("Kunde 1 Å", {})


def shown(now: Record, sent: Record, **theirs: Any) -> Record:
    """What becomes of a record whose accepted answer shows it."""
    effect = Effect(1, tuple(sent.edits))
    return moved(KIND, now, Frozen.of(sent), effect, OPTIONS, theirs={**sent.base, **theirs})


def test_a_field_edited_since_that_the_answer_shows_changed_waits_for_a_person() -> None:
    base = {"customer_number": "1", "name": "Old", "discount_percentage": 5.0}
    sent = record({"name": "New"}, base=base, base_state=BaseState.KNOWN)
    now = replace(sent, edits={"name": "New", "discount_percentage": 10.0})
    done = shown(now, sent, name="New", discount_percentage=7.0)
    assert (done.base["discount_percentage"], done.edits) == (7.0, {"discount_percentage": 10.0})
    assert [(one.path, one.base, one.theirs) for one in done.conflicts] == [("discount_percentage", 5.0, 7.0)]


def test_a_sent_field_edited_since_goes_on_against_what_the_answer_shows() -> None:
    base = {"customer_number": "1", "name": "Old"}
    sent = record({"name": "New "}, base=base, base_state=BaseState.KNOWN)
    done = shown(replace(sent, edits={"name": "Later"}), sent, name="New")
    assert (done.base["name"], done.edits, done.conflicts) == ("New", {"name": "Later"}, ())


def test_an_applied_delete_leaves_nothing() -> None:
    sent = record({}, base={"customer_number": "1"}, base_state=BaseState.KNOWN, is_deleting=True)
    done = after(sent, sent, paths=(), deletes=True)
    assert (done.base, done.base_state, done.change) == ({}, BaseState.ABSENT, Change.NONE)
    assert not done.is_key_locked


def test_only_the_very_same_content_is_untouched() -> None:
    sent = record(customer("1"))
    frozen = Frozen.of(sent)
    assert is_untouched(sent, frozen)
    assert not is_untouched(record({**sent.edits, "name": "Later"}), frozen)
    assert not is_untouched(replace(sent, directives={"addresses_sync_mode": "replace"}), frozen)
    assert not is_untouched(replace(sent, change=Change.DELETED), frozen)
