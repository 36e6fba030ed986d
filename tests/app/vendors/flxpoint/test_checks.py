from __future__ import annotations

from typing import Any

import pytest

from app.records.change import Edits, Raw
from app.values import BaseState, Record
from app.vendors.assess import assessed
from app.vendors.registry import kind_named, vendor_named

KIND = kind_named("flxpoint.orders")
BASE = {"id": 77, "items": [{"id": 5}, {"id": 6}]}
ITEM = "items[id=5].orderItemAccountingItems"


def problems(edits: Edits, *, base: dict[str, Any] | None = BASE, **options: Any) -> list[str]:
    state = BaseState.KNOWN if base else BaseState.UNREAD
    record = Record(1, KIND.id, 1, "", state, base or {}, edits)
    found = assessed(KIND, record, vendor_named("flxpoint").options_with_defaults(options)).problems
    return [problem.message for problem in found]


def test_a_plain_edit_has_no_problem() -> None:
    assert problems({"accountingSynced": True, "items[id=5].externalAccountingId": "x"}) == []


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ({"id": Raw("SO-1"), "accountingSynced": True}, "“SO-1” cannot be read as Order id"),
        ({"id": 0, "accountingSynced": True}, "at least 1 is needed"),
        ({"accountingSynced": True}, "This order has no id"),
        ({"id": 1, "items[+1].id": Raw("x")}, "“x” cannot be read as Item id"),
        ({"id": 1, "items[+1].externalAccountingId": "x"}, "Item id is missing"),
    ],
)
def test_ids_that_are_no_numbers_are_told(edits: Edits, words: str) -> None:
    (message,) = problems(edits, base=None)
    assert words in message


def test_an_unreadable_id_is_the_key_as_it_was_written() -> None:
    record = Record(1, KIND.id, 1, "", BaseState.UNREAD, {}, {"id": Raw("SO-1")})
    assert assessed(KIND, record, vendor_named("flxpoint").options_with_defaults({})).key == "SO-1"


def test_a_negative_quantity_is_told() -> None:
    (message,) = problems({f"{ITEM}[externalAccountingId=P].quantity": -2})
    assert message == "Accounting item P has the quantity -2. Write 0 or more."


def test_accounting_items_of_one_name_are_told() -> None:
    path = f"{ITEM}[+1].externalAccountingId"
    (message,) = problems({path: "P", f"{ITEM}[+2].externalAccountingId": "P"})
    assert message.startswith("2 accounting items are called “P”")


def test_blank_accounting_items_may_be_several() -> None:
    assert problems({f"{ITEM}[+1].quantity": 1, f"{ITEM}[+2].quantity": 2}) == []


def test_the_same_item_twice_is_told() -> None:
    (message,) = problems({"id": 1, "items[+1].id": 9, "items[+2].id": 9}, base=None)
    assert message.startswith("2 items have the id 9")


def test_an_item_of_another_order_is_told_where_the_items_are_known() -> None:
    (message,) = problems({"items[id=99].externalAccountingId": "x"})
    assert message.startswith("Item 99 is not among the items of this order")
    assert problems({"id": 1, "items[id=99].externalAccountingId": "x"}, base=None) == []


@pytest.mark.parametrize("edits", [{"items": []}, {"items[id=5]": None}])
def test_items_cannot_be_removed(edits: Edits) -> None:
    (message,) = problems(edits)
    assert message.startswith("Items of an order cannot be removed here")


def test_an_order_that_is_synced_and_has_an_error_is_warned_of() -> None:
    (message,) = problems({"accountingSynced": True, "accountingSyncError": "No tax code"})
    assert "synced and has a sync error" in message


def test_sending_all_items_of_an_order_never_read_is_warned_of() -> None:
    edits: Edits = {"id": 1, "items[id=9].externalAccountingId": "x"}
    (message,) = problems(edits, base=None, items_sent="all")
    assert "never read" in message
