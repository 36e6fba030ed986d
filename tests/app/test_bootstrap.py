"""Workspaces opened for real: locks, readers, permissions, sign-in, and edits that outlive a kill."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from app.bootstrap import open_workspace
from app.credentials import Credentials
from app.errors import CredentialsMissing, StoreFull, WorkspaceBusy, WorkspaceTooNew
from app.net.requests import Request
from app.settings import Settings
from app.store import schema
from app.values import BaseState, Connection, RecordQuery
from app.vendors.registry import vendor_named
from app.workspace import Workspace
from tests.app.conftest import SECRETS, TRAEDE, StoppedClock

EDIT_AND_DIE = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from app.bootstrap import open_workspace
from app.services.edit_records import add_record, set_values

workspace = open_workspace(Path(sys.argv[1]))
connection = workspace.store.connections.add(
    vendor="traede", name="Shop", base_url="https://api.example.test", environment="test", options={},
    credential_id="c",
)
record = add_record(workspace, "traede.customers", connection.id, {"customer_number": "1000", "name": "Before"})
set_values(workspace, "traede.customers", record.id, {"name": "The last edit"})
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_an_edit_outlives_a_kill_right_after_it(tmp_path: Path) -> None:
    died = subprocess.run([sys.executable, "-c", EDIT_AND_DIE, str(tmp_path)], check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL
    with open_workspace(tmp_path) as workspace:
        assert not workspace.store.was_closed_cleanly
        (record,) = workspace.store.records.page(RecordQuery(TRAEDE, 1))
        assert (record.edits["name"], record.base_state) == ("The last edit", BaseState.UNREAD)


def test_a_second_writer_is_refused_and_a_reader_is_not(workspace: Workspace, connection: Connection) -> None:
    with pytest.raises(WorkspaceBusy, match="has this workspace open"):
        open_workspace(workspace.folder)
    with open_workspace(workspace.folder, writable=False) as reader:
        assert not reader.is_writable
        assert reader.store.connections.list() == (connection,)
        workspace.store.connections.remove(connection.id)
        assert reader.store.connections.list() == ()


def test_a_reader_of_nothing_finds_an_empty_workspace_and_keeps_no_lock(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "Ærø 1"
    with open_workspace(folder, writable=False) as reader:
        assert reader.store.connections.list() == ()
        with open_workspace(folder) as writer:
            assert writer.is_writable
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in folder.iterdir())


def test_the_lock_is_free_again_after_closing_and_after_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_workspace(tmp_path).close()
    monkeypatch.setattr(schema, "VERSION", 0)
    for _ in range(2):
        with pytest.raises(WorkspaceTooNew):
            open_workspace(tmp_path)
    with pytest.raises(WorkspaceTooNew):
        open_workspace(tmp_path, writable=False)
    monkeypatch.undo()
    open_workspace(tmp_path).close()


def test_the_default_folder_is_the_user_s(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COUNTERFOIL_HOME", str(tmp_path))
    with open_workspace() as workspace:
        assert workspace.folder == tmp_path / "workspace"
        assert workspace.settings == Settings()


def test_settings_that_cannot_be_used_are_logged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture, expected_log: object
) -> None:
    monkeypatch.setenv("COUNTERFOIL_HOME", str(tmp_path))
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.json").write_text('{"guard_deletes": "many"}')
    assert callable(expected_log)
    expected_log("The default is used")
    with open_workspace() as workspace:
        assert workspace.settings == Settings()


def test_a_client_signs_in_as_the_vendor_declares(
    tmp_path: Path, clock: StoppedClock, credentials: Credentials
) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    credentials.keep_for_session("c", SECRETS)
    connection = Connection(1, "traede", "Shop", "https://api.example.test/v1", "test", "c")
    with (
        open_workspace(
            tmp_path, credentials=credentials, transport=httpx.MockTransport(answer), clock=clock
        ) as workspace,
        workspace.open_client(connection) as client,
    ):
        client.send(Request("GET", "/customers", is_idempotent=True))
        assert SECRETS["access_token"] not in repr(client)
        assert client.redactor.mask(f"token {SECRETS['access_token']}") == "token •••"
    (request,) = seen
    assert str(request.url) == "https://api.example.test/v1/customers"
    assert request.headers["authorization"] == f"Bearer {SECRETS['access_token']}"
    assert request.headers["x-traede-app-key"] == SECRETS["app_key"]


def test_a_client_without_secrets_says_so(workspace: Workspace, connection: Connection) -> None:
    workspace.credentials.forget_session(connection.credential_id)
    with pytest.raises(CredentialsMissing):
        workspace.open_client(connection)


def test_a_rate_limit_is_shared_by_all_programs_of_this_user(
    workspace: Workspace, connection: Connection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COUNTERFOIL_HOME", str(tmp_path))
    limited = replace(vendor_named("traede"), requests_per_second=2.0)
    monkeypatch.setattr("app.bootstrap.vendor_named", lambda _: limited)
    with workspace.open_client(connection) as client:
        client.send(Request("GET", "/customers", is_idempotent=True))
    names = [file.name for file in (tmp_path / "limits").glob("*.slots")]
    assert len(names) == 1
    assert SECRETS["access_token"] not in names[0]


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    with pytest.raises(StoreFull, match="could not be written"):
        open_workspace(tmp_path / "file" / "workspace")
