"""Secrets in the operating system's keyring, or in memory for one session; the only importer of keyring."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from app.errors import CredentialError, CredentialsMissing, KeyringLocked, NoKeyring
from app.keyring_call import Call
from app.keyring_entry import (
    SERVICE,
    Abandoned,
    Backend,
    DamagedEntry,
    NotKept,
    delete_values,
    put_back,
    read_values,
    write_values,
)

ANSWER_SECONDS = 10.0
PROMPT_SECONDS = 120.0

T = TypeVar("T")

_NONE_REMEDY = (
    "Use the credentials for this session only, or set up a keyring (such as GNOME Keyring or KWallet)."
)
_LOCKED_REMEDY = "Unlock it and try again, or use the credentials for this session only."
# By name, since keyring and secretstorage are imported late; both have a tree of their own.
_LOCKED_ERRORS = {"KeyringLocked", "InitError", "LockedException", "PromptDismissedException"}
_PROMPTING_BACKENDS = ("keyring.backends.kwallet", "keyring.backends.macOS", "keyring.backends.libsecret")
_ON_LINUX = "keyring.backends.SecretService"


class SecretValues(dict[str, str]):
    """Credential fields by name; prints the names only."""

    def __repr__(self) -> str:
        return f"SecretValues({', '.join(self)})"

    __str__ = __repr__


@dataclass(frozen=True)
class KeyringStatus:
    """Whether secrets can be kept, and in people's words why not."""

    state: Literal["works", "locked", "none"]
    why: str = ""


@dataclass(frozen=True)
class _Write:
    """A set, or with no values a delete, numbered in the order of asking."""

    number: int
    credential_id: str
    values: Mapping[str, str] | None = field(repr=False)


class Credentials:
    """Reads and keeps the secrets of connections; every call ends within its deadline.

    `backend` replaces the operating system's keyring. Raises NoKeyring, KeyringLocked, KeyringTimeout
    and CredentialsMissing, each with what to do.
    """

    def __init__(
        self,
        backend: Backend | None = None,
        *,
        answer_seconds: float = ANSWER_SECONDS,
        prompt_seconds: float = PROMPT_SECONDS,
        expects_prompt: Callable[[Backend], bool] | None = None,
    ) -> None:
        self._backend = backend
        self._answer_seconds = answer_seconds
        self._prompt_seconds = prompt_seconds
        self._expects_prompt = expects_prompt or _expects_prompt
        self._session: dict[str, SecretValues] = {}
        self._lock = threading.Lock()
        self._writes = 0
        # The last finished write of each credential in this process: its number and head entry.
        self._finished: dict[str, tuple[int, str | None]] = {}

    def get(self, credential_id: str, fields: Sequence[str] = ()) -> SecretValues:
        """Give the values, which hold every one of `fields`; those of this session come first."""
        values = self._session.get(credential_id)
        if values is None:
            values = self._stored(credential_id)
        missing = [name for name in fields if not values.get(name)]
        if missing:
            raise CredentialsMissing(
                f"The stored credentials lack: {', '.join(missing)}.", remedy="Enter them in the connection."
            )
        return SecretValues(values)

    def set(self, credential_id: str, values: Mapping[str, str]) -> None:
        """Keep the values in the keyring; they then replace any kept for this session."""

        def write(backend: Backend, call: Call[str | None]) -> str | None:
            return write_values(backend, credential_id, values, is_wanted=call.is_wanted)

        self._change(self._write(credential_id, values), write)
        self._session.pop(credential_id, None)

    def delete(self, credential_id: str) -> None:
        """Forget the values, in this session and in the keyring; ones that are not there are gone already."""
        self._session.pop(credential_id, None)

        def remove(backend: Backend, call: Call[str | None]) -> str | None:  # noqa: ARG001 - as for write
            delete_values(backend, credential_id)
            return None

        self._change(self._write(credential_id, None), remove)

    def keep_for_session(self, credential_id: str, values: Mapping[str, str]) -> None:
        """Keep the values in memory until the app ends; nothing of them is stored."""
        self._session[credential_id] = SecretValues(values)

    def is_for_session(self, credential_id: str) -> bool:
        """Say whether these credentials end with this session."""
        return credential_id in self._session

    def forget_session(self, credential_id: str) -> None:
        """Forget what was kept in memory; the keyring stays as it is."""
        self._session.pop(credential_id, None)

    def status(self) -> KeyringStatus:
        """Look at the keyring without opening a password prompt where that can be avoided."""
        try:
            return self._run(lambda backend, _: _status_of(backend))
        except KeyringLocked as error:
            return KeyringStatus("locked", error.message)
        except CredentialError as error:
            return KeyringStatus("none", error.message)

    def __repr__(self) -> str:
        return f"Credentials({len(self._session)} for this session)"

    def _stored(self, credential_id: str) -> SecretValues:
        values = self._run(lambda backend, _: read_values(backend, credential_id))
        if values is None:
            raise CredentialsMissing(
                "No credentials are stored for this connection.", remedy="Enter them in the connection."
            )
        return SecretValues(values)

    def _change(self, write: _Write, change: Callable[[Backend, Call[str | None]], str | None]) -> None:
        head = self._run(change, undo=lambda backend, error: self._take_back(backend, write, error))
        with self._lock:
            self._finished[write.credential_id] = (write.number, head)

    def _take_back(self, backend: Backend, write: _Write, error: BaseException | None) -> None:
        """Undo a late write: a newer one is restored, otherwise what it wrote is deleted again."""
        while True:
            with self._lock:
                newest = self._finished.get(write.credential_id, (0, None))
            if newest[0] > write.number:
                put_back(backend, write.credential_id, newest[1])
            elif _is_left_behind(backend, write, error):
                delete_values(backend, write.credential_id)
            with self._lock:
                if self._finished.get(write.credential_id, (0, None)) == newest:
                    return

    def _write(self, credential_id: str, values: Mapping[str, str] | None) -> _Write:
        with self._lock:
            self._writes += 1
            return _Write(self._writes, credential_id, values)

    def _run(
        self,
        work: Callable[[Backend, Call[T]], T],
        *,
        undo: Callable[[Backend, BaseException | None], None] | None = None,
    ) -> T:
        used: list[Backend] = []

        def beside(call: Call[T]) -> T:
            backend = self._backend if self._backend is not None else _system_backend()
            used.append(_usable(backend))
            call.expects_prompt = self._expects_prompt(used[0])
            return work(used[0], call)

        def late(error: BaseException | None) -> None:
            if undo is not None and used:
                undo(used[0], error)

        call = Call(beside, undo=late)
        try:
            return call.wait(answer_seconds=self._answer_seconds, prompt_seconds=self._prompt_seconds)
        except CredentialError:
            raise
        except Exception as error:
            raise _translated(error) from error


def _is_left_behind(backend: Backend, write: _Write, error: BaseException | None) -> bool:
    """Say whether a late set lies in the keyring, though perhaps it ended with an error."""
    if error is None:
        return True
    if isinstance(error, Abandoned) or write.values is None:
        return False
    return read_values(backend, write.credential_id) == write.values


def _system_backend() -> Backend:
    import keyring  # noqa: PLC0415 - 0.13 s, and only where a secret is wanted

    return keyring.get_keyring()


def _usable(backend: Any) -> Backend:  # noqa: ANN401 - any class of any keyring plug-in
    """Give the backend, or the first allowed one of a chain; never one that keeps a file of its own."""
    candidates = [backend]
    if type(backend).__module__ == "keyring.backends.chainer":
        candidates = list(backend.backends)
    for candidate in candidates:
        if not _is_refused(candidate):
            found: Backend = candidate
            return found
    raise NoKeyring("This computer offers no keyring that keeps secrets safely.", remedy=_NONE_REMEDY)


def _is_refused(backend: object) -> bool:
    module, name = type(backend).__module__, type(backend).__name__.lower()
    is_empty = module in ("keyring.backends.fail", "keyring.backends.null")
    return is_empty or module.startswith("keyrings.alt") or "plaintext" in name


def _expects_prompt(backend: Backend) -> bool:
    """Say whether the system may ask the person for a password during the call."""
    module = type(backend).__module__
    if module == _ON_LINUX:
        return _has_screen() and _secret_service_state() != "open"
    return module.startswith(_PROMPTING_BACKENDS)


def _has_screen() -> bool:
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _secret_service_state() -> Literal["open", "locked", "absent"]:
    import secretstorage  # noqa: PLC0415 - there on Linux alone

    with closing(secretstorage.dbus_init()) as bus:
        try:
            collection = secretstorage.collection.get_collection_by_alias(bus, "default")
        except secretstorage.ItemNotFoundException:
            return "absent"
        return "locked" if collection.is_locked() else "open"


def _status_of(backend: Backend) -> KeyringStatus:
    module = type(backend).__module__
    if module == _ON_LINUX:
        return _secret_service_status()
    if not module.startswith(_PROMPTING_BACKENDS):
        backend.get_password(SERVICE, "self-check")
    return KeyringStatus("works")


def _secret_service_status() -> KeyringStatus:
    state = _secret_service_state()
    if state == "open":
        return KeyringStatus("works")
    if state == "locked":
        return KeyringStatus("locked", "The keyring is locked.")
    if _has_screen():
        return KeyringStatus("works", "There is no keyring yet; the first saving asks for its password.")
    return KeyringStatus("locked", "There is no keyring yet, and no screen to ask for its password on.")


def _translated(error: Exception) -> CredentialError:
    name = type(error).__name__
    if name in _LOCKED_ERRORS:
        return KeyringLocked("The keyring of this computer is locked.", remedy=_LOCKED_REMEDY)
    if isinstance(error, DamagedEntry):
        return CredentialsMissing(
            "The stored credentials are incomplete.", remedy="Enter them again in the connection."
        )
    if isinstance(error, NotKept):
        return NoKeyring("The keyring of this computer did not keep what it was given.", remedy=_NONE_REMEDY)
    if name != "NoKeyringError":
        return NoKeyring(f"The keyring of this computer refused ({name}).", remedy=_NONE_REMEDY)
    return NoKeyring("This computer has no keyring.", remedy=_NONE_REMEDY)
