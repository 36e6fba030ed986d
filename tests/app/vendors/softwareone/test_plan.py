from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from app.records.change import Edits
from app.records.merge import merge
from app.sandbox.softwareone.multipart import read_parts
from app.values import BaseState, Change, Record
from app.vendors.assess import pending_record
from app.vendors.declaration import Attachment, PendingRecord, Step
from app.vendors.registry import kind_named, vendor_named

KIND = kind_named("softwareone.buyers")
OPTIONS = vendor_named("softwareone").options_with_defaults({})
ADDRESS = {"addressLine1": "Gade 1", "postCode": "0100", "city": "Ribe", "state": "Syd", "country": "DK"}
BASE = {
    "id": "BUY-1",
    "name": "Old",
    "revision": 3,
    "icon": "/i",
    "status": "Enabled",
    "taxId": "******78",
    "address": ADDRESS,
    "account": {"id": "ACC-1", "name": "Client", "type": "Client", "status": "Active", "icon": "/a"},
    "externalIds": {"erpCompanyContact": "E1"},
    "sellers": [{"id": "SEL-1"}],
    "errors": [],
    "audit": {"created": {"at": "2026-01-01T00:00:00.000Z"}},
    "$meta": {"omitted": []},
    "future": {"x": 1},
}
NEW: Edits = {"name": "Åse ApS", **{f"address.{name}": value for name, value in ADDRESS.items()}}
LOGO = Attachment("logo.png", "image/png", b"\x89PNG")


def pending(
    edits: Edits,
    *,
    base: dict[str, Any] | None = None,
    state: BaseState = BaseState.KNOWN,
    deletes: bool = False,
) -> PendingRecord:
    record = Record(1, KIND.id, 1, "", state, base or {}, edits, is_deleting=deletes)
    return pending_record(KIND, record)


def planned(record: PendingRecord) -> list[Step]:
    return list(KIND.plan([record], OPTIONS))


def sent(record: PendingRecord) -> dict[str, Any]:
    (step,) = planned(record)
    parts = read_parts(step.request.content_type, step.request.body)
    found: dict[str, Any] = json.loads(parts[-1].data)
    return found


def test_a_new_buyer_is_a_form_with_one_part_of_nested_json() -> None:
    (step,) = planned(pending(NEW, state=BaseState.ABSENT))
    (part,) = read_parts(step.request.content_type, step.request.body)
    assert (part.name, part.file_name, part.media_type) == ("buyer", None, "application/json")
    assert part.data.decode().startswith('{"name":"Åse ApS","address":{"addressLine1":"Gade 1"')
    assert (step.operation, step.request.method, step.request.path) == (
        "create",
        "POST",
        "/public/v1/accounts/buyers",
    )


def test_a_create_is_never_idempotent_and_an_update_is() -> None:
    (create,) = planned(pending(NEW, state=BaseState.ABSENT))
    (update,) = planned(pending({"name": "New"}, base=BASE))
    assert (create.request.is_idempotent, create.request.names_record) == (False, False)
    assert (update.request.is_idempotent, update.request.names_record) == (True, True)


def test_the_same_buyer_makes_the_same_bytes() -> None:
    record = pending(NEW, state=BaseState.ABSENT)
    assert planned(record) == planned(record)
    assert planned(record)[0].request.body == planned(record)[0].request.body


def test_the_logo_goes_before_the_buyer_with_its_file_name() -> None:
    record = replace(pending({**NEW, "logo": "logo.png"}, state=BaseState.ABSENT), attachments={"logo": LOGO})
    (step,) = planned(record)
    logo, buyer = read_parts(step.request.content_type, step.request.body)
    assert (logo.name, logo.file_name, logo.media_type, logo.data) == (
        "logo",
        "logo.png",
        "image/png",
        LOGO.data,
    )
    assert "logo" not in json.loads(buyer.data)
    assert "logo" in step.effects[0].paths


def test_a_logo_whose_file_is_not_there_is_not_said_to_be_sent() -> None:
    (step,) = planned(pending({**NEW, "logo": "logo.png"}, state=BaseState.ABSENT))
    assert "logo" not in step.effects[0].paths


def test_an_update_is_the_whole_buyer_of_what_may_be_written() -> None:
    assert sent(pending({"name": "New", "address.city": "Vejle"}, base=BASE)) == {
        "name": "New",
        "address": {**ADDRESS, "city": "Vejle"},
        "externalIds": {"erpCompanyContact": "E1"},
        "account": {"id": "ACC-1"},
    }


def test_the_account_is_never_dropped_and_the_status_never_sent() -> None:
    body = sent(pending({"externalIds.erpCustomer": None}, base=BASE))
    assert body["account"] == {"id": "ACC-1"}
    assert body["externalIds"] == {"erpCompanyContact": "E1", "erpCustomer": None}
    assert not {"status", "id", "revision", "audit", "sellers", "errors", "icon", "$meta", "future"} & set(body)


@pytest.mark.parametrize(
    ("edits", "held", "expected"),
    [
        ({"name": "x"}, "****78", None),
        ({"taxId": "DK12345678"}, "****78", "DK12345678"),
        ({"name": "x"}, "DK1", "DK1"),
    ],
)
def test_a_masked_tax_id_is_never_sent_back(edits: Edits, held: str, expected: str | None) -> None:
    assert sent(pending(edits, base={**BASE, "taxId": held})).get("taxId") == expected


def test_a_contact_is_sent_where_there_is_one_its_name_only_while_its_parts_stand() -> None:
    contact: Mapping[str, Any] = {
        "name": "A B",
        "firstName": "A",
        "lastName": "B",
        "user": {"id": "U", "name": "x"},
    }
    base = {**BASE, "contact": contact}
    assert sent(pending({"name": "x"}, base=base))["contact"] == {
        "name": "A B",
        "firstName": "A",
        "lastName": "B",
        "user": {"id": "U"},
    }
    assert "name" not in sent(pending({"contact.firstName": "C"}, base=base))["contact"]
    assert "contact" not in sent(pending({"name": "x"}, base=BASE))


@pytest.mark.parametrize(
    "base",
    [{"id": "BUY-1"}, {**BASE, "$meta": {"omitted": ["address"]}}],
    ids=["only its id", "address left out"],
)
def test_a_buyer_that_is_not_known_whole_is_not_replaced(base: dict[str, Any]) -> None:
    assert planned(pending({"taxId": "x"}, base=base)) == []


def test_an_unread_buyer_is_read_merged_and_then_planned() -> None:
    edits: Edits = {"id": "BUY-1", "name": "New"}
    assert planned(pending(edits, state=BaseState.UNREAD)) == []
    merged = merge({}, edits, BASE, keys=KIND.list_keys, is_unread=True)
    assert merged.edits == {"name": "New"}
    assert sent(pending(merged.edits, base=merged.base))["account"] == {"id": "ACC-1"}


def test_what_changed_on_both_sides_is_a_conflict_before_it_is_planned() -> None:
    merged = merge(BASE, {"name": "Mine"}, {**BASE, "name": "Theirs", "revision": 4}, keys=KIND.list_keys)
    assert [one.path for one in merged.conflicts] == ["name"]


def test_a_delete_names_the_buyer_and_carries_nothing() -> None:
    (step,) = planned(pending({}, base=BASE, deletes=True))
    assert (step.operation, step.request.method, step.request.path, step.request.body) == (
        "delete",
        "DELETE",
        "/public/v1/accounts/buyers/BUY-1",
        b"",
    )
    assert step.effects[0].deletes


def test_effects_are_the_edits_that_are_sent() -> None:
    (step,) = planned(pending({"name": "x", "status": "Active"}, base=BASE))
    assert step.effects[0].paths == ("name",)


def test_a_buyer_is_known_by_its_id_or_else_by_its_erp_contact_or_by_nothing() -> None:
    assert pending({}, base=BASE).key == "BUY-1"
    assert pending({**NEW, "externalIds.erpCompanyContact": "E9"}, state=BaseState.ABSENT).key == "E9"
    assert pending(NEW, state=BaseState.ABSENT).key == ""


def test_a_row_with_an_id_that_was_not_read_is_a_change() -> None:
    assert pending({"id": "BUY-1", "name": "x"}, state=BaseState.UNREAD).change is Change.CHANGED


@pytest.mark.parametrize(
    ("name", "is_idempotent"), [("synchronize", False), ("enable", True), ("disable", True)]
)
def test_actions_post_nothing_to_the_buyer(name: str, *, is_idempotent: bool) -> None:
    action = next(one for one in KIND.actions if one.name == name)
    request = action.request("BUY 1", OPTIONS)
    assert (request.method, request.path) == ("POST", f"/public/v1/accounts/buyers/BUY%201/{name}")
    assert (request.body, request.is_idempotent, request.names_record) == (b"", is_idempotent, True)
