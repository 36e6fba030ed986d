"""The command line at a real terminal: a pty that a test reads and types into."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from tests.e2e.command_line import PROGRAM, ROOT, SECONDS

_INTERRUPT = "\x03"
# The new session takes the pty as its terminal, as a shell's window does; then it becomes the program.
_ON_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)


class Terminal:
    """One program at one terminal; `said` is all that its screen showed, whatever is typed and echoed too."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int) -> None:
        self._process = process
        self._screen = screen
        self._read_to = 0
        self.said = ""

    def expect(self, text: str) -> None:
        """Read on until the screen shows a text after the last one. *Raises* AssertionError."""
        give_up_at = time.monotonic() + SECONDS
        while text not in self.said[self._read_to :]:
            assert self._is_read_on(give_up_at), f"“{text}” never came:\n{self.said}"
        self._read_to = self.said.index(text, self._read_to) + len(text)

    def type(self, line: str) -> None:
        """Type a line and Enter."""
        os.write(self._screen, f"{line}\n".encode())

    def interrupt(self) -> None:
        """Press Ctrl+C."""
        os.write(self._screen, _INTERRUPT.encode())

    def wait(self) -> int:
        """Read to the end; returns the exit code."""
        give_up_at = time.monotonic() + SECONDS
        while self._is_read_on(give_up_at):
            pass
        return self._process.wait(SECONDS)

    def _is_read_on(self, give_up_at: float) -> bool:
        left = give_up_at - time.monotonic()
        ready, _, _ = select.select([self._screen], [], [], max(left, 0.0))
        piece = b""
        if ready:
            with suppress(OSError):  # what Linux says once nobody has the other end any more
                piece = os.read(self._screen, 65_536)
        self.said += piece.decode("utf-8", "replace")
        return bool(piece)


@contextmanager
def at_terminal(words: Sequence[str], env: Mapping[str, str]) -> Iterator[Terminal]:
    """Run a command at a terminal; when the block ends it is killed, if it has not ended by itself."""
    screen, keys = os.openpty()
    command = [sys.executable, "-c", _ON_TERMINAL, *PROGRAM, *words]
    try:
        with subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=keys, stdout=keys, stderr=keys, start_new_session=True
        ) as process:
            os.close(keys)
            try:
                yield Terminal(process, screen)
            finally:
                process.kill()
    finally:
        os.close(screen)
