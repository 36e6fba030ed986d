"""What a vendor refused of a record: the field it named, its words, and the value they were about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.records.change import MISSING, JsonObject, Raw, Value
from app.records.held import held_at


@dataclass(frozen=True)
class Refusal:
    """`path` is the field's path in the record, or a list's where its element is not known.

    `sent` is what the place held when it was refused, as JSON: "" for nothing.
    """

    path: str
    message: str
    sent: str = ""

    def is_about(self, base: JsonObject, edits: Mapping[str, Value]) -> bool:
        """Tell whether the record still holds there what was refused; an edit makes it something else."""
        return as_sent(held_at(base, edits, self.path)) == self.sent


def refusal_of(path: str, message: str, base: JsonObject, edits: Mapping[str, Value]) -> Refusal:
    """Keep words with the value that they are about."""
    return Refusal(path, message, as_sent(held_at(base, edits, path)))


def as_sent(value: Any) -> str:  # noqa: ANN401  any JSON value
    """Write a value so that it can be compared later."""
    if value is MISSING:
        return ""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_raw_text)


def dump_refusals(refusals: Iterable[Refusal]) -> str:
    """*Shape*: JSON list of [path, message, sent]."""
    found = [[one.path, one.message, one.sent] for one in refusals]
    return json.dumps(found, ensure_ascii=False) if found else "[]"


def load_refusals(text: str) -> tuple[Refusal, ...]:
    return () if text == "[]" else tuple(Refusal(*one) for one in json.loads(text))


def dump_by_record(refusals: Mapping[int, Iterable[Refusal]]) -> str:
    """*Shape*: JSON object of record id → list of [path, message, sent]."""
    found = {str(record_id): json.loads(dump_refusals(some)) for record_id, some in refusals.items() if some}
    return json.dumps(found, ensure_ascii=False) if found else ""


def load_of_record(text: str, record_id: int) -> tuple[Refusal, ...]:
    """Read those of one record out of what `dump_by_record` wrote."""
    return tuple(Refusal(*one) for one in json.loads(text).get(str(record_id), ())) if text else ()


def _raw_text(value: Any) -> str:  # noqa: ANN401  json calls it with what it cannot write
    if isinstance(value, Raw):
        return value.text
    raise TypeError(f"{type(value).__name__} in a record")
