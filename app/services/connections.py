"""Connections: made, changed, tested and removed, their secrets in the keyring or in memory."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from app.errors import CredentialError, NoKeyring, NotAllowed
from app.jobs import JobContext
from app.services.check_options import checked_options
from app.services.connection_rules import (
    check_not_pushed,
    check_same_place,
    checked_environment,
    checked_name,
    checked_secrets,
    checked_url,
)
from app.services.reassess import reassess_pending
from app.values import Changed, Connection, Environment
from app.vendors.registry import vendor_named
from app.workspace import Workspace


@dataclass(frozen=True)
class ConnectionContents:
    """What goes when a connection is removed."""

    records: int
    pending: int


def list_connections(workspace: Workspace) -> tuple[Connection, ...]:
    return workspace.store.connections.list()


def add_connection(  # noqa: PLR0913  a connection is made of these
    workspace: Workspace,
    *,
    vendor: str,
    name: str,
    base_url: str,
    environment: Environment,
    options: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str],
    for_session_only: bool = False,
) -> Connection:
    """Keep the secrets, then the connection: without the ones there is not the other.

    *Raises* UsageError, NotAllowed (name taken), NoKeyring and its siblings.
    """
    declared = vendor_named(vendor)
    credential_id = uuid.uuid4().hex
    wanted = Connection(
        id=0,
        vendor=declared.id,
        name=checked_name(workspace, name),
        base_url=checked_url(declared, base_url),
        environment=checked_environment(environment),
        credential_id=credential_id,
        options=checked_options(declared, options or {}),
    )
    _keep(workspace, credential_id, checked_secrets(declared, secrets), for_session_only=for_session_only)
    try:
        return workspace.store.connections.add(
            vendor=wanted.vendor,
            name=wanted.name,
            base_url=wanted.base_url,
            environment=wanted.environment,
            options=wanted.options,
            credential_id=credential_id,
        )
    except BaseException:
        _forget(workspace, credential_id)
        raise


def edit_connection(  # noqa: PLR0913  what is not given stays
    workspace: Workspace,
    connection_id: int,
    *,
    name: str | None = None,
    base_url: str | None = None,
    environment: Environment | None = None,
    options: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
    for_session_only: bool = False,
    context: JobContext | None = None,
) -> Connection:
    """Change what is given, of the secrets too; new switches assess the pending records anew.

    *Raises* NotAllowed for another server or environment once the vendor holds records of it, and while it is
    pushed for anything but the secrets.
    """
    before = workspace.store.connections.get(connection_id)
    vendor = vendor_named(before.vendor)
    after = replace(
        before,
        name=before.name if name is None else checked_name(workspace, name, but=before.id),
        base_url=before.base_url if base_url is None else checked_url(vendor, base_url),
        environment=before.environment if environment is None else checked_environment(environment),
        options=before.options if options is None else checked_options(vendor, options),
    )
    check_same_place(workspace, before, after)
    check_not_pushed(workspace, before, after)
    if secrets is not None:
        checked = checked_secrets(vendor, {**_kept_beside(workspace, before, secrets), **secrets})
        after = _with_secrets(workspace, after, checked, for_session_only=for_session_only)
    saved = workspace.store.connections.update(after)
    if after.credential_id != before.credential_id:
        _forget(workspace, before.credential_id)
    if after.options != before.options:
        reassess_pending(workspace, context or JobContext(), connection_id)
    return saved


def rename_connection(workspace: Workspace, connection_id: int, name: str) -> Connection:
    """Give it another name; its records stay its own."""
    return edit_connection(workspace, connection_id, name=name)


def use_for_session(workspace: Workspace, connection_id: int, secrets: Mapping[str, str]) -> None:
    """Sign in with these until the program ends; nothing of them is stored."""
    connection = workspace.store.connections.get(connection_id)
    checked = checked_secrets(vendor_named(connection.vendor), secrets)
    workspace.credentials.keep_for_session(connection.credential_id, checked)


def connection_contents(workspace: Workspace, connection_id: int) -> ConnectionContents:
    """Count what goes with the connection, for the question before."""
    connection = workspace.store.connections.get(connection_id)
    tallies = [
        workspace.store.records.tallies(kind.id, connection_id)
        for kind in vendor_named(connection.vendor).kinds
    ]
    return ConnectionContents(sum(one.total for one in tallies), sum(one.pending for one in tallies))


def remove_connection(workspace: Workspace, connection_id: int) -> Changed:
    """Remove the connection with its secrets, proposals and records; its pushes stay in the history.

    The connection goes last: cut off in between, it can be removed again. *Raises* NotAllowed while a
    request of it is open.
    """
    connection = workspace.store.connections.get(connection_id)
    if workspace.store.journal.has_open(connection_id):
        raise NotAllowed(
            f"“{connection.name}” has requests whose outcome is not known yet.",
            remedy="Settle them first; then it can be removed.",
        )
    _delete_secrets(workspace, connection)
    for proposal in workspace.store.proposals.list():
        if proposal.connection_id == connection_id:
            workspace.store.proposals.forget(proposal.id)
    workspace.store.records.remove_connection(connection_id)
    workspace.store.connections.remove(connection_id)
    return Changed(connection_id)


def test_connection(workspace: Workspace, context: JobContext, connection_id: int) -> str:
    """Ask the vendor whether it takes the sign-in, changing nothing there; returns the good news.

    *Raises* SignInRefused, WrongAddress, Offline, CredentialError.
    """
    from app.services.probe import verdict_of  # noqa: PLC0415  loads what reads answers

    connection = workspace.store.connections.get(connection_id)
    vendor = vendor_named(connection.vendor)
    request = vendor.probe(vendor.options_with_defaults(connection.options))
    context.report(0, None, f"Asking {vendor.title}")
    with workspace.open_client(connection) as client:
        attempt = client.send(request, context=context)
    return verdict_of(vendor, connection, attempt, mask=client.redactor.mask)


def _with_secrets(
    workspace: Workspace, connection: Connection, secrets: Mapping[str, str], *, for_session_only: bool
) -> Connection:
    """Under a new id, so that a failure leaves the old ones; those of a session cover the stored ones."""
    if not for_session_only:
        connection = replace(connection, credential_id=uuid.uuid4().hex)
    _keep(workspace, connection.credential_id, secrets, for_session_only=for_session_only)
    return connection


def _kept_beside(workspace: Workspace, connection: Connection, secrets: Mapping[str, str]) -> Mapping[str, str]:
    """Give the secrets that a changed part goes with; none where they cannot be read or are not wanted."""
    names = [one.name for one in vendor_named(connection.vendor).credentials]
    if all(name in secrets for name in names):
        return {}
    try:
        return workspace.credentials.get(connection.credential_id)
    except CredentialError:
        return {}


def _keep(
    workspace: Workspace, credential_id: str, secrets: Mapping[str, str], *, for_session_only: bool
) -> None:
    if for_session_only:
        workspace.credentials.keep_for_session(credential_id, secrets)
    else:
        workspace.credentials.set(credential_id, secrets)


def _forget(workspace: Workspace, credential_id: str) -> None:
    with suppress(CredentialError):
        workspace.credentials.delete(credential_id)


def _delete_secrets(workspace: Workspace, connection: Connection) -> None:
    """A keyring that is locked stops the removal, unless what it was asked for was never in it."""
    is_for_session = workspace.credentials.is_for_session(connection.credential_id)
    try:
        workspace.credentials.delete(connection.credential_id)
    except NoKeyring:
        return
    except CredentialError:
        if not is_for_session:
            raise
