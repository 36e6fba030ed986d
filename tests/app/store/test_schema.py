"""Which files are opened, which are migrated, and which are left untouched."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import pytest

from app.errors import WorkspaceDamaged, WorkspaceTooNew
from app.records.fields import About
from app.store import migrations, schema
from app.store.records import Records
from app.store.store import DATABASE_NAME, Store, is_current
from app.values import Record, RecordQuery
from app.vendors.declaration import Kind
from app.vendors.registry import all_kinds, kind_named
from tests.app.conftest import StoppedClock
from tests.app.store.conftest import KIND, add_connection


def execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def widened() -> dict[str, Kind]:
    """A newer declaration of the customers, with one column more."""
    kind = kind_named(KIND)
    model = type("Wider", (kind.model,), {"__annotations__": {"tag": Annotated[str, About("Tag")]}})
    return {KIND: replace(kind, model=model)}


def test_a_newer_workspace_is_refused_untouched(store: Store, tmp_path: Path, clock: StoppedClock) -> None:
    store.close()
    path = tmp_path / DATABASE_NAME
    execute(path, f"PRAGMA user_version={schema.VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(WorkspaceTooNew, match="newer Counterfoil"):
        Store(tmp_path, all_kinds(), clock=clock)
    assert path.read_bytes() == before
    execute(path, f"PRAGMA user_version={schema.VERSION}")


def test_another_program_s_database_is_refused(tmp_path: Path, clock: StoppedClock) -> None:
    execute(tmp_path / DATABASE_NAME, "CREATE TABLE songs (title)")
    with pytest.raises(WorkspaceDamaged, match="not made by Counterfoil"):
        Store(tmp_path, all_kinds(), clock=clock)


def test_opening_again_changes_and_backs_up_nothing(store: Store, tmp_path: Path, clock: StoppedClock) -> None:
    store.close()
    Store(tmp_path, all_kinds(), clock=clock).close()
    assert not (tmp_path / schema.BACKUP_FOLDER).exists()
    assert is_current(tmp_path, all_kinds())


def test_a_wider_declaration_gets_its_column_filled_after_a_backup(
    store: Store, tmp_path: Path, clock: StoppedClock, customer: Callable[..., Record]
) -> None:
    (record_id,) = store.records.save([customer("1000", tag="vip")])
    store.close()
    assert not is_current(tmp_path, widened())
    opened = Store(tmp_path, widened(), clock=clock)
    found = opened.records.page(RecordQuery(KIND, 1, sort="tag"))
    opened.close()
    assert [record.id for record in found] == [record_id]
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as connection:
        assert connection.execute("SELECT tag FROM traede_customers").fetchone() == ("vip",)
    (backup,) = (tmp_path / schema.BACKUP_FOLDER).iterdir()
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT key FROM traede_customers").fetchone() == ("1000",)


def test_a_widening_cut_off_is_finished_at_the_next_opening(
    store: Store,
    tmp_path: Path,
    clock: StoppedClock,
    customer: Callable[..., Record],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store.records.save([customer("1000", tag="vip")])
    store.close()

    def cut_off(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Records, "project_anew", cut_off)
    with pytest.raises(ZeroDivisionError):
        Store(tmp_path, widened(), clock=clock)
    monkeypatch.undo()
    Store(tmp_path, widened(), clock=clock).close()
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as connection:
        assert connection.execute("SELECT tag FROM traede_customers").fetchone() == ("vip",)


def test_a_migration_that_fails_leaves_the_old_version(
    store: Store, tmp_path: Path, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_connection(store, "Shop")
    store.close()

    def broken(connection: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(schema, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    with pytest.raises(ZeroDivisionError):
        Store(tmp_path, all_kinds(), clock=clock)
    monkeypatch.undo()
    opened = Store(tmp_path, all_kinds(), clock=clock)
    assert [one.name for one in opened.connections.list()] == ["Shop"]
    opened.close()
