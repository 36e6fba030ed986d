"""What the commands of one run share: the console, the workspace folder and how it is opened."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app import log
from app.cli.console import Console
from app.errors import UsageError
from app.settings import data_paths
from app.values import Connection
from app.vendors.registry import vendor_named

if TYPE_CHECKING:
    from app.workspace import Workspace

MOST_BYTES_OF_CREDENTIALS = 64 * 1024


@dataclass
class Session:
    """One run of the program."""

    console: Console
    folder: Path | None = None

    @contextmanager
    def workspace(self, *, writable: bool) -> Iterator[Workspace]:
        """Open the workspace; reading takes no lock and works beside the window."""
        from app.bootstrap import open_workspace  # noqa: PLC0415  a second of imports that many commands do not need

        log_to_file()
        workspace = open_workspace(self.folder, writable=writable)
        try:
            yield workspace
        finally:
            workspace.close()


def log_to_file() -> None:
    """Keep what goes wrong in the user's log; commands without a workspace leave none behind."""
    log.setup(data_paths().logs)


def connection_named(workspace: Workspace, name: str) -> Connection:
    """Find a connection. *Raises* NotFound."""
    return workspace.store.connections.named(name)


def use_for_session(workspace: Workspace, connection: Connection, source: str | None) -> None:
    """Take the credentials of this run from a file or stdin; they are kept in memory only."""
    if source is not None:
        secrets = credentials_from(source, connection.vendor)
        workspace.credentials.keep_for_session(connection.credential_id, secrets)


def credentials_from(source: str | None, vendor_id: str) -> dict[str, str]:
    """Read the sign-in of a vendor as a JSON object from a file, or from stdin for `-` and None.

    *Raises* UsageError without repeating anything of it.
    """
    vendor = vendor_named(vendor_id)
    given = _object(_read(source), source)
    names = [field.name for field in vendor.credentials]
    missing = [name for name in names if not isinstance(given.get(name), str) or not given[name]]
    if missing:
        raise UsageError(
            f"The credentials lack {', '.join(missing)}.",
            remedy=f"{vendor.title} needs a JSON object with {', '.join(names)}.",
        )
    return {name: str(given[name]) for name in names}


def _read(source: str | None) -> str:
    try:
        if source in (None, "-"):
            return sys.stdin.read(MOST_BYTES_OF_CREDENTIALS)
        with Path(str(source)).open(encoding="utf-8-sig") as file:
            return file.read(MOST_BYTES_OF_CREDENTIALS)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The credentials cannot be read from {source or 'standard input'}.") from error


def _object(text: str, source: str | None) -> Mapping[str, object]:
    try:
        given = json.loads(text)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        where = "standard input" if source in (None, "-") else source
        raise UsageError(f"There is no JSON object of credentials on {where}.") from None
    return given
