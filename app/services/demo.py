"""Fills a throw-away workspace for the demo: records already known, changes pending, problems to fix."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import UsageError
from app.jobs import JobContext
from app.records.cells import write_cell
from app.records.change import MISSING, value_at
from app.services.connections import add_connection
from app.services.demo_others import fill_others
from app.services.edit_records import add_record, delete_records, set_values
from app.services.proposals import keep_proposal
from app.services.propose_file import propose
from app.services.push import push
from app.values import Connection, PushOptions
from app.vendors.registry import kind_named

if TYPE_CHECKING:
    from app.workspace import Workspace

CONNECTION_NAME = "Nordic test"
EXAMPLE = "traede-customers.csv"
FOLDER = "demo files"
LEAST_CUSTOMERS = 60
_KIND = "traede.customers"
_SECONDS = 10.0

# Which of the known customers get which edits: place in the list → path → text as a person types it.
_EDITS: Mapping[int, Mapping[str, str]] = {
    2: {"discount_percentage": "12.5"},
    5: {"payment_term.payment_term_code": "14-days"},
    9: {"name": "Noordzij Schoenen B.V.", "discount_percentage": "7.5"},
    14: {"active": "no"},
    18: {"name": "Śnieżka i Wnuki S.A."},
    21: {"payment_term.payment_term_code": "60-days", "discount_percentage": "0"},
    35: {
        "addresses[+].title": "Outlet",
        "addresses[+].name": "Vinterhavn Outlet, indgang fra gården",
        "addresses[+].address": "Kærvej 19",
        "addresses[+].zip": "9000",
        "addresses[+].city": "Aalborg",
        "addresses[+].country": "DK",
    },
    40: {"addresses[title=Primary address].address": "Søndre Havnevej 4, 2. tv"},
    45: {
        "addresses[title=Primary address].address": "Vestergade 31",
        "addresses[title=Primary address].zip": "8000",
        "addresses[title=Primary address].city": "Aarhus C",
    },
    47: {"discount_percentage": "20"},
}
_PROBLEMS: Mapping[int, Mapping[str, str]] = {
    11: {"discount_percentage": "120"},
    29: {"discount_percentage": "12,5o"},
    32: {"addresses[title=Primary address].country": "Norway"},
    34: {"currency": "SKR"},
}
_ADDED: Sequence[Mapping[str, str]] = (
    {
        "customer_number": "20001",
        "name": "Fjeld & Fjære Interiør AS",
        "currency": "NOK",
        "discount_percentage": "5",
        "payment_term.payment_term_code": "30-days",
        "addresses[+].title": "Primary address",
        "addresses[+].name": "Fjeld & Fjære Interiør AS",
        "addresses[+].address": "Nedre Brygge 7",
        "addresses[+].zip": "5003",
        "addresses[+].city": "Bergen",
        "addresses[+].country": "NO",
    },
    # A customer who is there already as 10021: two systems disagreed about a leading zero.
    {"customer_number": "010021", "name": "Duinroos Stoffen B.V.", "currency": "EUR"},
    {"name": "Strandgårdens Bødker I/S", "currency": "DKK"},
)
_DELETED = (3, 55)  # without orders, so that the sandbox lets them go


@dataclass(frozen=True)
class Demo:
    """What was filled: the connection, and the example file to drop on the window."""

    connection: Connection
    example: Path


def fill_demo(workspace: Workspace, address: Mapping[str, Any]) -> Demo:
    """Connect to the running sandbox, get to know what it holds and leave work to be done.

    *Shape* of address: as the sandbox prints it. *Raises* UsageError when the sandbox holds too few.
    """
    vendor = kind_named(_KIND).id.partition(".")[0]
    place = address[vendor]
    connection = add_connection(
        workspace,
        vendor=vendor,
        name=CONNECTION_NAME,
        base_url=place["url"],
        environment="test",
        secrets=place["credentials"],
        for_session_only=True,
    )
    customers = _held(f"{address['control']}/{vendor}")
    _get_to_know(workspace, connection, customers)
    _leave_work(workspace, connection, [str(each["customer_number"]) for each in customers])
    fill_others(workspace, address)
    return Demo(connection, _example_to_drop(workspace.folder))


def _held(url: str) -> list[dict[str, Any]]:
    import httpx  # noqa: PLC0415  services import lightly; only the demo asks the sandbox itself

    with httpx.Client(trust_env=False, timeout=_SECONDS) as client:
        customers: list[dict[str, Any]] = client.get(url).raise_for_status().json()["records"]
    if len(customers) < LEAST_CUSTOMERS:
        raise UsageError(
            f"The sandbox holds {len(customers)} customers.",
            remedy=f"The demo needs {LEAST_CUSTOMERS}: start the sandbox with more records.",
        )
    return customers


def _get_to_know(workspace: Workspace, connection: Connection, customers: Sequence[dict[str, Any]]) -> None:
    """Push the sandbox's own customers back to it, since TRAEDE cannot be read: then base is honest."""
    file = _folder(workspace.folder) / "known-customers.csv"
    _write_customers(file, customers)
    job = JobContext()
    proposal = propose(workspace, job, file, kind=_KIND, connection_id=connection.id)
    keep_proposal(workspace, job, proposal.id)
    push(workspace, job, connection.id, PushOptions(is_confirmed=True, comment="Before the demo"))
    file.unlink()


def _write_customers(file: Path, customers: Sequence[dict[str, Any]]) -> None:
    columns = [column for column in kind_named(_KIND).columns if not column.about.is_directive]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(column.path for column in columns)
        for customer in customers:
            for element in customer["addresses"] or [{}]:
                place = {**customer, "addresses": element}
                writer.writerow(_cell(place, column.path) for column in columns)


def _cell(place: Mapping[str, Any], path: str) -> str:
    value = value_at(place, path)
    return "" if value is MISSING else write_cell(value)


def _leave_work(workspace: Workspace, connection: Connection, numbers: Sequence[str]) -> None:
    known = workspace.store.records.existing_keys(_KIND, connection.id, numbers)
    for place, values in (*_EDITS.items(), *_PROBLEMS.items()):
        set_values(workspace, _KIND, known[numbers[place]].id, dict(values))
    for values in _ADDED:
        add_record(workspace, _KIND, connection.id, dict(values))
    delete_records(workspace, _KIND, [known[numbers[place]].id for place in _DELETED])


def _example_to_drop(folder: Path) -> Path:
    target = _folder(folder) / EXAMPLE
    source = resources.files("resources").joinpath("examples", EXAMPLE)
    with resources.as_file(source) as file:
        shutil.copyfile(file, target)
    return target


def _folder(workspace_folder: Path) -> Path:
    folder = workspace_folder / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
