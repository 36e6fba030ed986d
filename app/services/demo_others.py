"""The demo's other vendors: connected, read, and left with a few changes to review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.jobs import JobContext
from app.services.connections import add_connection
from app.services.edit_records import add_record, set_values
from app.services.pull import pull
from app.values import Connection, Record, RecordQuery
from app.vendors.registry import vendor_named

if TYPE_CHECKING:
    from app.workspace import Workspace

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Scene:
    """What one vendor's tab shows: `edits` are by place in the order of arrival, {place} in a path or text
    stands for the id of the record's first list element."""

    vendor: str
    connection: str
    options: Mapping[str, Any]
    edits: Mapping[int, Texts]
    added: tuple[Texts, ...] = field(default=())


SCENES = (
    Scene(
        "flxpoint",
        "Harbor Lantern books",
        # Two requests a second: a day of orders is enough, and the demo opens sooner.
        {"page_size": 100, "updated_since": "2025-03-31T05:00:00Z"},
        {
            1: {"accountingSynced": "yes", "externalAccountingId": "INV-40211"},
            2: {
                "accountingSynced": "yes",
                "externalAccountingId": "INV-40212",
                "items[id={place}].externalAccountingId": "INV-40212-1",
                "items[id={place}].orderItemAccountingItems[+].externalAccountingId": "INV-40212-1-A",
                "items[id={place}].orderItemAccountingItems[+].quantity": "1",
            },
            4: {"accountingSynced": "yes", "externalAccountingId": "INV-40214"},
            7: {"accountingSynced": "no", "accountingSyncError": "The customer has no account in the ledger."},
            9: {"accountingSynced": "maybe"},
        },
    ),
    Scene(
        "kibo",
        "Trade shop sandbox",
        {},
        {
            2: {"companyOrOrganization": "Thistledown Catering Supplies Limited"},
            5: {"priceList": "wholesale-2025", "priority": "1"},
            8: {"externalId": "ERP-204118"},
            12: {"priority": "first"},
        },
    ),
    Scene(
        "softwareone",
        "Marketplace staging",
        {},
        {
            3: {"contact.firstName": "Zoë", "contact.email": "zoe.marechal@example.com"},
            6: {"address.addressLine2": "3e étage"},
            10: {"externalIds.accountExternalId": "NL-1182"},
            14: {"contact.email": "accounts at example.com"},
        },
        (
            {
                "name": "Fjærestein Arkitekter AS",
                "address.addressLine1": "Nedre Brygge 12",
                "address.postCode": "5003",
                "address.city": "Bergen",
                "address.state": "Vestland",
                "address.country": "NO",
            },
        ),
    ),
)


def fill_others(workspace: Workspace, address: Mapping[str, Any]) -> tuple[Connection, ...]:
    """Connect the vendors that can be read and read them. *Shape* of address: as the sandbox prints it."""
    return tuple(_fill(workspace, scene, address[scene.vendor]) for scene in SCENES)


def _fill(workspace: Workspace, scene: Scene, place: Mapping[str, Any]) -> Connection:
    connection = add_connection(
        workspace,
        vendor=scene.vendor,
        name=scene.connection,
        base_url=place["url"],
        environment="test",
        secrets=place["credentials"],
        options=scene.options,
        for_session_only=True,
    )
    pull(workspace, JobContext(), connection.id)
    _leave_work(workspace, scene, connection)
    return connection


def _leave_work(workspace: Workspace, scene: Scene, connection: Connection) -> None:
    kind = vendor_named(scene.vendor).kinds[0].id
    most = max(scene.edits) + 1
    known = workspace.store.records.page(RecordQuery(kind, connection.id), limit=most)
    for place, texts in scene.edits.items():
        if place < len(known):
            record = known[place]
            set_values(workspace, kind, record.id, {_path(record, path): text for path, text in texts.items()})
    for texts in scene.added:
        add_record(workspace, kind, connection.id, dict(texts))


def _path(record: Record, path: str) -> str:
    name = path.partition("[")[0]
    first = record.base.get(name)
    if "{place}" not in path or not isinstance(first, list) or not first:
        return path
    return path.replace("{place}", str(first[0]["id"]))
