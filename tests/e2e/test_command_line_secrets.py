"""A secret is used and kept nowhere: not in a file, not in what is printed, not in the log."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import data_paths
from tests.e2e.command_line import CommandLine, Ran, Sandbox, command_line, running_sandbox
from tests.e2e.customer_files import customers, write_file

pytestmark = pytest.mark.e2e
WRONG = {"access_token": "planted-wrong-token-4711", "app_key": "planted-wrong-key-0815"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest.fixture
def file(sandbox: Sandbox, tmp_path: Path) -> Path:
    sandbox.reset()
    write_file(tmp_path / "customers.csv", customers(range(1, 6)))
    return tmp_path / "customers.csv"


def every_command(shop: CommandLine, sandbox: Sandbox, file: Path) -> list[Ran]:
    """Go through the loop with everything that could repeat a secret."""
    return [
        shop.connect(sandbox.url),
        shop.accept(file),
        shop.run("pending"),
        shop.run("push", "--connection", "Shop", "--dry-run"),
        shop.online("push"),
        shop.online("settle"),
        shop.run("history"),
        shop.run("history", "1"),
        shop.run("connections"),
        shop.run("export", "traede.customers", "--connection", "Shop", "--to", str(file.with_name("out.csv"))),
        shop.run("doctor"),
    ]


def stored(*folders: Path) -> bytes:
    """Everything below the folders, names and contents."""
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return b"\n".join(os.fsencode(file) + b"\n" + file.read_bytes() for file in files)


def assert_nothing_told(secrets: list[str], runs: list[Ran], folders: tuple[Path, ...]) -> None:
    said = "".join(ran.out + ran.err for ran in runs)
    content = stored(*folders)
    assert len(content) > 10_000
    for secret in secrets:
        assert secret not in said
        assert secret.encode() not in content
        assert secret.encode("utf-16-le") not in content


def test_credentials_of_a_session_leave_no_trace(sandbox: Sandbox, file: Path) -> None:
    shop = command_line(file.parent, sandbox.credentials)
    runs = every_command(shop, sandbox, file)
    assert [ran.code for ran in runs[:5]] == [0] * 5
    assert_nothing_told(list(sandbox.credentials.values()), runs, (shop.folder, data_paths().logs))


def test_vendor_that_repeats_a_secret_is_masked(sandbox: Sandbox, file: Path) -> None:
    shop = command_line(file.parent, WRONG)
    echo = " ".join(["You sent", *WRONG.values(), "which is wrong."])
    sandbox.fault("status", status=422, body={"errors": [{"status": 422, "code": 1, "detail": echo}]}, times=0)
    runs = every_command(shop, sandbox, file)
    assert "which is wrong" in runs[7].out
    assert_nothing_told(list(WRONG.values()), runs, (shop.folder, data_paths().logs))


def test_without_credentials_a_push_says_what_is_missing(sandbox: Sandbox, file: Path) -> None:
    shop = command_line(file.parent, sandbox.credentials)
    shop.connect(sandbox.url)
    shop.accept(file)
    pushed = shop.run("push", "--connection", "Shop")
    assert pushed.code == 5
    assert "keyring" in pushed.json["error"] + pushed.json["remedy"]
    assert len(shop.pending()) == 5
    assert sandbox.requests() == []
