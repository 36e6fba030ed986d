"""The command line and the sandbox as processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

PROGRAM = (sys.executable, "-m", "ui")
ROOT = Path(__file__).resolve().parents[2]
KIND = "traede.customers"
SECONDS = 100.0


@dataclass(frozen=True)
class Ran:
    """One run of the command line: its exit code and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Read stdout, which must be exactly one JSON object."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found

    @property
    def counts(self) -> dict[str, int]:
        names = ("total", "applied", "refused", "failed", "skipped", "unknown")
        assert "total" in self.json, self.out + self.err
        return {name: self.json[name] for name in names}


class Sandbox:
    """A running sandbox: where it is, what it holds and what it is to do wrong."""

    def __init__(self, address: Mapping[str, Any], client: httpx.Client) -> None:
        self.address = address
        self.url: str = address["traede"]["url"]
        self.credentials: dict[str, str] = address["traede"]["credentials"]
        self._control: str = address["control"]
        self._client = client

    def view(self, vendor: str) -> Any:
        """Give what a vendor holds, in its own names."""
        return self._get(vendor)

    def customers(self) -> dict[str, dict[str, Any]]:
        """Give the customers it holds, by number."""
        return {each["customer_number"]: each for each in self._get("traede")["records"]}

    def held(self, vendor: str, key: str = "id") -> dict[str, dict[str, Any]]:
        """Give the records that a vendor holds, in its order, by their key."""
        return {str(each[key]): each for each in self._get(vendor)["records"]}

    def requests(self) -> list[dict[str, Any]]:
        """Give every request it received, in order."""
        found: list[dict[str, Any]] = self._get("requests")["requests"]
        return found

    def count_received(self) -> int:
        return int(self._get("requests?counts=1")["total"])

    def wait_for_requests(self, number: int) -> None:
        """Wait until that many were received."""
        give_up_at = time.monotonic() + SECONDS
        while self.count_received() < number:
            assert time.monotonic() < give_up_at, f"request {number} never came"
            time.sleep(0.01)

    def send(self, body: object) -> None:
        """Send customers past Counterfoil."""
        secrets = self.credentials
        headers = {
            "Authorization": f"Bearer {secrets['access_token']}",
            "X-Traede-App-Key": secrets["app_key"],
        }
        self._client.post(f"{self.url}/customers/sync", json=body, headers=headers).raise_for_status()

    def fault(self, name: str, **options: object) -> None:
        self._post("faults", {"vendor": "traede", "fault": name, **options})

    def clear_faults(self) -> None:
        self._client.delete(f"{self._control}/faults").raise_for_status()

    def behave(self, **options: object) -> None:
        self._post("behaviours", {"vendor": "traede", **options})

    def reset(self) -> None:
        """Forget faults, behaviours, requests and every customer that was not there at first."""
        self._post("reset", {})

    def _get(self, path: str) -> Any:
        return self._client.get(f"{self._control}/{path}").raise_for_status().json()

    def _post(self, path: str, content: object) -> None:
        self._client.post(f"{self._control}/{path}", json=content).raise_for_status()


@contextmanager
def running_sandbox(*, records: int = 0) -> Iterator[Sandbox]:
    """Run `counterfoil sandbox` as long as the block lasts."""
    command = [*PROGRAM, "sandbox", "--records", str(records), "--seed", "1"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = json.loads(process.stdout.readline())
            with httpx.Client(trust_env=False, timeout=SECONDS) as client:
                yield Sandbox(address, client)
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(SECONDS) == 0


@dataclass(frozen=True)
class CommandLine:
    """The command line on one workspace, signing in with credentials for each run alone."""

    folder: Path
    credentials: Path

    def run(self, *words: str, stdin: str = "") -> Ran:
        """Run one command to its end."""
        done = subprocess.run(
            self.command(*words),
            cwd=ROOT,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=SECONDS,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def started(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """Start one command; when the block ends it is killed, if it has not ended by itself."""
        pipe = subprocess.PIPE
        command = self.command(*words)
        with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, encoding="utf-8") as process:
            try:
                yield process
            finally:
                process.kill()

    def command(self, *words: str) -> list[str]:
        return [*PROGRAM, "--workspace", str(self.folder), "--json", *words]

    def connect(self, url: str, *words: str) -> Ran:
        session = ("--session-credentials", str(self.credentials))
        return self.run("connect", "traede", "--name", "Shop", "--url", url, *session, *words)

    def accept(self, file: Path) -> Ran:
        return self.run("import", str(file), "--into", KIND, "--connection", "Shop", "--accept")

    def online(self, *words: str) -> Ran:
        """Run a command that goes to the network."""
        return self.run(*self.online_words(*words))

    def online_words(self, *words: str) -> tuple[str, ...]:
        return (*words, "--connection", "Shop", "--session-credentials", str(self.credentials))

    def pending(self) -> dict[str, dict[str, Any]]:
        return {each["key"]: each for each in self.run("pending").json["records"]}


def command_line(folder: Path, credentials: Mapping[str, str]) -> CommandLine:
    """Make a command line on a workspace in `folder`, with its credentials in a file beside it."""
    file = folder / "credentials.json"
    file.write_text(json.dumps(dict(credentials)), encoding="utf-8")
    file.chmod(0o600)
    return CommandLine(folder / "workspace", file)


def interrupt(process: subprocess.Popen[str]) -> None:
    """Press Ctrl+C."""
    process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
