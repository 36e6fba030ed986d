"""A program that pushes and kills itself at a given step; started by the tests of kills.

It reads lines of JSON on stdin, {"folder", "credentials", "step"}, with "undoes" and "numbers" for an undo
of that push instead or "imports" for the text of a file to be kept, and forks for each, so that the imports
are paid for once. It answers each with a line: the exit status of the child, negative for a signal.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from app import bootstrap
from app.bootstrap import open_workspace
from app.credentials import Credentials
from app.jobs import JobContext
from app.net.client import Client
from app.net.limits import NoLimit
from app.push import decide, settling
from app.services.proposals import keep_proposal
from app.services.propose_file import propose_text
from app.services.push import push
from app.services.undo_push import undo
from app.settings import Settings
from app.store.database import Database
from app.undo_values import UndoOptions
from app.values import PushOptions
from app.vendors.registry import vendor_named


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _push(json.loads(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201  its answer


def _push(order: Mapping[str, Any]) -> None:
    credentials = Credentials()
    for name in ("credential-of-a-shop", "credential-of-a-desk"):
        credentials.keep_for_session(name, order["credentials"])
    with open_workspace(Path(order["folder"]), credentials=credentials, settings=Settings()) as workspace:
        _kill_at(order["step"])
        if undoes := order.get("undoes"):
            undo(workspace, JobContext(), undoes, UndoOptions(True, frozenset(order["numbers"])))  # noqa: FBT003
            return
        (connection,) = workspace.store.connections.list()
        if text := order.get("imports"):
            kind = vendor_named(connection.vendor).kinds[0].id
            made = propose_text(workspace, JobContext(), text, kind=kind, connection_id=connection.id)
            keep_proposal(workspace, JobContext(), made.id)
            return
        push(workspace, JobContext(), connection.id, PushOptions(is_confirmed=True))


def _kill_at(step: int) -> None:
    """Die right after the given commit or answer, counted together, or just before that commit."""
    steps = count(1)

    def passed() -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    vars(decide)["backoff_seconds"] = lambda tries, random_share: 0.0
    vars(settling)["DISTANCES"] = (0.0, 0.05, 0.1)
    vars(bootstrap)["_limiter"] = lambda vendor, secrets: NoLimit()
    Database.write = _stepping(Database.write, passed)  # type: ignore[method-assign]  # that is the point
    Client.send = _following(Client.send, passed)  # type: ignore[method-assign]  # as above


def _stepping(real: Callable[..., Any], passed: Callable[[], None]) -> Callable[..., Any]:
    @contextmanager
    def write(database: Database, *, urgent: bool = True) -> Iterator[Any]:
        with real(database, urgent=urgent) as sql:
            yield sql
            passed()
        passed()

    return write


def _following(real: Callable[..., Any], passed: Callable[[], None]) -> Callable[..., Any]:
    def send(*args: Any, **kwargs: Any) -> Any:
        attempt = real(*args, **kwargs)
        passed()
        return attempt

    return send


if __name__ == "__main__":
    main()
