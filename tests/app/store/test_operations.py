"""Keeping many: unseen until published, all or nothing, and never over a newer edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.errors import NotAllowed
from app.store.store import Store
from app.store.visible import REPLACED_BY_IT, STAGED_BY_IT
from app.values import Connection, Record, RecordQuery
from app.vendors.registry import all_kinds
from tests.app.conftest import StoppedClock
from tests.app.store.conftest import KIND

Make = Callable[..., Record]


def names(store: Store, shop: Connection) -> dict[str, object]:
    return {
        one.key: one.edits.get("name") for one in store.records.page(RecordQuery(KIND, shop.id), limit=1000)
    }


@pytest.fixture
def before(store: Store, customer: Make) -> tuple[int, ...]:
    """Two customers that an operation is going to change."""
    return store.records.save([customer("1", name="old 1"), customer("2", name="old 2")])


def stage(store: Store, shop: Connection, customer: Make, before: tuple[int, ...]) -> int:
    operation = store.operations.begin(KIND, shop.id)
    changed = [customer(str(one), id=one, name=f"new {one}") for one in before]
    store.operations.save_many(operation, [*changed, customer("3", name="new 3")])
    return operation


def reopened_after_a_crash(store: Store) -> Store:
    """Let go of the files without the note of an orderly end."""
    store.database.close()
    return Store(store.folder, all_kinds(), clock=StoppedClock())


def test_nothing_is_seen_before_publication_and_all_after(
    store: Store, shop: Connection, customer: Make, before: tuple[int, ...]
) -> None:
    operation = stage(store, shop, customer, before)
    assert names(store, shop) == {"1": "old 1", "2": "old 2"}
    assert store.records.count(RecordQuery(KIND, shop.id)) == 2
    assert store.records.tallies(KIND, shop.id).total == 2
    assert store.records.by_key(KIND, shop.id, "3") is None
    assert store.operations.publish(operation) == ()
    assert names(store, shop) == {"1": "new 1", "2": "new 2", "3": "new 3"}


def test_a_discarded_operation_leaves_no_trace(
    store: Store, shop: Connection, customer: Make, before: tuple[int, ...]
) -> None:
    operation = stage(store, shop, customer, before)
    store.operations.discard(operation)
    assert names(store, shop) == {"1": "old 1", "2": "old 2"}
    with store.database.read() as connection:
        rows = "SELECT count(*), max(staged_by), max(replaced_by) FROM traede_customers"
        assert tuple(connection.exec_driver_sql(rows).one()) == (2, 0, 0)
        assert connection.exec_driver_sql("SELECT count(*) FROM operations").scalar_one() == 0


def test_what_a_crash_left_unpublished_is_discarded(
    store: Store, shop: Connection, customer: Make, before: tuple[int, ...]
) -> None:
    stage(store, shop, customer, before)
    opened = reopened_after_a_crash(store)
    assert not opened.was_closed_cleanly
    assert names(opened, shop) == {"1": "old 1", "2": "old 2"}
    opened.close()


def test_what_a_crash_left_published_is_finished(
    store: Store, shop: Connection, customer: Make, before: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    operation = stage(store, shop, customer, before)
    monkeypatch.setattr(store.operations, "_clear_away", lambda *_, **__: None)
    store.operations.publish(operation)
    assert names(store, shop) == {"1": "new 1", "2": "new 2", "3": "new 3"}
    store.records.save([customer("1", id=1, name="edited before the clearing")])
    opened = reopened_after_a_crash(store)
    assert names(opened, shop) == {"1": "edited before the clearing", "2": "new 2", "3": "new 3"}
    opened.close()


def test_an_edit_meanwhile_wins_and_is_reported(
    store: Store, shop: Connection, customer: Make, before: tuple[int, ...]
) -> None:
    operation = stage(store, shop, customer, before)
    store.records.save([customer("1", id=1, name="edited")])
    assert store.operations.publish(operation) == (1,)
    assert names(store, shop) == {"1": "edited", "2": "new 2", "3": "new 3"}


def test_a_record_sent_meanwhile_keeps_its_version(
    store: Store, shop: Connection, customer: Make, before: tuple[int, ...]
) -> None:
    store.records.save([replace(customer("2", id=2, name="old 2"), busy="sent")])
    operation = stage(store, shop, customer, before)
    assert store.operations.publish(operation) == (2,)
    assert names(store, shop) == {"1": "new 1", "2": "old 2", "3": "new 3"}


def test_one_staged_twice_ends_as_the_later_one(store: Store, shop: Connection, customer: Make) -> None:
    (record_id,) = store.records.save([customer("1", name="old")])
    operation = store.operations.begin(KIND, shop.id)
    for name in ("first", "second"):
        store.operations.save_many(operation, [customer("1", id=record_id, name=name)])
    (fresh,) = store.operations.save_many(operation, [customer("9", name="first")])
    store.operations.save_many(operation, [customer("9", id=fresh, name="second")])
    store.operations.publish(operation)
    assert names(store, shop) == {"1": "second", "9": "second"}


def test_many_are_kept_in_chunks_and_within_the_caller_s_transaction(
    store: Store, shop: Connection, customer: Make
) -> None:
    operation = store.operations.begin(KIND, shop.id)
    ids = store.operations.save_many(operation, [customer(str(number)) for number in range(450)])
    with store.database.write(urgent=False) as transaction:
        more = store.operations.save_many(operation, [customer("x")], within=transaction)
        assert store.operations.save_many(operation, [], within=transaction) == ()
    store.operations.publish(operation)
    assert len({*ids, *more}) == store.records.count(RecordQuery(KIND, shop.id)) == 451


def test_a_key_taken_meanwhile_is_not_given_twice(
    store: Store, shop: Connection, customer: Make, before: tuple[int, ...]
) -> None:
    operation = stage(store, shop, customer, before)
    (added,) = store.records.save([customer("3", name="typed meanwhile")])
    assert store.operations.publish(operation) == (added,)
    assert names(store, shop) == {"1": "new 1", "2": "new 2", "3": "typed meanwhile"}


def test_one_import_into_the_same_records_at_a_time(store: Store, shop: Connection) -> None:
    first = store.operations.begin(KIND, shop.id)
    with pytest.raises(NotAllowed, match="Another import"):
        store.operations.begin(KIND, shop.id)
    store.operations.discard(first)
    store.operations.begin(KIND, shop.id)


@pytest.mark.parametrize("ones", [REPLACED_BY_IT, STAGED_BY_IT])
def test_the_versions_of_an_operation_are_found_without_going_through_all(store: Store, ones: str) -> None:
    statement = f"EXPLAIN QUERY PLAN SELECT version FROM traede_customers WHERE {ones} LIMIT 200"  # noqa: S608
    with store.database.read() as sql:
        (plan,) = sql.exec_driver_sql(statement, (1,)).all()
    assert "SEARCH" in plan[3]
