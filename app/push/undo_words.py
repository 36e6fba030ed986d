"""What an undo says of what it does not reverse: kept because somebody touched it, or impossible and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from app.records.cells import write_cell
from app.records.change import MISSING
from app.store.undos import LeftWords

_MOST_CHARACTERS = 60
_MOST_TOLD = 3


@dataclass(frozen=True)
class Words:
    """Sentences about one record, each once."""

    why_kept: tuple[str, ...] = ()
    why_impossible: tuple[str, ...] = ()

    def kept(self, sentence: str) -> Self:
        return self if sentence in self.why_kept else replace(self, why_kept=(*self.why_kept, sentence))

    def impossible(self, sentence: str) -> Self:
        if sentence in self.why_impossible:
            return self
        return replace(self, why_impossible=(*self.why_impossible, sentence))

    @property
    def as_left(self) -> LeftWords:
        return LeftWords(_told(self.why_kept), _told(self.why_impossible))

    def __bool__(self) -> bool:
        return bool(self.why_kept or self.why_impossible)


def shown_value(value: object) -> str:
    """Show a value within a sentence."""
    if value is MISSING:
        return "absent"
    if value in (None, "", []):
        return "empty"
    if isinstance(value, dict | list):
        return "another"
    text = write_cell(value)
    return f"“{text[:_MOST_CHARACTERS]}{'…' if len(text) > _MOST_CHARACTERS else ''}”"


def _told(sentences: tuple[str, ...]) -> str:
    more = len(sentences) - _MOST_TOLD
    return " ".join([*sentences[:_MOST_TOLD], *([f"And {more} more."] if more > 0 else [])])
