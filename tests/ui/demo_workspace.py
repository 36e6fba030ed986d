"""A workspace for tests of the window: customers the vendor holds, pending changes and problems."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from app.bootstrap import open_workspace
from app.services import edit_records
from app.services.assess_records import assessed
from app.services.connections import add_connection
from app.values import BaseState, Connection, Environment, Record
from app.workspace import Workspace

KIND = "traede.customers"
SECRETS = {"access_token": "first-made-up-word", "app_key": "second-made-up-word"}
_NAMES = (
    "Fjord & Fell ApS",
    "Lövås Möbler AB",
    "Kærsgård Interiør",
    "Maison Élodie SARL",
    "Bäckerei Süß GmbH",
    "Nordlys Design AS",
    "Åse & Sønner",
    "Strandvejens Blomster",
    "Żółty Dom sp. z o.o.",
    "Piccola Bottega Srl",
)
_CITIES = (
    ("1058", "København K", "DK"),
    ("41103", "Göteborg", "SE"),
    ("0150", "Oslo", "NO"),
    ("75003", "Paris", "FR"),
)


def make_workspace(folder: Path) -> Workspace:
    return open_workspace(folder)


def add_test_connection(
    workspace: Workspace,
    *,
    name: str = "Nordic test",
    environment: Environment = "test",
    url: str = "http://127.0.0.1:9",
) -> Connection:
    """Add a connection whose address nobody answers."""
    return add_connection(
        workspace,
        vendor="traede",
        name=name,
        base_url=url,
        environment=environment,
        secrets=SECRETS,
        for_session_only=True,
    )


def customer(number: int) -> dict[str, Any]:
    """Make up one customer as the vendor holds it."""
    name = _NAMES[number % len(_NAMES)]
    zip_code, city, country = _CITIES[number % len(_CITIES)]
    address = {
        "title": "Primary address",
        "name": name,
        "address": f"Havnegade {number % 90 + 1}",
        "zip": zip_code,
        "city": city,
        "country": country,
    }
    addresses = [address, {**address, "title": "Shipping address"}] if number % 3 == 0 else [address]
    return {
        "customer_number": f"{1000 + number:05d}",
        "name": name if number < len(_NAMES) else f"{name} {number // len(_NAMES) + 1}",
        "currency": ("DKK", "SEK", "NOK", "EUR")[number % 4],
        "discount_percentage": float(number % 25),
        "active": number % 7 != 0,
        "payment_term": {"payment_term_code": ("30-days", "14-days", "net-60")[number % 3]},
        "addresses": addresses,
    }


def fill(workspace: Workspace, connection: Connection, number: int) -> tuple[int, ...]:
    """Save customers that the vendor holds, nothing pending; returns their ids."""
    records = [assessed(_held(connection, customer(each)), connection) for each in range(number)]
    return tuple(workspace.store.records.save(records))


def leave_changes(workspace: Workspace, connection: Connection, ids: tuple[int, ...]) -> None:
    """Change, add, delete and spoil some records."""
    edit = edit_records.set_values
    edit(workspace, KIND, ids[1], {"discount_percentage": "12.5"})
    edit(workspace, KIND, ids[2], {"name": "Kærsgård Interiør & Søn", "active": "no"})
    edit(workspace, KIND, ids[4], {"discount_percentage": "120"})
    edit(workspace, KIND, ids[6], {"addresses[title=Primary address].country": "Danmark"})
    edit_records.delete_records(workspace, KIND, [ids[7]])
    edit_records.add_record(
        workspace,
        KIND,
        connection.id,
        {"customer_number": "20001", "name": "Fjære Handel AS", "currency": "NOK"},
    )
    edit_records.add_record(workspace, KIND, connection.id, {"name": "Strandgårdens Bødker I/S"})
    refused = workspace.store.records.get(KIND, ids[9])
    spoiled = replace(refused, outcome="refused", outcome_message="TRAEDE: payment term “net-60” is not known.")
    workspace.store.records.save([spoiled])
    edit(workspace, KIND, ids[9], {"payment_term.payment_term_code": "net-61"})


def _held(connection: Connection, base: dict[str, Any]) -> Record:
    return Record(
        0,
        KIND,
        connection.id,
        str(base["customer_number"]),
        BaseState.KNOWN,
        base,
        {},
        is_key_locked=True,
        outcome="applied",
    )
