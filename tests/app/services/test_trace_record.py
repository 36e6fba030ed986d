"""One record through all pushes: what was sent of it, what was known before, what came of it."""

from __future__ import annotations

import pytest

from app.errors import NotFound
from app.records.change import MISSING
from app.services.edit_records import set_values
from app.services.trace_record import count_traces, record_in_push, requests_about, trace_record
from app.store.journal_values import Frozen
from app.values import BaseState, Change, Outcome
from tests.app.push.shop import BAD_TERM, KIND, Shop, customer


@pytest.fixture
def shop(pushing_shop: Shop) -> Shop:
    return pushing_shop


def test_every_push_of_a_record_newest_first(shop: Shop) -> None:
    record_id = shop.save(customer("2", **BAD_TERM))
    shop.push(comment="A try")
    set_values(shop.workspace, KIND.id, record_id, {"payment_term.payment_term_code": "30-days"})
    shop.push()
    set_values(shop.workspace, KIND.id, record_id, {"name": "Kunde to"})
    shop.push()
    last, second, first = trace_record(shop.workspace, KIND.id, record_id)
    assert [one.push.id for one in (last, second, first)] == [3, 2, 1]
    assert [(one.path, one.old, one.new) for one in last.fields] == [("name", "Kunde 2 Å", "Kunde to")]
    assert (last.before_state, last.before["name"], last.change) == (
        BaseState.KNOWN,
        "Kunde 2 Å",
        Change.CHANGED,
    )
    assert first.fields[0].old is MISSING
    assert first.fields[0].is_old_unread
    assert first.outcome is not None
    assert (first.outcome.outcome, first.push.comment) == (Outcome.REFUSED, "A try")
    assert "payment term code is invalid" in first.outcome.message
    assert count_traces(shop.workspace, KIND.id, record_id) == 3
    assert trace_record(shop.workspace, KIND.id, record_id, offset=2) == (first,)


def test_a_deleted_record_was_sent_no_fields(shop: Shop) -> None:
    record_id = shop.add_delete("2")
    shop.push()
    (trace,) = trace_record(shop.workspace, KIND.id, record_id)
    assert (trace.change, trace.fields, trace.before) == (Change.DELETED, (), {"customer_number": "2"})


def test_a_record_that_waits_for_its_turn_has_no_outcome_yet(shop: Shop) -> None:
    journal = shop.workspace.store.journal
    push_id = journal.begin(shop.connection, comment="", now=shop.workspace.clock())
    (record_id,) = shop.add(["1"])
    with shop.workspace.store.database.write() as sql:
        journal.freeze(sql, push_id, [Frozen.of(shop.record(record_id))])
    (trace,) = trace_record(shop.workspace, KIND.id, record_id)
    assert (trace.outcome, trace.push.state) == (None, "running")


def test_one_record_of_one_push_with_its_requests(shop: Shop) -> None:
    first, second = shop.add(["1", "2"], bad=["2"])
    shop.push()
    assert record_in_push(shop.workspace, 1, second).key == "2"
    states = [one.state for one in requests_about(shop.workspace, 1, second)]
    assert states == ["split", "refused"]
    assert [one.keys for one in requests_about(shop.workspace, 1, first)] == [("1", "2"), ("1",)]
    with pytest.raises(NotFound, match="not part of that push"):
        record_in_push(shop.workspace, 1, 99)


def test_a_record_that_was_never_pushed_has_no_past(shop: Shop) -> None:
    (record_id,) = shop.add(["1"])
    assert trace_record(shop.workspace, KIND.id, record_id) == ()
    assert count_traces(shop.workspace, KIND.id, record_id) == 0
