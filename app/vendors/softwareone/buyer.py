"""The fields of a SoftwareOne buyer.

Source: SoftwareOne's API description 4.0 (BuyerCreate, Buyer), its pages Create Buyer and Synchronize Buyer
(5.x, with `revision` and without `contact`), and its own client; all read 2026-11-20.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from app.records.fields import About, AnyJson, Country, Erase, Image, RecordModel
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
    name: Annotated[str, About("Contact name", "", "", _SPEC, is_read_only=True)]


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
    name: Annotated[str, About("Account name", "", "", _PAGE, is_read_only=True)]
    type: Annotated[str, About("Account type", "", "", _PAGE, is_read_only=True)]
    status: Annotated[str, About("Account status", "", "", _PAGE, is_read_only=True)]
    icon: Annotated[str, About("Account icon", "", "", _PAGE, is_read_only=True)]
    revision: Annotated[int, About("Account revision", "", "", _PAGE, is_read_only=True)]


class BuyerError(RecordModel):
    """What SoftwareOne itself found wrong with a buyer; operations see it."""

    id: Annotated[str, About("Error id", "", "", _PAGE, is_read_only=True)]
    message: Annotated[str, About("Error message", "", "", _PAGE, is_read_only=True)]
    parameters: Annotated[AnyJson, About("Error parameters", "", "", _PAGE, is_read_only=True)]


class Seller(RecordModel):
    """A seller the buyer is linked with, by the ERP."""

    id: Annotated[str, About("Seller id", "", "", _PAGE, is_read_only=True)]
    name: Annotated[str, About("Seller name", "", "", _PAGE, is_read_only=True)]
    externalId: Annotated[str, About("Seller external id", "", "", _PAGE, is_read_only=True)]
    icon: Annotated[str, About("Seller icon", "", "", _PAGE, is_read_only=True)]
    revision: Annotated[int, About("Seller revision", "", "", _PAGE, is_read_only=True)]


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
            is_required=True,
            missing="This buyer has no id. Pull it from SoftwareOne, or import it as a new one.",
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
    status: Annotated[
        str, About("Status", "Worked out by SoftwareOne, never sent.", "", _PAGE, is_read_only=True)
    ]
    revision: Annotated[int, About("Revision", "Counts the updates.", "", _PAGE, is_read_only=True)]
    icon: Annotated[str, About("Icon", "", "", _PAGE, is_read_only=True)]
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
