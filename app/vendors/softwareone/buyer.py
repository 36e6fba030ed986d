"""The fields of a SoftwareOne buyer.

Source: SoftwareOne's API description 4.0 (BuyerCreate, Buyer), its pages Create Buyer and Synchronize Buyer
(5.x, with `revision` and without `contact`), and its own client; all read 2026-11-20.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from app.records.fields import About, AnyJson, Country, Erase, Image, RecordModel, shown
from app.vendors.softwareone.audit import BuyerAudit

_SPEC = "SoftwareOne API description 4.0, BuyerCreate, read 2026-11-20"
_PAGE = "docs.platform.softwareone.com, Create Buyer, 2026-11-20"
_CLIENT = "SoftwareOne's own client, create with a file, 2026-11-20"
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*\Z")


def check_email(text: str) -> str:
    """Return the address, or raise ValueError with the remedy."""
    if text and not _EMAIL.match(text):
        raise ValueError(f"“{text}” is no e-mail address. Write it like ann@example.com.")
    return text


class Address(RecordModel):
    """The buyer's address; all but the second line is required."""

    addressLine1: Annotated[
        str,
        Field(min_length=1, max_length=250),
        About("Address line 1", "Street and number.", "Havnegade 12", _SPEC, Erase.NEVER, is_required=True),
    ]
    addressLine2: Annotated[str, Field(max_length=250), About("Address line 2", "", "2nd floor", _SPEC)]
    postCode: Annotated[
        str,
        Field(min_length=1, max_length=20),
        About(
            "Post code",
            "Kept as written, leading zeros included.",
            "1058",
            _SPEC,
            Erase.NEVER,
            is_required=True,
        ),
    ]
    city: Annotated[
        str,
        Field(min_length=1, max_length=200),
        About("City", "", "København", _SPEC, Erase.NEVER, is_required=True),
    ]
    state: Annotated[
        str,
        Field(min_length=1, max_length=200),
        About("State", "State, region or county.", "Hovedstaden", _SPEC, Erase.NEVER, is_required=True),
    ]
    country: Annotated[
        Country,
        About("Country", "Two letters, such as DK, US or GB.", "DK", _SPEC, Erase.NEVER, is_required=True),
    ]


class ExternalIds(RecordModel):
    """What the buyer is called in other systems."""

    erpCompanyContact: Annotated[
        str,
        Field(max_length=250),
        About(
            "ERP company contact",
            "Unique among all buyers; tells a new buyer from another until it has its id.",
            "DK-SCU-100200",
            _SPEC,
        ),
    ]
    erpCustomer: Annotated[str, Field(max_length=250), About("ERP customer", "", "DK-CUS-4711", _SPEC)]
    accountExternalId: Annotated[
        str, Field(max_length=250), About("Account external id", "The client's own number.", "C-1000", _SPEC)
    ]


class Phone(RecordModel):
    """A phone number in two parts."""

    prefix: Annotated[str, About("Phone prefix", "The country's, with its plus.", "+45", _SPEC)]
    number: Annotated[str, About("Phone number", "", "33121212", _SPEC)]


class Contact(RecordModel):
    """Who to talk to. Version 5 no longer lists a contact, yet its own tests send one."""

    firstName: Annotated[str, Field(max_length=100), About("Contact first name", "", "Indkøb", _SPEC)]
    lastName: Annotated[str, Field(max_length=100), About("Contact last name", "", "København", _SPEC)]
    email: Annotated[
        str,
        Field(max_length=320),
        AfterValidator(check_email),
        About("Contact e-mail", "", "indkob@example.com", _SPEC),
    ]
    phone: Phone
    name: Annotated[str, shown("Contact name", source=_SPEC)]


class Account(RecordModel):
    """The client account the buyer belongs to."""

    id: Annotated[
        str,
        About(
            "Account id",
            "The client account. A buyer without one is unassigned.",
            "ACC-1020-3040",
            _SPEC,
            Erase.NEVER,
        ),
    ]
    name: Annotated[str, shown("Account name", source=_PAGE)]
    type: Annotated[str, shown("Account type", source=_PAGE)]
    status: Annotated[str, shown("Account status", source=_PAGE)]
    icon: Annotated[str, shown("Account icon", source=_PAGE)]
    revision: Annotated[int, shown("Account revision", source=_PAGE)]


class BuyerError(RecordModel):
    """What SoftwareOne itself found wrong with a buyer; operations see it."""

    id: Annotated[str, shown("Error id", source=_PAGE)]
    message: Annotated[str, shown("Error message", source=_PAGE)]
    parameters: Annotated[AnyJson, shown("Error parameters", source=_PAGE)]


class Seller(RecordModel):
    """A seller the buyer is linked with, by the ERP."""

    id: Annotated[str, shown("Seller id", source=_PAGE)]
    name: Annotated[str, shown("Seller name", source=_PAGE)]
    externalId: Annotated[str, shown("Seller external id", source=_PAGE)]
    icon: Annotated[str, shown("Seller icon", source=_PAGE)]
    revision: Annotated[int, shown("Seller revision", source=_PAGE)]


class Buyer(RecordModel):
    """One buyer; SoftwareOne gives it its id."""

    id: Annotated[
        str,
        About(
            "Buyer id",
            "Given by SoftwareOne: leave it blank for a new buyer.",
            "",
            _PAGE,
            Erase.NEVER,
            missing="This buyer has no id. Read it from SoftwareOne (F5), or import it as a new one.",
        ),
    ]
    name: Annotated[
        str,
        Field(min_length=1, max_length=500),
        About("Name", "", "Fjord & Fell ApS", _SPEC, Erase.NEVER, is_required=True),
    ]
    address: Address
    taxId: Annotated[
        str,
        Field(max_length=18),
        About(
            "Tax id",
            "SoftwareOne shows it masked: what it holds is kept from view and is never sent back.",
            "DK12345678",
            _SPEC,
        ),
    ]
    externalIds: ExternalIds
    contact: Contact
    account: Account
    logo: Annotated[
        Image,
        About(
            "Logo",
            "A picture that is sent with the buyer. How to take one away is not documented.",
            "",
            _CLIENT,
            Erase.NEVER,
        ),
    ]
    status: Annotated[str, shown("Status", "Worked out by SoftwareOne, never sent.", source=_PAGE)]
    revision: Annotated[int, shown("Revision", "Counts the updates.", source=_PAGE)]
    icon: Annotated[str, shown("Icon", source=_PAGE)]
    sellers: list[Seller]
    errors: list[BuyerError]
    audit: BuyerAudit
    delete: Annotated[
        bool,
        About(
            "Delete",
            "yes deletes the buyer at SoftwareOne, which refuses while a licensee is attached.",
            "",
            "SoftwareOne API description 4.0, DELETE /buyers/{id}, read 2026-11-20",
            is_directive=True,
        ),
    ]
