"""A sandbox, a workspace and a recorder between them, for the plays that make the traffic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from app.bootstrap import open_workspace
from app.credentials import Credentials
from app.errors import VendorError
from app.jobs import JobContext
from app.net.requests import Request
from app.records.change import Edits
from app.sandbox.server import running_sandbox
from app.services.connections import test_connection
from app.services.pick import pick
from app.services.push import push
from app.settings import Settings
from app.values import BaseState, PushOptions
from tests.app.services.place import Place
from tests.specs.recording import Recorder


@dataclass
class Stage:
    """One vendor's connection in its play, with the recorder that listens to it."""

    place: Place
    recorder: Recorder

    def scene(self, name: str) -> None:
        """Name what follows, for the findings."""
        self.recorder.scene = name

    def add(self, edits: Edits) -> int:
        """Put a new record into the workspace; returns its id."""
        return self.place.save(edits, base_state=BaseState.ABSENT).id

    def change(self, key: str, edits: Edits) -> None:
        """Edit a record that was pulled; without edits it is as it was."""
        self.place.put(replace(self.place.record(key), edits=edits, is_deleting=False))

    def delete(self, key: str) -> None:
        """Mark a record that was pulled for deletion."""
        self.place.put(replace(self.place.record(key), is_deleting=True))

    def push(self, **outcomes: int) -> None:
        """Send what is pending, which must end as expected."""
        options = PushOptions(is_confirmed=True)
        result = push(self.place.workspace, JobContext(), self.place.connection.id, options)
        found = {str(name): count for name, count in result.counts.items() if count}
        assert found == outcomes, (found, outcomes, self.place.outcomes(result))

    def act(self, name: str, key: str, outcome: str = "applied") -> None:
        """Run an action on one record, which must end as expected."""
        result = self.place.act(name, key)
        assert result.counts[outcome] == 1, (name, result.counts, self.place.outcomes(result))

    def drop(self, record_id: int, **outcomes: int) -> None:
        """Send what is pending, which must end as expected, and take the record out again."""
        self.push(**outcomes)
        self.place.workspace.store.records.remove(self.place.kind.id, [record_id])

    def view(self) -> dict[str, Any]:
        """What the simulator holds, and what else its control tells."""
        found: dict[str, Any] = self.place._http.get(f"{self.place._control}/{self.place.vendor.id}").json()
        return found

    def probe(self, *, is_taken: bool = True) -> None:
        """Test the connection; the sign-in must be taken, or not, as expected."""
        try:
            test_connection(self.place.workspace, JobContext(), self.place.connection.id)
        except VendorError:
            assert not is_taken
        else:
            assert is_taken

    def choices(self, column: str) -> tuple[str, ...]:
        """Read what a column is chosen from."""
        found = pick(self.place.workspace, JobContext(), self.place.connection.id, column)
        assert found
        return tuple(value for value, _ in found)

    def visit(self, method: str, path: str, body: bytes = b"", content_type: str = "application/json") -> None:
        """Ask the simulator for what the engine never asks: only the answer is looked at."""
        request = Request(
            method, path, body=body, content_type=content_type if body else "", is_idempotent=True
        )
        self.recorder.is_ours = False
        try:
            with self.place.workspace.open_client(self.place.connection) as client:
                client.send(request)
        finally:
            self.recorder.is_ours = True

    @contextmanager
    def wrong_sign_in(self, **wrong: str) -> Iterator[None]:
        """Sign in with other credentials meanwhile."""
        workspace, credential_id = self.place.workspace, self.place.connection.credential_id
        right = dict(workspace.credentials.get(credential_id))
        workspace.credentials.keep_for_session(credential_id, {**right, **wrong})
        try:
            yield
        finally:
            workspace.credentials.keep_for_session(credential_id, right)


@contextmanager
def open_stage(vendor: str, folder: Path, recorder: Recorder, *, records: int) -> Iterator[Stage]:
    """Run the sandbox and open a workspace, every request of which passes the recorder."""
    with (
        running_sandbox(records=0, seed=1) as sandbox,
        httpx.Client(trust_env=False) as http,
        open_workspace(folder, credentials=Credentials(), transport=recorder, settings=Settings()) as workspace,
    ):
        yield Stage(Place(workspace, vendor, dict(sandbox.address()), http, records), recorder)
