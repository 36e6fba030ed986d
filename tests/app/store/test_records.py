"""Records saved, found, paged and counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.errors import NotAllowed, NotFound, UsageError
from app.records.change import Raw
from app.records.problems import Problem, warning
from app.store.store import Store
from app.values import BaseState, Change, Connection, Record, RecordQuery, Tallies
from tests.app.store.conftest import KIND, add_connection

Make = Callable[..., Record]


def keys(store: Store, shop: Connection, **query: object) -> list[str]:
    return [one.key for one in store.records.page(RecordQuery(KIND, shop.id, **query))]  # type: ignore[arg-type]


def test_everything_of_a_record_survives(store: Store, shop: Connection) -> None:
    record = Record(
        id=0,
        kind=KIND,
        connection_id=shop.id,
        key="0012",
        base_state=BaseState.KNOWN,
        base={"customer_number": "0012", "name": None, "extra": {"from": ["the vendor"]}},
        edits={
            "name": "Ærø 東京 🚚\0",
            "discount_percentage": Raw("12,5o"),
            "payment_term": None,
            "addresses": [],
        },
        directives={"addresses_sync_mode": "replace"},
        is_deleting=True,
        change=Change.DELETED,
        problems=(Problem("name", "Too long"), warning("", "May overwrite")),
        is_key_locked=True,
        busy="unknown",
        outcome="unknown",
        outcome_reason="stopped",
        outcome_message="The line broke.",
    )
    (record_id,) = store.records.save([record])
    assert store.records.get(KIND, record_id) == replace(record, id=record_id)


def test_the_shown_columns_are_typed_and_null_where_unreadable(store: Store, customer: Make) -> None:
    edits = {"discount_percentage": 12.5, "active": False, "payment_term.payment_term_id": Raw("x")}
    store.records.save([customer("0012", **edits), customer("2", **{"payment_term.payment_term_id": 10**30})])
    with store.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT customer_number, typeof(discount_percentage), active, payment_term_payment_term_id, "
            "addresses FROM traede_customers ORDER BY id"
        ).all()
    assert [tuple(row) for row in rows] == [("0012", "real", 0, None, None), ("2", "null", None, None, None)]


def test_local_ids_are_never_given_twice(store: Store, customer: Make) -> None:
    first, second = store.records.save([customer("1"), customer("2")])
    store.records.remove(KIND, [second])
    (third,) = store.records.save([customer("3")])
    assert (first, second, third) == (1, 2, 3)


def test_a_record_is_found_by_key_local_id_and_former_key(
    store: Store, shop: Connection, customer: Make
) -> None:
    (record_id,) = store.records.save([customer("1000")])
    store.records.save([customer("1001", id=record_id)])
    store.records.remember_keys(KIND, shop.id, [("row:abc", record_id)])
    for name in ("1001", "1000", "row:abc", f"#{record_id}"):
        found = store.records.by_key(KIND, shop.id, name)
        assert found is not None
        assert found.id == record_id
    for name in ("", "#", "#99", "#²", "1002"):
        assert store.records.by_key(KIND, shop.id, name) is None


def test_a_present_key_goes_before_a_former_one(store: Store, shop: Connection, customer: Make) -> None:
    (old,) = store.records.save([customer("1000")])
    store.records.save([customer("1001", id=old)])
    (new,) = store.records.save([customer("1000")])
    found = store.records.existing_keys(KIND, shop.id, ["1000", "1001", "x"])
    assert {key: record.id for key, record in found.items()} == {"1000": new, "1001": old}


def test_many_keys_are_looked_up_in_chunks(store: Store, shop: Connection, customer: Make) -> None:
    store.records.save([customer(str(number)) for number in range(1200)])
    assert len(store.records.existing_keys(KIND, shop.id, map(str, range(2000)))) == 1200


def test_records_of_one_connection_stay_its_own(store: Store, shop: Connection, customer: Make) -> None:
    (record_id,) = store.records.save([customer("1000")])
    other = add_connection(store, "Other")
    assert store.records.by_key(KIND, other.id, "1000") is None
    assert store.records.by_key(KIND, other.id, f"#{record_id}") is None
    assert store.records.count(RecordQuery(KIND, other.id)) == 0
    store.records.remove_connection(shop.id)
    with pytest.raises(NotFound):
        store.records.get(KIND, record_id)


def test_saving_one_that_is_gone_saves_nothing(store: Store, customer: Make) -> None:
    with pytest.raises(NotFound, match="nothing was saved"):
        store.records.save([customer("1"), customer("2", id=77)])
    assert store.records.many(KIND, [1, 2, 77]) == ()


def test_two_records_never_share_a_key(store: Store, customer: Make) -> None:
    store.records.save([customer("1"), customer(""), customer("")])
    with pytest.raises(NotAllowed, match="key already"):
        store.records.save([customer("2"), customer("1")])
    assert store.records.many(KIND, [1, 2, 3, 4, 5, 6])[3:] == ()


def test_the_filters_show_what_the_tallies_count(store: Store, shop: Connection, customer: Make) -> None:
    plain = replace(customer("5"), edits={}, change=Change.NONE, base_state=BaseState.KNOWN)
    store.records.save(
        [
            replace(customer("1"), problems=(Problem("", "x"), warning("", "y")), outcome="refused"),
            replace(customer("2"), change=Change.CHANGED, problems=(warning("", "x"),), outcome="failed"),
            replace(customer("3"), change=Change.DELETED, busy="unknown", outcome="unknown"),
            replace(customer("4"), outcome="skipped"),
            replace(plain, outcome="applied"),
            replace(plain, key="6", base_state=BaseState.ABSENT, outcome="applied"),
        ]
    )
    assert store.records.tallies(KIND, shop.id) == Tallies(5, 4, 2, 1, 1, 1, 2, 1, 1, 1, 1, 1, 2, 0)
    shown = {
        name: keys(store, shop, filter=name)
        for name in ("all", "pending", "added", "changed", "deleted", "problems", "applied", "unknown")
    }
    assert shown == {
        "all": ["1", "2", "3", "4", "5"],
        "pending": ["1", "2", "3", "4"],
        "added": ["1", "4"],
        "changed": ["2"],
        "deleted": ["3"],
        "problems": ["1", "2"],
        "applied": ["5"],
        "unknown": ["3"],
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ØRSTED", ["1"]),
        ("københavn", ["1"]),
        ("100%", ["2"]),
        ("a_b", ["2"]),
        ("%", ["2"]),
        ("12,5O", ["3"]),
        ("re\u0301sume\u0301", ["3"]),
        ("title", []),
        ("\\", []),
    ],
)
def test_text_is_found_anywhere_ignoring_case(
    store: Store, shop: Connection, customer: Make, text: str, found: list[str]
) -> None:
    store.records.save(
        [
            customer("1", **{"name": "Ørsted", "addresses[title=Shop].city": "KØBENHAVN"}),
            customer("2", name="100% a_b"),
            customer("3", name="RÉSUMÉ axb", discount_percentage=Raw("12,5o")),
        ]
    )
    assert keys(store, shop, text=text) == found


def test_sorting_is_on_values_with_blanks_last_and_ties_by_arrival(
    store: Store, shop: Connection, customer: Make
) -> None:
    discounts = {"1": 9.0, "2": 10.0, "3": None, "4": 9.0}
    store.records.save([customer(key, discount_percentage=value) for key, value in discounts.items()])
    assert keys(store, shop, sort="discount_percentage") == ["1", "4", "2", "3"]
    assert keys(store, shop, sort="discount_percentage", is_descending=True) == ["2", "1", "4", "3"]
    assert keys(store, shop, is_descending=True) == ["4", "3", "2", "1"]
    for sort in ("change", "outcome", "delete", "addresses", "addresses_sync_mode"):
        assert keys(store, shop, sort=sort) == ["1", "2", "3", "4"]


def test_a_page_and_a_position_follow_the_same_order(store: Store, shop: Connection, customer: Make) -> None:
    ids = store.records.save([customer(str(number), name=f"n{9 - number}") for number in range(10)])
    query = RecordQuery(KIND, shop.id, text="n", sort="name")
    page = store.records.page(query, offset=2, limit=3)
    assert [record.key for record in page] == ["7", "6", "5"]
    assert [store.records.position(query, record.id) for record in page] == [2, 3, 4]
    assert store.records.position(replace(query, filter="deleted"), ids[0]) is None


@pytest.mark.parametrize(
    "query", [{"filter": "nonsense"}, {"sort": "nonsense"}, {"sort": "name; DROP TABLE x"}]
)
def test_an_unknown_filter_or_column_is_refused(store: Store, shop: Connection, query: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        keys(store, shop, **query)


def test_pending_records_come_in_order_after_an_id(store: Store, shop: Connection, customer: Make) -> None:
    store.records.save([customer(str(number)) for number in range(5)])
    assert [one.id for one in store.records.pending(KIND, shop.id, after_id=2, limit=2)] == [3, 4]
