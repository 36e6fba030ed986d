"""The fields of a Kibo B2B account.

Source: Kibo's API description of customers, B2BAccount; read 2026-11-20. Nearly everything may be null, no
lengths and no sets of values are documented.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.records.fields import About, Erase, RecordModel, Within, shown
from app.vendors.kibo.parts import Attribute, B2BUser, Contact, Note, SalesRep, Segment

_SPEC = "KiboSoftware/kibo-open-api-specs, customer, 2026-05-26; read 2026-11-20"
_LARGEST_ID = 2_147_483_647  # int32


class AuditInfo(RecordModel):
    """Who made and last changed the account."""

    updateDate: Annotated[str, shown("Updated", source=_SPEC)]
    updateBy: Annotated[str, shown("Updated by", source=_SPEC)]
    createDate: Annotated[str, shown("Created", source=_SPEC)]
    createBy: Annotated[str, shown("Created by", source=_SPEC)]


class OrderAmount(RecordModel):
    """What the account has ordered for."""

    amount: Annotated[float, shown("Total order amount", source=_SPEC)]
    currencyCode: Annotated[str, shown("Order currency", source=_SPEC)]


class CommerceSummary(RecordModel):
    """The account's orders and wishlists, counted by Kibo."""

    totalOrderAmount: OrderAmount
    orderCount: Annotated[int, shown("Orders", source=_SPEC)]
    lastOrderDate: Annotated[str, shown("Last order", source=_SPEC)]
    wishlistCount: Annotated[int, shown("Wishlists", source=_SPEC)]
    visitsCount: Annotated[int, shown("Visits", source=_SPEC)]


class Account(RecordModel):
    """One B2B account, known to Kibo by its number."""

    id: Annotated[
        int,
        Field(ge=1, le=_LARGEST_ID),
        About(
            "Account id",
            "Kibo's number for the account.",
            "1042",
            _SPEC,
            Erase.NEVER,
            is_required=True,
            missing="This account has no id. Write the number Kibo knows it by.",
        ),
    ]
    companyOrOrganization: Annotated[str, About("Company", "", "Fjord & Fell ApS", _SPEC)]
    salesReps: list[SalesRep]
    approvalStatus: Annotated[
        str, shown("Approval status", "Changed by the actions approve and deny.", source=_SPEC)
    ]
    isActive: Annotated[bool, shown("Active", "Changed by the actions enable and disable.", source=_SPEC)]
    accountType: Annotated[str, About("Account type", "", "", _SPEC)]
    customerSet: Annotated[str, About("Customer set", "", "", _SPEC)]
    externalId: Annotated[
        str, About("External id", "The number of the account in your own systems.", "C-1000", _SPEC)
    ]
    priceList: Annotated[str, About("Price list", "", "B2B-GOLD", _SPEC)]
    priority: Annotated[
        int, About("Priority", "The place of the account when orders are released.", "1", _SPEC)
    ]
    taxExempt: Annotated[bool, About("Tax exempt", "", "", _SPEC, Erase.NEVER)]
    taxId: Annotated[str, About("Tax id", "", "DK12345678", _SPEC)]
    contacts: Annotated[list[Contact], Within("Contact")]
    notes: Annotated[list[Note], Within("Note")]
    segments: Annotated[list[Segment], Within("Segment")]
    attributes: Annotated[list[Attribute], Within("Attribute")]
    users: Annotated[list[B2BUser], Within("User")]
    parentAccountId: Annotated[int, shown("Parent account", source=_SPEC)]
    rootAccountId: Annotated[int, shown("Root account", source=_SPEC)]
    customerSinceDate: Annotated[str, shown("Customer since", source=_SPEC)]
    migrationRequired: Annotated[bool, shown("Migration required", source=_SPEC)]
    commerceSummary: CommerceSummary
    auditInfo: AuditInfo
