"""The built program, made once for all tests that run it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tasks import bundle


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle.make(tmp_path_factory.mktemp("dist")) / bundle.PROGRAM.name
