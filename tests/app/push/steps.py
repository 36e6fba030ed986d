"""A push that meets trouble at its n-th step: right before or after a commit, or after an answer."""

from __future__ import annotations

import resource
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.net.client import Client
from app.store.database import Database

Trouble = Callable[[], None]


class Killed(BaseException):
    """The process is dead: it writes nothing and sends nothing any more."""


class Steps:
    """Counts the steps of a push and calls for trouble at one of them; safe from several threads.

    Trouble that has to write itself is `outside` of the push's own transactions.
    """

    def __init__(self, step: int, trouble: Trouble, *, outside: bool = False) -> None:
        self._left = step
        self._trouble = trouble
        self._outside = outside
        self._lock = threading.Lock()

    @property
    def were_enough(self) -> bool:
        """Tell whether the push went as far as that step."""
        return self._left <= 0

    def passed(self) -> None:
        with self._lock:
            self._left -= 1
            is_due = self._left == 0
        if is_due:
            self._trouble()

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Count every commit twice, right before it and after it, and every answer."""
        real_write, real_send = Database.write, Client.send

        @contextmanager
        def write(database: Database, *, urgent: bool = True) -> Iterator[Any]:
            with real_write(database, urgent=urgent) as sql:
                yield sql
                if not self._outside:
                    self.passed()
            self.passed()

        def send(*args: Any, **kwargs: Any) -> Any:
            attempt = real_send(*args, **kwargs)
            self.passed()
            return attempt

        patch.setattr(Database, "write", write)
        patch.setattr(Client, "send", send)


class Death:
    """What a kill leaves: from then on every write and every request of the process fails."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch

    def __call__(self) -> None:
        self._patch.setattr(Database, "write", _dead)
        self._patch.setattr(Client, "send", _dead)
        raise Killed


def _dead(*_: Any, **__: Any) -> Any:
    raise Killed


class FullDisk:
    """From then on no file of this process can grow, so that no commit succeeds."""

    def __init__(self) -> None:
        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def __call__(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1, self._before[1]))

    def heal(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._before)


class LockedDatabase:
    """From then on another program holds the database."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._other: sqlite3.Connection | None = None

    def __call__(self) -> None:
        self._other = sqlite3.connect(self._path, timeout=10, isolation_level=None, check_same_thread=False)
        self._other.execute("BEGIN IMMEDIATE")

    def heal(self) -> None:
        if self._other is not None:
            self._other.close()
