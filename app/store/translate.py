"""SQLite's errors as ours: by what the person can do about them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from app.errors import StoreError, StoreFull, WorkspaceBusy, WorkspaceDamaged

_FULL = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


@contextmanager
def translated() -> Iterator[None]:
    """Raise our errors for a full disk, a lock and a damaged file; others are bugs and pass."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        ours = _ours(getattr(cause, "sqlite_errorname", ""))
        if ours is None:
            raise
        raise ours from error


def _ours(name: str) -> StoreError | None:
    if name.startswith(_FULL):
        return unwritable()
    if name.startswith(_BUSY):
        return WorkspaceBusy(
            "Another program holds the workspace's database.", remedy="Close it there and try again."
        )
    if name.startswith(_DAMAGED):
        return damaged("The workspace's database is damaged.")
    return None


def damaged(message: str) -> WorkspaceDamaged:
    return WorkspaceDamaged(
        message, remedy="Put back a copy from its folder “backups”, or choose another workspace."
    )


def unwritable() -> StoreFull:
    return StoreFull(
        "The workspace could not be written; what was saved before is kept.",
        remedy="Make room on the disk, or make the workspace's folder writable.",
    )
