"""What is wrong with a field or a record, in words that carry the remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """`path` is the field's path in the record ("" for the record as a whole)."""

    path: str
    message: str
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def warning(path: str, message: str) -> Problem:
    return Problem(path, message, Severity.WARNING)
