"""Calls of a keyring that do not answer in time: given up, and what comes late undoes nothing newer."""

from __future__ import annotations

import subprocess
import sys
import threading

import keyring.errors
import pytest

from app.credentials import Credentials
from app.errors import KeyringTimeout
from app.keyring_entry import SERVICE
from tests.logguard import LogGuard
from tests.memory_keyring import MemoryKeyring

ID = "credential-1"
VALUES = {"access_token": "planted-access", "app_key": "planted-app-key"}
LONG = {"access_token": "planted-" + "é" * 3000}


class StuckKeyring(MemoryKeyring):
    """Blocks in the named call until the test lets it go on, as a password prompt does."""

    def __init__(self, stuck_in: str, *, only_first: bool = False) -> None:
        super().__init__()
        self.let_go = threading.Event()
        self.came_through = threading.Event()
        self._stuck_in = stuck_in
        self._only_first = only_first

    def _maybe_stuck(self, name: str) -> bool:
        if name != self._stuck_in:
            return False
        if self._only_first:
            self._stuck_in = ""
        self.let_go.wait(30)
        return True

    def get_password(self, service: str, username: str) -> str | None:
        self._maybe_stuck("get")
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        was_stuck = self._maybe_stuck("set")
        super().set_password(service, username, password)
        if was_stuck:
            self.came_through.set()


def _impatient(backend: MemoryKeyring) -> Credentials:
    return Credentials(backend, answer_seconds=0.05)


def _join_late_calls() -> None:
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(10)


def test_a_blocked_call_is_given_up_and_blocks_no_other() -> None:
    backend = StuckKeyring("get", only_first=True)
    credentials = _impatient(backend)
    with pytest.raises(KeyringTimeout):
        credentials.get(ID)
    Credentials(backend).set("other", VALUES)
    assert Credentials(backend).get("other") == VALUES
    backend.let_go.set()
    _join_late_calls()


def test_a_prompt_is_waited_for_longer() -> None:
    backend = StuckKeyring("get", only_first=True)
    credentials = Credentials(backend, answer_seconds=0.01, prompt_seconds=30, expects_prompt=lambda _: True)
    threading.Timer(0.1, backend.let_go.set).start()
    credentials.set(ID, VALUES)
    assert credentials.get(ID) == VALUES


def test_a_late_set_is_deleted_again() -> None:
    backend = StuckKeyring("set")
    with pytest.raises(KeyringTimeout):
        _impatient(backend).set(ID, VALUES)
    backend.let_go.set()
    _join_late_calls()
    assert backend.came_through.is_set()
    assert backend.entries == {}


def test_a_set_whose_prompt_was_answered_too_late_writes_nothing_and_keeps_the_old() -> None:
    backend = StuckKeyring("get", only_first=True)
    backend.entries[SERVICE, ID] = '{"values": {"access_token": "old"}}'
    with pytest.raises(KeyringTimeout):
        _impatient(backend).set(ID, LONG)
    backend.let_go.set()
    _join_late_calls()
    assert Credentials(backend).get(ID) == {"access_token": "old"}
    assert len(backend.entries) == 1


def test_a_late_set_does_not_undo_a_newer_one() -> None:
    backend = StuckKeyring("set", only_first=True)
    credentials = _impatient(backend)
    with pytest.raises(KeyringTimeout):
        credentials.set(ID, {"access_token": "older"})
    credentials._answer_seconds = 10
    credentials.set(ID, {"access_token": "newer"})
    backend.let_go.set()
    _join_late_calls()
    assert credentials.get(ID) == {"access_token": "newer"}


def test_a_late_set_that_cannot_be_taken_back_is_logged_without_its_value(expected_log: LogGuard) -> None:
    class Undeletable(StuckKeyring):
        def delete_password(self, service: str, username: str) -> None:
            raise keyring.errors.PasswordDeleteError("planted-access")

    expected_log("could not be taken back: PasswordDeleteError")
    backend = Undeletable("set")
    with pytest.raises(KeyringTimeout):
        _impatient(backend).set(ID, VALUES)
    backend.let_go.set()
    _join_late_calls()
    assert backend.came_through.is_set()


def test_a_blocked_call_does_not_hold_up_the_end_of_the_app() -> None:
    program = """
import threading
from app.credentials import Credentials
from app.errors import KeyringTimeout
class Stuck:
    def get_password(self, service, username):
        threading.Event().wait()
try:
    Credentials(Stuck(), answer_seconds=0.05).get("x")
except KeyringTimeout:
    print("given up")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "given up\n"
