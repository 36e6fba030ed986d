"""Each vendor with a realistic file, on the command line: import, fix, review, push, read back, and pull."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.records.change import MISSING, value_at
from tests.e2e.command_line import CommandLine, Ran, Sandbox, command_line, running_sandbox
from tests.e2e.vendor_files import VendorFile, assignments, buyers, orders, two_address_customers

pytestmark = pytest.mark.e2e

Change = Callable[["Counter"], str]


@dataclass(frozen=True)
class Counter:
    """One vendor of the sandbox, and a command line that is connected to it."""

    sandbox: Sandbox
    commands: CommandLine
    vendor: str
    kind: str

    def run(self, *words: str) -> Ran:
        return self.commands.run(*words)

    def on(self, *words: str) -> Ran:
        return self.commands.online(*words)

    @property
    def url(self) -> str:
        return str(self.sandbox.address[self.vendor]["url"])

    @property
    def credentials(self) -> Mapping[str, str]:
        found: Mapping[str, str] = self.sandbox.address[self.vendor]["credentials"]
        return found

    def held(self) -> list[dict[str, Any]]:
        records: list[dict[str, Any]] = self.sandbox.view(self.vendor)["records"]
        return records

    def write(self, file: Path, content: VendorFile) -> None:
        columns = list(dict.fromkeys(column for row in content.rows for column in row))
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, restval="")
            writer.writeheader()
            writer.writerows(content.rows)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox(records=200) as running:
        yield running


def counter(sandbox: Sandbox, folder: Path, kind: str, *options: str) -> Counter:
    """A new workspace connected to a vendor of the sandbox, which begins anew."""
    sandbox.reset()
    vendor = kind.partition(".")[0]
    place = sandbox.address[vendor]
    commands = command_line(folder, place["credentials"])
    opened = Counter(sandbox, commands, vendor, kind)
    session = ("--session-credentials", str(commands.credentials))
    words = [word for option in options for word in ("--option", option)]
    ran = opened.run("connect", vendor, "--name", "Shop", "--url", place["url"], "--test", *session, *words)
    assert ran.code == 0, ran.err
    return opened


def take_in_and_fix(at: Counter, content: VendorFile, folder: Path) -> None:
    """Import a file with wrong cells, which are told, and write what is right."""
    at.write(folder / "file.csv", content)
    ran = at.run("import", str(folder / "file.csv"), "--into", at.kind, "--connection", "Shop", "--accept")
    assert ran.code == 3, ran.err
    told = ran.json
    assert (told["rows"], told["records"], told["refused"]) == (len(content.rows), content.records, 0)
    errors = {(one["row"], one["column"]) for one in told["problems"] if one["severity"] == "error"}
    assert errors == content.wrong
    for key, assignments_ in content.fixes:
        fixed = at.run("edit", at.kind, "--connection", "Shop", "--key", key, *assignments_)
        assert fixed.code == 0, fixed.err


def push_and_read_back(at: Counter, content: VendorFile, identity: str) -> None:
    """What review shows is what the vendor holds afterwards, place by place, and nothing is pending."""
    pending = at.run("pending").json["records"]
    assert len(pending) == content.records
    pushed = at.on("push", "--yes")
    wanted = {"total": content.records, "applied": content.records}
    assert pushed.counts == {**dict.fromkeys(pushed.counts, 0), **wanted}
    assert pushed.code == 0
    held = {str(value_at(one, identity)): one for one in at.held()}
    lacking = {
        f"{one['key']} {field['column']}": field["new"]
        for one in pending
        for field in one["fields"]
        if not is_held(held[one["key"]], field)
    }
    assert lacking == {}
    assert at.run("pending").json["records"] == []


def is_held(record: Mapping[str, Any], field: Mapping[str, Any]) -> bool:
    theirs = value_at(record, field["column"])
    return theirs == field["new"] or (not field["new"] and theirs in (MISSING, None, ""))


def pull_change_and_pull_again(at: Counter, known: int, change: Change) -> None:
    """Read everything, let somebody else change one record at the vendor, and see just that."""
    first = at.on("pull")
    assert (first.code, first.json["read"]) == (0, known)
    column = change(at)
    second = at.on("pull")
    assert (second.code, second.json["read"]) == (0, known)
    assert (second.json["added"], second.json["changed"], second.json["gone"]) == (0, 1, 0)
    exported = at.commands.folder.parent / "out.csv"
    assert at.run("export", at.kind, "--connection", "Shop", "--to", str(exported)).code == 0
    with exported.open(encoding="utf-8-sig", newline="") as stream:
        assert "Ændret dér" in {row[column] for row in csv.DictReader(stream)}


def change_buyer(at: Counter) -> str:
    """One that is not active: an active one is brought in line with the ERP."""
    header = {"Authorization": f"Bearer {at.credentials['api_token']}"}
    record = next(one for one in at.held() if one["status"] == "Enabled")
    body = {name: record[name] for name in ("address", "account")}
    body = {"name": "Ændret dér", "address": body["address"], "account": {"id": body["account"]["id"]}}
    url = f"{at.url}/public/v1/accounts/buyers/{record['id']}"
    httpx.put(url, json=body, headers=header, trust_env=False).raise_for_status()
    return "name"


def change_order(at: Counter) -> str:
    header = {"X-API-TOKEN": at.credentials["api_token"]}
    url = f"{at.url}/orders/{at.held()[-1]['id']}/accounting-sync"
    httpx.patch(
        url, json={"externalAccountingId": "Ændret dér"}, headers=header, trust_env=False
    ).raise_for_status()
    return "externalAccountingId"


def change_account(at: Counter) -> str:
    keys = at.credentials
    body = {"client_id": keys["client_id"], "client_secret": keys["client_secret"]}
    ticket = f"{at.url}/platform/applications/authtickets/oauth"
    answer = httpx.post(ticket, json={**body, "grant_type": "client_credentials"}, trust_env=False)
    header = {
        "Authorization": f"Bearer {answer.json()['access_token']}",
        "x-vol-tenant": keys["tenant"],
        "x-vol-site": keys["site"],
    }
    url = f"{at.url}/commerce/customer/b2baccounts/{at.held()[-1]['id']}"
    record = httpx.get(url, headers=header, trust_env=False).json()
    changed = {**record, "companyOrOrganization": "Ændret dér"}
    httpx.put(url, json=changed, headers=header, trust_env=False).raise_for_status()
    return "companyOrOrganization"


def change_customer(at: Counter) -> str:
    number = at.held()[-1]["customer_number"]
    at.sandbox.send({"customers": [{"customer_number": number, "name": "Ændret dér"}]})
    return "name"


def test_three_hundred_buyers(sandbox: Sandbox, tmp_path: Path) -> None:
    at = counter(sandbox, tmp_path, "softwareone.buyers")
    content = buyers(300, at.held())
    take_in_and_fix(at, content, tmp_path)
    push_and_read_back(at, content, "externalIds.erpCompanyContact")
    pull_change_and_pull_again(at, 500, change_buyer)


def test_orders_with_several_items(sandbox: Sandbox, tmp_path: Path) -> None:
    """A dozen here; two hundred take 200 seconds, by the vendor's limit."""
    at = counter(sandbox, tmp_path, "flxpoint.orders", "page_size=200")
    content = orders(12, at.held())
    take_in_and_fix(at, content, tmp_path)
    push_and_read_back(at, content, "id")
    pull_change_and_pull_again(at, 200, change_order)
    assert sandbox.view("flxpoint")["rate"]["refused"] == 0


def test_five_hundred_customers_with_two_addresses(sandbox: Sandbox, tmp_path: Path) -> None:
    at = counter(sandbox, tmp_path, "traede.customers")
    content = two_address_customers(500, at.held())
    take_in_and_fix(at, content, tmp_path)
    push_and_read_back(at, content, "customer_number")
    assert at.on("pull").code == 5
    sandbox.behave(get_customers=True)
    assert at.run("connections", "set", "Shop", "try_get_customers=yes").code == 0
    pull_change_and_pull_again(at, 700, change_customer)


def test_four_hundred_rep_assignments(sandbox: Sandbox, tmp_path: Path) -> None:
    at = counter(sandbox, tmp_path, "kibo.accounts")
    content = assignments(400, at.held(), sandbox.view("kibo")["users"])
    take_in_and_fix(at, content, tmp_path)
    push_and_read_back(at, content, "id")
    pull_change_and_pull_again(at, 200, change_account)
