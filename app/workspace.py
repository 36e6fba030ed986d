"""An open workspace: the real parts that every service is handed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from app.values import Connection

if TYPE_CHECKING:
    from app.credentials import Credentials
    from app.net.client import Client
    from app.settings import Settings
    from app.store.store import Store


def _nothing() -> None:
    return


@dataclass
class Workspace:
    """Made by `bootstrap.open_workspace`; `open_client` raises a CredentialError without secrets."""

    folder: Path
    store: Store
    credentials: Credentials
    settings: Settings
    clock: Callable[[], datetime]
    open_client: Callable[[Connection], Client]
    is_writable: bool
    on_close: Callable[[], None] = field(default=_nothing, repr=False)

    def for_a_run(self) -> Workspace:
        """Give the same workspace with the settings as they are now; a run keeps those it began with."""
        return replace(self)

    def close(self) -> None:
        """Let go of the files, then of the writer's lock."""
        try:
            self.store.close()
        finally:
            self.on_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
