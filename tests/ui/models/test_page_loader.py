"""Pages come from jobs; the latest question wins, and a failure is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from pytestqt.qtbot import QtBot

from app.errors import StoreError
from ui.jobs import Jobs
from ui.models.page_loader import PageLoader, count_through
from ui.models.paged_table import Cell, PagedTable, TableColumn


def page_of(items: Sequence[str], offset: int, limit: int) -> Sequence[str]:
    return items[offset : offset + limit]


@pytest.fixture
def loader(qtbot: QtBot) -> Iterator[PageLoader]:
    jobs = Jobs()
    table = PagedTable((TableColumn("Name", Cell),))
    made = PageLoader(jobs, table)
    yield made
    assert jobs.wait(5)
    jobs.close()


def table_of(loader: PageLoader) -> PagedTable:
    table = loader.parent()
    assert isinstance(table, PagedTable)
    return table


@pytest.mark.parametrize("number", [0, 1, 2, 3, 7, 8, 9, 100, 101])
def test_counts_what_only_comes_in_pages(number: int) -> None:
    items = ["x"] * number
    assert count_through(lambda offset, limit: page_of(items, offset, limit)) == number


def test_shows_what_the_service_gives(loader: PageLoader, qtbot: QtBot) -> None:
    items = ["Ærø", "Bø"]
    loader.show(lambda: len(items), lambda offset, limit: page_of(items, offset, limit))
    table = table_of(loader)
    qtbot.waitUntil(lambda: table.rowCount() == 2)
    qtbot.waitUntil(lambda: table.index(0, 0).data() == "Ærø")


def test_latest_question_wins(loader: PageLoader, qtbot: QtBot) -> None:
    counts: list[int] = []
    loader.counted.connect(counts.append)
    loader.show(lambda: 5, lambda _offset, _limit: ["old"] * 5)
    loader.show(lambda: 1, lambda _offset, _limit: ["new"])
    table = table_of(loader)
    qtbot.waitUntil(lambda: bool(counts))
    qtbot.waitUntil(lambda: table.index(0, 0).data() == "new")
    assert counts == [1]


def test_failure_of_a_page_is_told(loader: PageLoader, qtbot: QtBot) -> None:
    def broken(_offset: int, _limit: int) -> Sequence[str]:
        raise StoreError("The workspace went away.")

    heard: list[BaseException] = []
    loader.failed.connect(heard.append)
    loader.show(lambda: 1, broken)
    table = table_of(loader)
    qtbot.waitUntil(lambda: table.rowCount() == 1)
    table.index(0, 0).data()
    qtbot.waitUntil(lambda: bool(heard))
    assert isinstance(heard[0], StoreError)
