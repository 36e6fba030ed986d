from __future__ import annotations

import json
from typing import Any

from app.records.change import Edits, opened
from app.values import BaseState, Change
from app.vendors.declaration import PendingRecord, Step
from app.vendors.registry import vendor_named
from app.vendors.traede.plan import plan

TRAEDE = vendor_named("traede")
ADDRESS = {
    "title": "Shop",
    "name": "Fjord",
    "address": "Gade 1",
    "zip": "0100",
    "city": "Ribe",
    "country": "DK",
}


def pending(
    number: int,
    edits: Edits,
    *,
    base: dict[str, Any] | None = None,
    change: Change = Change.ADDED,
    **directives: str,
) -> PendingRecord:
    held = base or {}
    state = BaseState.KNOWN if base else BaseState.UNREAD
    working = opened(held, edits)
    return PendingRecord(
        number, str(number), change, state, held, edits, working.record, working.touched, directives
    )


def address(title: str = "Shop", **more: Any) -> Edits:
    return {
        f"addresses[title={title}].{name}": value for name, value in {**ADDRESS, "title": title, **more}.items()
    }


def planned(*records: PendingRecord, **options: Any) -> list[Step]:
    return list(plan(records, TRAEDE.options_with_defaults(options)))


def bodies(*records: PendingRecord, **options: Any) -> list[list[dict[str, Any]]]:
    return [json.loads(step.request.body)["customers"] for step in planned(*records, **options)]


def test_a_new_customer_is_sent_with_what_was_set_and_nothing_else() -> None:
    record = pending(1000, {"customer_number": "1000", "name": "Ærø", "currency": "DKK", "active": False})
    ((customer,),) = bodies(record)
    assert customer == {"customer_number": "1000", "name": "Ærø", "currency": "DKK", "active": False}


def test_a_changed_customer_is_sent_with_its_number_and_the_changed_fields() -> None:
    base = {"customer_number": "7", "name": "Old", "currency": "EUR"}
    ((customer,),) = bodies(pending(7, {"name": "New"}, base=base, change=Change.CHANGED))
    assert customer == {"customer_number": "7", "name": "New"}


def test_batches_hold_as_many_as_the_connection_says() -> None:
    records = [pending(number, {"name": "x"}) for number in range(7)]
    assert [len(batch) for batch in bodies(*records, batch_size=3)] == [3, 3, 1]


def test_a_delete_travels_alone_and_is_not_repeatable() -> None:
    steps = planned(pending(1, {"name": "x"}), pending(2, {}, change=Change.DELETED), pending(3, {"name": "y"}))
    alone = [step for step in steps if step.operation == "delete"]
    assert json.loads(alone[0].request.body)["customers"] == [{"customer_number": "2", "delete": True}]
    assert [step.request.is_idempotent for step in alone] == [False]
    assert sorted(len(step.effects) for step in steps) == [1, 2]


def test_append_sends_only_touched_addresses_each_whole() -> None:
    base = {"customer_number": "7", "addresses": [ADDRESS, {**ADDRESS, "title": "Home"}]}
    record = pending(7, {"addresses[title=Home].city": "Vejle"}, base=base, change=Change.CHANGED)
    ((customer,),) = bodies(record)
    assert customer["addresses"] == [{**ADDRESS, "title": "Home", "city": "Vejle"}]
    assert (customer["addresses_sync_mode"], customer["addresses_sync_key"]) == ("append", "address_title")


def test_replace_sends_every_address() -> None:
    base = {"customer_number": "7", "addresses": [ADDRESS, {**ADDRESS, "title": "Home"}]}
    edits: Edits = {"addresses[title=Home].city": "Vejle"}
    record = pending(7, edits, base=base, change=Change.CHANGED, addresses_sync_mode="replace")
    ((customer,),) = bodies(record)
    assert [one["title"] for one in customer["addresses"]] == ["Shop", "Home"]


def test_an_append_whose_addresses_cannot_be_told_apart_travels_alone_and_once() -> None:
    stable = pending(1, address())
    unstable = pending(2, address())
    steps = planned(stable, unstable, addresses_sync_key="remote_erp_id")
    assert [(len(step.effects), step.request.is_idempotent) for step in steps] == [(1, False), (1, False)]
    with_ids = [pending(number, address(remote_erp_id=f"A{number}")) for number in (1, 2)]
    (step,) = planned(*with_ids, addresses_sync_key="remote_erp_id")
    assert step.request.is_idempotent


def test_the_payment_term_is_spelled_as_the_connection_says() -> None:
    record = pending(1, {"payment_term.payment_term_code": "30-days"})
    assert bodies(record)[0][0]["payment_term"] == {"payment_term_code": "30-days"}
    other = bodies(record, payment_term_object="payment_terms", payment_term_fields="payment_terms_")
    assert other[0][0]["payment_terms"] == {"payment_terms_code": "30-days"}


def test_an_erased_payment_term_is_sent_as_null() -> None:
    base = {"customer_number": "7", "payment_term": {"payment_term_code": "30-days"}}
    record = pending(7, {"payment_term.payment_term_code": None}, base=base, change=Change.CHANGED)
    assert bodies(record)[0][0]["payment_term"] is None


def test_the_path_prefix_stands_before_the_path() -> None:
    (step,) = planned(pending(1, {"name": "x"}), path_prefix="/v10/")
    assert step.request.path == "/v10/customers/sync"


def test_effects_name_the_edits_a_request_carries() -> None:
    (step,) = planned(pending(1, {"name": "x", "currency": "DKK"}))
    assert [(effect.record_id, effect.paths) for effect in step.effects] == [(1, ("name", "currency"))]
