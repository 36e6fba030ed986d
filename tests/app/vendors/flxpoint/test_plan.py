from __future__ import annotations

import json
from typing import Any

from app.records.change import Edits
from app.values import BaseState, Record
from app.vendors.assess import pending_record
from app.vendors.declaration import PendingRecord, Step
from app.vendors.registry import kind_named, vendor_named

KIND = kind_named("flxpoint.orders")
FLXPOINT = vendor_named("flxpoint")
ITEM = {
    "id": 5,
    "sku": "A",
    "externalAccountingId": "I5",
    "orderItemAccountingItems": [
        {"externalAccountingId": "P", "quantity": 2, "unknown": 1},
        {"externalAccountingId": "Q", "quantity": 3},
    ],
}
BASE = {"id": 77, "accountingSynced": True, "externalAccountingId": "INV-1", "items": [ITEM, {"id": 6}]}


def pending(edits: Edits, *, base: dict[str, Any] | None = None) -> PendingRecord:
    state = BaseState.KNOWN if base else BaseState.UNREAD
    return pending_record(KIND, Record(1, KIND.id, 1, "", state, base or {}, edits))


def planned(edits: Edits, *, base: dict[str, Any] | None = BASE, **options: Any) -> list[Step]:
    return list(KIND.plan([pending(edits, base=base)], FLXPOINT.options_with_defaults(options)))


def body(edits: Edits, *, base: dict[str, Any] | None = BASE, **options: Any) -> dict[str, Any]:
    (step,) = planned(edits, base=base, **options)
    found: dict[str, Any] = json.loads(step.request.body)
    return found


def test_an_order_is_patched_at_its_own_address() -> None:
    (step,) = planned({"externalAccountingId": "INV-2"})
    assert (step.request.method, step.request.path) == ("PATCH", "/orders/77/accounting-sync")
    assert step.request.is_idempotent
    assert step.request.names_record
    assert step.request.content_type == "application/json"


def test_only_what_was_edited_is_sent() -> None:
    assert body({"externalAccountingId": "INV-2"}) == {"externalAccountingId": "INV-2"}


def test_null_empty_text_and_a_value_are_kept_apart() -> None:
    sent = body({"accountingSynced": None, "accountingSyncError": ""})
    assert sent == {"accountingSynced": None, "accountingSyncError": ""}
    assert body({"accountingSynced": False}) == {"accountingSynced": False}


def test_a_touched_item_goes_whole_with_all_its_accounting_items() -> None:
    sent = body({"items[id=5].externalAccountingId": "new"})
    assert sent == {
        "items": [
            {
                "id": 5,
                "externalAccountingId": "new",
                "orderItemAccountingItems": [
                    {"externalAccountingId": "P", "quantity": 2},
                    {"externalAccountingId": "Q", "quantity": 3},
                ],
            }
        ]
    }


def test_an_edited_accounting_item_brings_its_item_once() -> None:
    sent = body({"items[id=5].orderItemAccountingItems[externalAccountingId=Q].quantity": 9})
    assert [item["id"] for item in sent["items"]] == [5]
    assert [one["quantity"] for one in sent["items"][0]["orderItemAccountingItems"]] == [2, 9]


def test_a_removed_accounting_item_and_an_emptied_list_are_said_by_the_list() -> None:
    removed = body({"items[id=5].orderItemAccountingItems[externalAccountingId=P]": None})
    assert [one["externalAccountingId"] for one in removed["items"][0]["orderItemAccountingItems"]] == ["Q"]
    emptied = body({"items[id=5].orderItemAccountingItems": []})
    assert emptied["items"][0]["orderItemAccountingItems"] == []


def test_a_field_nobody_knows_of_an_item_is_not_sent() -> None:
    assert body({"items[id=6].externalAccountingId": None})["items"] == [
        {"id": 6, "externalAccountingId": None}
    ]


def test_item_ids_are_whole_numbers_on_the_wire_even_where_only_the_path_names_them() -> None:
    sent = body({"id": 9, "items[id=41].externalAccountingId": "x"}, base=None)
    assert sent == {"items": [{"id": 41, "externalAccountingId": "x"}]}


def test_all_known_items_are_sent_where_the_connection_says_so() -> None:
    sent = body({"items[id=6].externalAccountingId": "x"}, items_sent="all")
    assert [item["id"] for item in sent["items"]] == [5, 6]
    assert "items" not in body({"externalAccountingId": "x"}, items_sent="all")


def test_a_row_that_only_names_the_order_sends_nothing() -> None:
    assert planned({"id": 9}, base=None) == []


def test_effects_are_the_edits_that_were_sent() -> None:
    (step,) = planned({"id": 9, "accountingSynced": True, "orderStatus": "Open"}, base=None)
    assert [effect.paths for effect in step.effects] == [("id", "accountingSynced")]
