"""Where it all happens: a workspace that can be opened anew, its vendor behind a proxy, and who wrote what."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.credentials import Credentials
from app.settings import Settings
from app.values import Record
from app.workspace import Workspace
from tests.app.conftest import StoppedClock
from tests.app.push.conftest import DeskIn
from tests.app.push.deeds import begin
from tests.app.push.desk import Desk
from tests.app.push.world_truth import MARKS, Truth
from tests.faultproxy.proxy import FaultProxy

FEW_RECORDS = 5  # more would only make examples longer
NEW: Mapping[str, Mapping[str, str]] = {
    "softwareone": {"address.postCode": "01067", "address.state": "Sachsen", "address.country": "DE"},
    "traede": {
        "currency": "DKK",
        "addresses[title=Shop].title": "Shop",
        "addresses[title=Shop].name": "Fjord",
        "addresses[title=Shop].address": "Havnegade 12",
        "addresses[title=Shop].zip": "1058",
        "addresses[title=Shop].country": "DK",
    },
}


class Setting:
    """The workspace, its vendor, and what everybody knows of both."""

    def __init__(self, folder: Path, vendor: str, desk_in: DeskIn, proxy: FaultProxy) -> None:
        self._folder = folder
        self._proxy = proxy
        self._clock = StoppedClock()
        self._patch = pytest.MonkeyPatch()
        self._numbers = count(1)
        self.desk: Desk = desk_in(self._opened(), vendor)
        self.truth = Truth(self.desk)
        proxy.heal()
        begin(self.desk)
        if self.is_readable:
            self._begin_with_known()

    @property
    def is_readable(self) -> bool:
        return self.desk.kind.read is not None

    @property
    def may_add(self) -> bool:
        return self.desk.vendor.id in MARKS and len(self.truth.ids) < FEW_RECORDS

    def _opened(self) -> Workspace:
        settings = Settings(retry_tries=2, failures_in_a_row_stop=50)
        return open_workspace(self._folder, credentials=Credentials(), clock=self._clock, settings=settings)

    def _begin_with_known(self) -> None:
        """Begin with two records of the vendor; those that its ERP overwrites are none of ours."""
        held = sorted(self.desk.held().items())
        keys = [key for key, one in held if one.get("status", "Enabled") in ("Enabled", "Unassigned")]
        self.truth.ids = [self.desk.change(self.desk.read(key), {}) for key in keys[:2]]

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

    def _new_values(self) -> dict[str, str]:
        vendor = self.desk.vendor.id
        mark = f"M{next(self._numbers)}"
        return {MARKS[vendor]: mark, **NEW[vendor], **{path: self._value() for path in self.truth.fields}}

    def _take_in(self, record_id: int, values: Mapping[str, str]) -> None:
        self.truth.ids.append(record_id)
        self.truth.marks[record_id] = values[MARKS[self.desk.vendor.id]]
        self._want(record_id, {path: values[path] for path in self.truth.fields})

    def _want(self, record_id: int, edits: Mapping[str, str]) -> None:
        for path, value in edits.items():
            self.truth.wanted[record_id, path] = value
            self.truth.others.pop((record_id, path), None)

    def _forget(self, record_id: int, paths: Iterable[str]) -> None:
        for path in paths:
            self.truth.wanted.pop((record_id, path), None)

    def _one_of(self, number: int) -> Record | None:
        ids = self.truth.ids
        return self.desk.record(ids[number % len(ids)]) if ids else None

    def _path(self, number: int) -> str:
        return self.truth.fields[number % len(self.truth.fields)]

    def _value(self) -> str:
        return f"v{next(self._numbers)}"
