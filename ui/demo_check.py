"""What the simulator holds after the demo's walk, against what the example file says."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

_SHOWN = 8
_SECONDS = 10.0
Held = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Wanted:
    """One customer of the file: what of it must be at the simulator."""

    number: str
    name: str
    currency: str
    discount: str
    titles: frozenset[str]


def wanted_of(file: Path, fixed: Mapping[str, str]) -> tuple[Wanted, ...]:
    """Read the example as a spreadsheet would, with the discounts that were fixed by hand."""
    rows: dict[str, list[dict[str, str]]] = {}
    with file.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            rows.setdefault(row["customer_number"], []).append(row)
    return tuple(_wanted(number, found, fixed) for number, found in rows.items())


def held_by_simulator(control_url: str) -> Held:
    """*Shape*: customer number → the customer, in the vendor's own JSON."""
    opener = build_opener(ProxyHandler({}))  # the simulator is on this machine: no proxy is asked
    with opener.open(f"{control_url}/traede", timeout=_SECONDS) as answer:
        records = json.load(answer)["records"]
    return {str(record["customer_number"]): record for record in records}


def difference(held: Held, wanted: tuple[Wanted, ...]) -> list[str]:
    """Say what is not as the file has it."""
    return [words for one in wanted if (words := _difference(held.get(one.number), one))]


def summary(held: Held, wanted: tuple[Wanted, ...]) -> str:
    """Name some of what the simulator holds now."""
    there = [held[one.number] for one in wanted if one.number in held]
    lines = [f"The simulator holds {len(held)} customers, {len(there)} of them from the file:"]
    for customer in there[:_SHOWN]:
        cities = ", ".join(dict.fromkeys(str(each.get("city")) for each in customer["addresses"]))
        lines.append(f"  {customer['customer_number']}  {customer['name']}  {customer['currency']}  {cities}")
    if len(there) > _SHOWN:
        lines.append(f"  … and {len(there) - _SHOWN} more")
    return "\n".join(lines)


def _wanted(number: str, rows: list[dict[str, str]], fixed: Mapping[str, str]) -> Wanted:
    first = rows[0]
    return Wanted(
        number,
        first["name"],
        first["currency"],
        fixed.get(number, first["discount_percentage"]),
        frozenset(row["addresses.title"] for row in rows if row["addresses.title"]),
    )


def _difference(customer: Mapping[str, Any] | None, wanted: Wanted) -> str:
    if customer is None:
        return f"{wanted.number} is missing."
    titles = {str(each["title"]) for each in customer["addresses"]}
    for what, there, here in (
        ("name", customer.get("name"), wanted.name),
        ("currency", customer.get("currency"), wanted.currency),
        ("discount", customer.get("discount_percentage"), float(wanted.discount) if wanted.discount else None),
    ):
        if here not in (there, None):
            return f"{wanted.number}: {what} is {there!r} in place of {here!r}."
    missing = wanted.titles - titles
    return f"{wanted.number}: address {', '.join(missing)} is missing." if missing else ""
