"""Long work in a terminal: progress on stderr while somebody watches, Stop by SIGINT."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from typing_extensions import override

from app.cli.console import Console
from app.jobs import Halt, JobContext

_SECONDS_BETWEEN = 0.5
_STOPPING = "Stopping: nothing new is sent, what is on its way is waited for."
_STILL_STOPPING = "Still waiting for what was already sent; its answer decides the outcome."


class TerminalContext(JobContext):
    """A job's context that tells a watching person how far it is."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._is_watched = sys.stderr.isatty()
        self._told_at = 0.0

    @override
    def report(
        self,
        done: int,
        total: int | None = None,
        text: str = "",
        counts: Mapping[str, int] | None = None,
        *,
        halt: Halt = Halt.NONE,
    ) -> None:
        super().report(done, total, text, counts, halt=halt)
        now = time.monotonic()
        if self._is_watched and now - self._told_at >= _SECONDS_BETWEEN:
            self._told_at = now
            self._console.hint(_progress(done, total, text, counts or {}))


def _progress(done: int, total: int | None, text: str, counts: Mapping[str, int]) -> str:
    parts = [f"{done} of {total}" if total else str(done), text]
    parts += [f"{number} {name}" for name, number in counts.items() if number]
    return ", ".join(part for part in parts if part)


@contextmanager
def stoppable(console: Console) -> Iterator[JobContext]:
    """Give a context that SIGINT and SIGTERM cancel; a second one changes nothing, the wait is bounded."""
    context = TerminalContext(console)

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  as signals call it
        console.hint(_STILL_STOPPING if context.is_cancelled else _STOPPING)
        context.cancel()

    wanted = (signal.SIGINT, signal.SIGTERM)
    before = {each: signal.signal(each, stop) for each in wanted}
    try:
        yield context
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
