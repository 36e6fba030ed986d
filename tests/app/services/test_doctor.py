"""The self-check on sound, locked, damaged and missing workspaces."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from app.bootstrap import open_workspace
from app.services import edit_records
from app.services.doctor import examine
from app.values import Connection
from app.workspace import Workspace
from tests.app.conftest import SECRETS, TRAEDE


def test_an_open_workspace_is_examined_beside_its_writer(workspace: Workspace, connection: Connection) -> None:
    edit_records.add_record(workspace, TRAEDE, connection.id, {"customer_number": "1000"})
    report = examine(workspace.folder)
    assert report.is_well
    assert report.workspace["state"] == "well"
    assert report.workspace["integrity"] == "ok"
    assert "process" in report.workspace["locked_by"]
    assert report.workspace["counts"]["traede_customers"] == 1
    assert report.vendors["traede"] == ("traede.customers",)


def test_the_report_is_plain_and_holds_no_secret(workspace: Workspace, connection: Connection) -> None:
    text = json.dumps(examine(workspace.folder).as_json())
    assert not any(value in text for value in [*SECRETS.values(), connection.name, connection.base_url])
    assert str(Path.home()) not in text


def test_a_missing_workspace_is_no_fault_and_is_not_made(tmp_path: Path) -> None:
    report = examine(tmp_path / "nothing")
    assert report.workspace["state"] == "missing"
    assert not (tmp_path / "nothing").exists()


def test_the_default_workspace_is_shown_without_the_home_folder() -> None:
    assert str(examine().workspace["path"]).startswith("~")


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "workspace.sqlite").write_bytes(b"not a database" * 100)
    report = examine(tmp_path)
    assert not report.is_well
    assert report.workspace["state"] == "damaged"


def test_a_damaged_page_is_found(workspace: Workspace, tmp_path: Path) -> None:
    workspace.close()
    content = bytearray((workspace.folder / "workspace.sqlite").read_bytes())
    content[4096 * 2 : 4096 * 3] = b"\xff" * 4096
    (tmp_path / "workspace.sqlite").write_bytes(content)
    assert examine(tmp_path).workspace["state"] == "damaged"


def test_a_newer_workspace_is_named(tmp_path: Path) -> None:
    open_workspace(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "workspace.sqlite")) as connection:
        connection.execute("PRAGMA user_version=99")
    assert examine(tmp_path).workspace["state"] == "newer"


def test_an_unclean_end_is_told(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path)
    workspace.store.database.close()
    workspace.on_close()
    assert examine(tmp_path).workspace["was_closed_cleanly"] is False
    open_workspace(tmp_path).close()
    assert examine(tmp_path).workspace["was_closed_cleanly"] is True


def test_a_part_that_breaks_leaves_the_rest(tmp_path: Path) -> None:
    def broken() -> dict[str, str]:
        raise OSError("bus at /run/user/1000")

    report = examine(tmp_path, keyring_status=broken)
    assert report.keyring == {"state": "unknown", "problem": "OSError"}
    assert report.workspace["state"] == "missing"
