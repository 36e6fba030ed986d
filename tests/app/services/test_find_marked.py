"""The next record to look at: over all of a view, in its order, both ways and once round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.jobs import JobContext
from app.records.problems import Problem
from app.services.find_marked import Look, Marked, find_marked
from app.store import record_places
from app.values import BaseState, Change, Connection, Record, RecordQuery
from app.workspace import Workspace

KIND = "traede.customers"
Find = Callable[..., Marked | None]


@pytest.fixture
def find(workspace: Workspace, connection: Connection) -> Find:
    """Six customers named F to A; 1 has a problem, 3 was refused, 4 was refused and is no longer pending."""
    made = [
        Record(
            0, KIND, connection.id, str(number), BaseState.KNOWN, {"customer_number": str(number)},
            {"name": "FEDCBA"[number]}, change=Change.CHANGED,
        )
        for number in range(6)
    ]  # fmt: skip
    made[1] = replace(made[1], problems=(Problem("name", "No."),))
    made[3] = replace(made[3], outcome="refused")
    made[4] = replace(made[4], outcome="refused", edits={}, change=Change.NONE)
    workspace.store.records.save(made)

    def look(
        look: Look, *, sort: str = "", is_wanted: Callable[[Record], bool] = lambda _: True
    ) -> Marked | None:
        query = RecordQuery(KIND, connection.id, sort=sort)
        return find_marked(workspace, JobContext(), query, look, is_wanted=is_wanted)

    return look


def place(found: Marked | None) -> tuple[int, str, bool] | None:
    return None if found is None else (found.place, found.record.key, found.is_round)


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        (Look(), (1, "1", False)),
        (Look(1), (3, "3", False)),
        (Look(3), (1, "1", True)),
        (Look(3, is_backwards=True), (1, "1", False)),
        (Look(1, is_backwards=True), (3, "3", True)),
        (Look(only_refused=True), (3, "3", False)),
    ],
)
def test_the_nearest_one_is_found(find: Find, look: Look, expected: tuple[int, str, bool]) -> None:
    assert place(find(look)) == expected


def test_it_follows_the_order_of_the_view(find: Find) -> None:
    assert place(find(Look(), sort="name")) == (1, "3", False)


def test_what_nobody_wants_is_passed_over_some_at_a_time(find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_places, "_AT_ONCE", 1)
    assert place(find(Look(), is_wanted=lambda record: record.key == "3")) == (3, "3", False)
    assert find(Look(), is_wanted=lambda _: False) is None
