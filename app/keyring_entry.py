"""How the secrets of one connection lie in a keyring: one entry, or numbered parts behind a head entry."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Protocol

SERVICE = "Counterfoil"
# Windows holds 2,560 bytes per entry, which are 1,280 characters there.
MOST_CHARACTERS = 1200
_MOST_PARTS = 100


class Backend(Protocol):
    """What is used of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


class DamagedEntry(Exception):
    """What lies in the keyring is not what was once written there."""


class NotKept(Exception):
    """The keyring took the entry, but does not give it back."""


class Abandoned(Exception):
    """Nobody waits for this write any more; what it wrote was taken back."""


def read_values(backend: Backend, credential_id: str) -> dict[str, str] | None:
    """Read the values, or None when there are none. Raises DamagedEntry."""
    head = backend.get_password(SERVICE, credential_id)
    if head is None:
        return None
    parts = _parts_of(head, credential_id)
    text = "".join(backend.get_password(SERVICE, name) or "" for name in parts) if parts else head
    try:
        values = json.loads(text)["values"]
        if parts and hashlib.sha256(text.encode()).hexdigest() != json.loads(head)["sha256"]:
            raise DamagedEntry("a part is missing or changed")
        return {str(name): str(value) for name, value in values.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedEntry("no entry of Counterfoil") from error


def write_values(
    backend: Backend, credential_id: str, values: Mapping[str, str], *, is_wanted: Callable[[], bool]
) -> str:
    """Write parts, verify them, publish the head, remove what it replaced; give the head.

    Raises Abandoned when `is_wanted` turns false before the old entry is gone, NotKept when what was
    written cannot be read again.
    """
    before = backend.get_password(SERVICE, credential_id)
    _stop_unless(is_wanted())
    _remove_leftovers(backend, credential_id)
    text = json.dumps({"values": dict(values)})
    head = text if len(text) <= MOST_CHARACTERS else _write_parts(backend, credential_id, text)
    try:
        _publish(backend, credential_id, head, is_wanted=is_wanted)
    except BaseException:
        put_back(backend, credential_id, before)
        _remove_parts(backend, credential_id, head)
        _remove(backend, _pending_name(credential_id))
        raise
    if before is not None and before != head:
        _remove_parts(backend, credential_id, before)
    _remove(backend, _pending_name(credential_id))
    return head


def put_back(backend: Backend, credential_id: str, head: str | None) -> None:
    """Make `head` the entry again, or nothing when it is None."""
    if head is None:
        _remove(backend, credential_id)
    elif backend.get_password(SERVICE, credential_id) != head:
        backend.set_password(SERVICE, credential_id, head)


def delete_values(backend: Backend, credential_id: str) -> None:
    """Remove the entry with all its parts; one that is not there is gone already."""
    head = backend.get_password(SERVICE, credential_id)
    _remove(backend, credential_id)
    if head is not None:
        _remove_parts(backend, credential_id, head)
    _remove_leftovers(backend, credential_id)


def _publish(backend: Backend, credential_id: str, head: str, *, is_wanted: Callable[[], bool]) -> None:
    _stop_unless(is_wanted())
    backend.set_password(SERVICE, credential_id, head)
    _stop_unless(is_wanted())
    if backend.get_password(SERVICE, credential_id) != head:
        raise NotKept


def _write_parts(backend: Backend, credential_id: str, text: str) -> str:
    pieces = [text[at : at + MOST_CHARACTERS] for at in range(0, len(text), MOST_CHARACTERS)]
    if len(pieces) > _MOST_PARTS:
        raise NotKept
    digest = hashlib.sha256(text.encode()).hexdigest()
    head = json.dumps({"parts": len(pieces), "id": secrets.token_hex(4), "sha256": digest})
    # Names the parts to remove should this process end before the head is published.
    backend.set_password(SERVICE, _pending_name(credential_id), head)
    names = _parts_of(head, credential_id)
    for name, piece in zip(names, pieces, strict=True):
        backend.set_password(SERVICE, name, piece)
    if "".join(backend.get_password(SERVICE, name) or "" for name in names) != text:
        _remove_parts(backend, credential_id, head)
        raise NotKept
    return head


def _remove_leftovers(backend: Backend, credential_id: str) -> None:
    pending = backend.get_password(SERVICE, _pending_name(credential_id))
    if pending is None:
        return
    if pending != backend.get_password(SERVICE, credential_id):
        _remove_parts(backend, credential_id, pending)
    _remove(backend, _pending_name(credential_id))


def _remove_parts(backend: Backend, credential_id: str, head: str) -> None:
    for name in _parts_of(head, credential_id):
        _remove(backend, name)


def _remove(backend: Backend, name: str) -> None:
    # Asking first, since backends differ in what they raise for an entry that is not there.
    if backend.get_password(SERVICE, name) is not None:
        backend.delete_password(SERVICE, name)


def _parts_of(head: str, credential_id: str) -> list[str]:
    try:
        about: Any = json.loads(head)
        count, part_id = int(about["parts"]), str(about["id"])
    except (ValueError, KeyError, TypeError):
        return []
    return [f"{credential_id}#{part_id}.{number}" for number in range(1, min(count, _MOST_PARTS) + 1)]


def _pending_name(credential_id: str) -> str:
    return f"{credential_id}#pending"


def _stop_unless(is_wanted: bool) -> None:  # noqa: FBT001 - private, and reads as a sentence
    if not is_wanted:
        raise Abandoned
