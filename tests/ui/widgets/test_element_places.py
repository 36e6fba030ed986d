"""The cursor put at a field of an element, in a list and in a list inside of an element."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.values import BaseState, Record
from app.vendors.registry import kind_named
from ui.models.record_row import row_of
from ui.widgets.element_list import ElementList

KIND = kind_named("flxpoint.orders")
ITEM = "items[id=5]"
INNER = f"{ITEM}.orderItemAccountingItems[externalAccountingId=B]"
BASE: dict[str, Any] = {
    "id": 7,
    "items": [
        {"id": 4, "sku": "A"},
        {"id": 5, "orderItemAccountingItems": [{"externalAccountingId": "A"}, {"externalAccountingId": "B"}]},
    ],
}


@pytest.fixture
def items(qtbot: QtBot) -> ElementList:
    made = ElementList(KIND, "items")
    qtbot.addWidget(made)
    made.show_row(row_of(KIND, Record(1, KIND.id, 1, "7", BaseState.KNOWN, BASE, {})))
    made.show()
    return made


def test_the_cell_of_an_element_is_gone_to(items: ElementList) -> None:
    assert items.go_to(f"{ITEM}.externalAccountingId", "items.externalAccountingId")
    assert items.view.hasFocus()
    assert items.focused_path == f"{ITEM}.externalAccountingId"


def test_so_is_one_in_a_list_inside_of_it(items: ElementList) -> None:
    assert items.go_to(f"{INNER}.quantity", "items.orderItemAccountingItems.quantity")
    (inner,) = items.inner
    assert inner.view.hasFocus()
    assert items.focused_path == f"{INNER}.quantity"


def test_what_is_not_there_is_not_gone_to(items: ElementList) -> None:
    assert not items.go_to("items[id=9].externalAccountingId", "items.externalAccountingId")
    assert items.focused_path == ""
