"""One writer per workspace: an operating system lock, and beside it who holds it."""

from __future__ import annotations

import json
import os
import socket
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from app.errors import WorkspaceBusy
from app.store.translate import unwritable

LOCK_NAME = "writer.lock"
HOLDER_NAME = "writer.json"
_GLANCE_SECONDS = 0.25  # the self-check holds the lock for a moment to see whether it is free


class WriterLock:
    """Held while a workspace is open for writing; the operating system frees it when the process ends."""

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / LOCK_NAME, mode=0o600)
        self._holder = folder / HOLDER_NAME

    def take(self, *, now: datetime, program: str, wait_seconds: float = _GLANCE_SECONDS) -> None:
        """*Raises* WorkspaceBusy, which names the holder, and StoreFull where nothing can be written."""
        about = {"pid": os.getpid(), "host": socket.gethostname(), "since": now.isoformat(), "program": program}
        try:
            self._lock.acquire(timeout=wait_seconds)
            _write_private(self._holder, json.dumps(about))
        except Timeout as error:
            raise _busy(holder_of(self._holder.parent)) from error
        except OSError as error:
            self._lock.release()
            raise unwritable() from error

    def release(self) -> None:
        if self._lock.is_locked:
            self._holder.unlink(missing_ok=True)
            self._lock.release()


def is_held(folder: Path) -> bool:
    """Tell whether some process writes to the workspace right now."""
    if not (folder / LOCK_NAME).exists():
        return False
    lock = FileLock(folder / LOCK_NAME, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


def holder_of(folder: Path) -> dict[str, Any]:
    """*Shape*: pid, host, since (ISO 8601), program; empty when nobody left a word."""
    with suppress(OSError, ValueError):
        found = json.loads((folder / HOLDER_NAME).read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return found
    return {}


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def _busy(holder: dict[str, Any]) -> WorkspaceBusy:
    who = "Another Counterfoil"
    if holder:
        since = str(holder.get("since", ""))[:16].replace("T", " ")
        about = f"process {holder.get('pid')} on {holder.get('host')}, since {since} UTC"
        who = f"{holder.get('program') or who} ({about})"
    return WorkspaceBusy(f"{who} has this workspace open for writing.", remedy="Close it there and try again.")
