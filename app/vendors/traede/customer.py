"""The fields of a TRAEDE customer.

Source of all fields and limits: developer.traede.com, import APIs, Sync customers; read 2026-11-20.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.records.fields import About, Country, Currency, Erase, RecordModel

_PAGE = "developer.traede.com, Sync customers, 2026-11-20"


class Address(RecordModel):
    """One address; TRAEDE tells addresses apart by title or by ERP id."""

    title: Annotated[
        str,
        Field(min_length=1),
        About(
            "Address title",
            "Tells the addresses of a customer apart. TRAEDE invoices to “Primary address” and delivers "
            "to “Shipping address”.",
            "Primary address",
            _PAGE,
            Erase.NEVER,
            is_required=True,
        ),
    ]
    name: Annotated[
        str,
        Field(min_length=1),
        About(
            "Receiver",
            "The top line of the address.",
            "Fjord & Fell ApS",
            _PAGE,
            Erase.NEVER,
            is_required=True,
        ),
    ]
    address: Annotated[
        str,
        Field(min_length=1),
        About("Address line", "Street and number.", "Havnegade 12", _PAGE, Erase.NEVER, is_required=True),
    ]
    address_2: Annotated[str, About("Address line 2", "", "2nd floor", _PAGE)]
    zip: Annotated[
        str,
        Field(min_length=1),
        About(
            "Zip code",
            "Kept as written, leading zeros included.",
            "1058",
            _PAGE,
            Erase.NEVER,
            is_required=True,
        ),
    ]
    city: Annotated[
        str, Field(min_length=1), About("City", "", "København", _PAGE, Erase.NEVER, is_required=True)
    ]
    region: Annotated[str, About("Region", "State, region or county.", "", _PAGE)]
    country: Annotated[
        Country,
        About("Country", "Two letters, such as DK, US or GB.", "DK", _PAGE, Erase.NEVER, is_required=True),
    ]
    remote_erp_id: Annotated[
        str,
        About(
            "Address ERP id",
            "The address's id in your ERP; needed when addresses are matched by it.",
            "A-1000-1",
            "named by addresses_sync_key on the same page; its table does not list it",
        ),
    ]


class PaymentTerm(RecordModel):
    """The payment term, by code or by id; the spelling on the wire is a switch of the connection."""

    payment_term_code: Annotated[
        str, About("Payment term", "The code of a payment term in TRAEDE.", "30-days", _PAGE)
    ]
    payment_term_id: Annotated[int, Field(ge=1), About("Payment term id", "Instead of the code.", "", _PAGE)]


class Customer(RecordModel):
    """One customer, known to TRAEDE by its number."""

    customer_number: Annotated[
        str,
        Field(min_length=1),
        About(
            "Customer number",
            "TRAEDE looks the customer up by this number: a known one is updated, another is created.",
            "1000",
            _PAGE,
            Erase.NEVER,
            is_required=True,
            missing="This customer has no number. Write the customer number TRAEDE should know it by.",
        ),
    ]
    name: Annotated[
        str,
        Field(min_length=1),
        About(
            "Name",
            "Required for a customer that is new to TRAEDE.",
            "Fjord & Fell ApS",
            _PAGE,
            Erase.NEVER,
            is_required_softly=True,
            missing="Name is missing. TRAEDE refuses a new customer without one.",
        ),
    ]
    currency: Annotated[
        Currency,
        About(
            "Currency",
            "Three letters. Required for a customer that is new to TRAEDE.",
            "DKK",
            _PAGE,
            Erase.NEVER,
            is_required_softly=True,
            missing="Currency is missing. TRAEDE refuses a new customer without one.",
        ),
    ]
    discount_percentage: Annotated[
        float, Field(ge=0, le=100), About("Discount %", "Between 0 and 100.", "12.5", _PAGE)
    ]
    active: Annotated[
        bool,
        About("Active", "Whether the customer can buy; TRAEDE takes yes when nothing is sent.", "yes", _PAGE),
    ]
    payment_term: PaymentTerm
    addresses_sync_mode: Annotated[
        Literal["append", "replace"],
        About(
            "Addresses are",
            "append adds and updates addresses; replace also removes every address that is not sent. "
            "Blank takes the connection's default.",
            "append",
            _PAGE,
            is_directive=True,
        ),
    ]
    addresses_sync_key: Annotated[
        Literal["address_title", "remote_erp_id"],
        About(
            "Addresses are matched by",
            "Blank takes the connection's default.",
            "address_title",
            _PAGE,
            is_directive=True,
        ),
    ]
    addresses: list[Address]
    delete: Annotated[
        bool,
        About(
            "Delete",
            "yes deletes the customer at TRAEDE, which refuses while it has orders or other data.",
            "",
            _PAGE,
            is_directive=True,
        ),
    ]
