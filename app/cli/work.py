"""Long work in a terminal: progress on stderr while somebody watches, Stop by SIGINT."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from typing_extensions import override

from app.cli.console import Console
from app.jobs import Halt, JobContext

_SECONDS_BETWEEN = 0.5
_STOPPING = "Stopping: nothing new is sent, what is on its way is waited for."
_STILL_STOPPING = "Still waiting for what was already sent; its answer decides the outcome."


class TerminalContext(JobContext):
    """A job's context that tells a watching person how far it is, and asks that person for a sign-in.

    `ask_sign_in` gets the words to ask with and says whether to go on. The program's own thread asks, at its
    next report; the run's others wait for the answer.
    """

    def __init__(self, console: Console, ask_sign_in: Callable[[str], bool] | None = None) -> None:
        super().__init__(answers=() if ask_sign_in is None else {Halt.SIGN_IN})
        self._console = console
        self._ask_sign_in = ask_sign_in
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
        if halt is Halt.SIGN_IN and self._ask_sign_in is not None:
            self._ask(text)
        elif self._is_watched and time.monotonic() - self._told_at >= _SECONDS_BETWEEN:
            self._told_at = time.monotonic()
            self._console.hint(_progress(done, total, text, counts or {}))

    def _ask(self, words: str) -> None:
        if self._ask_sign_in is None or threading.current_thread() is not threading.main_thread():
            return
        try:
            goes_on = self._ask_sign_in(words)
        except BaseException:
            self.cancel()  # the run's threads wait for an answer that does not come any more
            raise
        if goes_on:
            self.go_on()
        else:
            self._console.hint(_STOPPING)
            self.cancel()


def _progress(done: int, total: int | None, text: str, counts: Mapping[str, int]) -> str:
    parts = [f"{done} of {total}" if total else str(done), text]
    parts += [f"{number} {name}" for name, number in counts.items() if number]
    return ", ".join(part for part in parts if part)


@contextmanager
def stoppable(console: Console, *, ask_sign_in: Callable[[str], bool] | None = None) -> Iterator[JobContext]:
    """Give a context that SIGINT and SIGTERM cancel; a second one changes nothing, the wait is bounded."""
    context = TerminalContext(console, ask_sign_in)

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
