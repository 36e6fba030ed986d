"""Whose file it is and which version: created, migrated after a backup, or refused."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from app.errors import WorkspaceTooNew
from app.store.database import APPLICATION_ID, Database
from app.store.migrations import MIGRATIONS
from app.store.translate import damaged, translated

VERSION = len(MIGRATIONS)
BACKUP_FOLDER = "backups"


def bring_up_to_date(
    database: Database,
    *,
    now: datetime,
    has_more: Callable[[Connection], bool],
    widen: Callable[[Connection], None],
) -> None:
    """Create or migrate the tables in one transaction; `has_more` tells whether `widen` has work.

    *Raises* WorkspaceTooNew and WorkspaceDamaged before anything is touched.
    """
    with database.read() as connection:
        version = check_identity(connection)
        has_work = version < VERSION or has_more(connection)
    if not has_work:
        return
    if version:
        back_up(database.path, now=now, label=f"version-{version}")
    with database.write() as connection:
        for step in MIGRATIONS[version:]:
            step(connection)
        widen(connection)
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")


def check_identity(connection: Connection) -> int:
    """Return the file's version, 0 for an empty file."""
    version = pragma(connection, "user_version")
    owner = pragma(connection, "application_id")
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar_one()
    if not tables and not version:
        return 0
    if owner != APPLICATION_ID:
        raise damaged("The workspace's database was not made by Counterfoil.")
    if version > VERSION:
        raise WorkspaceTooNew(
            f"A newer Counterfoil made this workspace (version {version}, this one knows {VERSION}). "
            "It was left untouched.",
            remedy="Open it with that version, or update this one.",
        )
    return version


def pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def back_up(path: Path, *, now: datetime, label: str) -> Path:
    """Copy the database beside itself, consistent while others write; returns the copy."""
    folder = path.parent / BACKUP_FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{path.stem}-{now:%Y%m%dT%H%M%S%f}-{label}.sqlite"
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with translated(), closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target
