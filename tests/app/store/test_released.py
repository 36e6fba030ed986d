"""Workspaces of released versions open with everything that was pending, after a backup where one is due."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app.errors import WorkspaceTooNew
from app.records.refusals import Refusal
from app.store import migrations, schema
from app.store.store import Store
from app.values import RecordQuery
from app.vendors.registry import all_kinds
from tests.app.conftest import StoppedClock
from tests.app.store.conftest import KIND
from tests.app.store.released import leave_workspace, pending_in, text_of

VERSIONS = range(1, schema.VERSION + 1)
PENDING = {"", "01001", "01002", "01004", "01005", "01006", "01007", "01009", "20001"}


def test_every_version_left_a_workspace_behind() -> None:
    assert [version for version in VERSIONS if not text_of(version).is_file()] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_an_older_workspace_opens_with_its_pending_changes(
    version: int, tmp_path: Path, clock: StoppedClock
) -> None:
    path = leave_workspace(tmp_path, version)
    before = pending_in(path)
    store = Store(tmp_path, all_kinds(), clock=clock)
    found = store.records.page(RecordQuery(KIND, 1))
    connections = [one.name for one in store.connections.list()]
    store.close()
    assert set(before) == PENDING
    assert pending_in(path) == before
    assert {record.key for record in found if record.change} == PENDING
    assert connections == ["Nordic test"]


@pytest.mark.parametrize("version", VERSIONS)
def test_its_history_is_kept(version: int, tmp_path: Path, clock: StoppedClock) -> None:
    path = leave_workspace(tmp_path, version)
    Store(tmp_path, all_kinds(), clock=clock).close()
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM pushes").fetchone() == (1,)
        assert database.execute("SELECT count(*) FROM requests").fetchone()[0] >= 1


def test_what_was_refused_of_a_field_is_still_at_the_field(tmp_path: Path, clock: StoppedClock) -> None:
    leave_workspace(tmp_path, 6)
    store = Store(tmp_path, all_kinds(), clock=clock)
    found = store.records.page(RecordQuery(KIND, 1, "refused"))
    store.close()
    refusal = Refusal("currency", "The selected currency is invalid.", '"SEK"')
    assert [(one.key, one.refusals) for one in found if one.refusals] == [("01009", (refusal,))]


def test_a_migration_runs_on_it_after_a_backup_that_still_holds_the_old(
    tmp_path: Path, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = leave_workspace(tmp_path, schema.VERSION)
    before, old = pending_in(path), schema.VERSION
    monkeypatch.setattr(schema, "MIGRATIONS", (*migrations.MIGRATIONS, add_notes))
    monkeypatch.setattr(schema, "VERSION", old + 1)
    Store(tmp_path, all_kinds(), clock=clock).close()
    (backup,) = (tmp_path / schema.BACKUP_FOLDER).iterdir()
    assert backup.name.endswith(f"version-{old}.sqlite")
    assert pending_in(path) == pending_in(backup) == before
    assert (version_of(path), version_of(backup)) == (old + 1, old)


def test_one_from_a_newer_version_is_refused_with_every_byte_as_it_was(
    tmp_path: Path, clock: StoppedClock
) -> None:
    path = leave_workspace(tmp_path, schema.VERSION)
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version={schema.VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(WorkspaceTooNew, match="left untouched"):
        Store(tmp_path, all_kinds(), clock=clock)
    assert path.read_bytes() == before
    assert not (tmp_path / schema.BACKUP_FOLDER).exists()


def add_notes(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE connections ADD COLUMN note TEXT NOT NULL DEFAULT ''")


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute("PRAGMA user_version").fetchone()[0])
