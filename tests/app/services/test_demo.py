"""The demo's workspace: customers the vendor really holds, changes pending, problems to fix, a file to drop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.errors import UsageError
from app.jobs import JobContext
from app.sandbox.server import Sandbox, running_sandbox
from app.services.demo import Demo, fill_demo
from app.services.propose_file import propose
from app.values import Tallies
from app.workspace import Workspace
from tests.memory_keyring import MemoryKeyring

KIND = "traede.customers"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox(records=80) as running:
        yield running


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "demo") as workspace:
        yield workspace


@pytest.fixture
def demo(empty: Workspace, sandbox: Sandbox) -> Demo:
    return fill_demo(empty, sandbox.address())


def tallies(workspace: Workspace, demo: Demo) -> Tallies:
    return workspace.store.records.tallies(KIND, demo.connection.id)


def test_there_is_something_of_everything(empty: Workspace, demo: Demo) -> None:
    found = tallies(empty, demo)
    assert found.total == 83
    assert (found.added, found.changed, found.deleted) == (3, 14, 2)
    assert found.with_errors == 5


def test_base_is_what_the_sandbox_holds(empty: Workspace, demo: Demo) -> None:
    record = empty.store.records.by_key(KIND, demo.connection.id, "10002")
    assert record is not None
    assert record.base_state == "known"
    assert record.base["name"] == "Vinterhavn Børnetøj A/S"


def test_filling_again_gives_the_same(tmp_path: Path, sandbox: Sandbox, empty: Workspace, demo: Demo) -> None:
    with open_workspace(tmp_path / "again") as other:
        again = fill_demo(other, sandbox.address())
        pending = other.store.records.pending(KIND, again.connection.id)
    assert pending == empty.store.records.pending(KIND, demo.connection.id)


def test_nothing_of_the_sign_in_is_stored(empty: Workspace, demo: Demo, memory_keyring: MemoryKeyring) -> None:
    assert demo.connection.environment == "test"
    assert empty.credentials.is_for_session(demo.connection.credential_id)
    assert memory_keyring.entries == {}


def test_the_example_can_be_dropped(empty: Workspace, demo: Demo) -> None:
    proposal = propose(empty, JobContext(), demo.example, kind=KIND, connection_id=demo.connection.id)
    assert proposal.added > 0
    assert proposal.changed > 0
    assert proposal.error_count == 1


def test_sandbox_with_too_few_customers_is_refused(empty: Workspace) -> None:
    with running_sandbox(records=3) as small, pytest.raises(UsageError, match="3 customers"):
        fill_demo(empty, small.address())
