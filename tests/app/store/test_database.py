"""Transactions, durability and privacy of the database file."""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import StoreError, StoreFull, WorkspaceBusy, WorkspaceDamaged
from app.store.database import Database
from app.store.translate import translated


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "w.sqlite")
    with opened.write() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")
    yield opened
    opened.close()


def count(database: Database) -> int:
    with database.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM t").scalar_one())


def test_an_error_rolls_everything_back(database: Database) -> None:
    def fail_after_a_write() -> None:
        with database.write() as connection:
            connection.exec_driver_sql("INSERT INTO t VALUES (1)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_a_write()
    assert count(database) == 0


def test_a_reader_keeps_its_snapshot(database: Database) -> None:
    with database.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM t").scalar_one()
        with database.write() as writer:
            writer.exec_driver_sql("INSERT INTO t VALUES (1)")
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar_one() == 0
    assert count(database) == 1


@pytest.mark.parametrize(("urgent", "level"), [(True, 2), (False, 1)])
def test_urgent_writes_are_synchronous(database: Database, *, urgent: bool, level: int) -> None:
    with database.write(urgent=urgent) as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == level
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"


def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(StoreFull), database.read() as connection:
        connection.exec_driver_sql("INSERT INTO t VALUES (1)")


def test_reading_only_has_no_writer(tmp_path: Path, database: Database) -> None:
    reader = Database(database.path, is_read_only=True)
    assert count(reader) == 0
    with pytest.raises(RuntimeError, match="reading only"), reader.write():
        pass
    reader.close()


def test_every_file_is_private(tmp_path: Path, database: Database) -> None:
    files = list(tmp_path.iterdir())
    assert {file.name for file in files} == {"w.sqlite", "w.sqlite-wal", "w.sqlite-shm"}
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)


def test_threads_take_turns(database: Database) -> None:
    def write() -> None:
        for _ in range(20):
            with database.write(urgent=False) as connection:
                connection.exec_driver_sql("INSERT INTO t VALUES (1)")
            count(database)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert count(database) == 80


def test_a_lock_of_another_program_is_named(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.database._BUSY_TIMEOUT_SECONDS", 0.01)
    impatient = Database(database.path)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WorkspaceBusy), impatient.write():
            pass
    impatient.close()


def test_a_full_disk_is_told_and_nothing_is_lost(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=2")
    with pytest.raises(StoreFull, match="saved before is kept"), database.write() as connection:
        connection.exec_driver_sql("INSERT INTO t VALUES (1), (zeroblob(100000))")
    assert count(database) == 0


def test_a_file_that_is_none_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "w.sqlite"
    path.write_bytes(b"this is a letter, not a database" * 40)
    database = Database(path, is_read_only=True)
    with pytest.raises(WorkspaceDamaged, match="damaged"):
        count(database)
    database.close()


def test_a_folder_that_is_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file")
    with pytest.raises(StoreFull):
        Database(tmp_path / "folder" / "w.sqlite")


def test_mistakes_in_statements_pass_as_they_are() -> None:
    with (
        pytest.raises(sqlite3.OperationalError),
        translated(),
        closing(sqlite3.connect(":memory:")) as connection,
    ):
        connection.execute("SELEKT")


def test_nobody_writes_into_a_closed_workspace(database: Database) -> None:
    """Another process may have opened it meanwhile."""
    database.close()
    with pytest.raises(StoreError, match="closed"):
        count(database)
    with pytest.raises(StoreError, match="closed"), database.write():
        pytest.fail("It was written to.")


def test_the_log_is_folded_in_between_bulk_transactions_not_within(database: Database, tmp_path: Path) -> None:
    beside = tmp_path / "beside.sqlite"
    with closing(sqlite3.connect(beside)) as other:
        other.execute("CREATE TABLE s (x)")
    pages = "PRAGMA wal_autocheckpoint"

    with database.write_from({"beside": beside}) as begin:
        for _ in range(25):
            with begin() as connection:
                assert connection.exec_driver_sql(pages).scalar_one() == 0
                connection.exec_driver_sql("INSERT INTO t SELECT randomblob(10000)")
        with database.write() as urgent:
            assert urgent.exec_driver_sql(pages).scalar_one() == 0
        folded_bytes = (tmp_path / "w.sqlite").stat().st_size
    with database.write() as connection:
        assert connection.exec_driver_sql(pages).scalar_one() == 1000

    assert folded_bytes > 20 * 10_000
    assert count(database) == 25
