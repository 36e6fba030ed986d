"""What every vendor is proved on: a workspace connected to its simulator, by what the vendor declares alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

import app.vendors
from app.jobs import JobContext
from app.records.change import MISSING, JsonObject, value_at
from app.records.checks import is_blank
from app.records.columns import ColumnType
from app.records.paths import column_of
from app.services.edit_records import set_values
from app.services.proposals import keep_proposal
from app.services.propose_file import propose
from app.services.push import push
from app.services.review import page_review
from app.values import PushOptions, PushResult, ReviewedRecord
from app.vendors.assess import key_of
from app.vendors.declaration import Kind
from app.vendors.listing import Progress
from app.workspace import Workspace
from tests.app.services.place import Place

RESOURCES = Path(app.vendors.__path__[0]).parents[1] / "resources"
# What a simulator is told, where it knows the word: nobody waits, what is only tried is there, and all shows.
_EASE = {"token_limit": 0, "get_customers": True, "contact_in_5x": "show"}
_MOST = 1000


class Ground(Place):
    """One kind's connection to the simulator with the records of its default seed."""

    def __init__(
        self, workspace: Workspace, kind: Kind, address: Mapping[str, Any], http: httpx.Client
    ) -> None:
        vendor = kind.id.partition(".")[0]
        super().__init__(workspace, vendor, address, http, records=0)
        self.kind = kind
        self.reset(records=200, seed=1)
        known = http.get(f"{self._control}/behaviours").json()[vendor]["known"]
        self.behave(**{name: value for name, value in _EASE.items() if name in known})

    @property
    def example(self) -> Path:
        return RESOURCES / "examples" / f"{self.kind.id.replace('.', '-')}.csv"

    @property
    def under_switch(self) -> Kind:
        """The kind as it can be read at all."""
        return self.kind.under({self.kind.read_switch: True})

    def take_in(self, file: Path) -> None:
        """Import a file and keep all of it."""
        proposal = propose(
            self.workspace, JobContext(), file, kind=self.kind.id, connection_id=self.connection.id
        )
        keep_proposal(self.workspace, JobContext(), proposal.id)

    def correct(self, right: Mapping[str, str]) -> None:
        """Write the right value into every cell that cannot be sent. *Shape*: column → value."""
        for one in self.reviewed():
            wrong = [problem.path for problem in one.record.problems if problem.is_error]
            if wrong:
                values = {path: right[column_of(path)] for path in wrong}
                set_values(self.workspace, self.kind.id, one.record.id, values)

    def reviewed(self) -> tuple[ReviewedRecord, ...]:
        """What review shows of everything that is pending."""
        return page_review(self.workspace, self.connection.id, limit=_MOST)

    def push(self, context: JobContext | None = None, **options: Any) -> PushResult:
        chosen = PushOptions(**{"is_confirmed": True, **options})
        return push(self.workspace, context or JobContext(), self.connection.id, chosen)

    def differences(self, shown: ReviewedRecord) -> dict[str, tuple[Any, Any]]:
        """Read a record back and compare it with what review showed. *Shape*: path → (shown, read)."""
        key = self.workspace.store.records.get(self.kind.id, shown.record.id).key
        theirs = self.read_back(key)
        new = {field.path: field.new for field in shown.fields}
        found = {path: (value, self._read_at(theirs, path, new)) for path, value in new.items()}
        return {path: pair for path, pair in found.items() if not self._is_as_shown(path, *pair)}

    def _read_at(self, theirs: JsonObject, path: str, new: Mapping[str, Any]) -> Any:
        """Read a place; a new element has its key from the vendor and is known by what was written into it."""
        element, is_new, name = path.partition("].")
        if not is_new or "[+" not in element:
            return value_at(theirs, path)
        said = {one.removeprefix(f"{element}]."): value for one, value in new.items() if element in one}
        listed = value_at(theirs, element.partition("[")[0])
        among = [one for one in listed if all(value_at(one, at) == value for at, value in said.items())]
        return value_at(among[0], name) if among else MISSING

    def read_back(self, key: str) -> JsonObject:
        """Read one record as the vendor shows it."""
        kind = self.under_switch
        if kind.read is None:
            return self._listed()[key]
        assert kind.parse is not None
        with self.workspace.open_client(self.connection) as client:
            attempt = client.send(kind.read(key, self.options))
        assert attempt.answer is not None
        found = kind.parse(attempt.answer)
        assert found is not None, attempt.answer.text()
        return found

    @property
    def options(self) -> dict[str, Any]:
        return self.vendor.options_with_defaults(self.connection.options)

    def _listed(self) -> dict[str, JsonObject]:
        kind, progress = self.under_switch, Progress(self.vendor.title)
        found: dict[str, JsonObject] = {}
        assert kind.page is not None
        assert kind.parse_page is not None
        cursor: str | None = ""
        with self.workspace.open_client(self.connection) as client:
            while cursor is not None:
                attempt = client.send(kind.page(cursor, self.options))
                assert attempt.answer is not None
                page = kind.parse_page(cursor, attempt.answer)
                keys = [key_of(kind, one) for one in page.records]
                progress.note(cursor, keys)
                found.update(zip(keys, page.records, strict=True))
                cursor = page.following
        return found

    def _is_as_shown(self, path: str, shown: object, read: object) -> bool:
        """What is masked or only ever sent, such as a picture, cannot be compared."""
        column = self.kind.column_by_path.get(column_of(path))
        is_picture = column is not None and column.type is ColumnType.IMAGE
        sign = self.kind.masked.get(column_of(path), "")
        is_masked = bool(sign) and isinstance(read, str) and sign in read
        is_blank_both = is_blank(shown) and (read is MISSING or is_blank(read))
        return is_picture or is_masked or is_blank_both or shown == read
