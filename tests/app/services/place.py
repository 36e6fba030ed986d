"""A workspace connected to any simulator, with short words for what tests of reading do to both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import httpx

from app.jobs import JobContext
from app.net.requests import Request
from app.records.change import Edits
from app.services.act import run_action
from app.services.pull import pull
from app.values import BaseState, Connection, Pulled, PushResult, Record, RecordOutcome, RecordQuery
from app.vendors.assess import assessed
from app.vendors.declaration import Kind, Vendor
from app.vendors.registry import vendor_named
from app.workspace import Workspace


class Place:
    """One connection of a workspace and the simulator behind it."""

    def __init__(
        self, workspace: Workspace, vendor: str, address: Mapping[str, Any], http: httpx.Client, records: int
    ) -> None:
        self.workspace = workspace
        self.vendor: Vendor = vendor_named(vendor)
        self.kind: Kind = self.vendor.kinds[0]
        self._control = address["control"]
        self._http = http
        self._post("reset", {"records": records, "seed": 3})
        self.connection = self.connect("Place", address[vendor]["url"], address[vendor]["credentials"])

    def connect(self, name: str, url: str, credentials: Mapping[str, str]) -> Connection:
        """Add a connection of the vendor, signed in for the session."""
        self.workspace.credentials.keep_for_session(f"of {name}", dict(credentials))
        return self.workspace.store.connections.add(
            vendor=self.vendor.id,
            name=name,
            base_url=url,
            environment="test",
            options={},
            credential_id=f"of {name}",
        )

    def with_options(self, **options: Any) -> Place:
        self.connection = replace(self.connection, options={**self.connection.options, **options})
        self.workspace.store.connections.update(self.connection)
        return self

    def with_settings(self, **settings: Any) -> Place:
        self.workspace.settings = replace(self.workspace.settings, **settings)
        return self

    def pull(self, context: JobContext | None = None) -> Pulled:
        return pull(self.workspace, context or JobContext(), self.connection.id)

    def act(
        self, name: str, *keys: str, is_confirmed: bool = True, context: JobContext | None = None
    ) -> PushResult:
        return run_action(
            self.workspace,
            context or JobContext(),
            self.connection.id,
            kind=self.kind.id,
            name=name,
            keys=keys,
            is_confirmed=is_confirmed,
        )

    def outcomes(self, result: PushResult) -> dict[str, RecordOutcome]:
        found = self.workspace.store.history.outcomes(result.push_id, limit=1000)
        return {one.key: one for one in found}

    def listed(self, filter_name: str = "all") -> tuple[Record, ...]:
        query = RecordQuery(self.kind.id, self.connection.id, filter=filter_name)
        return self.workspace.store.records.page(query, limit=1000)

    def record(self, key: str) -> Record:
        found = self.workspace.store.records.by_key(self.kind.id, self.connection.id, key)
        assert found is not None
        return found

    def save(self, edits: Edits, **fields: Any) -> Record:
        """Put one assessed record into the workspace."""
        record = Record(0, self.kind.id, self.connection.id, "", BaseState.UNREAD, {}, edits)
        return self.put(replace(record, **fields))

    def put(self, record: Record) -> Record:
        """Save a record, assessed."""
        options = self.vendor.options_with_defaults(self.connection.options)
        done = assessed(self.kind, record, options)
        (record_id,) = self.workspace.store.records.save([done])
        return self.workspace.store.records.get(self.kind.id, record_id)

    def at_vendor(self) -> list[dict[str, Any]]:
        """What the simulator holds."""
        found: list[dict[str, Any]] = self._http.get(f"{self._control}/{self.vendor.id}").json()["records"]
        return found

    def ask(self, request: Request) -> None:
        """Let somebody else do something at the vendor."""
        with self.workspace.open_client(self.connection) as client:
            attempt = client.send(request)
        assert attempt.answer is not None
        assert attempt.answer.status < 300, attempt.answer.text()

    def requests(self, path: str = "") -> list[dict[str, Any]]:
        told = self._http.get(f"{self._control}/requests").json()["requests"]
        return [one for one in told if path in one["path"]]

    def rate(self) -> dict[str, int]:
        found: dict[str, int] = self._http.get(f"{self._control}/{self.vendor.id}").json()["rate"]
        return found

    def forget_requests(self) -> None:
        self._http.delete(f"{self._control}/requests").raise_for_status()

    def fault(self, name: str, **options: Any) -> None:
        self._post("faults", {"vendor": self.vendor.id, "fault": name, **options})

    def clear_faults(self) -> None:
        self._http.delete(f"{self._control}/faults").raise_for_status()

    def behave(self, **behaviours: Any) -> None:
        self._post("behaviours", {"vendor": self.vendor.id, **behaviours})

    def reset(self, records: int, seed: int = 3) -> None:
        """Let the vendor begin anew, with other records for another seed."""
        self._post("reset", {"records": records, "seed": seed})

    def _post(self, path: str, body: Mapping[str, Any]) -> None:
        self._http.post(f"{self._control}/{path}", json=dict(body)).raise_for_status()
