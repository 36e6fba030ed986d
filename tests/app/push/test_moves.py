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
