"""Frozen values of taking edits back: steps, what each did to a record, and that as text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.records.change import MISSING, dump_edits, load_edits
from app.records.conflicts import dump_conflicts, load_conflicts
from app.records.held import held_at
from app.values import BaseState, Record


@dataclass(frozen=True)
class EditStep:
    """One thing that a person did. `title` names it, such as “paste of 12 cells”.

    With an `operation_id` it is the keeping of a file, which added records from `first_id` to `last_id`.
    """

    id: int
    kind: str
    connection_id: int
    title: str
    operation_id: int = 0
    first_id: int = 0
    last_id: int = 0


@dataclass(frozen=True)
class EditChange:
    """What a step did to one record; "" where there was none."""

    record_id: int
    before: str
    after: str


def state_of(record: Record | None) -> str:
    """Write what a person edits in a record, and a fingerprint of the base that it is meant for."""
    if record is None:
        return ""
    state = {
        "edits": dump_edits(record.edits),
        "directives": dict(record.directives),
        "is_deleting": record.is_deleting,
        "conflicts": dump_conflicts(record.conflicts),
        "base_state": record.base_state.value,
        "base": _fingerprint(record),
    }
    return json.dumps(state, ensure_ascii=False, sort_keys=True)


def with_state(record: Record, state: str) -> Record:
    """Give a record the state that was written; its base stays."""
    found = json.loads(state)
    return replace(
        record,
        edits=load_edits(found["edits"]),
        directives=found["directives"],
        is_deleting=found["is_deleting"],
        conflicts=load_conflicts(found["conflicts"]),
        base_state=BaseState(found["base_state"]),
    )


@dataclass(frozen=True)
class Search:
    """What to find and what to write instead; `column` is a canonical one, "" for every text of a record."""

    text: str
    instead: str = ""
    column: str = ""
    matches_case: bool = False
    is_whole: bool = False


@dataclass(frozen=True)
class Replacement:
    """One value that is to be replaced: old → new at a place of a record."""

    record_id: int
    key: str
    path: str
    old: str
    new: str


@dataclass(frozen=True)
class Found:
    """What a search came to. `records` have a match, `closed` counts matches that cannot be written to."""

    replacements: tuple[Replacement, ...]
    records: int = 0
    closed: int = 0


@dataclass(frozen=True)
class Replaced:
    """How many values and records were written; `left` are values that changed since or may not be so."""

    values: int
    records: int
    left: int = 0


@dataclass(frozen=True)
class OldValue:
    """What a field held once. `how` is "held" (by the vendor now), "edited", "sent" or "before" (a push).

    `at` is None for what is so now; `title` names the edit, `push_id` the push.
    """

    value: Any
    text: str
    at: datetime | None
    how: str
    title: str = ""
    push_id: int = 0


def value_in_state(record: Record, state: str, path: str) -> Any:  # noqa: ANN401  any JSON value
    """Read a place of a record as it was in a written state; MISSING where that is not known any more."""
    if not state:
        return MISSING
    found = json.loads(state)
    edits = load_edits(found["edits"])
    if found["base"] == _fingerprint(record):
        return held_at(record.base, edits, path)
    return edits.get(path, MISSING)


def _fingerprint(record: Record) -> str:
    base = json.dumps(record.base, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(base.encode()).hexdigest()[:16]
