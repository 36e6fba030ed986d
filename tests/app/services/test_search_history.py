"""All pushes searched at once: by text, words, outcome, connection and time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.history_values import HistoryQuery
from app.services import search_history
from app.services.search_history import count_records, find_pushes, find_records, read_pushes
from app.store.journal_values import Frozen
from app.values import BaseState
from tests.app.conftest import StoppedClock
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import Shop
from tests.app.push.test_softwareone import nameless


@pytest.fixture
def shop(pushing_shop: Shop, clock: StoppedClock) -> Shop:
    """Three pushes, an hour apart: two of one connection, one of another."""
    other = pushing_shop.another("Second")
    pushing_shop.add(["1", "2", "13"], bad=["2"])
    pushing_shop.push(comment="Spring prices")
    clock.advance(3600)
    other.add(["7"])
    other.push()
    clock.advance(3600)
    pushing_shop.push()
    return pushing_shop


def pushes(shop: Shop, **query: object) -> list[int]:
    return list(find_pushes(shop.workspace, HistoryQuery(**query)))  # type: ignore[arg-type]  # by name


def records(shop: Shop, **query: object) -> list[tuple[int, str]]:
    found = find_records(shop.workspace, HistoryQuery(**query))  # type: ignore[arg-type]  # by name
    assert count_records(shop.workspace, HistoryQuery(**query)) == len(found)  # type: ignore[arg-type]  # as above
    return [(one.push_id, one.outcome.key) for one in found]


def test_nothing_asked_gives_everything(shop: Shop) -> None:
    assert pushes(shop) == [3, 2, 1]
    assert records(shop) == [(3, "2"), (2, "7"), (1, "13"), (1, "2"), (1, "1")]


@pytest.mark.parametrize(
    ("text", "found", "of"),
    [
        ("kunde 13", [(1, "13")], [1]),
        ("KUNDE 2 Å", [(3, "2"), (1, "2")], [3, 1]),
        ("Å", [(3, "2"), (2, "7"), (1, "13"), (1, "2"), (1, "1")], [3, 2, 1]),
        ("payment term code is invalid", [(3, "2"), (1, "2")], [3, 1]),
        ("spring", [], [1]),
        ("second", [], [2]),
        ("nobody of that name", [], []),
        ("%", [], []),
        ('" OR text : "', [], []),
    ],
)
def test_text_is_looked_for_in_records_words_and_comments(
    shop: Shop, text: str, found: list[tuple[int, str]], of: list[int]
) -> None:
    assert records(shop, text=text) == found
    assert pushes(shop, text=text) == of


def test_outcome(shop: Shop) -> None:
    assert records(shop, outcome="refused") == [(3, "2"), (1, "2")]
    assert pushes(shop, outcome="applied") == [2, 1]
    assert pushes(shop, outcome="unknown") == []


def test_connection(shop: Shop) -> None:
    assert pushes(shop, connection_id=shop.connection.id) == [3, 1]
    assert records(shop, connection_id=shop.connection.id, text="kunde 7") == []


def test_time(shop: Shop, clock: StoppedClock) -> None:
    hour = timedelta(hours=1)
    assert pushes(shop, since=clock.now - hour) == [3, 2]
    assert pushes(shop, until=clock.now - hour) == [1]
    assert records(shop, since=clock.now - hour, until=clock.now, text="kunde") == [(2, "7")]


def test_everything_given_must_fit(shop: Shop) -> None:
    assert records(shop, text="kunde", outcome="applied", connection_id=shop.connection.id) == [
        (1, "13"),
        (1, "1"),
    ]
    assert pushes(shop, text="spring", outcome="unknown") == []
    assert pushes(shop, text="spring", outcome="refused") == [1]


def test_found_pushes_are_read_newest_first(shop: Shop) -> None:
    assert [one.id for one in read_pushes(shop.workspace, (3, 1))] == [3, 1]
    assert read_pushes(shop.workspace, ()) == ()


def test_pages(shop: Shop) -> None:
    found = find_records(shop.workspace, HistoryQuery(text="kunde"), offset=1, limit=2)
    assert [(one.push_id, one.outcome.key) for one in found] == [(2, "7"), (1, "13")]


def test_only_so_many_are_listed(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_history, "MOST_RECORDS", 3)
    query = HistoryQuery(text="kunde")
    assert len(find_records(shop.workspace, query)) == 3
    assert find_records(shop.workspace, query, offset=3) == ()
    assert count_records(shop.workspace, query) == 4


def test_a_record_that_waits_in_a_running_push_is_not_found_yet(shop: Shop) -> None:
    journal = shop.workspace.store.journal
    push_id = journal.begin(shop.connection, comment="", now=shop.workspace.clock())
    (record_id,) = shop.add(["99"])
    with shop.workspace.store.database.write() as sql:
        journal.freeze(sql, push_id, [Frozen.of(shop.record(record_id))])
    assert records(shop, text="kunde 99") == []
    assert pushes(shop) == [4, 3, 2, 1]


def test_a_created_record_is_found_by_the_id_it_got(desk_at: Open) -> None:
    desk: Desk = desk_at("softwareone")
    desk.save(nameless(1), base_state=BaseState.ABSENT)
    desk.push()
    (key,) = desk.held()
    assert [one.outcome.key for one in find_records(desk.workspace, HistoryQuery(text=key))] == [key]


def test_the_vendors_id_of_a_request_finds_its_push(desk_at: Open) -> None:
    desk: Desk = desk_at("kibo", records=2)
    key = min(desk.held())
    desk.change(desk.read(key), {"companyOrOrganization": "Ny navn A/S"})
    result = desk.push()
    (request,) = desk.workspace.store.history.requests(result.push_id)
    query = HistoryQuery(text=request.vendor_request_id)
    assert find_pushes(desk.workspace, query) == (result.push_id,)
    assert [one.outcome.key for one in find_records(desk.workspace, query)] == [key]
