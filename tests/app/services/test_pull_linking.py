"""A create whose answer was lost and that a person called applied: a later pull finds it, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.errors import NotAllowed
from app.jobs import JobContext
from app.net.limits import NoLimit
from app.records.change import Edits
from app.services.edit_records import delete_records
from app.services.push import push
from app.services.settle import answer
from app.values import BaseState, Change, PushOptions, Record
from app.vendors.assess import pending_record
from tests.app.services.place import Place

ADDRESS = {
    "addressLine1": "Straße 1",
    "postCode": "01067",
    "city": "Dresden",
    "state": "Sachsen",
    "country": "DE",
}
BUYER: Edits = {"name": "Åse & Søn", **{f"address.{name}": value for name, value in ADDRESS.items()}}


@pytest.fixture
def market(place: Callable[..., Place], monkeypatch: pytest.MonkeyPatch) -> Place:
    """A marketplace that cannot be read while a create is lost, so that only a person can answer."""
    monkeypatch.setattr("app.push.settling.DISTANCES", (0.0,))
    monkeypatch.setattr("app.bootstrap._limiter", lambda vendor, secrets: NoLimit())
    return place("softwareone", records=2)


def lost(market: Place, edits: Edits) -> Record:
    """Push a create whose answer never comes, and answer that it was applied."""
    record = market.save(edits, base_state=BaseState.ABSENT)
    market.fault("lose_answer", match={"method": "POST"}, times=0)
    market.fault("status", status=500, match={"method": "GET"}, times=0, after=1)  # after the vendor's clock
    push(market.workspace, JobContext(), market.connection.id, PushOptions(is_confirmed=True))
    answer(market.workspace, market.connection.id, f"#{record.id}", is_applied=True)
    market.clear_faults()
    return market.workspace.store.records.get(market.kind.id, record.id)


def test_it_gets_the_key_it_has_there_and_is_listed_once(market: Place) -> None:
    record = lost(market, BUYER)
    assert (record.key, record.base_state, record.busy) == ("", BaseState.KNOWN, "")
    pulled = market.pull()
    after = market.workspace.store.records.get(market.kind.id, record.id)
    theirs = next(one for one in market.at_vendor() if one["name"] == BUYER["name"])
    assert (after.key, after.base["id"], after.change) == (theirs["id"], theirs["id"], Change.NONE)
    assert (pulled.added, pulled.changed, len(market.listed())) == (2, 1, 3)
    assert market.pull().changed == 0


def test_an_erp_contact_that_both_have_links_them_too(market: Place) -> None:
    record = lost(market, {**BUYER, "externalIds.erpCompanyContact": "DE-1"})
    market.pull()
    assert market.record("DE-1").id == record.id
    assert len(market.listed()) == 3


def test_an_edit_made_since_stays(market: Place) -> None:
    record = lost(market, BUYER)
    market.put(replace(record, edits={"name": "Bo"}))
    market.pull()
    after = market.workspace.store.records.get(market.kind.id, record.id)
    assert (after.edits, after.change, bool(after.key)) == ({"name": "Bo"}, Change.CHANGED, True)


def test_of_two_alike_neither_is_taken_and_the_row_says_so(market: Place) -> None:
    record = lost(market, BUYER)
    twin = Record(0, market.kind.id, market.connection.id, "", BaseState.ABSENT, {}, BUYER)
    (step,) = market.kind.plan([pending_record(market.kind, twin)], {})
    market.ask(step.request)
    market.pull()
    after = market.workspace.store.records.get(market.kind.id, record.id)
    (problem,) = after.problems
    ids = [one["id"] for one in market.at_vendor() if one["name"] == BUYER["name"]]
    assert after.key == ""
    assert not problem.is_error
    assert all(one in problem.message for one in ids)
    assert len(market.listed()) == 5


def test_what_is_not_there_at_all_is_said_and_the_row_can_go(market: Place) -> None:
    record = lost(market, BUYER)
    with pytest.raises(NotAllowed, match="no key yet"):
        delete_records(market.workspace, market.kind.id, [record.id])
    market.reset(records=2)
    market.pull()
    after = market.workspace.store.records.get(market.kind.id, record.id)
    assert "Nothing is like it" in after.problems[0].message
    delete_records(market.workspace, market.kind.id, [record.id])
    assert record.id not in [one.id for one in market.listed()]


def test_an_earlier_buyer_that_looks_like_it_is_not_taken(market: Place) -> None:
    theirs = market.at_vendor()[0]
    same: Edits = {"name": theirs["name"]} | {
        f"address.{name}": text for name, text in theirs["address"].items()
    }
    record = lost(market, {path: value for path, value in same.items() if value})
    market.pull()
    after = market.workspace.store.records.get(market.kind.id, record.id)
    assert after.key not in ("", theirs["id"])


def test_nothing_more_is_asked_where_no_record_waits_for_its_key(market: Place) -> None:
    market.pull()
    assert len(market.requests("/buyers")) == 1
