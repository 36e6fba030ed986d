"""One keyring call on a daemon thread of its own, with a deadline, since a prompt may block it for ever."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from app.errors import KeyringTimeout

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Call(Generic[T]):
    """Runs `work` beside the caller, who waits for a bounded time and then drops the answer.

    `work` gets this call, may set `expects_prompt` while it runs, and looks at `is_wanted` before it
    changes anything. When it ends after the caller left, `undo` hears the error it ended with, or None.
    """

    def __init__(
        self, work: Callable[[Call[T]], T], *, undo: Callable[[BaseException | None], None] | None = None
    ) -> None:
        self.expects_prompt = False
        self._work = work
        self._undo = undo
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._given_up = False
        self._value: list[T] = []
        self._error: BaseException | None = None

    def is_wanted(self) -> bool:
        return not self._given_up

    def wait(self, *, answer_seconds: float, prompt_seconds: float) -> T:
        """Start, and give the answer or raise its error; KeyringTimeout when neither comes in time."""
        threading.Thread(target=self._run, name="keyring", daemon=True).start()
        if not self._ended.wait(answer_seconds) and self.expects_prompt:
            self._ended.wait(max(prompt_seconds - answer_seconds, 0))
        with self._lock:
            self._given_up = not self._ended.is_set()
        if self._given_up:
            raise KeyringTimeout(
                "The keyring of this computer did not answer in time; a late answer is dropped.",
                remedy="Answer its password prompt, or use the credentials for this session only.",
            )
        if self._error is not None:
            raise self._error
        return self._value[0]

    def _run(self) -> None:
        try:
            self._value.append(self._work(self))
        except BaseException as error:  # raised again in the caller's thread
            self._error = error
        with self._lock:
            if not self._given_up:
                self._ended.set()
                return
        self._take_back()

    def _take_back(self) -> None:
        _log.info("The keyring answered after nobody waited any more; the answer was dropped.")
        if self._undo is None:
            return
        try:
            self._undo(self._error)
        except Exception as error:  # nobody is left to be told
            _log.warning("A late keyring entry could not be taken back: %s", type(error).__name__)
