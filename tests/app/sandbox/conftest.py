"""A sandbox of a few customers and somebody who visits it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from app.sandbox.server import running_sandbox
from tests.app.sandbox.visitor import Visitor


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    with running_sandbox(records=8, seed=7) as sandbox, httpx.Client(trust_env=False, timeout=10) as client:
        yield Visitor(sandbox, client)
