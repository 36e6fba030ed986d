"""The fields of a Kibo B2B account.

Source: Kibo's API description of customers, B2BAccount; read 2026-11-20. Nearly everything may be null, no
lengths and no sets of values are documented.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.records.fields import About, Erase, RecordModel
from app.vendors.kibo.parts import Attribute, B2BUser, Contact, Note, SalesRep, Segment

_SPEC = "KiboSoftware/kibo-open-api-specs, customer, 2026-05-26; read 2026-11-20"
_LARGEST_ID = 2_147_483_647  # int32


class AuditInfo(RecordModel):
    """Who made and last changed the account."""

    updateDate: Annotated[str, About("Updated", "", "", _SPEC, is_read_only=True)]
    updateBy: Annotated[str, About("Updated by", "", "", _SPEC, is_read_only=True)]
    createDate: Annotated[str, About("Created", "", "", _SPEC, is_read_only=True)]
    createBy: Annotated[str, About("Created by", "", "", _SPEC, is_read_only=True)]


class OrderAmount(RecordModel):
    """What the account has ordered for."""

    amount: Annotated[float, About("Total order amount", "", "", _SPEC, is_read_only=True)]
    currencyCode: Annotated[str, About("Order currency", "", "", _SPEC, is_read_only=True)]


class CommerceSummary(RecordModel):
    """The account's orders and wishlists, counted by Kibo."""

    totalOrderAmount: OrderAmount
    orderCount: Annotated[int, About("Orders", "", "", _SPEC, is_read_only=True)]
    lastOrderDate: Annotated[str, About("Last order", "", "", _SPEC, is_read_only=True)]
    wishlistCount: Annotated[int, About("Wishlists", "", "", _SPEC, is_read_only=True)]
    visitsCount: Annotated[int, About("Visits", "", "", _SPEC, is_read_only=True)]


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
        str, About("Approval status", "Changed by the actions approve and deny.", "", _SPEC, is_read_only=True)
    ]
    isActive: Annotated[
        bool, About("Active", "Changed by the actions enable and disable.", "", _SPEC, is_read_only=True)
    ]
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
    contacts: list[Contact]
    notes: list[Note]
    segments: list[Segment]
    attributes: list[Attribute]
    users: list[B2BUser]
    parentAccountId: Annotated[int, About("Parent account", "", "", _SPEC, is_read_only=True)]
    rootAccountId: Annotated[int, About("Root account", "", "", _SPEC, is_read_only=True)]
    customerSinceDate: Annotated[str, About("Customer since", "", "", _SPEC, is_read_only=True)]
    migrationRequired: Annotated[bool, About("Migration required", "", "", _SPEC, is_read_only=True)]
    commerceSummary: CommerceSummary
    auditInfo: AuditInfo
