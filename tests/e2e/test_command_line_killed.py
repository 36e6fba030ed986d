"""Killed at any moment of a push and started again: nothing is lost, nothing double, all accounted for."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.command_line import CommandLine, Ran, Sandbox, command_line, running_sandbox
from tests.e2e.customer_files import Customer, customers, held, wanted, write_file, write_rows

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

KNOWN = customers(range(1, 31))
"""Pushed before: ten of them are deleted, and ten get an address that cannot be sent twice."""
DELETED = [each["customer_number"] for each in KNOWN[:10]]
EXTENDED = [each["customer_number"] for each in KNOWN[10:20]]
ADDED = customers(range(1001, 2981))
TOTAL = len(DELETED) + len(EXTENDED) + len(ADDED)
OUTLET = {
    "title": "Outlet",
    "name": "Outlet",
    "address": "Kaj 1",
    "zip": "0150",
    "city": "Oslo",
    "country": "NO",
}
# The n-th request after whose arrival the process is killed; there are about forty in all.
MOMENTS = (1, 2, 4, 8, 12, 16, 20, 25, 31, 38)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@dataclass(frozen=True)
class Prepared:
    """A workspace with two thousand pending changes, and the requests that made the vendor what it is."""

    shop: CommandLine
    bodies: tuple[dict[str, Any], ...]


@pytest.fixture(scope="module")
def prepared(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Push thirty customers, then leave additions, deletions and outlets pending."""
    folder = tmp_path_factory.mktemp("prepared")
    shop = command_line(folder, sandbox.credentials)
    assert shop.connect(sandbox.url).code == 0
    write_file(folder / "known.csv", KNOWN)
    assert shop.accept(folder / "known.csv").code == 0
    assert shop.online("push").counts["applied"] == len(KNOWN)
    write_file(folder / "added.csv", ADDED, deleted=DELETED)
    assert shop.accept(folder / "added.csv").code == 0
    assert shop.accept(outlets(folder)).code == 0
    assert len(shop.pending()) == TOTAL == 2000
    return Prepared(shop, tuple(each["body"] for each in sandbox.requests()))


def outlets(folder: Path) -> Path:
    """Addresses matched by ERP id, while those already there have none: sent alone, and once."""
    columns = [f"addresses.{name}" for name in (*OUTLET, "remote_erp_id")]
    rows = [[number, "remote_erp_id", *OUTLET.values(), f"E-{number}"] for number in EXTENDED]
    write_rows(folder / "outlets.csv", ["customer_number", "addresses_sync_key", *columns], rows)
    return folder / "outlets.csv"


def copied(prepared: Prepared, sandbox: Sandbox, folder: Path) -> CommandLine:
    """Begin again with a copy of the workspace and a vendor that holds the thirty."""
    sandbox.reset()
    for body in prepared.bodies:
        sandbox.send(body)
    shutil.copytree(prepared.shop.folder, folder / "workspace")
    return command_line(folder, sandbox.credentials)


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_push_goes_on_without_loss_or_double(
    prepared: Prepared, sandbox: Sandbox, tmp_path: Path, moment: int
) -> None:
    shop = copied(prepared, sandbox, tmp_path)
    before = sandbox.count_received()
    kill_after(shop, sandbox, before + moment)
    assert settle_by_person(shop, sandbox).counts["total"] >= 1
    pushed = shop.online("push", "--yes")
    assert pushed.code == 0
    assert shop.pending() == {}
    assert held(sandbox.customers()) == expected()
    assert_sent_once(sandbox.requests()[before:])
    assert_every_record_has_an_outcome(shop)


def kill_after(shop: CommandLine, sandbox: Sandbox, number: int) -> None:
    """Kill the push while the answer to a request is still on its way."""
    sandbox.behave(latency_ms=150)
    with shop.started(*shop.online_words("push", "--yes")):
        sandbox.wait_for_requests(number)
    sandbox.behave(latency_ms=0)


def settle_by_person(shop: CommandLine, sandbox: Sandbox) -> Ran:
    """Settle what can be repeated, then look up the rest at the vendor as a person would."""
    settled = shop.online("settle")
    assert settled.code in {0, 4}
    there = sandbox.customers()
    for left in settled.json["outcomes"]:
        if left["outcome"] == "unknown":
            key = left["key"]
            word = "applied" if is_done(there.get(key)) else "not-applied"
            assert shop.online("settle", "--as", word, "--key", key).code == 0 or word == "not-applied"
    return settled


def is_done(of: Customer | None) -> bool:
    """A deletion or an outlet: the customer is gone, or has it."""
    return of is None or any(address["title"] == "Outlet" for address in of["addresses"])


def expected() -> dict[str, Customer]:
    extended = [each | {"addresses": [*each["addresses"], OUTLET]} for each in KNOWN[10:20]]
    return wanted([*extended, *KNOWN[20:], *ADDED])


def assert_sent_once(requests: list[dict[str, Any]]) -> None:
    """What may not be repeated was sent once, however often the push began again."""
    alone = Counter(
        json.dumps(each["body"], sort_keys=True)
        for each in requests
        if len(each["body"]["customers"]) == 1 and is_risky(each["body"]["customers"][0])
    )
    assert len(alone) == len(DELETED) + len(EXTENDED)
    assert set(alone.values()) == {1}


def is_risky(of: Customer) -> bool:
    return bool(of.get("delete")) or of.get("addresses_sync_key") == "remote_erp_id"


def assert_every_record_has_an_outcome(shop: CommandLine) -> None:
    """Over all pushes together every record ended as applied, and none is left without a last word."""
    pushes = [shop.run("history", str(each["id"])).json for each in shop.run("history").json["pushes"]]
    for push in pushes:
        assert len(push["outcomes"]) == push["push"]["total"]
        assert {each["outcome"] for each in push["outcomes"]} <= {"applied", "skipped", "unknown"}
    applied = {each["key"] for push in pushes for each in push["outcomes"] if each["outcome"] == "applied"}
    assert len(applied) == TOTAL + len(KNOWN) - len(DELETED) - len(EXTENDED)
