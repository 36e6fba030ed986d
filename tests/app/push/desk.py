"""A workspace connected to a simulated vendor that can be read, with short words for what tests do to both."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx

from app.jobs import JobContext
from app.net.client import Client
from app.net.requests import Attempt, Request
from app.push.before import in_shape
from app.records.change import Edits, JsonObject
from app.services.history import push_outcomes
from app.services.push import push
from app.services.settle import answer, settle
from app.values import BaseState, Connection, PushOptions, PushResult, Record, RecordOutcome
from app.vendors.assess import assessed, pending_record
from app.vendors.declaration import PendingRecord, Vendor
from app.workspace import Workspace

CREDENTIAL = "credential-of-a-desk"

Open = Callable[..., "Desk"]


class Desk:
    """One connection of a workspace to a simulator, and the simulator behind it."""

    def __init__(
        self, workspace: Workspace, vendor: Vendor, sandbox: dict[str, Any], http: httpx.Client
    ) -> None:
        self.workspace = workspace
        self.vendor = vendor
        (self.kind,) = vendor.kinds
        self._sandbox = sandbox
        self._http = http
        self.connection: Connection = self._connected()

    def sign_in(self) -> None:
        """Give the workspace the credentials, for as long as it is open."""
        self.workspace.credentials.keep_for_session(CREDENTIAL, self._sandbox[self.vendor.id]["credentials"])

    def _connected(self) -> Connection:
        given = self._sandbox[self.vendor.id]
        self.sign_in()
        connections = self.workspace.store.connections
        known = [one for one in connections.list() if one.vendor == self.vendor.id]
        return (
            known[0]
            if known
            else connections.add(
                vendor=self.vendor.id,
                name=f"{self.vendor.title} test",
                base_url=given["url"],
                environment="test",
                options={},
                credential_id=CREDENTIAL,
            )
        )

    @property
    def control(self) -> str:
        return str(self._sandbox["control"])

    def reset(self, records: int = 0, seed: int = 1) -> None:
        body = {"records": records, "seed": seed}
        self._http.post(f"{self.control}/reset", json=body).raise_for_status()

    def fault(self, name: str, **options: Any) -> None:
        body = {"vendor": self.vendor.id, "fault": name, **options}
        self._http.post(f"{self.control}/faults", json=body).raise_for_status()

    def clear_faults(self) -> None:
        self._http.delete(f"{self.control}/faults").raise_for_status()

    def behave(self, **behaviours: Any) -> None:
        body = {"vendor": self.vendor.id, **behaviours}
        self._http.post(f"{self.control}/behaviours", json=body).raise_for_status()

    def view(self) -> dict[str, Any]:
        found: dict[str, Any] = self._http.get(f"{self.control}/{self.vendor.id}").json()
        return found

    def held(self) -> dict[str, dict[str, Any]]:
        """What the simulator holds, by key."""
        return {str(one[self.kind.key_column]): one for one in self.view()["records"]}

    def requests(self, method: str = "") -> list[dict[str, Any]]:
        """What the simulator received of this vendor, in order."""
        found = self._http.get(f"{self.control}/requests").json()["requests"]
        return [
            one for one in found if one["vendor"] == self.vendor.id and (not method or one["method"] == method)
        ]

    def save(self, edits: Edits, **fields: Any) -> int:
        """Put one assessed record into the workspace; returns its id."""
        start = {"key": "", "base_state": BaseState.UNREAD, "base": {}, **fields}
        record = Record(0, self.kind.id, self.connection.id, edits=edits, **start)
        shaped = assessed(self.kind, in_shape(self.kind, record), self.options)
        return self.workspace.store.records.save([shaped])[0]

    def change(self, read: JsonObject, edits: Edits, **fields: Any) -> int:
        """Put in a record that was read, with edits."""
        return self.save(edits, base=read, base_state=BaseState.KNOWN, is_key_locked=True, **fields)

    def read(self, key: str) -> JsonObject:
        """What the vendor shows of one record, in its list where it shows none alone."""
        if self.kind.read is None:
            return next(one for one in self._listed() if str(one[self.kind.key_column]) == key)
        assert self.kind.parse is not None
        with self.workspace.open_client(self.connection) as client:
            attempt = _signed(client, self.kind.read(key, self.options))
        assert attempt.answer is not None
        found = self.kind.parse(attempt.answer)
        assert found is not None
        return found

    def _listed(self) -> Iterator[JsonObject]:
        assert self.kind.page is not None
        assert self.kind.parse_page is not None
        cursor: str | None = ""
        with self.workspace.open_client(self.connection) as client:
            while cursor is not None:
                attempt = _signed(client, self.kind.page(cursor, self.options))
                assert attempt.answer is not None
                found = self.kind.parse_page(cursor, attempt.answer)
                yield from found.records
                cursor = found.following

    def send(self, request: Any) -> Any:
        """Let somebody else do something at the vendor."""
        with self.workspace.open_client(self.connection) as client:
            attempt = _signed(client, request)
        assert attempt.answer is not None
        assert attempt.answer.status < 300, attempt.answer.text()
        return json.loads(attempt.answer.body or b"null")

    def push(self, context: JobContext | None = None, **options: Any) -> PushResult:
        chosen = PushOptions(**{"is_confirmed": True, **options})
        return push(self.workspace, context or JobContext(), self.connection.id, chosen)

    def settle(self) -> PushResult:
        return settle(self.workspace, JobContext(), self.connection.id)

    def answer(self, key: str, *, is_applied: bool) -> PushResult:
        return answer(self.workspace, self.connection.id, key, is_applied=is_applied)

    @property
    def options(self) -> dict[str, Any]:
        return self.vendor.options_with_defaults(self.connection.options)

    def with_settings(self, **settings: Any) -> None:
        self.workspace.settings = replace(self.workspace.settings, **settings)

    def pending(self, record_id: int, **edits: Any) -> PendingRecord:
        """What a plan sees of a record, with other edits over its own."""
        record = self.record(record_id)
        return pending_record(self.kind, replace(record, edits={**record.edits, **edits}))

    def record(self, record_id: int) -> Record:
        return self.workspace.store.records.get(self.kind.id, record_id)

    def outcomes(self, push_id: int) -> list[RecordOutcome]:
        return list(push_outcomes(self.workspace, push_id))


def _signed(client: Client, request: Request) -> Attempt:
    """Send, under a new token where a simulator that was reset knows the old one no more."""
    attempt = client.send(request)
    if attempt.answer is not None and attempt.answer.status == 401 and client.renew():
        attempt = client.send(request)
    return attempt
