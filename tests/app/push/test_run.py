"""The journal before the wire, waiting, stopping, and edits while a request is in flight."""

from __future__ import annotations

import resource
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import pytest

from app.services.edit_records import set_values
from app.store.translate import unwritable
from app.values import BaseState
from tests.app.net.rawserver import OK, RawServer
from tests.app.push.shop import KIND, InBackground, Shop, counts, in_flight, wait_until


class FirstByteServer(RawServer):
    """Looks into the workspace's file at the moment a request's first byte arrives, then answers."""

    def __init__(self, database: str) -> None:
        self.seen: list[list[tuple[str, int]]] = []
        self._database = database
        super().__init__(self._accept_all)

    def _request(self, connection: socket.socket) -> bytes:
        if connection.recv(1, socket.MSG_PEEK):
            self.seen.append(self._states())
        return super()._request(connection)

    def _states(self) -> list[tuple[str, int]]:
        with closing(sqlite3.connect(self._database)) as file:
            return file.execute("SELECT state, attempts FROM requests ORDER BY id").fetchall()

    @staticmethod
    def _accept_all(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(OK)
        return True


@pytest.fixture
def server(shop: Shop) -> Iterator[FirstByteServer]:
    watching = FirstByteServer(str(shop.workspace.store.database.path))
    shop.connection = replace(shop.connection, base_url=watching.url)
    shop.workspace.store.connections.update(shop.connection)
    yield watching
    watching.close()


def test_a_request_is_written_down_as_sent_before_its_first_byte(shop: Shop, server: FirstByteServer) -> None:
    shop.with_options(batch_size=1).add(["1", "2"])
    assert shop.push().counts == counts(applied=2)
    assert server.seen == [[("sent", 1), ("planned", 0)], [("applied", 1), ("sent", 1)]]


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process can grow, so that no commit succeeds."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def on_full_disk(shop: Shop, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    journal = shop.workspace.store.journal
    real = getattr(journal, method)

    def failing(*args: Any, **kwargs: Any) -> object:
        with full_disk():
            return real(*args, **kwargs)

    monkeypatch.setattr(journal, method, failing)


def test_a_journal_that_cannot_be_written_sends_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.with_options(batch_size=1).add(["1", "2"])
    on_full_disk(shop, monkeypatch, "mark_sent")
    result = shop.push()
    assert shop.requests() == []
    assert result.counts == counts(skipped=2)
    assert "could not be written" in result.stopped_because
    assert not shop.workspace.store.journal.has_open(shop.connection.id)


def test_an_answer_that_cannot_be_written_down_is_unknown(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.with_options(batch_size=1).add(["1", "2"])
    real = shop.workspace.store.journal.end
    fails = iter([True])

    def failing(*args: Any, **kwargs: Any) -> None:
        if next(fails, False):
            raise unwritable()
        real(*args, **kwargs)

    monkeypatch.setattr(shop.workspace.store.journal, "end", failing)
    result = shop.push()
    assert result.counts == counts(unknown=1, skipped=1)
    assert result.exit_code == 4
    assert len(shop.requests()) == 1
    assert shop.push().counts == counts(applied=2)


def test_a_push_that_could_not_be_closed_is_closed_by_the_next(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.add(["1"])
    with monkeypatch.context() as patch:
        on_full_disk(shop, patch, "finish")
        with pytest.raises(Exception, match="could not be written"):
            shop.push()
    assert shop.workspace.store.journal.has_open(shop.connection.id)
    assert shop.push().counts == counts()
    assert not shop.workspace.store.journal.has_open(shop.connection.id)
    assert shop.record(1).base_state is BaseState.KNOWN


def test_stop_sends_nothing_new_and_waits_for_what_was_sent(shop: Shop) -> None:
    shop.with_options(batch_size=1).add(map(str, range(10)))
    shop.fault("late", seconds=0.4, after=2)
    running = in_flight(shop, 3)
    running.context.cancel()
    wait_until(lambda: "Stopping" in running.context.latest.text)
    result = running.result()
    assert len(shop.requests()) == 3
    assert result.counts == counts(applied=3, skipped=7)
    assert result.exit_code == 5
    assert {one.reason for one in shop.outcomes(1).values() if one.outcome == "skipped"} == {"stopped"}
    assert shop.push().counts == counts(applied=7)


def test_stop_ends_a_wait_at_once(shop: Shop) -> None:
    shop.add(["1"])
    shop.fault("too_many", retry_after=100)
    running = InBackground(shop)
    wait_until(lambda: running.context.latest.text.startswith("Waiting"))
    assert running.context.latest.text.endswith(" s: TRAEDE asked for it.")
    running.context.cancel()
    assert running.result().counts == counts(skipped=1)
    assert len(shop.requests()) == 1


def test_stop_when_all_was_sent_already_is_no_stop(shop: Shop) -> None:
    shop.add(["1"])
    shop.fault("late", seconds=0.3)
    running = in_flight(shop)
    running.context.cancel()
    result = running.result()
    assert (result.counts, result.exit_code, result.stopped_because) == (counts(applied=1), 0, "")


@pytest.mark.parametrize("as_date", [False, True])
def test_a_wait_that_was_asked_for_is_kept(shop: Shop, *, as_date: bool) -> None:
    shop.add(["1"])
    shop.fault("too_many", retry_after=2 if as_date else 1, as_date=as_date)
    running = InBackground(shop)
    wait_until(lambda: running.context.latest.text.startswith("Waiting 1 s") or running.is_over)
    assert not running.is_over
    assert len(shop.requests()) == 1
    assert running.result().counts == counts(applied=1)


def test_a_lost_batch_is_repeated_byte_for_byte(shop: Shop) -> None:
    shop.add(["1", "2"])
    shop.fault("lose_answer")
    shop.fault("status", status=503)
    assert shop.push().counts == counts(applied=2)
    bodies = [one["body"] for one in shop.requests()]
    assert len(bodies) == 3
    assert bodies[0] == bodies[1] == bodies[2]


def test_a_spent_budget_leaves_records_unknown_and_unsent(shop: Shop) -> None:
    ids = shop.add(["1", "2"])
    shop.fault("lose_answer", times=4)
    assert shop.push().counts == counts(unknown=2)
    assert len(shop.requests()) == 4
    assert {shop.record(one).busy for one in ids} == {"unknown"}
    set_values(shop.workspace, KIND.id, ids[0], {"name": "Later"})
    result = shop.push()
    assert shop.outcome_words(result.push_id) == {"1": "unknown", "2": "applied"}
    assert [one for batch in shop.batches()[4:] for one in batch] == ["2"]


@pytest.mark.parametrize("fault", ["lose_answer", "reject_before", "cut", "html"])
def test_what_could_happen_twice_is_sent_once(shop: Shop, fault: str) -> None:
    shop.add_unrepeatable("1")
    shop.fault(fault, times=1)
    assert shop.push().counts == counts(unknown=1)
    shop.push()
    shop.settle()
    assert shop.batches() == [["1"]]


def test_a_delete_is_sent_once(shop: Shop) -> None:
    shop.add_delete("1")
    shop.fault("lose_answer")
    assert shop.push().counts == counts(unknown=1)
    shop.settle()
    assert len(shop.requests()) == 1


def test_what_was_proven_unexecuted_goes_again_even_once_only(shop: Shop) -> None:
    shop.add_unrepeatable("1")
    shop.fault("too_many", retry_after=0)
    assert shop.push().counts == counts(applied=1)
    assert len(shop.requests()) == 2


def test_a_run_of_failures_stops_the_push(shop: Shop) -> None:
    shop.with_options(batch_size=1).with_settings(retry_tries=1, failures_in_a_row_stop=3)
    shop.add(map(str, range(8)))
    shop.fault("lose_answer", times=0)
    result = shop.push()
    assert result.counts == counts(unknown=3, skipped=5)
    assert result.stopped_because.startswith("3 requests failed one after the other.")
    assert len(shop.requests()) == 3


def test_one_success_between_failures_goes_on(shop: Shop) -> None:
    shop.with_options(batch_size=1).with_settings(retry_tries=1, failures_in_a_row_stop=2)
    shop.add(map(str, range(6)))
    for after in (0, 1, 2):  # every second request
        shop.fault("reject_before", after=after)
    result = shop.push()
    assert not result.stopped_because
    assert result.counts == counts(applied=3, unknown=3)
