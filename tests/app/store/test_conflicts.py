"""Conflicts in the file: kept, counted, filtered, and added to a workspace of an older version."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from app.records.change import MISSING
from app.records.merge import Conflict
from app.store.store import DATABASE_NAME, Store, is_current
from app.values import Connection, Record, RecordQuery
from app.vendors.registry import all_kinds
from tests.app.conftest import StoppedClock
from tests.app.store.conftest import KIND

CLASH = Conflict("name", MISSING, None, {"a": None})


def test_a_conflict_is_read_back_as_it_was(store: Store, customer: Callable[..., Record]) -> None:
    (record_id,) = store.records.save([replace(customer("1"), conflicts=(CLASH,))])
    assert store.records.get(KIND, record_id).conflicts == (CLASH,)


def test_records_in_conflict_are_counted_and_shown_alone(
    store: Store, shop: Connection, customer: Callable[..., Record]
) -> None:
    store.records.save([customer("1"), replace(customer("2"), conflicts=(CLASH, replace(CLASH, path="b")))])
    shown = store.records.page(RecordQuery(KIND, shop.id, filter="conflicts"))
    assert [one.key for one in shown] == ["2"]
    assert store.records.tallies(KIND, shop.id).conflicts == 1


def test_an_older_workspace_opens_with_its_pending_changes(
    store: Store, tmp_path: Path, clock: StoppedClock, customer: Callable[..., Record]
) -> None:
    (record_id,) = store.records.save([customer("1", name="Fell")])
    store.close()
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as file, file:
        for column in ("conflicts", "conflict_count"):
            file.execute(f"ALTER TABLE traede_customers DROP COLUMN {column}")
    assert not is_current(tmp_path, all_kinds())
    opened = Store(tmp_path, all_kinds(), clock=clock)
    record = opened.records.get(KIND, record_id)
    assert (record.edits["name"], record.conflicts) == ("Fell", ())
    opened.records.save([replace(record, conflicts=(CLASH,))])
    assert opened.records.get(KIND, record_id).conflicts == (CLASH,)
    opened.close()
