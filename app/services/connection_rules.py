"""What a connection may be called, where it may lead, and which secrets it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from app.errors import NotAllowed, UsageError, WrongAddress
from app.net.address import checked_base_url, is_loopback
from app.values import Connection, Environment
from app.vendors.declaration import CredentialField, Vendor
from app.vendors.registry import vendor_named
from app.workspace import Workspace

_ENVIRONMENTS = ("test", "production")


def checked_secrets(vendor: Vendor, secrets: Mapping[str, str]) -> dict[str, str]:
    """Trim the values. *Raises* UsageError, naming the field and never its value."""
    names = [one.name for one in vendor.credentials]
    unknown = [name for name in secrets if name not in names]
    if unknown:
        raise UsageError(
            f"{vendor.title} has no credential “{unknown[0]}”.", remedy=f"It takes: {', '.join(names)}."
        )
    return {one.name: _checked_secret(one, secrets.get(one.name)) for one in vendor.credentials}


def _checked_secret(field: CredentialField, value: object) -> str:
    text, name = value.strip() if isinstance(value, str) else "", f"{field.title}” ({field.name})"
    if not text:
        raise UsageError(f"The credential “{name} is missing.", remedy="Give every field of the sign-in.")
    if not (text.isascii() and text.isprintable()):
        remedy = "Copy it again, without line breaks and quotation marks."
        raise UsageError(f"The credential “{name} holds characters that cannot be sent.", remedy=remedy)
    return text


def checked_name(workspace: Workspace, name: str, *, but: int = 0) -> str:
    """Tidy a name up. *Raises* NotAllowed when another connection than `but` has it."""
    text = " ".join(name.split())
    if not text or not text.isprintable():
        raise UsageError("A connection needs a name.", remedy="Call it as you would to a colleague.")
    taken = {one.name.casefold(): one.id for one in workspace.store.connections.list()}
    if taken.get(text.casefold(), but) != but:
        raise NotAllowed(f"There is a connection “{text}” already.", remedy="Choose another name.")
    return text


def checked_url(vendor: Vendor, base_url: str) -> str:
    """Take off its end a slash, and what every path of the vendor begins with. *Raises* UsageError."""
    try:
        url = checked_base_url(base_url)
    except WrongAddress as error:
        raise UsageError(error.message, remedy=error.remedy) from error
    ending = next((one for one in vendor.pasted_endings if url.endswith(one)), "")
    return url.removesuffix(ending).rstrip("/")


def checked_environment(environment: Environment) -> Environment:
    if environment not in _ENVIRONMENTS:
        raise UsageError(f"“{environment}” is no environment.", remedy="Choose test or production.")
    return environment


def check_same_place(workspace: Workspace, before: Connection, after: Connection) -> None:
    """What a vendor holds, or may hold, was sent to one server: it is never sent to another unasked."""
    is_same = _place(before) == _place(after) and before.environment == after.environment
    store = workspace.store
    if is_same or not (store.records.has_known(before.id) or store.journal.has_open(before.id)):
        return
    raise NotAllowed(
        f"“{before.name}” holds records as {urlsplit(before.base_url).netloc} has them.",
        remedy="Add a new connection for the other address or environment.",
    )


def check_not_pushed(workspace: Workspace, before: Connection, after: Connection) -> None:
    """A push goes on under the connection it began with; only its sign-in may be renewed on the way."""
    options = vendor_named(before.vendor).options_with_defaults
    is_same = replace(before, options=options(before.options)) == replace(after, options=options(after.options))
    if not is_same and workspace.store.journal.is_running(before.id):
        raise NotAllowed(
            f"“{before.name}” is being pushed, so only its credentials can be changed now.",
            remedy="Wait for the push, or stop it first.",
        )


def _place(connection: Connection) -> str:
    parts = urlsplit(connection.base_url)
    # A server on this machine is one for trying out; its port changes from start to start.
    return "this machine" if is_loopback(parts.hostname or "") else parts.netloc.casefold()
