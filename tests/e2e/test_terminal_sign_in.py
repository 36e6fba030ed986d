"""A refused sign-in in the middle of a run, at a terminal: it asks, keeps what is typed and goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from tests import file_keyring
from tests.e2e.command_line import KIND, PROGRAM, ROOT, SECONDS, Ran, Sandbox, running_sandbox
from tests.e2e.terminal import Terminal, at_terminal

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(240),
    pytest.mark.skipif(sys.platform == "win32", reason="there is no pty"),
]
THREE = "customer_number;name;currency\n1;Bø;DKK\n2;Ærø;SEK\n3;Å;NOK\n"
WRONG = {"access_token": "an-old-made-up-word"}
WRITES = {"method": "POST"}


class Desk:
    """One workspace with a keyring in a file, whose program runs with pipes or at a terminal."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        self.folder = folder
        self.sandbox = sandbox
        self.keyring = folder / "keyring.json"
        self.env: Mapping[str, str] = {
            **os.environ,
            "PYTHON_KEYRING_BACKEND": file_keyring.BACKEND,
            file_keyring.VARIABLE: str(self.keyring),
        }

    def words(self, *words: str) -> tuple[str, ...]:
        return ("--workspace", str(self.folder / "workspace"), *words)

    def run(self, *words: str, stdin: str = "") -> Ran:
        done = subprocess.run(
            [*PROGRAM, *self.words(*words)],
            cwd=ROOT,
            env=self.env,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=SECONDS,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def terminal(self, *words: str) -> AbstractContextManager[Terminal]:
        return at_terminal(self.words(*words), self.env)

    def connect(self, **secrets: str) -> None:
        """Connect, one customer per request, with other secrets than the right ones where given."""
        given = json.dumps({**self.sandbox.credentials, **secrets})
        place = ("--name", "Shop", "--url", self.sandbox.url, "--option", "batch_size=1")
        assert self.run("connect", "traede", *place, stdin=given).code == 0
        file = self.folder / "three.csv"
        file.write_text(THREE, encoding="utf-8")
        assert self.run("import", str(file), "--into", KIND, "--connection", "Shop", "--accept").code == 0

    def taken(self) -> list[dict[str, Any]]:
        """The writing requests that the vendor carried out."""
        return [one for one in self.sandbox.requests() if one["method"] == "POST" and one["status"] == 200]

    def enter(self, terminal: Terminal) -> None:
        """Type the right sign-in."""
        for title, name in (("Access token of Shop: ", "access_token"), ("App key of Shop: ", "app_key")):
            terminal.expect(title)
            terminal.type(self.sandbox.credentials[name])


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, sandbox: Sandbox) -> Desk:
    sandbox.reset()
    return Desk(tmp_path, sandbox)


def test_what_is_typed_is_kept_and_the_same_push_goes_on(desk: Desk) -> None:
    desk.connect(**WRONG)
    with desk.terminal("push", "--connection", "Shop") as terminal:
        terminal.expect("Push 3 changes to Shop (test)? [y/N] ")
        terminal.type("y")
        terminal.expect("TRAEDE refused the sign-in. Enter new credentials, then go on.")
        desk.enter(terminal)
        assert terminal.wait() == 0
    assert "3 applied" in terminal.said
    assert desk.sandbox.credentials["access_token"] not in terminal.said
    assert sorted(desk.sandbox.customers()) == ["1", "2", "3"]
    assert len(desk.taken()) == 3
    history = desk.run("--json", "history").json["pushes"]
    assert [one["applied"] for one in history] == [3]
    assert "an-old-made-up-word" not in desk.keyring.read_text("utf-8")
    assert desk.run("edit", KIND, "--connection", "Shop", "--key", "1", "name=Ny").code == 0
    assert desk.run("push", "--connection", "Shop").code == 0


def test_one_in_the_middle_sends_nothing_twice(desk: Desk) -> None:
    desk.connect()
    desk.sandbox.fault("status", status=401, times=0, after=1, match=WRITES)
    with desk.terminal("push", "--connection", "Shop", "--yes") as terminal:
        terminal.expect("refused the sign-in")
        terminal.expect("Access token of Shop: ")
        desk.sandbox.clear_faults()
        terminal.type("")  # what is stored is right
        terminal.expect("App key of Shop: ")
        terminal.type("")
        assert terminal.wait() == 0
    assert len(desk.taken()) == 3
    assert [one["applied"] for one in desk.run("--json", "history").json["pushes"]] == [3]


def test_interrupting_the_question_stops_and_keeps_the_rest_pending(desk: Desk) -> None:
    desk.connect()
    desk.sandbox.fault("status", status=401, times=0, after=1, match=WRITES)
    with desk.terminal("push", "--connection", "Shop", "--yes") as terminal:
        terminal.expect("Access token of Shop: ")
        terminal.interrupt()
        assert terminal.wait() == 5
    assert "Stopped; what was not sent stays pending." in terminal.said
    assert len(desk.run("--json", "pending").json["records"]) == 3 - len(desk.taken())


def test_what_cannot_be_sent_is_asked_for_again(desk: Desk) -> None:
    desk.connect(**WRONG)
    with desk.terminal("push", "--connection", "Shop", "--yes") as terminal:
        terminal.expect("Access token of Shop: ")
        terminal.type("wörd")
        terminal.expect("App key of Shop: ")
        terminal.type("")
        terminal.expect("holds characters that cannot be sent")
        desk.enter(terminal)
        assert terminal.wait() == 0


def test_without_a_terminal_it_ends_and_says_how_to_go_on(desk: Desk) -> None:
    desk.connect(**WRONG)
    ran = desk.run("push", "--connection", "Shop", "--yes")
    assert ran.code == 5
    assert "run it at a terminal, which asks for others" in ran.err
    assert "--session-credentials FILE" in ran.err
    assert len(desk.run("--json", "pending").json["records"]) == 3


def test_a_pull_asks_as_well_and_goes_on(desk: Desk, sandbox: Sandbox) -> None:
    given = json.dumps({**sandbox.address["softwareone"]["credentials"], "api_token": "an-old-made-up-word"})
    place = ("--name", "Market", "--url", sandbox.address["softwareone"]["url"])
    assert desk.run("connect", "softwareone", *place, stdin=given).code == 0
    with desk.terminal("pull", "--connection", "Market") as terminal:
        terminal.expect("refused the sign-in")
        terminal.expect("of Market: ")
        terminal.type(sandbox.address["softwareone"]["credentials"]["api_token"])
        assert terminal.wait() == 0
    assert "0 read" in terminal.said
