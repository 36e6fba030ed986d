"""What must hold of a workspace and its vendor at any moment, told by who wrote which value.

Every value is written once only, so that whatever is found somewhere tells who put it there, and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.records.change import JsonObject, value_at
from app.values import BaseState, Change, Outcome, Record, SkipReason
from app.vendors.declaration import Condition
from tests.app.push.desk import Desk
from tests.app.push.invariants import check_books, records_of
from tests.app.push.world_scenes import Scene, Value, is_nothing, same

Place = tuple[int, str]
"""*Shape*: (record id, path)."""


@dataclass
class Truth:
    """What each of them did, beside what the workspace and the simulator say of it."""

    desk: Desk
    scene: Scene
    wanted: dict[Place, Value] = field(default_factory=dict)
    """What the person last wrote and has not taken back."""
    others: dict[Place, Value] = field(default_factory=dict)
    """What somebody else wrote at the vendor after that."""
    unseen: dict[Place, Value] = field(default_factory=dict)
    """What somebody else wrote there that this workspace has not read yet."""
    marks: dict[int, str] = field(default_factory=dict)
    """*Shape*: record id → the mark of a record that was made here."""
    foreign: set[Value] = field(default_factory=set)
    """All that somebody else ever wrote."""
    keys: dict[int, str] = field(default_factory=dict)
    """*Shape*: record id → the key of a record that the vendor had from the start."""
    places: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """*Shape*: record id → the fields of it that are written."""
    deleting: set[int] = field(default_factory=set)
    """The records that the person wants deleted."""
    gone: set[int] = field(default_factory=set)
    """The records that somebody else deleted there."""
    undone: set[int] = field(default_factory=set)
    """The records whose making was undone, or was to be."""
    states: dict[int, Condition] = field(default_factory=dict)
    """*Shape*: record id → what the last action has made of it, told as applied."""
    chain: dict[Place, list[Value]] = field(default_factory=dict)
    """All that the vendor was found to hold at a place, in order."""
    ids: list[int] = field(default_factory=list)
    """The records that a person works on."""

    def importable(self, record_id: int) -> tuple[str, ...]:
        return tuple(self.in_one_row(self.places[record_id]))

    @staticmethod
    def in_one_row(places: Iterable[str]) -> list[str]:
        """Leave out what one row of a file cannot say beside the rest: a second element, and lists in lists."""
        lists = [one[: one.index("]")] for one in places if "[" in one]
        return [one for one in places if "[" not in one or (one.count("[") == 1 and one.startswith(lists[0]))]

    def held_of(self, record_id: int, held: Mapping[str, JsonObject] | None = None) -> JsonObject | None:
        """What the vendor holds of a record, whatever the workspace knows of it."""
        there = self.desk.held() if held is None else held
        mark = self.marks.get(record_id)
        key = "" if mark is not None else self.keys[record_id]
        found = (one for name, one in there.items() if (self._mark_of(one) == mark if mark else name == key))
        return next((one for one in found if not self.is_deleted(one)), None)

    def is_deleted(self, held: JsonObject) -> bool:
        """Tell what the vendor keeps only to say that it is gone."""
        gone = self.desk.kind.gone
        return gone is not None and gone.is_met(held)

    def values_of(
        self, record_id: int, held: Mapping[str, JsonObject] | None = None
    ) -> dict[str, Value] | None:
        """What the vendor holds at every place of a record; None where it does not have it."""
        theirs = self.held_of(record_id, held)
        if theirs is None:
            return None
        return {
            one: None if is_nothing(value_at(theirs, one)) else value_at(theirs, one)
            for one in self.places[record_id]
        }

    def before(self, record_id: int, place: str, value: Value) -> list[Value]:
        """List what stood at a place right before a value did, each time; a lost one may have been between."""
        chain = self.chain[record_id, place]
        return [chain[number - 1] for number, one in enumerate(chain) if number and same(one, value)]

    def _mark_of(self, held: JsonObject) -> str:
        return str(value_at(held, self.scene.mark))

    def check(self) -> None:
        """Hold all of it together; nothing of it may depend on what was done."""
        check_books(self.desk)
        held = self.desk.held()
        records = {one.id: one for one in records_of(self.desk)}
        self._check_nothing_twice(held)
        self._note_what_was_read(records)
        self._check_nothing_overwritten(held)
        for (record_id, path), value in self.wanted.items():
            self._check_not_lost(records.get(record_id), (record_id, path), value, held)
        for record_id in self.ids:
            if record_id in records:
                self._check_base(records[record_id], held)
                self._check_conflicts(records[record_id])
            self._check_deletion(record_id, records.get(record_id), held)
        self._note_values(held)

    def _check_nothing_twice(self, held: Mapping[str, JsonObject]) -> None:
        for mark in self.marks.values():
            times = sum(self._mark_of(one) == mark for one in held.values() if not self.is_deleted(one))
            assert times <= 1, f"{mark} was made {times} times"
        for one in held.values():
            titles = [each.get("title") for each in one.get("addresses") or ()]
            assert len(titles) == len(set(titles)), f"an address was made twice: {one}"

    def _note_what_was_read(self, records: Mapping[int, Record]) -> None:
        for place, value in list(self.unseen.items()):
            record = records.get(place[0])
            if record is not None and not same(value_at(record.base, place[1]), value):
                continue
            if record is not None and place[1] in record.edits:
                assert place[1] in {one.path for one in record.conflicts}, (place, value, record)
            del self.unseen[place]

    def _check_nothing_overwritten(self, held: Mapping[str, JsonObject]) -> None:
        """What somebody else wrote stays there until this workspace has read it."""
        for (record_id, path), value in self.unseen.items():
            theirs = self.held_of(record_id, held)
            assert theirs is not None
            assert same(value_at(theirs, path), value), (record_id, path, value, theirs)

    def _check_not_lost(
        self, record: Record | None, place: Place, value: Value, held: Mapping[str, JsonObject]
    ) -> None:
        """What a person wrote is pending, or the vendor holds it, or somebody else wrote over it there."""
        assert record is not None, f"{place} is lost"
        if place[1] in record.edits and same(record.edits[place[1]], value):
            return
        theirs = self.held_of(place[0], held)
        assert theirs is not None, (place, value, record)
        stands = value_at(theirs, place[1])
        is_theirs = place in self.others and same(stands, self.others[place])
        assert is_theirs or same(stands, value), (place, value, theirs, record)

    def _check_base(self, record: Record, held: Mapping[str, JsonObject]) -> None:
        """The base is what the vendor holds, but for what is out and what somebody else wrote since."""
        if record.base_state is not BaseState.KNOWN or record.busy:
            return
        theirs = self.held_of(record.id, held)
        if theirs is None and record.id in self.gone:
            return
        assert theirs is not None, record
        for path in self.places[record.id]:
            if (record.id, path) not in self.unseen:
                assert same(value_at(record.base, path), value_at(theirs, path)), (path, theirs, record)

    def _check_conflicts(self, record: Record) -> None:
        """Nobody is asked about what nobody else has changed."""
        for one in record.conflicts:
            assert one.path not in self.places[record.id] or one.theirs in self.foreign, (one, record)
            assert one.path or record.id in self.gone, record

    def _check_deletion(self, record_id: int, record: Record | None, held: Mapping[str, JsonObject]) -> None:
        """What is to be deleted waits for it or is gone; nothing else leaves the lists or the vendor."""
        theirs = self.held_of(record_id, held)
        if record is None:
            assert theirs is None, (record_id, theirs)
            assert record_id in self.deleting | self.gone | self.undone, record_id
        elif record_id in self.deleting:
            assert record.is_deleting or theirs is None, record
        elif record.base_state is BaseState.KNOWN and not record.busy:
            assert theirs is not None or record_id in self.gone | self.undone, record
        if record_id in self.states and theirs is not None:
            assert self.states[record_id].is_met(theirs), (record_id, self.states[record_id], theirs)

    def _note_values(self, held: Mapping[str, JsonObject]) -> None:
        for record_id in self.places:
            for path, value in (self.values_of(record_id, held) or {}).items():
                chain = self.chain.setdefault((record_id, path), [])
                if not chain or not same(chain[-1], value):
                    chain.append(value)

    def check_outcomes(self, push_id: int) -> None:
        """No outcome of a push that has just ended says what the vendor would deny."""
        held = self.desk.held()
        for one in self.desk.outcomes(push_id):
            (frozen,) = self.desk.workspace.store.journal.frozen_of_push(push_id, [one.record_id])
            if one.undo and one.outcome is Outcome.SKIPPED:
                continue  # what was left alone may have changes of the person's
            if one.reason == SkipReason.UNKNOWN_BEFORE:
                continue
            places = self.places[one.record_id]
            if one.change is Change.DELETED and one.outcome is not Outcome.UNKNOWN:
                is_gone = self.held_of(one.record_id, held) is None
                is_known_gone = one.record_id in self.gone
                assert is_known_gone or (one.outcome is Outcome.APPLIED) == is_gone, one
                continue
            sent = {path: value for path, value in frozen.sent_edits.items() if path in places}
            if one.outcome is Outcome.UNKNOWN or not sent:
                continue
            theirs = self.held_of(one.record_id, held) or {}
            is_held = all(same(value_at(theirs, path), value) for path, value in sent.items())
            is_told = one.outcome is Outcome.APPLIED or one.reason == SkipReason.NO_CHANGE
            # Where it was empty before, what empties it is there without having been sent.
            is_certain = not any(map(is_nothing, sent.values()))
            assert is_held if is_told else not (is_held and is_certain), (one, sent, theirs)
