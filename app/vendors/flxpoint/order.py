"""The fields of a Flxpoint order: what its accounting holds of it, beside what it is.

Source of the accounting fields: apihelpcenter.flxpoint.com, Sync Accounting for Order; of the others: Get
Order and Polling fulfillment requests; all read 2026-11-20. No lengths are documented.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.records.fields import About, Erase, RecordModel, shown

_SYNC = "apihelpcenter.flxpoint.com, Sync Accounting for Order, 2026-11-20"
_ORDER = "apihelpcenter.flxpoint.com, Get Order, 2026-11-20"


class AccountingItem(RecordModel):
    """What one order item is in the accounting, per supplier SKU."""

    externalAccountingId: Annotated[
        str,
        About(
            "Accounting item reference",
            "The accounting's identifier for this order item's supplier SKU.",
            "INV-1001-1-A",
            _SYNC,
        ),
    ]
    quantity: Annotated[int, About("Accounting item quantity", "A whole number.", "2", _SYNC)]


class OrderItem(RecordModel):
    """One item of an order."""

    id: Annotated[
        int,
        Field(ge=1),
        About(
            "Item id", "Flxpoint's number for the order item.", "9000000", _SYNC, Erase.NEVER, is_required=True
        ),
    ]
    externalAccountingId: Annotated[
        str,
        About("Item accounting reference", "The accounting's identifier for this item.", "INV-1001-1", _SYNC),
    ]
    orderItemAccountingItems: list[AccountingItem]


class Order(RecordModel):
    """One order, known to Flxpoint by its id."""

    id: Annotated[
        int,
        Field(ge=1),
        About(
            "Order id",
            "Flxpoint's number for the order; not the order number that customers see.",
            "500001",
            _SYNC,
            Erase.NEVER,
            is_required=True,
            missing="This order has no id. Write the number Flxpoint knows it by.",
        ),
    ]
    orderNumber: Annotated[str, shown("Order number", source=_ORDER)]
    accountingSynced: Annotated[
        bool, About("Synced", "Whether the order is in the accounting; may also be empty.", "yes", _SYNC)
    ]
    externalAccountingId: Annotated[
        str, About("Accounting reference", "The accounting's identifier for this order.", "INV-1001", _SYNC)
    ]
    accountingSyncError: Annotated[
        str,
        About(
            "Sync error",
            "Why the order could not be brought into the accounting. Flxpoint takes no null here: it is "
            "emptied by empty text.",
            "",
            _SYNC,
            Erase.EMPTY_TEXT,
        ),
    ]
    items: list[OrderItem]
    referenceNumber: Annotated[str, shown("Reference number", source=_ORDER)]
    orderTotal: Annotated[float, shown("Order total", source=_ORDER)]
    orderStatus: Annotated[str, shown("Order status", source=_ORDER)]
    acknowledgedStatus: Annotated[str, shown("Acknowledged", source=_ORDER)]
    shippedStatus: Annotated[str, shown("Shipped", source=_ORDER)]
    orderedAt: Annotated[str, shown("Ordered", "As Flxpoint gives it, in UTC.", source=_ORDER)]
    insertedAt: Annotated[str, shown("Inserted", source=_ORDER)]
    updatedAt: Annotated[str, shown("Updated", source=_ORDER)]
    note: Annotated[str, shown("Note", source=_ORDER)]
    importedFrom: Annotated[int, shown("Imported from", "The channel's number.", source=_ORDER)]
    shippingText: Annotated[str, shown("Shipping", source=_ORDER)]
