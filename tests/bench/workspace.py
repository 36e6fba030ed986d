"""What the measurements work on: a sandbox, a file of customers, a workspace that has them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.bench.measure import PROGRAM, ROOT, Measured, run
from tests.e2e.customer_files import customer, write_file

KIND = "traede.customers"


@dataclass(frozen=True)
class Sandbox:
    """A running sandbox, with its credentials in a file."""

    url: str
    control: str
    credentials: dict[str, str]
    file: Path

    def begin_again(self, *, latency_ms: float) -> None:
        """Empty it and set how long it takes to answer."""
        with httpx.Client(trust_env=False, timeout=60) as client:
            client.post(f"{self.control}/reset", json={}).raise_for_status()
            content: dict[str, Any] = {"vendor": "traede", "latency_ms": latency_ms}
            client.post(f"{self.control}/behaviours", json=content).raise_for_status()

    def count(self) -> int:
        with httpx.Client(trust_env=False, timeout=60) as client:
            return len(client.get(f"{self.control}/traede").raise_for_status().json()["records"])


@contextmanager
def running_sandbox(folder: Path) -> Iterator[Sandbox]:
    """Run the sandbox, empty, as long as the block lasts."""
    command = [*PROGRAM, "sandbox", "--records", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = json.loads(process.stdout.readline())
            file = folder / "credentials.json"
            file.write_text(json.dumps(address["traede"]["credentials"]), encoding="utf-8")
            place = address["traede"]
            yield Sandbox(place["url"], address["control"], place["credentials"], file)
        finally:
            process.terminate()


def write_customers(file: Path, number: int) -> int:
    """Write that many customers with one address each; give the number of rows."""
    return write_file(file, [customer(each) for each in range(1, number + 1)])


def connect(workspace: Path, sandbox: Sandbox) -> None:
    words = ("connect", "traede", "--name", "Bench", "--url", sandbox.url)
    command(workspace, *words, "--session-credentials", str(sandbox.file))


def accept(workspace: Path, file: Path) -> Measured:
    return command(workspace, "import", str(file), "--into", KIND, "--connection", "Bench", "--accept")


def command(workspace: Path, *words: str) -> Measured:
    """Run one command of the command line."""
    return run(*PROGRAM, "--workspace", str(workspace), "--json", *words)
