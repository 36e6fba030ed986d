"""SIGKILL at steps of a push, in the gate at every seventh: nothing lost or double, each record an outcome."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_workspace
from app.services.settle import answer
from app.values import RecordQuery
from tests.app.push.killing import KILLED, dying_program
from tests.app.push.shop import KIND, Shop
from tests.effort import stride

GOOD = [f"{number:02}" for number in range(24)]
BAD = ["b1", "b2"]
ALONE = ["u1", "u2"]
GONE = ["d1", "d2"]

Kill = Callable[[Path, int], int]


@pytest.fixture
def kill(shop_sandbox: dict[str, Any]) -> Iterator[Kill]:
    """Push in a process that dies at a step; returns its exit status."""
    with dying_program() as run:

        def order(folder: Path, step: int) -> int:
            given = {"folder": str(folder), "credentials": shop_sandbox["traede"]["credentials"], "step": step}
            return run(given)

        yield order


def fill(shop: Shop) -> None:
    """Pending records of every way to travel, in batches of six."""
    shop.with_options(batch_size=6)
    shop.add(GOOD[:12])
    shop.add(BAD, BAD)
    for number in ALONE:
        shop.add_unrepeatable(number)
    for number in GONE:
        shop.add_delete(number)
    shop.add(GOOD[12:])


def start_with_a_shop(shop: Shop) -> None:
    """Let the simulator hold what is to be deleted, and lose answers of two batches on the way."""
    shop.reset()
    shop.hold(GONE)
    shop.forget_requests()
    shop.fault("lose_answer", after=1)
    shop.fault("status", status=503, after=5)


@dataclass
class Survivor:
    """The workspace as the next start finds it, and the person in front of it."""

    shop: Shop

    def check_outcomes(self) -> None:
        """Every record of every push has one outcome, and nothing is in flight."""
        history = self.shop.workspace.store.history
        for push in history.pushes():
            assert push.state != "running"
            found = history.outcomes(push.id, limit=1000)
            assert len(found) == self.shop.workspace.store.journal.size(push.id)
            assert sum(push.counts.values()) == len(found)
        assert not self.shop.workspace.store.journal.in_state("sent", connection_id=1)

    def finish(self) -> None:
        """Settle, answer by looking at the simulator, and push what is left."""
        self.shop.settle()
        for record in self._unknown():
            is_applied = (record.key in self.shop.held()) != record.is_deleting
            answer(self.shop.workspace, self.shop.connection.id, record.key, is_applied=is_applied)
        result = self.shop.push()
        assert result.counts["unknown"] == 0, result

    def _unknown(self) -> tuple[Any, ...]:
        query = RecordQuery(KIND.id, self.shop.connection.id, filter="unknown")
        return self.shop.workspace.store.records.page(query)


def carried_out(shop: Shop, keys: list[str]) -> list[str]:
    """Name a customer once for every request about it that the simulator did not throw away."""
    return [
        one["customer_number"]
        for request in shop.requests()
        if request["fault"] != "status"
        for one in request["body"]["customers"]
        if one["customer_number"] in keys
    ]


def check_the_shop(shop: Shop, step: int) -> None:
    assert sorted(shop.held()) == sorted([*GOOD, *ALONE]), step
    for number in ALONE:
        titles = [one["title"] for one in shop.held()[number]["addresses"]]
        assert titles == ["Shop"], step
    assert sorted(carried_out(shop, [*ALONE, *GONE])) == sorted([*ALONE, *GONE]), step
    left = shop.workspace.store.records.pending(KIND.id, shop.connection.id)
    assert sorted(record.key for record in left) == BAD, step
    assert not shop.workspace.store.journal.has_open(shop.connection.id), step


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_killed_at_every_step_of_a_push(shop: Shop, tmp_path: Path, kill: Kill) -> None:
    fill(shop)
    shop.workspace.close()
    for step in count(1, stride(7)):
        folder = shutil.copytree(shop.workspace.folder, tmp_path / f"step-{step}")
        start_with_a_shop(shop)
        status = kill(folder, step)
        with open_workspace(
            folder, credentials=shop.workspace.credentials, settings=shop.workspace.settings
        ) as workspace:
            shop.clear_faults()
            survivor = Survivor(shop.within(workspace))
            survivor.check_outcomes()
            survivor.finish()
            survivor.check_outcomes()
            check_the_shop(survivor.shop, step)
        shutil.rmtree(folder)
        if status == 0:
            break
        assert status == KILLED
    assert step > 50
