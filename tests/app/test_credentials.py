from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping

import keyring.backends.chainer
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest

from app.credentials import Credentials, SecretValues, _usable
from app.errors import CredentialError, CredentialsMissing, KeyringLocked, NoKeyring
from app.keyring_entry import MOST_CHARACTERS, SERVICE, Backend
from tests.memory_keyring import MemoryKeyring

ID = "credential-1"
VALUES = {"access_token": "planted-access", "app_key": "planted-app-key"}
LONG = {"access_token": "planted-" + "é" * 3000}


class WindowsLikeKeyring(MemoryKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        assert len(password) <= 1280
        super().set_password(service, username, password)


def _no_keyring(kind: Callable[[], Backend]) -> Backend:
    return kind()


def test_what_is_set_is_read_again_from_one_entry(memory_keyring: MemoryKeyring) -> None:
    Credentials().set(ID, VALUES)
    assert Credentials().get(ID, ["access_token", "app_key"]) == VALUES
    assert list(memory_keyring.entries) == [(SERVICE, ID)]


def test_a_long_entry_is_split_read_and_removed_whole() -> None:
    backend = WindowsLikeKeyring()
    credentials = Credentials(backend)
    credentials.set(ID, LONG)
    assert credentials.get(ID) == LONG
    assert len(backend.entries) > 2
    assert all(len(text) <= MOST_CHARACTERS for text in backend.entries.values())
    credentials.delete(ID)
    assert backend.entries == {}


def test_replacing_a_long_entry_leaves_no_part_behind() -> None:
    backend = WindowsLikeKeyring()
    credentials = Credentials(backend)
    for values in (LONG, {"access_token": "x" * 5000}, VALUES):
        credentials.set(ID, values)
        assert credentials.get(ID) == values
    assert list(backend.entries) == [(SERVICE, ID)]


@pytest.mark.parametrize("step", range(1, 12))
def test_a_split_write_that_breaks_anywhere_keeps_the_old_values(step: int) -> None:
    class Breaking(WindowsLikeKeyring):
        left = 1000

        def set_password(self, service: str, username: str, password: str) -> None:
            self.left -= 1
            if self.left == 0:
                raise keyring.errors.PasswordSetError("no")
            super().set_password(service, username, password)

    backend = Breaking()
    credentials = Credentials(backend)
    credentials.set(ID, VALUES)
    backend.left = step
    try:
        credentials.set(ID, LONG)
    except NoKeyring:
        assert credentials.get(ID) == VALUES
    else:
        assert credentials.get(ID) == LONG
    credentials.delete(ID)
    credentials.set(ID, LONG)
    credentials.delete(ID)
    assert backend.entries == {}


def test_a_missing_part_is_said_and_not_guessed() -> None:
    backend = WindowsLikeKeyring()
    credentials = Credentials(backend)
    credentials.set(ID, LONG)
    part = next(name for name in backend.entries if name[1].endswith(".2"))
    del backend.entries[part]
    with pytest.raises(CredentialsMissing, match="incomplete"):
        credentials.get(ID)


def test_missing_credentials_and_missing_fields_are_told_apart() -> None:
    credentials = Credentials()
    with pytest.raises(CredentialsMissing, match="No credentials"):
        credentials.get(ID)
    credentials.set(ID, {"access_token": "planted-access", "app_key": ""})
    with pytest.raises(CredentialsMissing, match="app_key") as caught:
        credentials.get(ID, ["access_token", "app_key"])
    assert "planted" not in str(caught.value)


def test_an_entry_of_something_else_is_not_taken(memory_keyring: MemoryKeyring) -> None:
    memory_keyring.entries[SERVICE, ID] = "not ours"
    with pytest.raises(CredentialsMissing):
        Credentials().get(ID)


def test_deleting_what_is_not_there_is_done_already() -> None:
    Credentials().delete(ID)


def test_credentials_of_this_session_are_stored_nowhere(memory_keyring: MemoryKeyring) -> None:
    credentials = Credentials()
    credentials.keep_for_session(ID, VALUES)
    assert credentials.get(ID) == VALUES
    assert credentials.is_for_session(ID)
    assert memory_keyring.entries == {}
    with pytest.raises(CredentialsMissing):
        Credentials().get(ID)


def test_this_session_comes_first_until_a_set_or_its_end() -> None:
    credentials = Credentials()
    credentials.set(ID, VALUES)
    credentials.keep_for_session(ID, {"access_token": "other"})
    assert credentials.get(ID) == {"access_token": "other"}
    credentials.forget_session(ID)
    assert credentials.get(ID) == VALUES


def test_a_session_works_without_any_keyring() -> None:
    credentials = Credentials(_no_keyring(keyring.backends.fail.Keyring))
    credentials.keep_for_session(ID, VALUES)
    assert credentials.get(ID) == VALUES


@pytest.mark.parametrize(
    "backend", [_no_keyring(keyring.backends.fail.Keyring), _no_keyring(keyring.backends.null.Keyring)]
)
def test_a_backend_that_keeps_nothing_is_no_keyring(backend: Backend) -> None:
    credentials = Credentials(backend)
    for call in (lambda: credentials.get(ID), lambda: credentials.set(ID, VALUES)):
        with pytest.raises(NoKeyring) as caught:
            call()
        assert "this session" in caught.value.remedy
    assert credentials.status().state == "none"


def test_a_plaintext_file_is_never_used() -> None:
    class PlaintextKeyring(MemoryKeyring):
        pass

    alternative = type("Keyring", (MemoryKeyring,), {"__module__": "keyrings.alt.file"})
    for backend in (PlaintextKeyring(), alternative()):
        with pytest.raises(NoKeyring):
            Credentials(backend).set(ID, VALUES)
        assert backend.entries == {}


def test_a_chain_counts_as_its_first_safe_link() -> None:
    def chain(*links: object) -> object:
        kind = type("ChainerBackend", (), {"__module__": "keyring.backends.chainer", "backends": links})
        return kind()

    good = MemoryKeyring()
    assert _usable(chain(_no_keyring(keyring.backends.fail.Keyring), good)) is good
    with pytest.raises(NoKeyring):
        _usable(chain())


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (keyring.errors.KeyringLocked("x"), KeyringLocked),
        (keyring.errors.InitError("prompt dismissed"), KeyringLocked),
        (keyring.errors.NoKeyringError("x"), NoKeyring),
        (keyring.errors.PasswordSetError("planted-access"), NoKeyring),
        (RuntimeError("planted-access"), NoKeyring),
    ],
)
def test_errors_of_the_keyring_become_ours(error: Exception, expected: type[CredentialError]) -> None:
    class Failing(MemoryKeyring):
        def get_password(self, service: str, username: str) -> str | None:
            raise error

    credentials = Credentials(Failing())
    with pytest.raises(expected) as caught:
        credentials.set(ID, VALUES)
    assert caught.value.remedy
    assert "planted" not in str(caught.value)
    assert credentials.status().state == ("locked" if expected is KeyringLocked else "none")


def test_a_keyring_that_forgets_at_once_is_not_trusted() -> None:
    class Forgetful(MemoryKeyring):
        def set_password(self, service: str, username: str, password: str) -> None:
            return

    with pytest.raises(NoKeyring, match="did not keep"):
        Credentials(Forgetful()).set(ID, VALUES)


def test_reprs_show_no_secret() -> None:
    credentials = Credentials()
    credentials.keep_for_session(ID, VALUES)
    values = credentials.get(ID)
    assert isinstance(values, SecretValues)
    assert "planted" not in f"{values} {values!r} {credentials!r} {[values]}"


def test_keyring_is_not_imported_before_a_secret_is_wanted() -> None:
    program = "import sys, app.credentials; sys.exit('keyring' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_a_working_keyring_is_said_to_work() -> None:
    assert Credentials().status().state == "works"


def _in_session(env: Mapping[str, str], program: str) -> str:
    start = "from app.credentials import Credentials\nfrom app.errors import *\nc = Credentials()\n"
    done = subprocess.run(
        [sys.executable, "-c", start + program],
        env=env,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.keyring
def test_the_real_secret_service_keeps_splits_and_forgets(keyring_env: Mapping[str, str]) -> None:
    program = f"""
print(c.status().state)
for values in ({VALUES!r}, {{"access_token": "x" * 5000}}):
    c.set("a", values)
    print(Credentials().get("a") == values)
c.delete("a")
c.delete("a")
try:
    c.get("a")
except CredentialsMissing:
    print("missing")
"""
    assert _in_session(keyring_env, program).split() == ["works", "True", "True", "missing"]


@pytest.mark.keyring
def test_a_real_locked_keyring_is_said_to_be_locked(locked_keyring_env: Mapping[str, str]) -> None:
    program = """
print(c.status().state)
try:
    c.set("a", {"x": "y"})
except KeyringLocked as error:
    print("locked", "session" in error.remedy)
"""
    assert _in_session(locked_keyring_env, program).split() == ["locked", "locked", "True"]


@pytest.mark.keyring
def test_a_session_without_a_secret_service_has_no_keyring(keyring_env: Mapping[str, str]) -> None:
    env = {**keyring_env, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    program = """
print(c.status().state)
try:
    c.set("a", {"x": "y"})
except NoKeyring:
    print("none")
"""
    assert _in_session(env, program).split() == ["none", "none"]
