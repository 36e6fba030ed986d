"""Where in a record a vendor's refusal belongs, from the way in which the vendor names a field."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from app.net.requests import Answer, AnswerHeaders, Request
from app.records.change import Edits, JsonObject
from app.values import BaseState, Record
from app.vendors.assess import pending_record
from app.vendors.declaration import Effect, Kind, PendingRecord, Step, VendorMessage
from app.vendors.named_places import field_in, pointer_of, refusals_of
from app.vendors.registry import kind_named, vendor_of

SHOP, SHED = "addresses[title=Shop]", "addresses[title=Shed]"
NEW: Edits = {
    "customer_number": "7",
    "name": "Havn & Co",
    "currency": "DKK",
    f"{SHOP}.title": "Shop",
    f"{SHOP}.name": "Havn",
    f"{SHOP}.zip": "",
    f"{SHED}.title": "Shed",
    f"{SHED}.name": "Havn",
    f"{SHED}.zip": "9000",
}
TRAEDE, FLXPOINT = kind_named("traede.customers"), kind_named("flxpoint.orders")


def pending(kind: Kind, edits: Edits, base: JsonObject | None = None, *, record_id: int = 1) -> PendingRecord:
    state = BaseState.ABSENT if base is None else BaseState.KNOWN
    return pending_record(kind, Record(record_id, kind.id, 1, "", state, base or {}, edits))


def planned(kind: Kind, *records: PendingRecord) -> Step:
    (step,) = kind.plan(records, vendor_of(kind.id).options_with_defaults({}))
    return step


def paths(kind: Kind, record: PendingRecord, *messages: VendorMessage) -> list[str]:
    found = refusals_of(kind, planned(kind, record), [record], messages)
    return [one.path for one in found.get(record.id, ())]


def loose(name: str, *, is_missing: bool = False) -> VendorMessage:
    return VendorMessage("No.", name, is_missing=is_missing, is_loose=True)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("addresses[1].zip", f"{SHED}.zip"),
        ("addresses.0.zip", f"{SHOP}.zip"),
        ("customers[0].addresses[1].city", f"{SHED}.city"),
        ("customers.0.currency", "currency"),
        ("addresses[7].zip", "addresses"),
        ("nowhere.at.all", ""),
        ("customers[3].currency", ""),
    ],
)
def test_a_place_in_the_request_becomes_a_place_in_the_record(path: str, place: str) -> None:
    assert paths(TRAEDE, pending(TRAEDE, NEW), VendorMessage("No.", path)) == ([place] if place else [])


def test_a_number_in_a_batch_tells_the_record() -> None:
    first, second = pending(TRAEDE, NEW), pending(TRAEDE, {**NEW, "customer_number": "8"}, record_id=2)
    step = planned(TRAEDE, first, second)
    found = refusals_of(TRAEDE, step, [first, second], [VendorMessage("No.", "customers[1].currency")])
    assert [(record_id, one.path, one.sent) for record_id, (one,) in found.items()] == [
        (2, "currency", '"DKK"')
    ]


def test_a_batch_that_names_no_record_says_nothing_of_any() -> None:
    records = [pending(TRAEDE, NEW), pending(TRAEDE, {**NEW, "customer_number": "8"}, record_id=2)]
    assert refusals_of(TRAEDE, planned(TRAEDE, *records), records, [loose("currency")]) == {}


def test_a_missing_value_is_looked_for_where_nothing_is() -> None:
    record = pending(TRAEDE, NEW)
    assert paths(TRAEDE, record, loose("zip", is_missing=True)) == [f"{SHOP}.zip"]
    assert paths(TRAEDE, record, loose("zip")) == [f"{SHED}.zip"]


def test_a_name_that_several_places_share_is_not_guessed() -> None:
    assert paths(TRAEDE, pending(TRAEDE, NEW), loose("name")) == []
    assert paths(TRAEDE, pending(TRAEDE, NEW), loose("title")) == ["addresses"]
    (only,) = paths(TRAEDE, pending(TRAEDE, {**NEW, "name": ""}), loose("name", is_missing=True))
    assert only == "name"


def test_what_was_sent_is_named_before_what_was_not() -> None:
    base: JsonObject = {"customer_number": "7", "name": "Havn", "currency": "DKK", "addresses": []}
    record = pending(TRAEDE, {f"{SHOP}.title": "Shop", f"{SHOP}.name": "Havn"}, base)
    assert paths(TRAEDE, record, loose("name")) == [f"{SHOP}.name"]


def test_an_element_in_an_element_is_found() -> None:
    item = "items[id=5]"
    edits: Edits = {
        f"{item}.orderItemAccountingItems[externalAccountingId=A].externalAccountingId": "A",
        f"{item}.orderItemAccountingItems[externalAccountingId=A].quantity": 3,
    }
    record = pending(FLXPOINT, edits, {"id": 7, "items": [{"id": 4}, {"id": 5}]})
    said = "items[0].orderItemAccountingItems[0]: quantity must be an integer."
    message = VendorMessage(said, field_in(said, FLXPOINT.column_by_path))
    assert paths(FLXPOINT, record, message) == [
        f"{item}.orderItemAccountingItems[externalAccountingId=A].quantity"
    ]


@pytest.mark.parametrize(
    ("kind_id", "content", "edits", "place"),
    [
        (
            "softwareone.buyers",
            {"errors": {"Address.PostCode": ["Wrong."]}},
            {"name": "A", "address.postCode": "1"},
            "address.postCode",
        ),
        (
            "traede.customers",
            {"errors": [{"status": 422, "code": 10003, "detail": "The selected currency is invalid."}]},
            {"customer_number": "7", "currency": "XXX"},
            "currency",
        ),
        (
            "traede.customers",
            {"errors": [{"detail": "The selected payment terms code is invalid."}]},
            {"customer_number": "7", "payment_term.payment_term_code": "soon"},
            "payment_term.payment_term_code",
        ),
        (
            "traede.customers",
            {"errors": [{"detail": "The addresses.1.zip field is required."}]},
            {**NEW, f"{SHED}.zip": ""},
            f"{SHED}.zip",
        ),
        (
            "flxpoint.orders",
            {"message": "The body: externalAccountingId must be a string or null."},
            {"id": 7, "externalAccountingId": "A"},
            "externalAccountingId",
        ),
    ],
)
def test_each_vendors_own_words_lead_to_the_field(
    kind_id: str, content: object, edits: Edits, place: str
) -> None:
    kind = kind_named(kind_id)
    assert paths(kind, pending(kind, edits), *vendor_of(kind_id).explain(answer(content))) == [place]


def answer(content: object) -> Answer:
    body = json.dumps(content).encode()
    return Answer(422, AnswerHeaders(), body, 0.1, datetime(2026, 11, 20, tzinfo=UTC))


def test_kibo_names_the_contact_by_its_place_in_the_account() -> None:
    kind = kind_named("kibo.accounts")
    base: JsonObject = {"id": 3, "companyOrOrganization": "A", "contacts": [{"id": 11}, {"id": 12}]}
    record = pending(kind, {"contacts[id=12].phoneNumbers.home": "1"}, base)
    (message,) = vendor_of(kind.id).explain(
        answer({"items": [{"message": "contacts[1].phoneNumbers.home must be a string."}]})
    )
    assert paths(kind, record, message) == ["contacts[id=12].phoneNumbers.home"]


def test_words_that_name_two_fields_or_none_name_none() -> None:
    columns = kind_named("kibo.accounts").column_by_path
    assert field_in("taxId or externalId must be given.", columns) == ""
    assert field_in("Something is wrong with the id and the notes.", columns) == ""
    assert field_in("taxId is not valid.", columns) == "taxId"


def test_both_spellings_of_a_place_are_one() -> None:
    assert pointer_of("a[0].b.c") == pointer_of("a.0.b.c") == ("a", 0, "b", "c")
    assert pointer_of("") == ()


def test_a_request_that_is_no_json_still_names_plain_fields() -> None:
    kind = kind_named("softwareone.buyers")
    record = pending(kind, {"name": "A"})
    step = Step("create", Request("POST", "/x", body=b"--x\r\n", is_idempotent=False), (Effect(1),))
    found = refusals_of(
        kind, step, [record], [VendorMessage("No.", "name"), VendorMessage("No.", "sellers[0].id")]
    )
    assert [one.path for one in found[1]] == ["name", "sellers"]
