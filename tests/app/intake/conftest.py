"""A workspace with one TRAEDE connection, and files to import into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.intake.values import Kept, Proposal, ProposedRecord
from app.jobs import JobContext
from app.services.proposals import keep_proposal, page_proposal
from app.services.propose_file import propose
from app.values import Record, RecordQuery
from app.workspace import Workspace

KIND = "traede.customers"


@dataclass
class Desk:
    """Where a test drops files."""

    workspace: Workspace
    connection_id: int
    folder: Path

    def write(self, content: str | bytes, name: str = "customers.csv") -> Path:
        file = self.folder / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def propose(self, content: str | bytes | Path) -> Proposal:
        file = content if isinstance(content, Path) else self.write(content)
        return propose(self.workspace, JobContext(), file, kind=KIND, connection_id=self.connection_id)

    def keep(self, content: str | bytes | Path) -> Kept:
        return keep_proposal(self.workspace, JobContext(), self.propose(content).id)

    def proposed(self, content: str | bytes | Path) -> tuple[ProposedRecord, ...]:
        return page_proposal(self.workspace, self.propose(content).id, limit=1000)

    def records(self) -> tuple[Record, ...]:
        return self.workspace.store.records.page(RecordQuery(KIND, self.connection_id), limit=1000)

    def record(self, key: str) -> Record:
        found = self.workspace.store.records.by_key(KIND, self.connection_id, key)
        assert found is not None
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_workspace(tmp_path / "workspace") as workspace:
        connection = workspace.store.connections.add(
            vendor="traede",
            name="Nordic",
            base_url="https://traede.invalid",
            environment="test",
            options={},
            credential_id="none",
        )
        yield Desk(workspace, connection.id, tmp_path)
