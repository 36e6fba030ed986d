"""What a file of the corpus is, and what is to become of it: exactly these records, or exactly this refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.intake.values import Wanted
from app.records.change import Raw

HEAD = "customer_number,name,currency\n"
ROW = "1000,Ærø Garn,DKK\n"
ADDRESS_HEAD = (
    "customer_number,name,currency,addresses.title,addresses.name,addresses.address,"
    "addresses.zip,addresses.city,addresses.country\n"
)
BROKEN = (
    "error -: This row holds bytes that are no text in the file's encoding. "
    "Save the file as “CSV UTF-8”, or write the row again."
)
NUL = "error -: This row holds a NUL character, which no spreadsheet writes. Write the row again."
TOO_MANY = (
    "error -: This row has 4 cells, the header 3; nobody can tell which belong where. "
    "Remove the extra cells, or put a text that holds the separator in quotes."
)
NO_NAME = "warning name: Name is missing. TRAEDE refuses a new customer without one."
NO_CURRENCY = "warning currency: Currency is missing. TRAEDE refuses a new customer without one."
NO_NUMBER = (
    "error customer_number: This customer has no number. Write the customer number TRAEDE should know it by."
)
NO_RECEIVER = "error addresses.name: Receiver is missing. For example: Fjord & Fell ApS."
NO_LINE = "error addresses.address: Address line is missing. For example: Havnegade 12."
NO_ZIP = "error addresses.zip: Zip code is missing. For example: 1058."
NO_COUNTRY = "error addresses.country: Country is missing. For example: DK."
NAME_STAYS = "error name: Name cannot be emptied at the vendor. Write a value or revert the field."
A_NUMBER = " Write a number with a point, such as 12.5, of at most 15 digits."
A_WHOLE_NUMBER = " Write a whole number, such as 12."
ERASED = object()
_ANY = Wanted()
Fields = Mapping[str, Any]
"""*Shape*: path → value; directives, and whether it is to be deleted, in brackets."""


@dataclass(frozen=True)
class Case:
    """A file that is read. `told` are "row.line severity column: message", the whole message."""

    id: str
    content: bytes
    read_as: str
    records: Sequence[Fields]
    told: Sequence[str] = ()
    refused: int = 0
    wanted: Wanted = _ANY


@dataclass(frozen=True)
class Refused:
    """A file that is not read, and the whole of what is said."""

    id: str
    content: bytes
    message: str
    remedy: str


def text(content: str, encoding: str = "utf-8") -> bytes:
    return content.encode(encoding)


def numbered(sign: str, *cells: str) -> str:
    """Write a row for each cell, the last of its row."""
    rows = (sign.join((str(number), "A", "DKK", cell)) for number, cell in enumerate(cells, start=1))
    return "".join(f"{row}\n" for row in rows)


def c(number: str | None, name: str | Raw | object | None, currency: object = "DKK") -> dict[str, Any]:
    """Make the fields of a customer; None is a field that the file says nothing of."""
    fields = {"customer_number": number, "name": name, "currency": currency}
    said = {path: value for path, value in fields.items() if value is not None}
    return {path: None if value is ERASED else value for path, value in said.items()}


def address(title: str, city: str | Raw = "C", country: str = "DK") -> dict[str, Any]:
    fields = {"title": title, "name": "R", "address": "L", "zip": "0100", "city": city, "country": country}
    return {f"addresses[title={title}].{name}": value for name, value in fields.items()}


def open_quote(line: int) -> str:
    return (
        f"error -: A quote opened on line {line} is not closed as it should be, so this row cannot be read. "
        "Close the quote, or double a quote that belongs to the text."
    )
