"""Staged rows are found without looking through all of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from app.intake.staging import CLAIMED
from app.intake.staging_schema import INDEXES, SCHEMA


def test_who_claimed_a_record_is_asked_of_an_index() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA + INDEXES)
        (plan,) = connection.execute(f"EXPLAIN QUERY PLAN {CLAIMED}", (7,)).fetchall()

    assert "INDEX records_record" in plan[-1]
