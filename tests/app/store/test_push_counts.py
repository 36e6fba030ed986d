"""The counts of a push are written down when it ends, and counted again where one of its outcomes changes."""

from __future__ import annotations

import json

import pytest

from app.services.settle import answer
from app.store.push_counts import begin_counting, counts_of, keep_counts
from app.store.store import Store
from app.values import Outcome
from tests.app.push.shop import Shop


@pytest.fixture
def shop(pushing_shop: Shop) -> Shop:
    return pushing_shop


def written(shop: Shop) -> str | None:
    with shop.workspace.store.database.read() as sql:
        found: str | None = sql.exec_driver_sql("SELECT counts FROM pushes WHERE id = 1").scalar_one()
    return found


def lose(shop: Shop) -> None:
    shop.add_unrepeatable("1")
    shop.add(["2"])
    shop.fault("lose_answer", match={"body": "Havnegade"})
    shop.push()


def test_written_down_at_the_end(shop: Shop) -> None:
    shop.add(["1", "2"], bad=["2"])
    shop.push()
    assert json.loads(written(shop) or "") == {
        "applied": 1, "skipped": 0, "refused": 1, "failed": 0, "unknown": 0
    }  # fmt: skip


def test_an_answer_afterwards_is_counted(shop: Shop) -> None:
    lose(shop)
    store = shop.workspace.store
    assert store.history.push(1).counts["unknown"] == 1
    answer(shop.workspace, shop.connection.id, "1", is_applied=True)
    assert store.history.push(1).counts == counts_now(store)
    assert store.history.push(1).counts["unknown"] == 0


def test_an_outcome_that_changes_while_they_are_counted_is_not_lost(shop: Shop) -> None:
    lose(shop)
    store = shop.workspace.store
    with store.database.write() as sql:
        sql.exec_driver_sql("UPDATE pushes SET counts = NULL")
        (push_id,) = begin_counting(sql)
        counted = counts_of(sql, [push_id])
    answer(shop.workspace, shop.connection.id, "1", is_applied=True)
    with store.database.write() as sql:
        keep_counts(sql, counted)
    assert store.history.push(1).counts == counts_now(store)


def test_a_running_push_is_counted_as_it_stands(shop: Shop) -> None:
    store = shop.workspace.store
    journal = store.journal
    push_id = journal.begin(shop.connection, comment="", now=shop.workspace.clock())
    assert dict(store.history.push(push_id).counts) == {str(one): 0 for one in Outcome}
    with store.database.write() as sql:
        assert begin_counting(sql) == []


def counts_now(store: Store) -> dict[str, int]:
    return store.journal.counts(1)
