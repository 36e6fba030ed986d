"""Every kind on its ground; a new vendor is under test by being there."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.net.limits import NoLimit
from app.vendors.declaration import Kind
from app.vendors.registry import all_kinds
from app.workspace import Workspace
from tests.app.conftest import clock, credentials, shop_control, shop_sandbox, workspace
from tests.vendors.ground import Ground

__all__ = ["clock", "credentials", "shop_control", "shop_sandbox", "workspace"]


@pytest.fixture(params=list(all_kinds().values()), ids=lambda kind: kind.id)
def any_kind(request: pytest.FixtureRequest) -> Kind:
    kind: Kind = request.param
    return kind


@pytest.fixture
def ground(
    any_kind: Kind,
    workspace: Workspace,
    shop_sandbox: dict[str, Any],
    shop_control: httpx.Client,
    monkeypatch: pytest.MonkeyPatch,
) -> Ground:
    """A connection to the simulator; tries follow each other at once and no limit is kept."""
    for module in ("app.net.sign_in", "app.push.decide"):
        monkeypatch.setattr(f"{module}.backoff_seconds", lambda tries, share: 0.0)
    monkeypatch.setattr("app.push.settling.DISTANCES", (0.0, 0.01, 0.01))
    monkeypatch.setattr("app.bootstrap._limiter", lambda vendor, secrets: NoLimit())
    return Ground(workspace, any_kind, shop_sandbox, shop_control)
