"""Files of customers, and what a vendor that took them must hold."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Customer = dict[str, Any]
ADDRESS_COLUMNS = ("title", "name", "address", "zip", "city", "country")
COLUMNS = (
    "customer_number",
    "name",
    "currency",
    "discount_percentage",
    "active",
    "payment_term.payment_term_code",
    *(f"addresses.{name}" for name in ADDRESS_COLUMNS),
    "delete",
)
_CITIES = (
    ("0150", "Oslo", "NO", "NOK"),
    ("8000", "Århus C", "DK", "DKK"),
    ("90-001", "Łódź", "PL", "PLN"),
    ("01067", "Dresden", "DE", "EUR"),
    ("42000", "Saint-Étienne", "FR", "EUR"),
)
_NAMES = ("Blåbær & Sønner", 'Süßkirsche "Nord"', "L'Été, boutique", "Żuraw", "Fjell=Ro")


def customer(number: int, *, addresses: int = 1) -> Customer:
    """Make one up, in the vendor's own form; leading zeros are part of the number."""
    postal_code, city, country, currency = _CITIES[number % len(_CITIES)]
    name = f"{_NAMES[number % len(_NAMES)]} {number}"
    titles = ("Primary address", "Shipping address")[:addresses]
    return {
        "customer_number": f"{number:07}",
        "name": name,
        "currency": currency,
        "discount_percentage": number % 40 / 2,
        "active": number % 7 != 0,
        "payment_term": {"payment_term_code": f"{number % 60 + 1}-days"},
        "addresses": [
            {
                "title": title,
                "name": name,
                "address": f"Gåsegade {number}",
                "zip": postal_code,
                "city": city,
                "country": country,
            }
            for title in titles
        ],
    }


def customers(numbers: Iterable[int]) -> list[Customer]:
    """Make some up; every fourth has two addresses."""
    return [customer(number, addresses=2 if number % 4 == 0 else 1) for number in numbers]


def write_file(file: Path, content: Sequence[Customer], *, deleted: Sequence[str] = ()) -> int:
    """Write customers, one row per address, and deletions by number; give the number of rows."""
    rows = [row for each in content for row in rows_of(each)]
    rows += [{"customer_number": number, "delete": "yes"} for number in deleted]
    write_rows(file, COLUMNS, [[row.get(column, "") for column in COLUMNS] for row in rows])
    return len(rows)


def write_rows(file: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)


def held(of: Mapping[str, Customer]) -> dict[str, Customer]:
    """Reduce what the vendor holds to what the files say, addresses by title."""
    return {number: _comparable(each) for number, each in of.items()}


def wanted(content: Iterable[Customer]) -> dict[str, Customer]:
    """*Shape*: as `held`."""
    return {each["customer_number"]: _comparable(each) for each in content}


def _comparable(of: Customer) -> Customer:
    names = ("name", "currency", "discount_percentage", "active", "payment_term")
    addresses = [{name: address[name] for name in ADDRESS_COLUMNS} for address in of["addresses"]]
    # As a list beside the titles: an address that came twice must show.
    return {name: of[name] for name in names} | {"addresses": sorted(addresses, key=lambda each: each["title"])}


def rows_of(of: Customer) -> list[dict[str, str]]:
    """Give the rows of a file that say a customer, one per address."""
    record = {
        "customer_number": of["customer_number"],
        "name": of["name"],
        "currency": of["currency"],
        "discount_percentage": str(of["discount_percentage"]),
        "active": "yes" if of["active"] else "no",
        "payment_term.payment_term_code": of["payment_term"]["payment_term_code"],
    }
    return [
        record | {f"addresses.{name}": address[name] for name in ADDRESS_COLUMNS} for address in of["addresses"]
    ]
