"""A real workspace on a real SQLite file, with credentials for the session and a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from app.bootstrap import open_workspace
from app.credentials import Credentials
from app.settings import Settings
from app.values import Connection
from app.workspace import Workspace

if TYPE_CHECKING:
    from tests.app.push.desk import Open
    from tests.app.push.shop import Shop
    from tests.app.services.place import Place

TRAEDE = "traede.customers"
SECRETS = {"access_token": "token-of-a-test", "app_key": "key-of-a-test"}


class StoppedClock:
    """Tells the same time until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def credentials() -> Credentials:
    return Credentials()


@pytest.fixture
def workspace(tmp_path: Path, clock: StoppedClock, credentials: Credentials) -> Iterator[Workspace]:
    """Open for writing, empty, closed at the end of the test."""
    with open_workspace(
        tmp_path / "workspace", credentials=credentials, clock=clock, settings=Settings()
    ) as opened:
        yield opened


@pytest.fixture
def connection(workspace: Workspace) -> Connection:
    """A TRAEDE connection to an address where nothing listens, signed in for the session."""
    workspace.credentials.keep_for_session("credential-of-a-test", SECRETS)
    return workspace.store.connections.add(
        vendor="traede",
        name="Shop",
        base_url="http://127.0.0.1:9",
        environment="test",
        options={},
        credential_id="credential-of-a-test",
    )


@pytest.fixture(scope="session")
def shop_sandbox() -> Iterator[dict[str, Any]]:
    """A simulated TRAEDE for all tests of pushes; each begins with it empty. *Shape*: `Sandbox.address`."""
    from app.sandbox.server import running_sandbox  # noqa: PLC0415  only tests of pushes need it

    with running_sandbox(records=0, seed=1) as sandbox:
        yield dict(sandbox.address())


@pytest.fixture(scope="session")
def shop_control() -> Iterator[httpx.Client]:
    with httpx.Client() as client:
        yield client


@pytest.fixture
def pushing_shop(
    workspace: Workspace,
    shop_sandbox: dict[str, Any],
    shop_control: httpx.Client,
    monkeypatch: pytest.MonkeyPatch,
) -> Shop:
    """A workspace connected to an empty TRAEDE; tries follow each other at once."""
    from tests.app.push.shop import Shop  # noqa: PLC0415  as above

    monkeypatch.setattr("app.push.decide.backoff_seconds", lambda tries, share: 0.0)
    workspace.credentials.keep_for_session("credential-of-a-shop", shop_sandbox["traede"]["credentials"])
    connection = workspace.store.connections.add(
        vendor="traede",
        name="Nordic test",
        base_url=shop_sandbox["traede"]["url"],
        environment="test",
        options={},
        credential_id="credential-of-a-shop",
    )
    opened = Shop(workspace, connection, shop_sandbox["control"], shop_control)
    opened.reset()
    return opened


@pytest.fixture
def place(
    workspace: Workspace,
    shop_sandbox: dict[str, Any],
    shop_control: httpx.Client,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Place]:
    """`place("kibo", records=8)` connects the workspace to a simulator; tries follow each other at once."""
    from tests.app.services.place import Place  # noqa: PLC0415  as above

    for module in ("app.net.sign_in", "app.push.decide"):
        monkeypatch.setattr(f"{module}.backoff_seconds", lambda tries, share: 0.0)

    def connected(vendor: str, *, records: int = 8) -> Place:
        return Place(workspace, vendor, shop_sandbox, shop_control, records)

    return connected


@pytest.fixture
def shop(pushing_shop: Shop) -> Shop:
    return pushing_shop


@pytest.fixture
def desk_at(
    workspace: Workspace,
    shop_sandbox: dict[str, Any],
    shop_control: httpx.Client,
    monkeypatch: pytest.MonkeyPatch,
) -> Open:
    """Connect the workspace to a vendor that can be read; what is lost is looked for without waiting."""
    from app.vendors.registry import vendor_named  # noqa: PLC0415  only tests of pushes need it
    from tests.app.push.desk import Desk  # noqa: PLC0415  as above

    monkeypatch.setattr("app.push.decide.backoff_seconds", lambda tries, share: 0.0)
    monkeypatch.setattr("app.push.settling.DISTANCES", (0.0, 0.01, 0.01))

    def connected(vendor: str, *, records: int = 0) -> Desk:
        desk = Desk(workspace, vendor_named(vendor), shop_sandbox, shop_control)
        desk.reset(records)
        return desk

    return connected
