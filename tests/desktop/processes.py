"""Starts the real programs of a test desktop and ends each by its process group."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from tests.desktop.system import System

PAUSE_SECONDS = 0.05
Found = TypeVar("Found")


def wait_for(look: Callable[[], Found | None], what: str, *, seconds: float = 15) -> Found:
    """Return the first true answer of `look`; fail the test with `what` when none comes in time."""
    deadline = time.monotonic() + seconds
    while True:
        if found := look():
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(PAUSE_SECONDS)


class Running(Protocol):
    """A program whose end can be waited for."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...


@dataclass(frozen=True)
class Opened:
    """A program that something else started, such as a file manager; nobody here hears its exit code."""

    pid: int

    def poll(self) -> int | None:
        status = Path("/proc", str(self.pid), "status")
        try:
            return 0 if "State:\tZ" in status.read_text(encoding="utf-8") else None
        except FileNotFoundError:
            return 0

    def wait(self, timeout: float | None = None) -> int:
        wait_for(lambda: self.poll() is not None, f"the end of {self.pid}", seconds=timeout or 15)
        return 0


class Processes:
    """Programs that are ended together, the last one first; what they print goes to files in `logs`."""

    def __init__(self, logs: Path, system: System | None = None) -> None:
        self.logs = logs
        self._system = system or System()
        self._running: list[subprocess.Popen[bytes]] = []

    def start(
        self,
        command: Sequence[str | os.PathLike[str]],
        *,
        env: Mapping[str, str],
        keeps: tuple[int, ...] = (),
        text_in: bytes = b"",
    ) -> subprocess.Popen[bytes]:
        """Start a program in a group of its own; `keeps` are file descriptors that it inherits."""
        words = [os.fspath(word) for word in command]
        with (self.logs / f"{len(self._running)}-{Path(words[0]).name}.log").open("wb") as log:
            process = subprocess.Popen(
                self._system.command(words),
                env=env,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=keeps,
                start_new_session=True,
            )
        self._running.append(process)
        assert process.stdin is not None
        process.stdin.write(text_in)
        process.stdin.close()
        return process

    def start_announcing(self, command: Sequence[str], option: str, *, env: Mapping[str, str]) -> str:
        """Start a program that writes where it can be reached to the descriptor given as `option`."""
        reader, writer = os.pipe()
        self.start([*command, option.format(writer)], env=env, keeps=(writer,))
        os.close(writer)
        with os.fdopen(reader) as announced:
            line = announced.readline().strip()
        assert line, f"{command[0]} did not start; see {self.logs}"
        return line

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """End one program and what it started, gently first."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, number)
                process.wait(timeout=5)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        process.wait(timeout=5)
        if process in self._running:
            self._running.remove(process)

    def stop_all(self) -> None:
        for process in reversed(self._running.copy()):
            self.stop(process)
