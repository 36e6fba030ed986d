"""What tests of the screens get besides: a running sandbox, a connection to it, and its faults."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.jobs import JobContext
from app.sandbox.server import Sandbox, running_sandbox
from app.services.connections import add_connection
from app.services.proposals import keep_proposal
from app.services.propose_file import propose
from app.values import Connection
from app.workspace import Workspace
from ui.jobs import Jobs

SetFault = Callable[..., None]
Customers = Callable[[], list[dict[str, Any]]]
Import = Callable[[str], None]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox(records=0) as running:
        yield running


@pytest.fixture
def sandbox_secrets(sandbox: Sandbox) -> dict[str, str]:
    """The sign-in that the sandbox takes."""
    place: Any = sandbox.address()["traede"]
    return dict(place["credentials"])


@pytest.fixture
def live(workspace: Workspace, sandbox: Sandbox) -> Connection:
    """Connect to the sandbox."""
    place: Any = sandbox.address()["traede"]
    return add_connection(
        workspace,
        vendor="traede",
        name="Nordic test",
        base_url=place["url"],
        environment="test",
        secrets=place["credentials"],
        for_session_only=True,
    )


@pytest.fixture
def set_fault(sandbox: Sandbox) -> SetFault:
    """Let something go wrong at the vendor: `set_fault("lose_answer", times=0)`."""

    def ask(fault: str, **options: Any) -> None:
        _post(f"{sandbox.address()['control']}/faults", {"vendor": "traede", "fault": fault, **options})

    return ask


@pytest.fixture
def clear_faults(sandbox: Sandbox) -> Callable[[], None]:
    """Let all go well again."""

    def ask() -> None:
        url = f"{sandbox.address()['control']}/faults"
        with urllib.request.urlopen(urllib.request.Request(url, method="DELETE")) as answer:  # noqa: S310  loopback
            answer.read()

    return ask


@pytest.fixture
def customers(sandbox: Sandbox) -> Customers:
    """Tell what the vendor holds."""

    def look() -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"{sandbox.address()['control']}/traede") as answer:  # noqa: S310  loopback
            records: list[dict[str, Any]] = json.load(answer)["records"]
            return records

    return look


@pytest.fixture
def bring_in(workspace: Workspace, live: Connection, tmp_path: Path) -> Import:
    """Keep the rows of a CSV text."""

    def keep(text: str) -> None:
        file = tmp_path / "brought in.csv"
        file.write_text(text, "utf-8")
        context = JobContext()
        found = propose(workspace, context, file, kind="traede.customers", connection_id=live.id)
        keep_proposal(workspace, context, found.id)

    return keep


def _post(url: str, value: object) -> None:
    request = urllib.request.Request(url, data=json.dumps(value).encode(), method="POST")  # noqa: S310  loopback
    with urllib.request.urlopen(request) as answer:  # noqa: S310  as above
        answer.read()


def quiet(jobs: Jobs, qtbot: QtBot) -> None:
    """Let the window work until one job no longer leads to the next."""
    for _ in range(3):
        qtbot.wait(5)
        qtbot.waitUntil(lambda: not jobs.running, timeout=20_000)
