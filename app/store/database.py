"""The SQLite file of a workspace: its connections, transactions and durability."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from app.errors import StoreError
from app.store.gate import WriteGate
from app.store.shared import SharedCommit, T, Work
from app.store.translate import translated, unwritable

APPLICATION_ID = 0x43464F49  # "CFOI": tells SQLite tools and us whose file it is
_BUSY_TIMEOUT_SECONDS = 5.0
_FOLD_PAGES = 1000  # SQLite's own habit
_FOLD_AFTER = 20  # bulk transactions of about 1.5 MB: longer, and reading gets slower
_WORTH_FOLDING = 5
_COMPANY_SECONDS = 0.015  # eight threads then share two thirds of the commits; nobody waits who was alone
_MAPPED_BYTES = 64 << 20  # read without copying page by page


class Database:
    """One file in WAL mode: any number of readers, each on a snapshot, and one writer.

    Writes of other processes are kept out by the workspace's lock, those of other threads by the gate.
    """

    def __init__(self, path: Path, *, is_read_only: bool = False) -> None:
        self.path = path
        self.is_read_only = is_read_only
        if not is_read_only:
            _make_private(path)
        self.is_closed = False
        self._gate = WriteGate()
        self._shared = SharedCommit(_COMPANY_SECONDS)
        self._shared_pressing = SharedCommit()
        self._bulks: set[_Bulk] = set()
        self._readers = _engine(path, setup=_set_up_reader, begin="BEGIN")
        self._writer = None if is_read_only else _engine(path, setup=_set_up_writer, begin="BEGIN IMMEDIATE")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a snapshot: what is read sees no later write."""
        self._check_open()
        with translated(), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def write(self, *, urgent: bool = True) -> Iterator[Connection]:
        """Give a transaction; it is committed at the end, rolled back on any exception.

        An urgent one is on the disk when this returns and goes before bulk ones. A bulk one is on the
        disk with the next urgent one; keep it under 20 ms.
        """
        if self._writer is None:
            raise RuntimeError("This workspace was opened for reading only.")
        self._check_open()
        with translated(), self._writer.connect() as connection, self._transaction(connection, urgent=urgent):
            yield connection

    def write_shared(self, work: Work[T], *, is_pressing: bool = False) -> T:
        """Do some work in an urgent transaction that it may share with that of other threads.

        It is done again where another's fails, so it must change nothing but the database. Pressing work,
        for which a vendor's slot is held, shares with its like only and waits for nobody else to come.
        """
        shared = self._shared_pressing if is_pressing else self._shared
        return shared.run(self.write, work)

    @contextmanager
    def write_from(
        self, files: Mapping[str, Path]
    ) -> Iterator[Callable[[], AbstractContextManager[Connection]]]:
        """Give bulk transactions that also see other SQLite files, by the names given, for reading."""
        if self._writer is None:
            raise RuntimeError("This workspace was opened for reading only.")
        with translated(), self._writer.connect() as connection, _attached(driver(connection), files):
            bulk = _Bulk(connection, partial(self._transaction, connection, urgent=False))
            self._bulks.add(bulk)
            try:
                yield bulk.transaction
            finally:
                self._bulks.discard(bulk)
                bulk.fold()

    def _check_open(self) -> None:
        if self.is_closed:
            raise StoreError("The workspace is closed.")

    @contextmanager
    def _transaction(self, connection: Connection, *, urgent: bool) -> Iterator[Connection]:
        with self._gate.entered(urgent=urgent):
            _set_durability(connection, urgent=urgent, folds=not self._bulks)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Let go of the file; the last one out folds the write-ahead log in.

        Who comes late writes nothing any more: another process may have opened the workspace meanwhile.
        """
        self.is_closed = True
        self._readers.dispose()
        if self._writer is not None:
            self._writer.dispose()


class _Bulk:
    """Many transactions after which the write-ahead log is folded in, outside of the gate.

    SQLite does that within a commit, as a rule, and an edit would wait for it. Meanwhile no commit does.
    """

    def __init__(self, connection: Connection, begin: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._connection = connection
        self._begin = begin
        self._count = 0

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with self._begin() as connection:
            yield connection
        self._count += 1
        if self._count >= _FOLD_AFTER:
            self.fold()

    def fold(self) -> None:
        if self._count >= _WORTH_FOLDING:
            driver(self._connection).execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            self._count = 0


def driver(connection: Connection) -> sqlite3.Connection:
    """Give what speaks to SQLite itself, within the same transaction: it takes a tenth of the time.

    Its errors pass `translated` as well.
    """
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101  what the engine's creator makes
    return raw


@contextmanager
def _attached(connection: sqlite3.Connection, files: Mapping[str, Path]) -> Iterator[None]:
    there: list[str] = []
    try:
        for name, file in files.items():
            connection.execute(f"ATTACH ? AS {name}", (f"{file.absolute().as_uri()}?mode=ro",))
            there.append(name)
            connection.execute(f"PRAGMA {name}.mmap_size={_MAPPED_BYTES}")
        yield
    finally:
        for name in there:
            connection.execute(f"DETACH {name}")


def _make_private(path: Path) -> None:
    """Create the file as 0600 before SQLite does: its -wal and -shm take the mode over."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise unwritable() from error


def _engine(path: Path, *, setup: Callable[[sqlite3.Connection, object], None], begin: str) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect(path),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=-1,
        pool_reset_on_return=None,  # every transaction is ended before its connection is given back
    )
    event.listen(engine, "connect", setup)
    event.listen(engine, "begin", lambda connection: driver(connection).execute(begin))
    return engine


def _connect(path: Path) -> sqlite3.Connection:
    """Open the file, which exists: SQLite would make a missing one readable by others."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_BUSY_TIMEOUT_SECONDS,
        cached_statements=256,
    )


def _set_durability(connection: Connection, *, urgent: bool, folds: bool) -> None:
    """Tell SQLite how the next transaction is committed, where that differs from the last one of it."""
    wanted = {"synchronous": "FULL" if urgent else "NORMAL", "wal_autocheckpoint": _FOLD_PAGES if folds else 0}
    for pragma, value in wanted.items():
        if connection.info.get(pragma) != value:
            driver(connection).execute(f"PRAGMA {pragma}={value}")
            connection.info[pragma] = value


def _set_up_reader(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA query_only=ON")


def _set_up_writer(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute(
        "PRAGMA page_size=8192"
    )  # of a new file: a record takes about 1 kB; 4096 takes 1.5 times as long
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA fullfsync=ON")  # macOS: fsync alone stops at the drive's cache
