"""What the measurements work on: a sandbox, a file of customers, a workspace that has them."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from tests.bench.measure import PROGRAM, ROOT, Measured, run
from tests.e2e.customer_files import COLUMNS, customer, rows_of

KIND = "traede.customers"


@dataclass(frozen=True)
class Sandbox:
    """A running sandbox, with its credentials in a file."""

    url: str
    control: str
    credentials: dict[str, str]
    file: Path
    vendor: str = "traede"

    def begin_again(self, *, latency_ms: float, records: int = 0) -> None:
        """Fill it anew and set how long it takes to answer."""
        with httpx.Client(trust_env=False, timeout=60) as client:
            client.post(f"{self.control}/reset", json={"records": records}).raise_for_status()
            content: dict[str, Any] = {"vendor": self.vendor, "latency_ms": latency_ms}
            client.post(f"{self.control}/behaviours", json=content).raise_for_status()

    def count(self) -> int:
        return len(self.held())

    def held(self) -> list[dict[str, Any]]:
        with httpx.Client(trust_env=False, timeout=60) as client:
            found = client.get(f"{self.control}/{self.vendor}").raise_for_status().json()
        records: list[dict[str, Any]] = found["records"]
        return records

    def requests(self) -> list[dict[str, Any]]:
        """What this vendor was asked since it was filled, in order."""
        with httpx.Client(trust_env=False, timeout=60) as client:
            found = client.get(f"{self.control}/requests", params={"vendor": self.vendor}).raise_for_status()
        requests: list[dict[str, Any]] = found.json()["requests"]
        return requests

    def at(self, vendor: str) -> Sandbox:
        """The same sandbox, seen from a connection to another vendor."""
        root = self.url.rpartition("/")[0]
        return replace(self, vendor=vendor, url=f"{root}/{vendor}", file=self.file.with_name(f"{vendor}.json"))


@contextmanager
def running_sandbox(folder: Path) -> Iterator[Sandbox]:
    """Run the sandbox, empty, as long as the block lasts."""
    command = [*PROGRAM, "sandbox", "--records", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = json.loads(process.stdout.readline())
            control = address.pop("control")
            for vendor, place in address.items():
                (folder / f"{vendor}.json").write_text(json.dumps(place["credentials"]), encoding="utf-8")
            place = address["traede"]
            yield Sandbox(place["url"], control, place["credentials"], folder / "traede.json")
        finally:
            process.terminate()


def write_customers(file: Path, number: int, *, discount: str = "") -> None:
    """Write that many customers with one address each, all with this discount if one is given."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for each in range(1, number + 1):
            (row,) = rows_of(customer(each))
            if discount:
                row["discount_percentage"] = discount
            writer.writerow([row.get(column, "") for column in COLUMNS])


def write_buyers(file: Path, number: int) -> None:
    """Write that many new buyers, each with an ERP id of its own."""
    fixed = {"address.postCode": "01067", "address.city": "Dresden", "address.state": "Sachsen"}
    fixed |= {"address.country": "DE", "contact.firstName": "Ann", "contact.lastName": "Ek"}
    with file.open("w", encoding="utf-8", newline="") as opened:
        own = ("name", "address.addressLine1", "externalIds.erpCompanyContact")
        writer = csv.DictWriter(opened, [*own, *fixed])
        writer.writeheader()
        for each in range(number):
            texts = (f"Bølgeskum & Søn {each}", f"Straße {each}", f"CC-{100_000 + each}")
            writer.writerow(dict(zip(own, texts, strict=True)) | fixed)


def connect(workspace: Path, sandbox: Sandbox) -> None:
    words = ("connect", sandbox.vendor, "--name", "Bench", "--url", sandbox.url)
    command(workspace, *words, "--session-credentials", str(sandbox.file))


def accept(workspace: Path, file: Path, kind: str = KIND) -> Measured:
    return command(workspace, "import", str(file), "--into", kind, "--connection", "Bench", "--accept")


def command(workspace: Path, *words: str) -> Measured:
    """Run one command of the command line."""
    return run(*PROGRAM, "--workspace", str(workspace), "--json", *words)
