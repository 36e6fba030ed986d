"""What people want done at each vendor, one deed a record, and how to see at the simulator how often it was.

A vendor is proved by naming its deeds here; `test_every_vendor_has_deeds` asks a new one for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.records.change import Edits, JsonObject, value_at
from app.values import BaseState
from app.vendors.traede.plan import sync_request
from tests.app.push.desk import Desk
from tests.app.push.shop import ADDRESS, address, customer
from tests.app.push.test_kibo import rep, reps, spare
from tests.app.push.test_softwareone import buyer, nameless

Held = Mapping[str, JsonObject]
Part = Callable[[Held], int]


@dataclass(frozen=True)
class Deed:
    """One pending record. Each part tells how often the simulator holds it: more than once is never right."""

    name: str
    record_id: int
    parts: tuple[Part, ...]

    def is_done(self, held: Held) -> bool:
        return all(part(held) for part in self.parts)


def deeds_of(desk: Desk) -> list[Deed]:
    """Put a vendor's deeds into the workspace, each pending."""
    return DEEDS[desk.vendor.id](desk)


def begin(desk: Desk) -> None:
    """Let the simulator hold what the deeds of its vendor are about, and no more."""
    desk.reset(RECORDS[desk.vendor.id])
    if desk.vendor.id == "flxpoint":
        desk.behave(token_limit=0)
    if desk.vendor.id == "traede":
        directives = {"addresses_sync_mode": "append", "addresses_sync_key": "address_title"}
        known = [one | (directives if "addresses" in one else {}) for one in _known_customers().values()]
        desk.send(sync_request(known, desk.options))


def _known_customers() -> dict[str, JsonObject]:
    numbers = ("k1", "k2", "d1", "u1")
    known: dict[str, JsonObject] = {
        one: {"customer_number": one, "name": one, "currency": "DKK"} for one in numbers
    }
    known["u1"]["addresses"] = [{"title": "Old", **ADDRESS}]
    return known


def _traede(desk: Desk) -> list[Deed]:
    base = _known_customers()
    renamed: dict[str, Edits] = {one: {"name": f"{one} renamed"} for one in ("k1", "k2")}
    # The old address has no value of this key, so that TRAEDE would add the new one at each repeat.
    alone = {"addresses_sync_key": "remote_erp_id"}
    shop = desk.change(base["u1"], address("Shop", remote_erp_id="A-1"), directives=alone)
    return [
        *(Deed("create", desk.save(customer(one)), (_has(one),)) for one in ("n1", "n2")),
        *(
            Deed("update", desk.change(base[one], edits), (_holds(one, "name", edits["name"]),))
            for one, edits in renamed.items()
        ),
        Deed("address", shop, (_addresses("u1", "Shop"),)),
        Deed("delete", desk.change(base["d1"], {}, is_deleting=True), (_lacks("d1"),)),
    ]


def _softwareone(desk: Desk) -> list[Deed]:
    view = desk.view()
    enabled = sorted(one["id"] for one in view["records"] if one["status"] == "Enabled")
    free = sorted(set(desk.held()) - set(view["with_licensees"]) - set(enabled[:1]))
    new = [desk.save(edits, base_state=BaseState.ABSENT) for edits in (nameless(1), buyer(2))]
    changed = desk.change(desk.read(enabled[0]), {"address.city": "Aarhus"})
    gone = desk.change(desk.read(free[0]), {}, is_deleting=True)
    return [
        *(Deed("create", one, (_named(buyer(number)["name"]),)) for number, one in enumerate(new, start=1)),
        Deed("update", changed, (_holds(enabled[0], "address.city", "Aarhus"),)),
        Deed("delete", gone, (_holds(free[0], "status", "Deleted"),)),
    ]


def _flxpoint(desk: Desk) -> list[Deed]:
    first, second, third = sorted(desk.held())[:3]
    unread = desk.save({"id": int(first), "accountingSynced": True, "externalAccountingId": f"INV-{first}"})
    read = desk.change(desk.read(second), {"accountingSyncError": "No such account"})
    item = str(desk.read(third)["items"][0]["id"])
    within = desk.change(desk.read(third), {f"items[id={item}].externalAccountingId": "LINE-1"})
    place = f"items[id={item}].externalAccountingId"
    return [
        Deed("unread", unread, (_holds(first, "externalAccountingId", f"INV-{first}"),)),
        Deed("update", read, (_holds(second, "accountingSyncError", "No such account"),)),
        Deed("item", within, (_holds(third, place, "LINE-1"),)),
    ]


def _kibo(desk: Desk) -> list[Deed]:
    key = next(one for one in sorted(desk.held()) if reps(desk, one))
    other = next(one for one in sorted(desk.held()) if one != key)
    new, lost = spare(desk)[0], min(reps(desk, key))
    edits = {"taxId": "DK1", **rep(new), f"salesReps[adminUserId={lost}]": None}
    several = desk.change(desk.read(key), edits)
    one = desk.change(desk.read(other), {"companyOrOrganization": "Ny navn A/S"})
    parts = (_holds(key, "taxId", "DK1"), _reps(key, new, wanted=1), _reps(key, lost, wanted=0))
    return [
        Deed("several", several, parts),
        Deed("update", one, (_holds(other, "companyOrOrganization", "Ny navn A/S"),)),
    ]


DEEDS: Mapping[str, Callable[[Desk], list[Deed]]] = {
    "flxpoint": _flxpoint,
    "kibo": _kibo,
    "softwareone": _softwareone,
    "traede": _traede,
}
RECORDS: Mapping[str, int] = {"flxpoint": 6, "kibo": 8, "softwareone": 12, "traede": 0}
"""How many records a simulator needs for the deeds of its vendor."""


def _has(key: str) -> Part:
    return lambda held: int(key in held)


def _lacks(key: str) -> Part:
    return lambda held: int(key not in held)


def _holds(key: str, path: str, value: object) -> Part:
    return lambda held: int(key in held and value_at(held[key], path) == value)


def _named(name: Any) -> Part:
    """Count what bears a name: a create that was carried out twice is there twice."""
    return lambda held: sum(one["name"] == name and one["status"] != "Deleted" for one in held.values())


def _addresses(key: str, title: str) -> Part:
    return lambda held: sum(one["title"] == title for one in held[key]["addresses"]) if key in held else 0


def _reps(key: str, user: str, *, wanted: int) -> Part:
    def part(held: Held) -> int:
        users: Sequence[str] = [one["adminUserId"] for one in held[key]["salesReps"] or ()]
        return int(users.count(user) == wanted)

    return part
