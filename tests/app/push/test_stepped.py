"""Trouble at step 1, 2, 3 … of a push until a push completes, as SQLite tests itself; then all is made good.

A kill comes at every step, the rest at every fourth in the gate, each beginning at another.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.credentials import Credentials
from app.errors import StoreError
from app.push.close_out import close_cut_off
from app.settings import Settings
from app.store.store import DATABASE_NAME
from app.workspace import Workspace
from tests.app.conftest import StoppedClock
from tests.app.push.conftest import DeskIn
from tests.app.push.deeds import DEEDS, Deed, begin, deeds_of
from tests.app.push.desk import Desk
from tests.app.push.finishing import check_all_done, push_until_done
from tests.app.push.invariants import check_books, check_truth
from tests.app.push.steps import Death, FullDisk, Killed, LockedDatabase, Steps
from tests.app.push.test_wire_faults import is_write
from tests.effort import stride
from tests.faultproxy import plays
from tests.faultproxy.exchange import Play
from tests.faultproxy.proxy import FaultProxy

MOST_STEPS = 300
FEWEST_STEPS = 8  # a push of fewer would prove nothing
JUMP_SECONDS = 7200.0


class Stage:
    """A workspace with pending deeds, copied for each step, and the way to its vendor."""

    def __init__(self, folder: Path, vendor: str, desk_in: DeskIn, proxy: FaultProxy) -> None:
        self.vendor = vendor
        self.proxy = proxy
        self.clock = StoppedClock()
        self.patch = pytest.MonkeyPatch()
        self._folder = folder
        self._desk_in = desk_in
        with self._opened(folder / "template") as workspace:
            desk = desk_in(workspace, vendor)
            begin(desk)
            self.deeds: list[Deed] = deeds_of(desk)

    def _opened(self, folder: Path) -> Workspace:
        return open_workspace(folder, credentials=Credentials(), clock=self.clock, settings=Settings())

    @contextmanager
    def at_step(self, step: int) -> Iterator[Desk]:
        """Set the scene anew: the vendor as it was, one write whose answer is lost, nothing sent yet."""
        folder = self._folder / f"step-{step}"
        shutil.copytree(self._folder / "template", folder)
        workspace = self._opened(folder)
        desk = self._desk_in(workspace, self.vendor)
        self.proxy.heal()
        begin(desk)
        self.proxy.strike(plays.lose_answer, is_write)
        yield desk
        desk.workspace.close()
        shutil.rmtree(folder)

    def push(self, desk: Desk, steps: Steps) -> None:
        """Push into the trouble, as far as that goes."""
        with self.patch.context() as patch:
            steps.watch(patch)
            with suppress(Killed, StoreError):
                desk.push(retry_after_seconds=0)

    def restart(self, desk: Desk) -> None:
        """Open the workspace as the next start does; the process that died let go of it."""
        desk.workspace.store.database.close()
        desk.workspace.on_close()
        desk.workspace = self._opened(desk.workspace.folder)
        desk.sign_in()

    def make_good(self, desk: Desk) -> None:
        """Let everything through, and see that nothing was lost and nothing was done twice."""
        self.proxy.heal()
        close_cut_off(desk.workspace)
        check_books(desk)
        check_truth(desk, self.deeds)
        push_until_done(desk, self.deeds)
        check_all_done(desk, self.deeds)


@pytest.fixture
def stage_of(tmp_path: Path, desk_in: DeskIn, proxy: FaultProxy) -> Callable[[str], Stage]:
    return lambda vendor: Stage(tmp_path, vendor, desk_in, proxy)


def at_every_step(stage: Stage, run: Callable[[Desk, int], Steps], *, first: int = 1, apart: int = 1) -> None:
    for step in count(first, apart):
        with stage.at_step(step) as desk:
            steps = run(desk, step)
            stage.make_good(desk)
        if not steps.were_enough:
            assert step > FEWEST_STEPS
            return
        assert step < MOST_STEPS


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("vendor", DEEDS)
def test_killed_at_every_step(vendor: str, stage_of: Callable[[str], Stage]) -> None:
    stage = stage_of(vendor)

    def run(desk: Desk, step: int) -> Steps:
        with stage.patch.context() as patch:
            steps = Steps(step, Death(patch))
            stage.push(desk, steps)
        stage.restart(desk)
        return steps

    at_every_step(stage, run)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("vendor", DEEDS)
def test_disk_full_from_every_step_on(vendor: str, stage_of: Callable[[str], Stage]) -> None:
    stage = stage_of(vendor)

    def run(desk: Desk, step: int) -> Steps:
        disk = FullDisk()
        steps = Steps(step, disk)
        try:
            stage.push(desk, steps)
        finally:
            disk.heal()
        return steps

    at_every_step(stage, run, first=1, apart=stride(4))


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("vendor", DEEDS)
def test_database_locked_from_every_step_on(
    vendor: str, stage_of: Callable[[str], Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.database._BUSY_TIMEOUT_SECONDS", 0.02)
    stage = stage_of(vendor)

    def run(desk: Desk, step: int) -> Steps:
        lock = LockedDatabase(desk.workspace.folder / DATABASE_NAME)
        steps = Steps(step, lock, outside=True)
        try:
            stage.push(desk, steps)
        finally:
            lock.heal()
        return steps

    at_every_step(stage, run, first=2, apart=stride(4))


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("vendor", DEEDS)
@pytest.mark.parametrize("play", [plays.lose_answer, plays.never_arrives])
def test_cut_off_from_every_step_on(vendor: str, play: Play, stage_of: Callable[[str], Stage]) -> None:
    stage = stage_of(vendor)

    def run(desk: Desk, step: int) -> Steps:
        steps = Steps(step, lambda: stage.proxy.cut_all(play))
        stage.push(desk, steps)
        return steps

    at_every_step(stage, run, first=3, apart=stride(4))


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("vendor", DEEDS)
@pytest.mark.parametrize("seconds", [-JUMP_SECONDS, JUMP_SECONDS])
def test_the_clock_jumps_at_every_step(vendor: str, seconds: float, stage_of: Callable[[str], Stage]) -> None:
    stage = stage_of(vendor)

    def run(desk: Desk, step: int) -> Steps:
        steps = Steps(step, lambda: stage.clock.advance(seconds))
        stage.push(desk, steps)
        return steps

    at_every_step(stage, run, first=4, apart=stride(4))
