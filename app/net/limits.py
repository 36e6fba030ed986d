"""The rate limit of a token, shared by all processes of this user through one locked slot file."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from app.jobs import JobContext
from app.net.clocks import passing_seconds

ReportWait = Callable[[float], None]

# A request counts from its answer, so that it arrived earlier than that; the rest is for clocks.
_MARGIN_SECONDS = 0.01
_STEP_SECONDS = 0.25


class Slot(Protocol):
    """The right to send one request now."""

    def confirm(self, context: JobContext) -> None:
        """Take the slot for this moment, waiting anew when connecting took longer than it lasts."""

    def touch(self) -> None:
        """Count the request from this moment on: its first byte leaves now."""


class Limiter(Protocol):
    """Hands out slots; waiting for one ends at once when the job is stopped."""

    def acquire(self, context: JobContext, report_wait: ReportWait | None = None) -> Slot: ...


class NoLimit:
    """For a vendor that documents no limit; it is its own slot."""

    def acquire(self, context: JobContext, report_wait: ReportWait | None = None) -> NoLimit:  # noqa: ARG002 - Limiter
        context.checkpoint()
        return self

    def confirm(self, context: JobContext) -> None:
        context.checkpoint()

    def touch(self) -> None:
        return


class SlotFile:
    """Never lets more than `count` requests of a token leave in any window, whoever sends them.

    The clock is one for the whole system that no sleep of the machine stops. The file is a JSON list of
    [seconds, slot id].
    """

    def __init__(
        self,
        folder: Path,
        token: str,
        *,
        count: int,
        window_seconds: float = 1.0,
        clock: Callable[[], float] = passing_seconds,
    ) -> None:
        self._count = count
        self._window = window_seconds + _MARGIN_SECONDS
        self._clock = clock
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = hmac.new(_user_key(folder), token.encode(), hashlib.sha256).hexdigest()[:32]
        self._path = folder / f"{name}.slots"

    def acquire(self, context: JobContext, report_wait: ReportWait | None = None) -> _FileSlot:
        """Wait for a slot; `report_wait` hears the seconds that are left."""
        slot = _FileSlot(self, secrets.token_hex(8))
        self.wait_for(slot.id, context, report_wait)
        return slot

    def wait_for(self, slot_id: str, context: JobContext, report_wait: ReportWait | None = None) -> None:
        """Enter the slot as soon as the window has room for it."""
        while (wait := self._enter(slot_id, context)) > 0:
            if report_wait is not None:
                report_wait(wait)
            context.sleep(min(wait, _STEP_SECONDS))
        context.checkpoint()

    def move(self, slot_id: str, context: JobContext) -> bool:
        """Bring a slot that still counts forward to now; False when its window has passed."""
        with self._locked(context):
            stamps = self._read()
            if slot_id not in stamps:
                return False
            stamps[slot_id] = self._clock()
            self._write(stamps)
            return True

    def count_again(self, slot_id: str) -> None:
        """Count a slot from now on, also one whose window has passed: its request may have arrived just now."""
        with self._locked(JobContext()):
            self._write({**self._read(), slot_id: self._clock()})

    def _enter(self, slot_id: str, context: JobContext) -> float:
        """Enter the slot, or give the seconds until it is worth trying again."""
        with self._locked(context):
            stamps = self._read()
            now = self._clock()
            if len(stamps) < self._count:
                self._write({**stamps, slot_id: now})
                return 0.0
            leaving = sorted(stamps.values())[len(stamps) - self._count]
            return max(leaving + self._window - now, 0.001)

    def _read(self) -> dict[str, float]:
        now = self._clock()
        try:
            stamps = _stamps(json.loads(self._path.read_text("ascii")))
        except FileNotFoundError:
            return {}
        except (ValueError, TypeError):
            # Whoever wrote here died at it: take it that the window is full.
            stamps = {f"lost-{number}": now for number in range(self._count)}
            self._write(stamps)
            return stamps
        # A stamp in the future is from before a restart of this machine: it counts from now.
        if any(stamp > now for stamp in stamps.values()):
            stamps = {slot_id: min(stamp, now) for slot_id, stamp in stamps.items()}
            self._write(stamps)
        return {slot_id: stamp for slot_id, stamp in stamps.items() if now - stamp < self._window}

    def _write(self, stamps: dict[str, float]) -> None:
        data = json.dumps([[stamp, slot_id] for slot_id, stamp in stamps.items()])
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(data)

    @contextmanager
    def _locked(self, context: JobContext) -> Iterator[None]:
        """Hold the lock; a holder that crashed lost it with its process."""
        lock = FileLock(self._path.with_suffix(".lock"), mode=0o600, poll_interval=0.01)
        while not _acquired(lock):
            context.checkpoint()
        try:
            yield
        finally:
            lock.release()

    def __repr__(self) -> str:
        return f"SlotFile({self._count} in {self._window:.2f} s)"


class _FileSlot:
    def __init__(self, file: SlotFile, slot_id: str) -> None:
        self.id = slot_id
        self._file = file

    def confirm(self, context: JobContext) -> None:
        if not self._file.move(self.id, context):
            self._file.wait_for(self.id, context)

    def touch(self) -> None:
        # The job may have been stopped meanwhile, but this request is on its way, or was a moment ago.
        self._file.count_again(self.id)


def _stamps(content: object) -> dict[str, float]:
    """Read `[[stamp, slot id], …]`. Raises ValueError or TypeError for anything else that JSON can say."""
    if not isinstance(content, list):
        raise TypeError("no list")
    return {str(slot_id): float(stamp) for stamp, slot_id in content}


def _acquired(lock: FileLock) -> bool:
    try:
        lock.acquire(timeout=_STEP_SECONDS)
    except Timeout:
        return False
    return True


def _user_key(folder: Path) -> bytes:
    """Give this user's random key, made at the first use, so that no file name reveals a token."""
    path = folder / "names.key"
    with FileLock(folder / "names.lock", mode=0o600):
        if path.exists() and len(key := path.read_bytes()) == 32:
            return key
        key = secrets.token_bytes(32)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
        return key
