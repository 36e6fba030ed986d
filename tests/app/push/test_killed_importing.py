"""SIGKILL at steps of an import, in the gate at every fourth: all of a file is kept or nothing of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_workspace
from app.intake.values import Kept
from app.jobs import JobContext
from app.services.proposals import keep_proposal
from app.services.propose_file import propose_text
from app.values import Record, RecordQuery
from app.workspace import Workspace
from tests.app.push.killing import KILLED, dying_program
from tests.app.push.shop import KIND, Shop, customer
from tests.effort import stride

ROWS = [f"{number:03}" for number in range(250)]
TEXT = "customer_number\tname\tcurrency\n" + "".join(f"{one}\tNy {one} Å\tDKK\n" for one in ROWS)

Kill = Callable[[Path, int], int]


@pytest.fixture
def kill(shop_sandbox: dict[str, Any]) -> Iterator[Kill]:
    """Import the rows in a process that dies at a step; returns its exit status."""
    with dying_program() as run:

        def order(folder: Path, step: int) -> int:
            given = {"folder": str(folder), "credentials": shop_sandbox["traede"]["credentials"], "step": step}
            return run({**given, "imports": TEXT})

        yield order


def records_in(workspace: Workspace) -> dict[str, Record]:
    """*Shape*: key → what is listed."""
    query = RecordQuery(KIND.id, workspace.store.connections.list()[0].id)
    listed = workspace.store.records.page(query, limit=2 * len(ROWS))
    assert len({one.key for one in listed}) == len(listed)
    return {one.key: one for one in listed}


def imported(workspace: Workspace) -> Kept:
    connection_id = workspace.store.connections.list()[0].id
    made = propose_text(workspace, JobContext(), TEXT, kind=KIND.id, connection_id=connection_id)
    return keep_proposal(workspace, JobContext(), made.id)


def check_whole(workspace: Workspace) -> None:
    found = records_in(workspace)
    assert sorted(found) == ROWS
    assert all(one.edits["name"] == f"Ny {key} Å" for key, one in found.items())
    assert found[ROWS[0]].edits["discount_percentage"] == 12.5


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_killed_at_every_step_of_an_import(shop: Shop, tmp_path: Path, kill: Kill) -> None:
    shop.save(customer(ROWS[0], discount_percentage=12.5))
    shop.workspace.close()
    for step in count(1, stride(4)):
        folder = shutil.copytree(shop.workspace.folder, tmp_path / f"step-{step}")
        status = kill(folder, step)
        assert status in (0, KILLED)
        with open_workspace(folder, credentials=shop.workspace.credentials) as workspace:
            found = records_in(workspace)
            assert len(found) == len(ROWS) or (len(found) == 1 and status == KILLED), (step, len(found))
            is_kept = len(found) > 1
            assert imported(workspace).added == (0 if is_kept else len(ROWS) - 1), step
            check_whole(workspace)
        shutil.rmtree(folder)
        if status == 0:
            break
    assert step > 12
