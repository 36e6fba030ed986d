"""What is to be said at the fields of a record: own problems, and what the vendor refused of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.values import Record

REFUSED, EDITED = "refused", "edited"
"""What the vendor said no to, and what it said no to and is not that any more."""
_ICONS = {"error": "problem", "warning": "warning", REFUSED: "refused", EDITED: "retry"}
_TONES = {"error": "error", "warning": "warning", REFUSED: "error", EDITED: "warning"}
_URGENCY = ("error", REFUSED, "warning", EDITED)


@dataclass(frozen=True)
class FieldMark:
    """`severity` is "error", "warning", "refused" or "edited"; `path` as a Problem's."""

    path: str
    message: str
    severity: str

    @property
    def is_open(self) -> bool:
        """Tell whether somebody should look at the field."""
        return self.severity != EDITED

    @property
    def tone(self) -> str:
        return tone_of(self.severity)


def tone_of(severity: str) -> str:
    """Name the colours of a mark: "error" or "warning"; "" for none."""
    return _TONES.get(severity, "")


def icon_of(severity: str) -> str:
    return _ICONS.get(severity, "")


def marks_in(record: Record) -> tuple[FieldMark, ...]:
    """List what is to be said, the most urgent first."""
    found = [FieldMark(one.path, one.message, one.severity.value) for one in record.problems]
    found += _refusals(record)
    return tuple(sorted(found, key=lambda mark: _URGENCY.index(mark.severity)))


def most_urgent(marks: Sequence[FieldMark]) -> Mapping[str, FieldMark]:
    """*Shape*: path → the first of its marks."""
    return {mark.path: mark for mark in reversed(marks)}


def _refusals(record: Record) -> Iterator[FieldMark]:
    """What is not pending any more was taken back: nothing is left to say of it."""
    for refusal in record.refusals if record.change else ():
        if refusal.is_about(record.base, record.edits):
            yield FieldMark(refusal.path, f"The vendor refused it: {refusal.message}", REFUSED)
        else:
            words = f"Was refused, not sent since. The vendor said: {refusal.message}"
            yield FieldMark(refusal.path, words, EDITED)
