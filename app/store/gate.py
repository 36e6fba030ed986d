"""The order in which threads write: one at a time, urgent ones before bulk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class WriteGate:
    """Lets one writer in; while an urgent one waits, no bulk one enters."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._holder: int | None = None
        self._urgent_waiting = 0

    @contextmanager
    def entered(self, *, urgent: bool) -> Iterator[None]:
        self._enter(urgent=urgent)
        try:
            yield
        finally:
            with self._condition:
                self._holder = None
                self._condition.notify_all()

    def _enter(self, *, urgent: bool) -> None:
        me = threading.get_ident()
        if self._holder == me:
            raise RuntimeError("This thread writes already: pass its connection on instead.")
        with self._condition:
            self._urgent_waiting += urgent
            try:
                self._condition.wait_for(lambda: self._is_free_for(urgent=urgent))
                self._holder = me
            finally:
                self._urgent_waiting -= urgent

    def _is_free_for(self, *, urgent: bool) -> bool:
        return self._holder is None and (urgent or not self._urgent_waiting)
