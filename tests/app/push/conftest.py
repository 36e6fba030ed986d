"""Simulators behind a proxy that breaks what it is told to, and another host that must hear nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection as Sql

from app.net.limits import NoLimit
from app.store.database import driver
from app.vendors.registry import vendor_named
from app.workspace import Workspace
from tests.app.push.deeds import begin
from tests.app.push.desk import Desk
from tests.faultproxy.proxy import FaultProxy

Behind = Callable[[str], tuple[Desk, FaultProxy]]
DeskIn = Callable[[Workspace, str], Desk]


@pytest.fixture
def proxy(shop_sandbox: dict[str, Any]) -> Iterator[FaultProxy]:
    """The way to every simulator, with faults."""
    opened = FaultProxy(str(shop_sandbox["control"]))
    yield opened
    opened.close()


def commit_without_disk(connection: Sql, *, urgent: bool, folds: bool) -> None:
    """Commit without waiting for the disk: it would only cost time where no power fails."""
    driver(connection).execute("PRAGMA synchronous=OFF")


@pytest.fixture
def no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.database._set_durability", commit_without_disk)


@pytest.fixture
def desk_in(
    shop_sandbox: dict[str, Any],
    shop_control: httpx.Client,
    proxy: FaultProxy,
    no_disk: None,
    monkeypatch: pytest.MonkeyPatch,
) -> DeskIn:
    """Look at a workspace connected to a vendor through the proxy; nothing waits longer than it must."""
    monkeypatch.setattr("app.push.decide.backoff_seconds", lambda tries, share: 0.0)
    monkeypatch.setattr("app.net.sign_in.backoff_seconds", lambda tries, share: 0.0)
    monkeypatch.setattr("app.push.settling.DISTANCES", (0.0, 0.01, 0.01))
    monkeypatch.setattr("app.bootstrap._limiter", lambda vendor, secrets: NoLimit())

    def desk(workspace: Workspace, vendor: str) -> Desk:
        given = shop_sandbox[vendor]
        reached = {**shop_sandbox, vendor: {**given, "url": proxy.url_of(given["url"])}}
        return Desk(workspace, vendor_named(vendor), reached, shop_control)

    return desk


@pytest.fixture
def behind_proxy(workspace: Workspace, desk_in: DeskIn, proxy: FaultProxy) -> Behind:
    """Connect the workspace to a vendor through the proxy."""

    def connected(vendor: str) -> tuple[Desk, FaultProxy]:
        desk = desk_in(workspace, vendor)
        begin(desk)
        return desk, proxy

    return connected


class OtherHost:
    """Listens on 127.0.0.2 and counts who comes; a redirect that is followed would arrive here."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.2", 0))
        self.url = f"http://127.0.0.2:{self._listener.getsockname()[1]}/login"
        self.visits = 0
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.visits += 1
            connection.close()


@pytest.fixture
def other_host() -> Iterator[OtherHost]:
    host = OtherHost()
    yield host
    host.close()
