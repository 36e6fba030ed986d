"""What a vendor refuses of a field stays with the field of the record, with its words and the value."""

from __future__ import annotations

import json

from app.records.change import Edits
from app.records.refusals import Refusal
from app.services.edit_records import set_values
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import BAD_TERM, Shop, address, counts, customer
from tests.app.push.test_softwareone import add

SHED = "addresses[title=Shed]"


def refused_at(desk: Desk | Shop, record_id: int) -> list[str]:
    return [one.path for one in found_of(desk, record_id)]


def found_of(desk: Desk | Shop, record_id: int) -> tuple[Refusal, ...]:
    (record,) = desk.workspace.store.records.many(desk_kind(desk), [record_id])
    return record.refusals


def desk_kind(desk: Desk | Shop) -> str:
    return desk.kind.id if isinstance(desk, Desk) else "traede.customers"


def test_a_field_of_a_buyer_is_named_with_its_words_and_value(desk_at: Open) -> None:
    desk = desk_at("softwareone")
    errors = {"Address.PostCode": ["No such place."], "ExternalIds.ErpCompanyContact": ["Taken."]}
    body = json.dumps({"title": "Bad Request", "status": 400, "errors": errors})
    desk.fault("status", status=400, body=body, match={"method": "POST"})
    (record_id,) = add(desk, 1)
    assert desk.push().counts == counts(refused=1)
    assert found_of(desk, record_id) == (
        Refusal("address.postCode", "No such place.", '"01067"'),
        Refusal("externalIds.erpCompanyContact", "Taken.", '"CC-1"'),
    )


def test_it_goes_once_the_vendor_took_the_record(desk_at: Open) -> None:
    desk = desk_at("softwareone")
    body = json.dumps({"errors": {"name": ["No."]}})
    desk.fault("status", status=400, body=body, match={"method": "POST"}, times=1)
    (record_id,) = add(desk, 1)
    desk.push()
    assert refused_at(desk, record_id) == ["name"]
    set_values(desk.workspace, desk.kind.id, record_id, {"name": "Other"})
    record = desk.record(record_id)
    assert [one.is_about(record.base, record.edits) for one in record.refusals] == [False]
    assert desk.push().counts == counts(applied=1)
    assert refused_at(desk, record_id) == []


def test_one_customer_of_a_batch_has_the_refused_field(shop: Shop) -> None:
    first, second = shop.add(["1", "2"])
    wrong = shop.save(customer("3", **BAD_TERM))
    assert shop.push().counts == counts(applied=2, refused=1)
    assert refused_at(shop, wrong) == ["payment_term.payment_term_code"]
    assert refused_at(shop, first) == refused_at(shop, second) == []


def test_the_address_that_is_refused_is_named(shop: Shop) -> None:
    detail = "The addresses.1.zip is no postal code of this country."
    shop.fault("status", status=422, body=json.dumps({"errors": [{"status": 422, "detail": detail}]}))
    edits: Edits = customer("3", **address("Shop"), **address("Shed"))
    record_id = shop.save(edits)
    shop.push()
    assert refused_at(shop, record_id) == [f"{SHED}.zip"]


def test_the_refusal_of_one_request_outlives_the_success_of_the_next(desk_at: Open) -> None:
    desk = desk_at("kibo", records=8)
    key = min(desk.held())
    user = str(desk.view()["users"][0]["id"])
    body = json.dumps({"message": "taxId is not valid.", "errorCode": "MISSING_OR_INVALID_PARAMETER"})
    desk.fault("status", status=400, body=body, match={"method": "PUT"})
    edits: Edits = {"taxId": "DK1", f"salesReps[adminUserId={user}].adminUserId": user}
    record_id = desk.change(desk.read(key), edits)
    assert desk.push().counts == counts(refused=1)
    assert [one["method"] for one in desk.requests()][-2:] == ["PUT", "POST"]
    assert refused_at(desk, record_id) == ["taxId"]
