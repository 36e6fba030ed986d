"""The process dies while a person edits, imports or settles: each deed is whole or not there at all."""

from __future__ import annotations

from collections.abc import Callable

from app.services.edit_records import set_values
from tests.app.push.invariants import records_of
from tests.app.push.world_scenes import Value, same
from tests.app.push.world_setting import texts
from tests.app.push.world_undoing import Undoing


class Dying(Undoing):
    """What of a deed is there after a kill is told by looking; what was told as done has to be."""

    def die_editing(self, number: int, path_number: int, step: int) -> None:
        record = self._one_of(number)
        if record is None or record.is_deleting:
            return
        path = self._path(record, path_number)
        edits = {path: self._value(path)}
        desk = self.desk
        is_told = self._dies(lambda: set_values(desk.workspace, desk.kind.id, record.id, texts(edits)), step)
        self._look_for(record.id, edits, record.edits, is_told=is_told)

    def die_importing_new(self, step: int) -> None:
        """Import a row, and once more after the kill, as a person would: it makes one record."""
        if not self.may_add:
            return
        values = self._new_row()
        before = {one.id for one in records_of(self.desk)}
        is_told = self._dies(lambda: self._import(values), step)
        found = {one.id for one in records_of(self.desk)} - before
        assert len(found) == 1 or not (found or is_told), found
        self._import(values)
        (record_id,) = {one.id for one in records_of(self.desk)} - before
        assert found <= {record_id}
        self._take_in(record_id, values)

    def die_importing_change(self, number: int, step: int) -> None:
        record = self._one_of(number)
        if record is None or not record.key or record.is_deleting or record.busy:
            return
        edits = {path: self._value(path) for path in self.truth.importable(record.id)}
        row = {self.desk.kind.key_column: record.key, **edits}
        is_told = self._dies(lambda: self._import(row), step)
        self._look_for(record.id, edits, record.edits, is_told=is_told)

    def die_settling(self, step: int) -> None:
        before = self._pushes()
        self.die(self.desk.settle, step)
        for push_id in self._pushes() - before:
            self.truth.check_outcomes(push_id)

    def _dies(self, doing: Callable[[], object], step: int) -> bool:
        """Do it and die at a step of it; tells whether it was told as done before."""
        done: list[object] = []

        def until_told() -> None:
            doing()
            done.append(doing)

        self.die(until_told, step)
        return bool(done)

    def _look_for(self, record_id: int, edits: dict[str, Value], before: object, *, is_told: bool) -> None:
        now = self.desk.record(record_id).edits
        is_there = all(path in now and same(now[path], value) for path, value in edits.items())
        assert is_there or not is_told, (edits, now)
        assert is_there or now == before, (edits, now, before)
        if is_there:
            self._want(record_id, edits)
