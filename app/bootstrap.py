"""The one place that picks real parts: folders, lock, store, keyring, transport and clock."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import httpx

from app import settings as settings_file
from app.credentials import Credentials
from app.net.access import Access
from app.net.client import Client, utc_now
from app.net.limits import Limiter, NoLimit, SlotFile
from app.net.redact import Redactor
from app.net.sign_in import SignIn, TokenQuestion
from app.push.close_out import close_cut_off
from app.settings import Settings, data_paths
from app.store.store import Store, is_current
from app.store.translate import unwritable
from app.store.writer_lock import WriterLock
from app.values import Connection
from app.vendors.declaration import Vendor
from app.vendors.registry import all_kinds, vendor_named
from app.workspace import Workspace

_log = logging.getLogger(__name__)
# A reading command that finds no workspace, or an old one, waits for whoever is making it.
_FIRST_READ_SECONDS = 10.0

Clock = Callable[[], datetime]


def open_workspace(
    folder: Path | None = None,
    *,
    writable: bool = True,
    credentials: Credentials | None = None,
    transport: httpx.BaseTransport | None = None,
    clock: Clock | None = None,
    settings: Settings | None = None,
) -> Workspace:
    """Open a workspace, made if missing; for reading only it takes no lock and works beside a writer.

    *Raises* WorkspaceBusy (which names the holder), WorkspaceTooNew, WorkspaceDamaged, StoreFull.
    """
    place = _private_folder(folder or data_paths().workspace)
    now = clock or utc_now
    store, release = _open_to_write(place, now) if writable else (_open_to_read(place, now), _nothing)
    kept = credentials or Credentials()
    chosen = settings or load_settings()
    clients = _Clients(store, kept, lambda: workspace.settings, transport, now)
    workspace = Workspace(
        folder=place,
        store=store,
        credentials=kept,
        settings=chosen,
        clock=now,
        open_client=clients.open,
        is_writable=writable,
        on_close=release,
    )
    if writable:
        close_cut_off(workspace)
    return workspace


def load_settings() -> Settings:
    """Read this user's settings; what could not be used is logged."""
    loaded = settings_file.load(data_paths().settings_file)
    for message in loaded.messages:
        _log.warning(message)
    return loaded.settings


def _open_to_write(folder: Path, clock: Clock) -> tuple[Store, Callable[[], None]]:
    lock = WriterLock(folder)
    lock.take(now=clock(), program=_program())
    try:
        return Store(folder, all_kinds(), clock=clock), lock.release
    except BaseException:
        lock.release()
        raise


def _open_to_read(folder: Path, clock: Clock) -> Store:
    if not is_current(folder, all_kinds()):
        lock = WriterLock(folder)
        lock.take(now=clock(), program=_program(), wait_seconds=_FIRST_READ_SECONDS)
        try:
            Store(folder, all_kinds(), clock=clock).close()
        finally:
            lock.release()
    return Store(folder, all_kinds(), clock=clock, is_read_only=True)


def _private_folder(folder: Path) -> Path:
    place = folder.expanduser().absolute()
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable() from error
    return place


@dataclass(frozen=True)
class _Clients:
    """Opens clients with the credentials of their connection, as they are then and whenever one asks again.

    `settings` gives those in force: a client keeps what it was opened with.
    """

    store: Store
    credentials: Credentials
    settings: Callable[[], Settings]
    transport: httpx.BaseTransport | None
    clock: Clock
    tokens: _Tokens = field(default_factory=lambda: _Tokens())  # noqa: PLW0108  it is defined below

    def open(self, connection: Connection) -> Client:
        """*Raises* CredentialError."""
        redactor = Redactor()
        access = self._access(connection, redactor)
        return self._client(connection, redactor, access, reload=lambda: self._renewed(connection, redactor))

    def _renewed(self, connection: Connection, redactor: Redactor) -> Access:
        """Edited credentials have an id of their own; the address stays what it was."""
        now = self.store.connections.get(connection.id)
        return self._access(replace(connection, credential_id=now.credential_id), redactor)

    def _access(self, connection: Connection, redactor: Redactor) -> Access:
        vendor = vendor_named(connection.vendor)
        values = self.credentials.get(connection.credential_id, [one.name for one in vendor.credentials])
        headers = tuple((name, template.format_map(values)) for name, template in vendor.sign_in_headers)
        secrets = [values[one.name] for one in vendor.credentials if one.is_secret]
        for secret in secrets:
            redactor.add(secret)
        limited = Access(limiter=_limiter(vendor, secrets))
        token = self.tokens.sign_in(
            connection, vendor, values, lambda: self._client(connection, redactor, limited), redactor
        )
        return replace(limited, headers=lambda: headers, token=token)

    def _client(
        self,
        connection: Connection,
        redactor: Redactor,
        access: Access,
        *,
        reload: Callable[[], Access] | None = None,
    ) -> Client:
        return Client(
            connection.base_url,
            auth=access.headers,
            sign_in=access.token,
            transport=self.transport,
            limiter=access.limiter,
            clock=self.clock,
            secrets=redactor,
            reload=reload,
            most_retry_after_seconds=float(self.settings().retry_after_cap_seconds),
        )


class _Tokens:
    """The token of each connection that signs in by one, in memory; other credentials need another."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[tuple[str, ...], SignIn]] = {}
        self._lock = threading.Lock()

    def sign_in(
        self,
        connection: Connection,
        vendor: Vendor,
        values: Mapping[str, str],
        open_client: Callable[[], Client],
        redactor: Redactor,
    ) -> SignIn | None:
        if vendor.token is None:
            return None
        fingerprint = (connection.base_url, *(values[one.name] for one in vendor.credentials))
        question = TokenQuestion(
            vendor_title=vendor.title,
            request=vendor.token.request(values),
            parse=vendor.token.parse,
            explain=lambda answer: " ".join(message.text for message in vendor.explain(answer)),
        )
        with self._lock:
            known, sign_in = self._kept.get(connection.id, ((), None))
            if sign_in is None or known != fingerprint:
                sign_in = SignIn(question, open_client, redactor)
                self._kept[connection.id] = (fingerprint, sign_in)
        return sign_in


def _limiter(vendor: Vendor, secrets: list[str]) -> Limiter:
    """One limit per token, shared by all processes of this user."""
    if vendor.requests_per_second is None:
        return NoLimit()
    token = "\n".join([vendor.id, *secrets])
    return SlotFile(data_paths().limits, token, count=max(1, int(vendor.requests_per_second)))


def _program() -> str:
    name = Path(sys.argv[0]).name
    return "counterfoil" if name in ("", "__main__.py") else name


def _nothing() -> None:
    return
