"""Workspaces as released versions left them: SQL text that is never changed once its version is out."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

FIXTURES = Path(__file__).with_name("fixtures")


def text_of(version: int) -> Path:
    return FIXTURES / f"version-{version}.sql"


def leave_workspace(folder: Path, version: int) -> Path:
    """Make the database as that version left it."""
    folder.mkdir(exist_ok=True)
    path = folder / "workspace.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(text_of(version).read_text(encoding="utf-8"))
    return path


def pending_in(path: Path) -> dict[str, tuple[str, str]]:
    """*Shape*: key → change and edits, of every pending record."""
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT key, change, edits FROM traede_customers WHERE change != ''")
        return {key: (change, edits) for key, change, edits in rows}
