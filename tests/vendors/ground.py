"""What every vendor is proved on: a workspace connected to its simulator, by what the vendor declares alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

import app.vendors
from app.jobs import JobContext
from app.net.requests import Request
from app.push.before import in_shape
from app.records.change import MISSING, Edits, JsonObject, value_at
from app.records.checks import is_blank
from app.records.columns import ColumnType
from app.records.paths import column_of
from app.services.connections import test_connection
from app.services.edit_records import set_values
from app.services.proposals import keep_proposal
from app.services.propose_file import propose
from app.services.push import push
from app.services.review import page_review
from app.values import PushOptions, PushResult, Record, ReviewedRecord
from app.vendors.assess import key_of, pending_record, problems_of
from app.vendors.bring_in import brought_in
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
        self.behave_where_known(_EASE)

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

    def sign_in(self) -> None:
        """Ask for what a sign-in takes, so that faults hit what comes after it."""
        test_connection(self.workspace, JobContext(), self.connection.id)

    @property
    def secrets(self) -> list[str]:
        names = [one.name for one in self.vendor.credentials if one.is_secret]
        held = self.workspace.credentials.get("of Place", names)
        return [held[name] for name in names]

    def behave_where_known(self, wanted: Mapping[str, Any]) -> None:
        """Switch the simulator, as far as it has such switches."""
        known = self._http.get(f"{self._control}/behaviours").json()[self.vendor.id]["known"]
        self.behave(**{name: value for name, value in wanted.items() if name in known})

    def edits_for(self, record: Record) -> Edits:
        """An edit of one text that nothing speaks against, not even a warning; none where there is none."""
        for column in self.kind.scalar_columns:
            is_plain = column.type is ColumnType.TEXT and column.is_editable and not column.about.is_directive
            if not is_plain or column.path == self.kind.key_column or column.path in self.kind.masked:
                continue
            edits: Edits = {column.path: f"{column.about.example} Å"}
            pending = pending_record(self.kind, replace(record, edits=edits))
            if not problems_of(self.kind, pending, self.options):
                return edits
        return {}

    def change_there(self, record: Record, edits: Edits) -> None:
        """Let somebody else change a record at the vendor."""
        base = self.read_back(record.key)
        pending = pending_record(self.kind, replace(record, base=base, edits=edits))
        for step in self.kind.plan([pending], self.options):
            self.ask(step.request)

    def edit(self, record: Record, path: str) -> None:
        """Change a text here."""
        set_values(self.workspace, self.kind.id, record.id, {path: "Mine Ø"})

    def ask_to_read(self) -> None:
        """Turn on the switch of a kind that is only read where a person asks for it."""
        if self.kind.read_switch:
            self.with_options(**{self.kind.read_switch: True})

    def writes(self, record: Record) -> list[Request]:
        """The requests that a push of a record will send, once it was read."""
        if self.kind.read is not None and any(key_of(self.kind, one) == record.key for one in self.at_vendor()):
            theirs = self.read_back(record.key)
            record = in_shape(self.kind, brought_in(self.kind, record, theirs, self.options))
        return [one.request for one in self.kind.plan([pending_record(self.kind, record)], self.options)]

    def wrote(self, write: Request) -> bool:
        """Tell whether the vendor has received a request like this one."""
        return any(one["method"] == write.method for one in self.requests(write.path))

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
