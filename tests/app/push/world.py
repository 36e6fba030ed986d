"""A person, a workspace that may die, a network that loses answers, and somebody else at the vendor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

import pytest

from app.errors import CounterfoilError, NotAllowed
from app.intake.values import Kept
from app.jobs import JobContext
from app.records.change import JsonObject, value_at
from app.services.edit_records import add_record, revert_records, set_values
from app.services.proposals import keep_proposal
from app.services.propose_file import propose_text
from app.services.pull import pull
from app.services.resolve import Take, resolve
from app.values import BaseState, Change, PushResult, Record
from app.vendors.assess import pending_record
from tests.app.push.invariants import check_result, records_of
from tests.app.push.steps import Death, Killed, Steps
from tests.app.push.world_scenes import Value, columns_of, same
from tests.app.push.world_setting import Setting, texts
from tests.app.services.test_push_faults import StoppingContext
from tests.faultproxy.exchange import Play
from tests.faultproxy.proxy import When

MOST_ROUNDS = 8
REST_SECONDS = 3600.0


class World(Setting):
    """What each of them can do; `check` holds after all of it."""

    # What the person does.

    def add(self) -> None:
        if not self.may_add:
            return
        values = self._new_values()
        desk = self.desk
        record = add_record(desk.workspace, desk.kind.id, desk.connection.id, texts(values))
        self._take_in(record.id, values)

    def import_new(self) -> None:
        if not self.may_add:
            return
        values = self._new_row()
        before = {one.id for one in records_of(self.desk)}
        self._import(values)
        (record_id,) = {one.id for one in records_of(self.desk)} - before
        self._take_in(record_id, values)

    def import_change(self, number: int) -> None:
        """Import a row about a record that has its key; one that is out takes none."""
        record = self._one_of(number)
        if record is None or not record.key or record.is_deleting:
            return
        edits = {path: self._value(path) for path in self.truth.importable(record.id)}
        kept = self._import({self.desk.kind.key_column: record.key, **edits})
        assert (kept.records, kept.changed) == ((0, 0) if record.busy else (1, 1)), kept
        if not record.busy:
            self._want(record.id, edits)

    def edit(self, number: int, path_number: int) -> None:
        record = self._one_of(number)
        if record is not None and not record.is_deleting:
            path = self._path(record, path_number)
            edits = {path: self._value(path)}
            set_values(self.desk.workspace, self.desk.kind.id, record.id, texts(edits))
            self._want(record.id, edits)

    def erase(self, number: int, path_number: int) -> None:
        record = self._one_of(number)
        path = self._path(record, path_number) if record is not None else ""
        if record is not None and not record.is_deleting and self.scene.template(path) in self.scene.erasable:
            set_values(self.desk.workspace, self.desk.kind.id, record.id, {}, erase=[path])
            self._want(record.id, {path: None})

    def revert(self, number: int) -> None:
        record = self._one_of(number)
        if record is None:
            return
        if record.busy:
            with pytest.raises(NotAllowed):
                revert_records(self.desk.workspace, self.desk.kind.id, [record.id])
            return
        revert_records(self.desk.workspace, self.desk.kind.id, [record.id])
        self._forget(record.id, self.truth.places[record.id])
        self.truth.deleting.discard(record.id)
        self._leave_out_unlisted()

    def resolve(self, take: Take) -> None:
        for record in records_of(self.desk, "conflicts"):
            paths = [one.path for one in record.conflicts]
            if record.busy:
                continue
            # What is gone there cannot be kept: that is said, and refused.
            chosen: Take = "theirs" if record.is_gone else take
            resolve(self.desk.workspace, self.desk.kind.id, [record.id], take=chosen)
            if chosen == "theirs":
                self._forget(record.id, self.truth.places.get(record.id, ()) if record.is_gone else paths)
                self.truth.deleting.discard(record.id)
        self._leave_out_unlisted()

    def answer_by_looking(self) -> None:
        """Look at the vendor and answer what nobody else can."""
        for record in records_of(self.desk, "unknown"):
            if record.busy and record.key:
                self.desk.answer(record.key, is_applied=self._is_held(record))

    def _is_held(self, record: Record) -> bool:
        journal = self.desk.workspace.store.journal
        request_id = journal.unknown_request_of(self.desk.kind.id, record.id)
        assert request_id is not None
        (frozen,) = journal.frozen_of_push(journal.entry(request_id).push_id, [record.id])
        held = self.truth.held_of(record.id)
        if frozen.change is Change.DELETED:
            return held is None
        (effect,) = [one for one in journal.entry(request_id).step.effects if one.record_id == record.id]
        if not effect.paths:
            return self._is_acted(journal.entry(request_id).step.operation, held)
        places = self.truth.places[record.id]
        sent = [(path, value) for path, value in frozen.sent_edits.items() if path in places]
        return held is not None and all(same(value_at(held, path), value) for path, value in sent)

    def _is_acted(self, operation: str, held: JsonObject | None) -> bool:
        makes = next((one.makes for one in self.desk.kind.actions if one.name == operation), None)
        return makes is not None and held is not None and makes.is_met(held)

    # What the workspace does.

    def push(self, context: JobContext | None = None, first: int = 0) -> PushResult:
        """Push; only what was unknown, or is about to be, may be unknown after it."""
        before = self._unknown()
        return self._ended(self.desk.push(context, retry_after_seconds=0, first=first), before)

    def push_over(self, fault: Play, when: When, **how: int) -> None:
        """Push over a network that is healed afterwards."""
        before = self._unknown()
        strike = self._proxy.strike(fault, when, **how)
        try:
            result = self.desk.push(retry_after_seconds=0)
        finally:
            self._proxy.heal()
        self._ended(result, before, may_lose=bool(strike.hits))

    def stop(self, at: int) -> None:
        self.push(StoppingContext(at))

    def settle(self) -> None:
        before = self._unknown()
        self._ended(self.desk.settle(), before)

    def pull(self) -> None:
        """Read everything: what others wrote is seen by that, but for records that are out."""
        pull(self.desk.workspace, JobContext(), self.desk.connection.id)
        self.truth.check()
        assert all(self.desk.record(one).busy for one, _ in self.truth.unseen), self.truth.unseen

    def die(self, doing: Callable[[], object], step: int) -> None:
        """Do it and die at a step of it; then start again."""
        with self._patch.context() as patch, suppress(Killed, CounterfoilError):
            Steps(step, Death(patch)).watch(patch)
            doing()
        self.restart()

    def die_pushing(self, step: int) -> None:
        before = self._pushes()
        self.die(lambda: self.desk.push(retry_after_seconds=0), step)
        for push_id in self._pushes() - before:
            self.truth.check_outcomes(push_id)

    def die_pulling(self, step: int) -> None:
        self.die(lambda: pull(self.desk.workspace, JobContext(), self.desk.connection.id), step)

    def rest(self) -> None:
        self._clock.advance(REST_SECONDS)

    # What the world does.

    def change_there(self, number: int, path_number: int) -> None:
        """Let somebody else write a field of a record at the vendor."""
        record = self._one_of(number)
        held = self.truth.held_of(record.id) if record is not None else None
        # What stands in a record that nobody has read is overwritten: review says so.
        if record is None or held is None or record.base_state is not BaseState.KNOWN:
            return
        path = self._path(record, path_number)
        value = self._value(path)
        key = str(held[self.desk.kind.key_column])
        place = (self.desk.kind.id, self.desk.connection.id, key)
        other = Record(record.id, *place, BaseState.KNOWN, self.desk.read(key), {path: value})
        (step,) = self.desk.kind.plan([pending_record(self.desk.kind, other)], self.desk.options)
        self.desk.send(step.request)
        self.truth.others[record.id, path] = self.truth.unseen[record.id, path] = value
        self.truth.foreign.add(value)

    # How all is made good in the end.

    def make_good(self) -> None:
        """Do what a person would until nothing is left, and see that all that was wanted is there."""
        for _ in range(MOST_ROUNDS):
            self.settle()
            self.truth.check()
            self.answer_by_looking()
            self.resolve("mine")
            self.push()
            self.truth.check()
            self._give_up()
            self.rest()
            if not records_of(self.desk, "pending"):
                break
        assert not records_of(self.desk, "pending"), records_of(self.desk, "pending")
        assert not records_of(self.desk, "unknown"), records_of(self.desk, "unknown")
        if self.is_readable:
            self.pull()
        self.truth.check()

    def _give_up(self) -> None:
        """Take back what can never be done."""

    def _ended(self, result: PushResult, before: set[int], *, may_lose: bool = False) -> PushResult:
        """Only what was unknown before may be unknown after a push that met no fault."""
        check_result(self.desk, result)
        self.truth.check_outcomes(result.push_id)
        assert may_lose or self._unknown() <= before, self.desk.outcomes(result.push_id)
        return result

    def _new_row(self) -> dict[str, Value]:
        """Write of a new record what one row can say."""
        values = self._new_values()
        written = self.truth.in_one_row(values)
        return {path: value for path, value in values.items() if path in written}

    def _unknown(self) -> set[int]:
        return {one.id for one in records_of(self.desk, "unknown")}

    def _import(self, values: Mapping[str, Value]) -> Kept:
        cells = columns_of(texts(values))
        text = "\t".join(cells) + "\n" + "\t".join(cells.values()) + "\n"
        desk = self.desk
        made = propose_text(
            desk.workspace, JobContext(), text, kind=desk.kind.id, connection_id=desk.connection.id
        )
        return keep_proposal(desk.workspace, JobContext(), made.id)

    def _pushes(self) -> set[int]:
        return {one.id for one in self.desk.workspace.store.history.pushes()}
