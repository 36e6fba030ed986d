"""Staged rows are found without looking through all of them, and those of another version not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import NotFound
from app.intake.staging import CLAIMED
from app.intake.staging_file import open_staging
from app.intake.staging_schema import INDEXES, SCHEMA


def test_what_another_version_staged_is_not_looked_into(tmp_path: Path) -> None:
    file = tmp_path / "1.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE plain (number INTEGER)")

    with pytest.raises(NotFound, match="Import the file again"), open_staging(file):
        pass


def test_who_claimed_a_record_is_asked_of_an_index() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA + INDEXES)
        (plan,) = connection.execute(f"EXPLAIN QUERY PLAN {CLAIMED}", (7,)).fetchall()

    assert "INDEX records_record" in plan[-1]
