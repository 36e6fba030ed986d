"""Where it all happens: a workspace that can be opened anew, its vendor behind a proxy, and who wrote what."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.credentials import Credentials
from app.settings import Settings
from app.values import BaseState, Change, Record
from app.vendors.assess import pending_record
from app.workspace import Workspace
from tests.app.conftest import StoppedClock
from tests.app.push.conftest import DeskIn
from tests.app.push.deeds import begin
from tests.app.push.desk import Desk
from tests.app.push.invariants import records_of
from tests.app.push.world_scenes import SCENES, Scene, Value
from tests.app.push.world_truth import Truth
from tests.faultproxy.proxy import FaultProxy

FEW_RECORDS = 5  # more would only make examples longer


class Setting:
    """The workspace, its vendor, and what everybody knows of both."""

    def __init__(self, folder: Path, scene: str, desk_in: DeskIn, proxy: FaultProxy) -> None:
        self.scene: Scene = SCENES[scene]
        self._folder = folder
        self._proxy = proxy
        self._clock = StoppedClock()
        self._patch = pytest.MonkeyPatch()
        self._numbers = count(1)
        self.desk: Desk = desk_in(self._opened(), self.scene.vendor)
        self.truth = Truth(self.desk, self.scene)
        proxy.heal()
        self._begin()
        if self.is_readable:
            self._begin_with_known()

    @property
    def is_readable(self) -> bool:
        return self.desk.kind.page is not None

    @property
    def is_shown(self) -> bool:
        return self.is_readable and not self.scene.is_hidden

    @property
    def may_add(self) -> bool:
        has_another = self.desk.kind.is_creatable or bool(self._unread())
        return has_another and len(self.truth.ids) < FEW_RECORDS

    def _begin(self) -> None:
        """Let the vendor be as its scene says, and the connection switched for it."""
        begin(self.desk)
        self.desk.behave(**self.scene.behaviours)
        self.desk.connection = replace(self.desk.connection, options=dict(self.scene.options))
        self.desk.workspace.store.connections.update(self.desk.connection)
        self.desk.kind = self.desk.kind.under(self.desk.options)

    def _opened(self) -> Workspace:
        settings = Settings(retry_tries=2, failures_in_a_row_stop=50)
        return open_workspace(self._folder, credentials=Credentials(), clock=self._clock, settings=settings)

    def _begin_with_known(self) -> None:
        """Begin with two records of the vendor; those that its ERP overwrites are none of ours."""
        for key in [self._make_there() for _ in range(self.scene.begins_with)] or self._usual():
            record_id = self.desk.change(self.desk.read(key), {})
            self.truth.ids.append(record_id)
            self.truth.keys[record_id] = key
            self.truth.places[record_id] = self.scene.places(self.truth.held_of(record_id))

    def _usual(self) -> list[str]:
        """Choose records of the vendor that its ERP leaves alone and that can be deleted."""
        bound = set(self.desk.view().get("with_licensees", ()))
        held = sorted((key, one) for key, one in self.desk.held().items() if key not in bound)
        return [key for key, one in held if one.get("status", "Enabled") in ("Enabled", "Unassigned")][:2]

    def _make_there(self) -> str:
        """Let somebody else make a record at the vendor; returns its mark."""
        values = self._new_values()
        kind, where = self.desk.kind, self.desk.connection.id
        other = Record(0, kind.id, where, "", BaseState.ABSENT, {}, {**values}, change=Change.ADDED)
        (step,) = kind.plan([pending_record(kind, other)], self.desk.options)
        self.desk.send(step.request)
        return str(values[self.scene.mark])

    def _unread(self) -> list[str]:
        """List the keys at the vendor that this workspace has no record of."""
        return sorted(set(self.desk.held()) - {one.key for one in records_of(self.desk)})

    def restart(self) -> None:
        """Open the workspace as the next start does; the process that died let go of it."""
        self.desk.workspace.store.database.close()
        self.desk.workspace.on_close()
        self.desk.workspace = self._opened()
        self.desk.sign_in()

    def close(self) -> None:
        self._proxy.heal()
        self.desk.workspace.close()
        shutil.rmtree(self._folder)

    def _new_values(self) -> dict[str, Value]:
        """Write of a new record, or of one at the vendor that nobody has read."""
        is_new = self.desk.kind.is_creatable
        mark = f"M{next(self._numbers)}" if is_new else self._unread()[0]
        places = self.scene.places(None if is_new else self.desk.held()[mark])
        return {self.scene.mark: mark, **self.scene.new, **{one: self._value(one) for one in places}}

    def _take_in(self, record_id: int, values: Mapping[str, Value]) -> None:
        mark = str(values[self.scene.mark])
        self.truth.ids.append(record_id)
        self.truth.marks[record_id] = mark
        places = set(values) - set(self.scene.new) - {self.scene.mark}
        self.truth.places[record_id] = tuple(one for one in values if one in places)
        self._want(record_id, {path: values[path] for path in places})

    def _want(self, record_id: int, edits: Mapping[str, Value]) -> None:
        for path, value in edits.items():
            self.truth.wanted[record_id, path] = value
            self.truth.others.pop((record_id, path), None)
        self.truth.undone.discard(record_id)

    def _forget(self, record_id: int, paths: Iterable[str]) -> None:
        for path in paths:
            self.truth.wanted.pop((record_id, path), None)

    def _leave_out_unlisted(self) -> None:
        """Work no longer on what is in no list."""
        listed = {one.id for one in records_of(self.desk)}
        self.truth.ids = [one for one in self.truth.ids if one in listed]

    def _one_of(self, number: int) -> Record | None:
        self._leave_out_unlisted()
        ids = self.truth.ids
        return self.desk.record(ids[number % len(ids)]) if ids else None

    def _path(self, record: Record, number: int) -> str:
        places = self.truth.places[record.id]
        return places[number % len(places)]

    def _value(self, place: str) -> Value:
        number = next(self._numbers)
        return number if self.scene.template(place) in self.scene.numbers else f"v{number}"


def texts(values: Mapping[str, Value]) -> dict[str, str]:
    """Write values as a person would type them."""
    return {path: "" if value is None else str(value) for path, value in values.items()}
