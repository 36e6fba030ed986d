"""Three pending records of any vendor, each of which is one writing request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from app.net.limits import NoLimit
from app.records.change import Edits
from app.values import BaseState
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import customer

VENDORS = ("softwareone", "flxpoint", "kibo", "traede")
# How each vendor's simulator is written to.
METHODS = {"softwareone": "POST", "flxpoint": "PATCH", "kibo": "PUT", "traede": "POST"}


def open_three(desk_at: Open, vendor: str, monkeypatch: pytest.MonkeyPatch, count: int = 3) -> Desk:
    """Connect to a vendor with so many records pending; no rate limit holds the test up."""
    monkeypatch.setattr("app.bootstrap._limiter", lambda vendor, secrets: NoLimit())
    return fill_three(desk_at(vendor), count)


def fill_three(desk: Desk, count: int = 3) -> Desk:
    """Put so many pending records into a connection; its simulator begins anew."""
    vendor = desk.vendor.id
    desk.reset(0 if vendor in ("softwareone", "traede") else count)
    if vendor == "traede":
        desk.connection = replace(desk.connection, options={"batch_size": 1})
        desk.workspace.store.connections.update(desk.connection)
    if vendor == "flxpoint":
        desk.behave(token_limit=0)
    for number in range(count):
        _FILLERS[vendor](desk, number)
    return desk


def written(desk: Desk) -> list[dict[str, Any]]:
    """The writing requests that the simulator received; asking for a token is none."""
    return [one for one in desk.requests(METHODS[desk.vendor.id]) if "/oauth" not in one["path"]]


def writes(desk: Desk) -> Mapping[str, str]:
    """What matches a writing request, for a fault."""
    return {"method": METHODS[desk.vendor.id]}


def _buyer(desk: Desk, number: int) -> None:
    edits: Edits = {
        "name": f"Kunde {number}",
        "address.addressLine1": f"Straße {number}",
        "address.postCode": "01067",
        "address.city": "Dresden",
        "address.state": "Sachsen",
        "address.country": "DE",
        "externalIds.erpCompanyContact": f"CC-{number}",
    }
    desk.save(edits, base_state=BaseState.ABSENT)


def _order(desk: Desk, number: int) -> None:
    desk.change(desk.read(sorted(desk.held())[number]), {"externalAccountingId": f"INV-{number}"})


def _account(desk: Desk, number: int) -> None:
    desk.change(desk.read(sorted(desk.held())[number]), {"companyOrOrganization": f"Kunde {number} A/S"})


def _customer(desk: Desk, number: int) -> None:
    desk.save(customer(str(number)))


_FILLERS: Mapping[str, Callable[[Desk, int], None]] = {
    "softwareone": _buyer,
    "flxpoint": _order,
    "kibo": _account,
    "traede": _customer,
}
