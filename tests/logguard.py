"""Tells which log records of a test nobody expected, and which expected ones never came."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class LogGuard(logging.Handler):
    """Collects records of level WARNING and above while it listens on the root logger."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self._expected: list[str] = []

    def __call__(self, text: str) -> None:
        """Expect at least one record with `text` in its message."""
        self._expected.append(text)

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    @contextmanager
    def listening(self) -> Iterator[None]:
        root = logging.getLogger()
        root.addHandler(self)
        try:
            yield
        finally:
            root.removeHandler(self)

    def complaint(self) -> str:
        """Say what was wrong with the log, or nothing."""
        messages = [record.getMessage() for record in self.records]
        unexpected = [
            f"{record.levelname} {record.name}: {record.getMessage()}"
            for record in self.records
            if not any(text in record.getMessage() for text in self._expected)
        ]
        missing = [text for text in self._expected if not any(text in message for message in messages)]
        lines = [f"unexpected log record: {line}" for line in unexpected]
        return "\n".join(lines + [f"expected log record never came: {text}" for text in missing])
