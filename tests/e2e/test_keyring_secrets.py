"""A long token in a real keyring: it works, and is found in nothing else that was written or said."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.e2e.command_line import KIND, PROGRAM, ROOT, Ran, Sandbox, running_sandbox
from tests.e2e.customer_files import customers, write_file

pytestmark = [pytest.mark.e2e, pytest.mark.keyring, pytest.mark.timeout(240)]
TOKEN_BYTES = 4000
COUNT_ENTRIES = """
import secretstorage
from app.keyring_entry import SERVICE
bus = secretstorage.dbus_init()
print(len(list(secretstorage.search_items(bus, {"service": SERVICE}))))
bus.close()
"""


class Home:
    """A private home with an unlocked keyring, and every word that was said in it."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = {name: text for name, text in env.items() if name != "PYTHON_KEYRING_BACKEND"}
        self.folder = Path(env["HOME"])
        self.said = ""

    def run(self, *words: str, stdin: str = "") -> Ran:
        command = [*PROGRAM, "--workspace", str(self.folder / "ws"), *words]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.env,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=100,
        )
        self.said += done.stdout + done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    def entries(self) -> int:
        """Count what the Secret Service keeps for Counterfoil."""
        command = [sys.executable, "-c", COUNT_ENTRIES]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=True, timeout=60
        )
        return int(done.stdout)

    def written(self) -> bytes:
        """Every name and every byte of every file, the keyring's own and the logs included."""
        files = [file for file in self.folder.rglob("*") if file.is_file()]
        return b"\n".join(os.fsencode(file) + b"\n" + file.read_bytes() for file in files)


@pytest.fixture
def home(keyring_env: Mapping[str, str]) -> Home:
    return Home(keyring_env)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


def the_whole_loop(home: Home, sandbox: Sandbox, token: Mapping[str, str]) -> None:
    """Go through everything that handles the token or could repeat it."""
    write_file(home.folder / "customers.csv", customers(range(1, 6)))
    connected = home.run("connect", "traede", "--name", "Shop", "--url", sandbox.url, stdin=json.dumps(token))
    assert connected.code == 0, connected.err
    home.run("import", str(home.folder / "customers.csv"), "--into", KIND, "--connection", "Shop", "--accept")
    home.run("push", "--connection", "Shop", "--dry-run", "--json")
    home.run("push", "--connection", "Shop", "--json")
    home.run("settle", "--connection", "Shop")
    for words in (["history"], ["history", "1", "--json"], ["pending"], ["connections"], ["doctor", "--json"]):
        home.run(*words)
    home.run("export", KIND, "--connection", "Shop", "--to", str(home.folder / "out.csv"))


def test_a_planted_token_is_nowhere_but_in_the_keyring(home: Home, sandbox: Sandbox) -> None:
    token = {"access_token": secrets.token_hex(TOKEN_BYTES // 2), "app_key": secrets.token_hex(40)}
    assert len(token["access_token"]) == TOKEN_BYTES
    echo = f"You sent {token['access_token']} and {token['app_key']}, which is wrong."
    sandbox.fault("status", status=422, body={"errors": [{"status": 422, "code": 1, "detail": echo}]}, times=0)
    the_whole_loop(home, sandbox, token)
    sandbox.reset()
    assert "which is wrong" in home.said
    assert home.entries() > 0
    written = home.written()
    assert len(written) > 100_000
    for value in token.values():
        for part in (value, value[:48], value[-48:]):
            assert part not in home.said
            assert part.encode() not in written
            assert part.encode("utf-16-le") not in written


def test_the_right_sign_in_after_a_wrong_one_goes_through_and_leaves_with_its_connection(
    home: Home, sandbox: Sandbox
) -> None:
    wrong = {"access_token": secrets.token_hex(20), "app_key": secrets.token_hex(20)}
    the_whole_loop(home, sandbox, wrong)
    assert sandbox.customers() == {}
    words = ["connect", "traede", "--name", "Again", "--url", sandbox.url]
    assert home.run(*words, stdin=json.dumps(sandbox.credentials)).code == 0
    file = str(home.folder / "customers.csv")
    home.run("import", file, "--into", KIND, "--connection", "Again", "--accept")
    assert home.run("push", "--connection", "Again", "--json").counts["applied"] == 5
    for name in ("Again", "Shop"):
        assert home.run("connections", "remove", name).code == 0
    assert home.entries() == 0
