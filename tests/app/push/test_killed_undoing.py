"""SIGKILL at every step of an undo: nothing of anybody's is lost, and undoing again brings it to its end."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from app.jobs import JobContext
from app.records.change import Edits
from app.services.act import run_action
from app.undo_values import Undo
from app.values import BaseState, Record, RecordQuery
from app.vendors.assess import pending_record
from app.vendors.traede.plan import sync_request
from tests.app.push.desk import Desk
from tests.app.push.killing import KILLED, dying_program
from tests.app.push.shop import customer
from tests.app.push.test_kibo import rep, reps, spare
from tests.app.push.test_killed_reading import MOST_STEPS, Reopen, check_outcomes
from tests.app.push.test_killed_reading import reopen as reopen  # noqa: PLC0414  the fixture
from tests.app.push.test_killed_reading import workspaces as workspaces  # noqa: PLC0414  the fixture
from tests.app.push.test_softwareone import buyer
from tests.app.push.undoing import became, elsewhere, undone

Kill = Callable[[str, Path, int, Sequence[str]], int]
PUSHED = 1


@pytest.fixture
def kill(shop_sandbox: dict[str, Any]) -> Iterator[Kill]:
    """Undo the first push in a process that dies at a step; returns its exit status."""
    with dying_program() as run:

        def order(vendor: str, folder: Path, step: int, numbers: Sequence[str]) -> int:
            given = {"folder": str(folder), "credentials": shop_sandbox[vendor]["credentials"], "step": step}
            return run({**given, "undoes": PUSHED, "numbers": list(numbers)})

        yield order


class Story:
    """What is pushed and then undone. `again` lets the simulator hold what the push had left there."""

    vendor: str
    numbers: tuple[str, ...] = ()

    def push(self, desk: Desk) -> None:
        raise NotImplementedError

    def again(self, desk: Desk) -> None:
        raise NotImplementedError

    def check(self, desk: Desk, step: int) -> None:
        raise NotImplementedError

    def settle(self, desk: Desk) -> None:
        """Settle; where nobody can read, answer by looking at the simulator."""
        desk.settle()


def kill_at_every_step(tmp_path: Path, kill: Kill, reopen: Reopen, story: Story) -> None:
    template = tmp_path / "template"
    desk = reopen(story.vendor, template)
    desk.reset(8)
    story.push(desk)
    desk.workspace.close()
    for step in count(1):
        folder = tmp_path / f"step-{step}"
        shutil.copytree(template, folder)
        desk.reset(8)
        story.again(desk)
        status = kill(story.vendor, folder, step, story.numbers)
        desk = reopen(story.vendor, folder)
        check_outcomes(desk)
        desk.clear_faults()
        story.settle(desk)
        finish(desk, story, step)
        if status != KILLED:
            assert step > 10, "It has to die first."
            return
        assert step < MOST_STEPS


def finish(desk: Desk, story: Story, step: int) -> None:
    """Undo what is left: then all is as it was, nothing is pending, and the history tells which undid which."""
    result = undone(desk, PUSHED, *story.numbers)
    assert set(became(desk, result.push_id).values()) == {Undo.REVERSED}, step
    check_outcomes(desk)
    story.check(desk, step)
    query = RecordQuery(desk.kind.id, desk.connection.id, filter="pending")
    assert desk.workspace.store.records.count(query) == 0, step
    assert not desk.workspace.store.journal.has_open(desk.connection.id), step
    pushes = desk.workspace.store.history.pushes()
    assert {one.undoes for one in pushes if one.comment.startswith("Undo")} == {PUSHED}, step
    assert desk.workspace.store.history.push(PUSHED).undone_by, step


class Buyers(Story):
    """A buyer that was created and one that was changed; answers are lost on the way."""

    vendor = "softwareone"

    def push(self, desk: Desk) -> None:
        self.key = next(key for key, one in desk.held().items() if one["status"] == "Enabled")
        self.before = desk.held()[self.key]
        desk.save(buyer(1), base_state=BaseState.ABSENT)
        desk.change(desk.read(self.key), {"address.city": "Aarhus", "name": "Ny navn"})
        assert desk.push().counts["applied"] == 2

    def again(self, desk: Desk) -> None:
        create(desk, buyer(1))
        elsewhere(desk, self.key, {"address.city": "Aarhus", "name": "Ny navn"})
        desk.fault("lose_answer", match={"method": "PUT"})
        desk.fault("status", status=503, match={"method": "DELETE"})

    def check(self, desk: Desk, step: int) -> None:
        held = desk.held()
        made = [one for one in held.values() if one["name"] == buyer(1)["name"]]
        assert [one["status"] for one in made] == ["Deleted"], step
        assert held[self.key]["address"] == self.before["address"], step
        assert held[self.key]["name"] == self.before["name"], step


class Accounts(Story):
    """A rep gained, a rep lost and a field; somebody else's later change of another field stays."""

    vendor = "kibo"

    def push(self, desk: Desk) -> None:
        self.key = next(key for key in sorted(desk.held()) if reps(desk, key))
        self.reps = reps(desk, self.key)
        self.before = desk.held()[self.key]
        self.edits: Edits = {"taxId": "DK9", **rep(spare(desk)[0])}
        self.edits[f"salesReps[adminUserId={min(self.reps)}]"] = None
        desk.change(desk.read(self.key), self.edits)
        assert desk.push().counts["applied"] == 1

    def again(self, desk: Desk) -> None:
        elsewhere(desk, self.key, self.edits)
        elsewhere(desk, self.key, {"priceList": "THEIRS"})
        desk.fault("lose_answer", match={"method": "DELETE"})
        desk.fault("status", status=503, match={"method": "POST"}, after=1)

    def check(self, desk: Desk, step: int) -> None:
        after = desk.held()[self.key]
        assert reps(desk, self.key) == self.reps, step
        assert (after["taxId"], after["priceList"]) == (self.before["taxId"], "THEIRS"), step


class Orders(Story):
    """Accounting fields of orders, which are emptied again."""

    vendor = "flxpoint"

    def push(self, desk: Desk) -> None:
        desk.behave(token_limit=0)
        self.keys = sorted(desk.held())[:1]
        for key in self.keys:
            desk.save({"id": int(key), "externalAccountingId": f"INV-{key}", "accountingSynced": True})
        assert desk.push().counts["applied"] == 1

    def again(self, desk: Desk) -> None:
        desk.behave(token_limit=0)
        for key in self.keys:
            elsewhere(desk, key, {"externalAccountingId": f"INV-{key}", "accountingSynced": True})
        desk.fault("lose_answer", match={"method": "PATCH"})

    def check(self, desk: Desk, step: int) -> None:
        held = [desk.held()[key] for key in self.keys]
        shown = [(one["externalAccountingId"], one["accountingSynced"]) for one in held]
        assert shown == [(None, None)], step


class Customers(Story):
    """Customers nobody can read, named one by one; a lost delete is answered by looking."""

    vendor = "traede"
    numbers = ("9001", "9002")

    def push(self, desk: Desk) -> None:
        for number in self.numbers:
            desk.save(customer(number))
        assert desk.push().counts["applied"] == 2

    def again(self, desk: Desk) -> None:
        desk.send(sync_request([dict(customer(number)) for number in self.numbers], desk.options))
        desk.fault("lose_answer", after=1)

    def settle(self, desk: Desk) -> None:
        desk.settle()
        query = RecordQuery(desk.kind.id, desk.connection.id, filter="unknown")
        for record in desk.workspace.store.records.page(query):
            desk.answer(record.key, is_applied=record.key not in customers(desk))

    def check(self, desk: Desk, step: int) -> None:
        assert not set(self.numbers) & customers(desk), step


class Switched(Story):
    """Accounts that were disabled are enabled again."""

    vendor = "kibo"

    def push(self, desk: Desk) -> None:
        self.keys = [key for key, one in sorted(desk.held().items()) if one["isActive"]][:1]
        for key in self.keys:
            desk.change(desk.read(key), {})
        result = run_action(
            desk.workspace,
            JobContext(),
            desk.connection.id,
            kind=desk.kind.id,
            name="disable",
            keys=self.keys,
            is_confirmed=True,
        )
        assert result.counts["applied"] == 1

    def again(self, desk: Desk) -> None:
        disable = next(one for one in desk.kind.actions if one.name == "disable")
        for key in self.keys:
            desk.send(disable.request(key, desk.options))
        desk.fault("lose_answer", match={"method": "PUT"})

    def check(self, desk: Desk, step: int) -> None:
        assert [desk.held()[key]["isActive"] for key in self.keys] == [True], step


def create(desk: Desk, edits: Edits) -> None:
    """Let the simulator hold a buyer under the id that the push had got for it: it counts them."""
    record = Record(0, desk.kind.id, desk.connection.id, "", BaseState.ABSENT, {}, edits)
    (step,) = desk.kind.plan([pending_record(desk.kind, record)], desk.options)
    desk.send(step.request)


def customers(desk: Desk) -> set[str]:
    return {str(one["customer_number"]) for one in desk.view()["records"]}


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("story", [Buyers, Accounts, Orders, Customers, Switched])
def test_killed_at_every_step_of_an_undo(
    tmp_path: Path, kill: Kill, reopen: Reopen, story: type[Story]
) -> None:
    kill_at_every_step(tmp_path, kill, reopen, story())
