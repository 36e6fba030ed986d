"""A yes that is no full yes: the vendor shows other values than were sent, and the outcome says which."""

from __future__ import annotations

from typing import Any

import pytest

from app.push.overwritten import overwritten
from app.store.journal_values import Frozen
from app.values import BaseState, Change
from app.vendors.declaration import Effect
from app.vendors.registry import vendor_named
from tests.app.push.desk import Open
from tests.app.push.shop import counts

KIND = vendor_named("softwareone").kinds[0]
BASE = {"name": "Old", "taxId": "****5678", "address": {"addressLine2": "2nd floor"}}


def said(shown: dict[str, Any], **edits: Any) -> str:
    sent = {name.replace("__", "."): value for name, value in edits.items()}
    frozen = Frozen(1, KIND.id, "BUY-1", Change.CHANGED, sent, {}, BaseState.KNOWN, BASE)
    return overwritten(KIND, Effect(1, tuple(sent)), frozen, shown)


def test_a_field_that_came_back_as_it_was_sent_is_not_told() -> None:
    assert said({"name": "New"}, name="New") == ""


@pytest.mark.parametrize("shown", ["Old", "New Ltd", " New"])
def test_a_field_that_came_back_otherwise_is_named(shown: str) -> None:
    words = "The vendor accepted it, but shows another value than was sent: Name."
    assert said({"name": shown}, name="New") == words


def test_what_is_not_shown_or_shown_hidden_proves_nothing() -> None:
    assert said({"taxId": "****9999"}, name="New", taxId="12349999") == ""


def test_an_erased_field_may_be_shown_as_null_or_empty() -> None:
    for blank in (None, ""):
        assert said({"address": {"addressLine2": blank}}, address__addressLine2=None) == ""
    assert "Address line 2" in said({"address": {"addressLine2": "2nd"}}, address__addressLine2=None)


def test_what_an_erp_overwrites_is_said_in_the_outcome(desk_at: Open) -> None:
    desk = desk_at("softwareone", records=50)
    key = next(one["id"] for one in desk.view()["records"] if one["status"] == "Active")
    read = desk.read(key)
    record_id = desk.change(read, {"name": "A name that its ERP does not know"})
    result = desk.push()
    assert result.counts == counts(applied=1), desk.outcomes(result.push_id)
    record = desk.record(record_id)
    assert record.edits == {}
    assert record.base["name"] == read["name"]
    assert record.outcome_message == "The vendor accepted it, but shows another value than was sent: Name."
    (outcome,) = desk.outcomes(result.push_id)
    assert outcome.message == record.outcome_message
