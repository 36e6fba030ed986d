"""A workspace folder with one connection, and the command line on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from tests.app.cli.running import Run, make_run

CREDENTIALS = {"access_token": "planted-token-4711", "app_key": "planted-key-0815"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with the connection “Shop”, which leads nowhere."""
    place = tmp_path / "workspace"
    with open_workspace(place) as workspace:
        workspace.store.connections.add(
            vendor="traede",
            name="Shop",
            base_url="http://127.0.0.1:9",
            environment="test",
            options={},
            credential_id="of-a-test",
        )
    return place


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    return make_run(monkeypatch, "--workspace", str(folder), "--json")


@pytest.fixture
def credentials(tmp_path: Path) -> Path:
    """A file with credentials for one run."""
    file = tmp_path / "credentials.json"
    file.write_text(json.dumps(CREDENTIALS), encoding="utf-8")
    return file
