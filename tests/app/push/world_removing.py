"""Records that are deleted, here or there, and those that a vendor switches on and off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.errors import NotAllowed
from app.jobs import JobContext
from app.services.act import run_action
from app.services.edit_records import delete_records, revert_records
from app.values import BaseState, Change, Outcome, PushResult, Record
from app.vendors.assess import key_of, pending_record
from tests.app.push.invariants import records_of
from tests.app.push.world import World
from tests.faultproxy.exchange import Play
from tests.faultproxy.proxy import When


class Removing(World):
    """What is there today may be gone tomorrow."""

    @property
    def may_delete(self) -> bool:
        return bool(self.desk.kind.delete_column)

    @property
    def may_act(self) -> bool:
        return bool(self.desk.kind.actions)

    def delete(self, number: int) -> None:
        record = self._one_of(number)
        if record is None or record.is_in_conflict:
            return
        if record.busy:
            with pytest.raises(NotAllowed):
                delete_records(self.desk.workspace, self.desk.kind.id, [record.id])
            return
        if record.base_state is BaseState.KNOWN and not key_of(self.desk.kind, record.base):
            return
        delete_records(self.desk.workspace, self.desk.kind.id, [record.id])
        self._forget(record.id, self.truth.places[record.id])
        if record.base_state is BaseState.KNOWN or record.is_deleting:
            self.truth.deleting.add(record.id)
        self._leave_out_unlisted()

    def delete_there(self, number: int) -> None:
        """Let somebody else delete a record at the vendor; what waits here is all that is left of it."""
        record = self._one_of(number)
        held = self.truth.held_of(record.id) if record is not None else None
        if record is None or held is None or record.base_state is not BaseState.KNOWN:
            return
        key = str(held[self.desk.kind.key_column])
        other = Record(record.id, record.kind, record.connection_id, key, BaseState.KNOWN, held, {})
        gone = replace(other, is_deleting=True, change=Change.DELETED)
        (step,) = self.desk.kind.plan([pending_record(self.desk.kind, gone)], self.desk.options)
        self.desk.send(step.request)
        self.truth.gone.add(record.id)
        self._forget(record.id, [one for one in self.truth.places[record.id] if one not in record.edits])
        for place in [one for one in (*self.truth.others, *self.truth.unseen) if one[0] == record.id]:
            self.truth.others.pop(place, None)
            self.truth.unseen.pop(place, None)

    def act(self, number: int, name: str) -> None:
        self._act(number, name, self._unknown())

    def act_over(self, number: int, name: str, fault: Play, when: When, *, times: int) -> None:
        before = self._unknown()
        strike = self._proxy.strike(fault, when, times=times)
        try:
            self._act(number, name, before, may_lose=True)
        finally:
            self._proxy.heal()
        assert strike.hits <= (times or strike.hits)

    def die_acting(self, number: int, name: str, step: int) -> None:
        record = self._one_of(number)
        if record is not None and record.key:
            self.truth.states.pop(record.id, None)
            self.die(lambda: self._run_action(record, name), step)

    def _act(self, number: int, name: str, before: set[int], *, may_lose: bool = False) -> None:
        record = self._one_of(number)
        if record is None or not record.key:
            return
        result = self._ended(self._run_action(record, name), before, may_lose=may_lose)
        (outcome,) = self.desk.outcomes(result.push_id)
        action = next(one for one in self.desk.kind.actions if one.name == name)
        if outcome.outcome is Outcome.APPLIED:
            assert action.makes is not None
            self.truth.states[record.id] = action.makes
        elif outcome.outcome is Outcome.UNKNOWN and not record.busy:
            self.truth.states.pop(record.id, None)

    def _run_action(self, record: Record, name: str) -> PushResult:
        desk = self.desk
        kind, keys = desk.kind.id, [record.key]
        return run_action(
            desk.workspace, JobContext(), desk.connection.id, kind=kind, name=name, keys=keys, is_confirmed=True
        )

    def _give_up(self) -> None:
        """Take back what can never be done: what is to be changed or deleted is gone there."""
        for record in records_of(self.desk, "pending"):
            if record.id in self.truth.gone and not record.busy and self.truth.held_of(record.id) is None:
                revert_records(self.desk.workspace, self.desk.kind.id, [record.id])
                self._forget(record.id, self.truth.places[record.id])
                self.truth.deleting.discard(record.id)
        self._leave_out_unlisted()
