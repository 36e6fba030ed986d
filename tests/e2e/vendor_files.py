"""Files as people really have them, one for each vendor: accents, long names, several rows for one record.

Each has a few wrong cells, and says what is right in their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

from tests.e2e.customer_files import customers

Row = Mapping[str, object]
Held = Sequence[Mapping[str, Any]]

_PLACES = (
    ("Kjøpmannsgata", "5003", "Bergen", "Vestland", "NO"),
    ("ulica Długa", "50-001", "Wrocław", "Dolnośląskie", "PL"),
    ("rue de l'Église", "06000", "Nice", "Provence-Alpes-Côte d'Azur", "FR"),
    ("Straße des 17. Juni", "01067", "Dresden", "Sachsen", "DE"),
    ("İstiklal Caddesi", "34433", "İstanbul", "İstanbul", "TR"),
)
_NAMES = ("Blåbær & Sønner", 'Süßkirsche "Nord"', "L'Été, boutique", "Żuraw", "Ñandú", "Þórsmörk")


@dataclass(frozen=True)
class VendorFile:
    """What is written, what of it cannot be sent, and what a person writes there instead.

    *Shape* of `wrong`: (row of the spreadsheet, column). `fixes` are the words of `edit`: (key, assignments).
    """

    rows: Sequence[Row]
    records: int
    wrong: frozenset[tuple[int, str]]
    fixes: Sequence[tuple[str, Sequence[str]]]


def buyers(number: int, held: Held) -> VendorFile:
    """New buyers of accounts that are there, some with names as long as they may be."""
    accounts = sorted({one["account"]["id"] for one in held if one.get("account")})
    rows = [_buyer(each, accounts[each % len(accounts)]) for each in range(number)]
    right = {
        "address.postCode": rows[4]["address.postCode"],
        "address.country": rows[4]["address.country"],
        "contact.email": "accounts@example.com",
    }
    bad = {"address.postCode": "1" * 21, "address.country": "Norge", "contact.email": "accounts at example.com"}
    rows[4] = {**rows[4], **bad}
    fixes = (("E2E-0004", [f"{column}={value}" for column, value in right.items()]),)
    return VendorFile(rows, number, frozenset((6, column) for column in bad), fixes)


def _buyer(number: int, account: str) -> dict[str, object]:
    street, post_code, city, state, country = _PLACES[number % len(_PLACES)]
    name = f"{_NAMES[number % len(_NAMES)]} {number}"
    if number % 10 == 3:
        name = f"{name} – {'Großhandelsgesellschaft für Präzisionstechnik ' * 11}".strip()[:500]
    return {
        "name": name,
        "address.addressLine1": f"{street} {number + 1}",
        "address.addressLine2": "2. sal, indgang fra gården" if number % 4 == 0 else "",
        "address.postCode": post_code,
        "address.city": city,
        "address.state": state,
        "address.country": country,
        "taxId": f"{country}{100_000_000 + number}" if number % 5 else "",
        "externalIds.erpCompanyContact": f"E2E-{number:04}",
        "externalIds.accountExternalId": f"{number:07}",
        "contact.firstName": "Innkjøp",
        "contact.lastName": city,
        "contact.email": f"inkjop.{number}@example.com",
        "contact.phone.prefix": "+47",
        "contact.phone.number": f"55{number:06}",
        "account.id": account,
    }


def orders(number: int, held: Held) -> VendorFile:
    """The accounting of orders and of each of their items, in two parts where an item was split."""
    rows = [row for each, order in enumerate(held[:number]) for row in _order(each, order)]
    first = next(index for index, row in enumerate(rows) if row["id"] == held[1]["id"])
    rows[first] = {**rows[first], "accountingSynced": "maybe"}
    fixes = ((str(held[1]["id"]), ["accountingSynced=yes"]),)
    return VendorFile(rows, number, frozenset({(first + 2, "accountingSynced")}), fixes)


def _order(number: int, order: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    reference = f"Rechnung-Ø-{number:05}"
    head = {"accountingSynced": "yes", "externalAccountingId": reference}
    for place, item in enumerate(order["items"], start=1):
        for part in range(1 + (place == 1)):
            yield {
                "id": order["id"],
                **(head if (place, part) == (1, 0) else {}),
                "items.id": item["id"],
                "items.externalAccountingId": f"{reference}-{place}" if not part else "",
                "items.orderItemAccountingItems.externalAccountingId": f"{reference}-{place}-{part}",
                "items.orderItemAccountingItems.quantity": part + 1,
            }


def assignments(number: int, held: Held, users: Held) -> VendorFile:
    """Two new reps for each account, so many in all, and a new name here and there."""
    reps = cycle(str(one["id"]) for one in users)
    rows: list[dict[str, object]] = []
    for account in islice(held, number // 2):
        known = {one["adminUserId"] for one in account["salesReps"] or ()}
        new = list(islice((rep for rep in reps if rep not in known), 2))
        name = f"{account['companyOrOrganization']} – Ærlig & Søn" if account["id"] % 20 == 0 else ""
        rows += [
            {"id": account["id"], "companyOrOrganization": name, "salesReps.adminUserId": new[0]},
            {"id": account["id"], "salesReps.adminUserId": new[1]},
        ]
    rows[6] = {**rows[6], "priority": "first"}
    fixes = ((str(rows[6]["id"]), ["priority=1"]),)
    return VendorFile(rows, number // 2, frozenset({(8, "priority")}), fixes)


def two_address_customers(number: int, held: Held) -> VendorFile:
    """Customers with an address for invoices and one for deliveries, some with names of two lines' length."""
    del held
    rows = [row for each in customers(range(4, 4 * number + 1, 4)) for row in _customer(each)]
    rows[10] = {**rows[10], "discount_percentage": "120"}
    rows[11] = {**rows[11], "addresses.country": "Norge"}
    right = ["discount_percentage=12", "addresses[title=Shipping address].country=NO"]
    wrong = frozenset({(12, "discount_percentage"), (13, "addresses.country")})
    return VendorFile(rows, number, wrong, ((str(rows[10]["customer_number"]), right),))


def _customer(of: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    for place, address in enumerate(of["addresses"]):
        head = {
            "name": of["name"],
            "currency": of["currency"],
            "discount_percentage": of["discount_percentage"],
            "payment_term.payment_term_code": of["payment_term"]["payment_term_code"],
        }
        yield {
            "customer_number": of["customer_number"],
            **(head if not place else {}),
            **{f"addresses.{name}": value for name, value in address.items()},
        }
