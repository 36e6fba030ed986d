"""A sandbox of a few buyers and somebody who visits it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from app.sandbox.server import running_sandbox
from tests.app.sandbox.softwareone.marketplace import Marketplace


@pytest.fixture
def market() -> Iterator[Marketplace]:
    with running_sandbox(records=40, seed=7) as sandbox, httpx.Client(trust_env=False, timeout=10) as client:
        yield Marketplace(sandbox, client)
