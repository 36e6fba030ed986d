"""SIGKILL at steps of a push to a readable vendor (every sixth in the gate); the simulator is the truth."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.bootstrap import open_workspace
from app.credentials import Credentials
from app.net.limits import NoLimit
from app.settings import Settings
from app.values import BaseState
from app.vendors.registry import vendor_named
from app.workspace import Workspace
from tests.app.push.desk import CREDENTIAL, Desk
from tests.app.push.killing import KILLED, dying_program
from tests.app.push.test_kibo import rep, reps, spare
from tests.app.push.test_softwareone import buyer, nameless, names
from tests.effort import stride

MOST_STEPS = 400

Kill = Callable[[str, Path, int], int]
Reopen = Callable[[str, Path], Desk]


@pytest.fixture
def kill(shop_sandbox: dict[str, Any]) -> Iterator[Kill]:
    """Push in a process that dies at a step; returns its exit status."""
    with dying_program() as run:

        def order(vendor: str, folder: Path, step: int) -> int:
            given = {"folder": str(folder), "credentials": shop_sandbox[vendor]["credentials"], "step": step}
            return run(given)

        yield order


@pytest.fixture
def workspaces(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Workspace]]:
    """Every workspace that a test opened, closed at its end."""
    monkeypatch.setattr("app.push.decide.backoff_seconds", lambda tries, share: 0.0)
    monkeypatch.setattr("app.push.settling.DISTANCES", (0.0, 0.05, 0.1))
    monkeypatch.setattr("app.bootstrap._limiter", lambda vendor, secrets: NoLimit())
    opened: list[Workspace] = []
    yield opened
    for one in opened:
        one.close()


@pytest.fixture
def reopen(workspaces: list[Workspace], shop_sandbox: dict[str, Any], shop_control: httpx.Client) -> Reopen:
    """Open a workspace as the next start does, closing the one before."""

    def start(vendor: str, folder: Path) -> Desk:
        while workspaces:
            workspaces.pop().close()
        credentials = Credentials()
        credentials.keep_for_session(CREDENTIAL, shop_sandbox[vendor]["credentials"])
        workspaces.append(open_workspace(folder, credentials=credentials, settings=Settings()))
        return Desk(workspaces[0], vendor_named(vendor), shop_sandbox, shop_control)

    return start


def check_outcomes(desk: Desk) -> None:
    """Every record of every push has one outcome, and nothing is in flight."""
    history = desk.workspace.store.history
    for push in history.pushes():
        found = history.outcomes(push.id, limit=1000)
        assert push.state != "running"
        assert sum(push.counts.values()) == len(found) == desk.workspace.store.journal.size(push.id)
    assert not desk.workspace.store.journal.in_state("sent", connection_id=desk.connection.id)


def finish(desk: Desk) -> None:
    """Settle, and push what is left."""
    desk.settle()
    result = desk.push(retry_after_seconds=0)
    assert result.counts["unknown"] == 0, desk.outcomes(result.push_id)
    assert desk.push(retry_after_seconds=0).total == 0
    check_outcomes(desk)


def kill_at_every_step(  # noqa: PLR0917  the whole of it is one story
    tmp_path: Path,
    vendor: str,
    kill: Kill,
    reopen: Reopen,
    fill: Callable[[Desk], None],
    start: Callable[[Desk], None],
    check: Callable[[Desk, int], None],
) -> None:
    template = tmp_path / "template"
    desk = reopen(vendor, template)
    desk.reset(8)
    fill(desk)
    desk.workspace.close()
    for step in count(1, stride(6)):
        folder = tmp_path / f"step-{step}"
        shutil.copytree(template, folder)
        desk.reset(8)
        start(desk)
        status = kill(vendor, folder, step)
        desk = reopen(vendor, folder)
        check_outcomes(desk)
        finish(desk)
        check(desk, step)
        if status != KILLED:
            assert step > 10, "It has to die first."
            return
        assert step < MOST_STEPS


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("fault", ["lose_answer", "commit_late"])
def test_no_buyer_is_ever_made_twice(tmp_path: Path, kill: Kill, reopen: Reopen, fault: str) -> None:
    changed: list[str] = []

    def fill(desk: Desk) -> None:
        for number in range(3):
            # Without an ERP id: the simulator itself would refuse a second one with the same.
            desk.save(nameless(number), base_state=BaseState.ABSENT)
        changed.append(next(one["id"] for one in desk.view()["records"] if one["status"] == "Enabled"))
        desk.change(desk.read(changed[0]), {"address.city": "Aarhus"})

    def start(desk: Desk) -> None:
        seconds = {"seconds": 0.02} if fault == "commit_late" else {}
        desk.fault(fault, match={"method": "POST"}, after=1, **seconds)
        desk.fault("lose_answer", match={"method": "PUT"})

    def check(desk: Desk, step: int) -> None:
        ours = [name for name in names(desk) if name.startswith("Müller & Søn")]
        assert ours == [buyer(number)["name"] for number in range(3)], step
        assert desk.held()[changed[0]]["address"]["city"] == "Aarhus"

    kill_at_every_step(tmp_path, "softwareone", kill, reopen, fill, start, check)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_order_is_lost(tmp_path: Path, kill: Kill, reopen: Reopen) -> None:
    def fill(desk: Desk) -> None:
        for key in sorted(desk.held())[:3]:
            desk.save({"id": int(key), "externalAccountingId": f"INV-{key}"})

    def start(desk: Desk) -> None:
        desk.behave(token_limit=0)
        desk.fault("lose_answer", match={"method": "PATCH"}, after=1)

    def check(desk: Desk, step: int) -> None:
        held = desk.held()
        assert all(held[key]["externalAccountingId"] == f"INV-{key}" for key in sorted(held)[:3]), step

    kill_at_every_step(tmp_path, "flxpoint", kill, reopen, fill, start, check)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_rep_is_lost(tmp_path: Path, kill: Kill, reopen: Reopen) -> None:
    wanted: dict[str, set[str]] = {}

    def fill(desk: Desk) -> None:
        users = spare(desk)
        for key, user in zip(sorted(desk.held())[:2], users, strict=False):
            wanted[key] = {*reps(desk, key), user}
            desk.change(desk.read(key), {"taxId": f"DK{key}", **rep(user)})

    def start(desk: Desk) -> None:
        desk.fault("lose_answer", match={"method": "PUT"}, after=1)
        desk.fault("status", status=503, match={"method": "POST"}, after=2)

    def check(desk: Desk, step: int) -> None:
        for key, users in wanted.items():
            assert (reps(desk, key), desk.held()[key]["taxId"]) == (users, f"DK{key}"), step

    kill_at_every_step(tmp_path, "kibo", kill, reopen, fill, start, check)
