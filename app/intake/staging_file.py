"""Makes and opens the file of a staging: all of it, or none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from app.errors import NotFound, StoreFull
from app.intake.staging import Staging
from app.intake.staging_schema import FAST, READABLE_VERSIONS, SCHEMA

_UNWRITABLE = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR")


@contextmanager
def new_staging(file: Path, shown: Sequence[str]) -> Iterator[Staging]:
    """Fill a new file in one transaction: there is all of it afterwards, or none.

    `shown` names the columns of the kind's table that the file fills.
    """
    with _told(), closing(sqlite3.connect(file, isolation_level=None)) as connection:
        file.chmod(0o600)
        connection.executescript(FAST + SCHEMA)
        connection.execute("BEGIN")
        staging = Staging(connection)
        staging.plain.create(shown)
        with closing(staging.plain.parts):
            yield staging
        if connection.in_transaction:
            connection.execute("COMMIT")


@contextmanager
def open_staging(file: Path, *, writable: bool = False) -> Iterator[Staging]:
    """Open a staged file; what is written is committed at the end. *Raises* NotFound for an older one."""
    mode = "rw" if writable else "ro"
    with _told(), closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True)) as connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] not in READABLE_VERSIONS:
            raise NotFound(
                "Another version of Counterfoil read this file, and this one cannot look into what it found.",
                remedy="Import the file again, and reject this proposal.",
            )
        staging = Staging(connection)
        with closing(staging.plain.parts):
            yield staging
        connection.commit()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "").startswith(_UNWRITABLE):
            raise StoreFull(
                "There is no room to stage the file; nothing was kept.", remedy="Free some space and try again."
            ) from error
        raise
