"""One commit for several threads: as few as there can be, and each thread hears of its own work only."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from app.store.database import Database
from tests.app.push.shop import wait_until

MANY = 8


class Kept(Database):
    """Counts its transactions, and holds the first one back until all others have come."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.commits = 0
        self.others_came = threading.Event()

    @contextmanager
    def write(self, *, urgent: bool = True) -> Iterator[Connection]:
        self.commits += 1
        if self.commits == 1:
            assert self.others_came.wait(10)
        with super().write(urgent=urgent) as sql:
            yield sql

    def run_all(self, work: Callable[[int], Callable[[Connection], Any]]) -> list[Any]:
        """Let one thread lead and all others come meanwhile. *Shape*: what each returned or raised."""
        with ThreadPoolExecutor(MANY) as pool:
            futures = [pool.submit(self.write_shared, work(number)) for number in range(MANY)]
            wait_until(lambda: len(self._shared._queue) + 1 == MANY)
            self.others_came.set()
            return [future.exception(10) or future.result(10) for future in futures]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Kept]:
    opened = Kept(tmp_path / "file.sqlite")
    with Database.write(opened) as sql:
        sql.exec_driver_sql("CREATE TABLE numbers (number INTEGER CHECK (number != 5))")
    yield opened
    opened.close()


def inserting(number: int) -> Callable[[Connection], int]:
    def work(sql: Connection) -> int:
        sql.exec_driver_sql("INSERT INTO numbers VALUES (?)", (number,))
        return number * 10

    return work


def held(database: Database) -> list[int]:
    with database.read() as sql:
        return sorted(sql.exec_driver_sql("SELECT number FROM numbers").scalars())


def test_those_who_come_during_a_commit_share_the_next(database: Kept) -> None:
    found = database.run_all(lambda number: inserting(number + 10))
    assert found == [10 * number + 100 for number in range(MANY)]
    assert held(database) == list(range(10, 10 + MANY))
    assert database.commits == 2


def test_who_was_alone_is_not_kept_waiting_for_company(database: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    database.others_came.set()
    waits: list[float] = []
    monkeypatch.setattr("app.store.shared.time.sleep", waits.append)
    assert database.write_shared(inserting(1)) == 10
    assert waits == []


def test_a_commit_that_follows_another_waits_for_company(
    database: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[threading.Thread] = []

    def latecomer(_seconds: float) -> None:
        came.append(threading.Thread(target=database.write_shared, args=(inserting(99),)))
        came[-1].start()
        wait_until(lambda: len(database._shared._queue) == MANY)

    monkeypatch.setattr("app.store.shared.time.sleep", latecomer)
    database.run_all(lambda number: inserting(number + 10))
    came[0].join(10)
    assert held(database) == [*range(10, 10 + MANY), 99]
    assert (len(came), database.commits) == (1, 2)


def test_pressing_work_neither_waits_for_other_work_nor_for_company(
    database: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_wait(seconds: float) -> None:
        raise AssertionError(seconds)

    monkeypatch.setattr("app.store.shared.time.sleep", no_wait)
    with ThreadPoolExecutor(3) as pool:
        slow = pool.submit(database.write_shared, inserting(1))
        wait_until(lambda: database.commits == 1)
        first = pool.submit(database.write_shared, inserting(2), is_pressing=True)
        assert first.result(10) == 20
        assert not slow.done()
        database.others_came.set()
        assert slow.result(10) == 10
    assert held(database) == [1, 2]


def test_what_fails_is_told_to_its_own_thread_only(database: Kept) -> None:
    found = database.run_all(inserting)
    failed = [number for number, one in enumerate(found) if isinstance(one, Exception)]
    assert failed == [5]
    assert held(database) == [0, 1, 2, 3, 4, 6, 7]


def test_a_commit_that_fails_is_told_to_all_of_it(database: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(number: int) -> Callable[[Connection], None]:
        def work(sql: Connection) -> None:
            raise OSError("no space")

        return work

    found = database.run_all(full)
    assert {type(one) for one in found} == {OSError}
    assert held(database) == []
    assert database.write_shared(inserting(1)) == 10
