"""Fields changed on both sides: which conflicts still stand, how they are kept, and what they say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.records.change import MISSING, Edits, JsonObject, Raw, value_at
from app.records.merge import Conflict, is_unchanged
from app.records.problems import Problem

WHOLE = ""
"""The path of a conflict about the record as a whole: changed here, and no longer there."""


def standing(
    conflicts: Iterable[Conflict], edits: Edits, *, is_deleting: bool, delete_column: str
) -> tuple[Conflict, ...]:
    """Leave out what is no conflict any more: the edit was taken back, or the deletion was."""
    found = []
    for one in conflicts:
        if one.path != WHOLE and one.path in edits:
            found.append(replace(one, mine=edits[one.path]))
        elif (one.path == WHOLE and edits) or (is_deleting and one.path in (WHOLE, delete_column)):
            found.append(one)
    return tuple(found)


def joined(
    before: Sequence[Conflict], fresh: Sequence[Conflict], *, base: JsonObject, edits: Edits
) -> tuple[Conflict, ...]:
    """Add what a newer look found. A place that was in conflict stays so until a person answers, or until
    the vendor holds again what it held at first."""
    first = {one.path: one for one in (*fresh, *before)}
    now = [
        replace(one, mine=edits[path], theirs=value_at(base, path))
        for path, one in first.items()
        if path in edits
    ]
    return tuple(one for one in now if not is_unchanged(one.base, one.theirs))


def problems_of(conflicts: Iterable[Conflict]) -> tuple[Problem, ...]:
    """Say what holds the record back until a person answers."""
    return tuple(Problem(one.path, _words(one)) for one in conflicts)


def dump_conflicts(conflicts: Sequence[Conflict]) -> str:
    """*Shape*: JSON list of {path, base, mine, theirs}; what is absent is left out, which is not null;
    unreadable text of mine is {"raw": text}, everything else of mine {"value": …}."""
    return json.dumps([_plain(one) for one in conflicts], ensure_ascii=False) if conflicts else "[]"


def load_conflicts(text: str) -> tuple[Conflict, ...]:
    return tuple(
        Conflict(one["path"], one.get("base", MISSING), _mine(one.get("mine")), one.get("theirs", MISSING))
        for one in json.loads(text)
    )


def _words(conflict: Conflict) -> str:
    if conflict.path == WHOLE:
        return "Changed here, and the vendor no longer has it. Take theirs to forget the changes."
    return "Changed on both sides since it was read. Take mine or theirs."


def _plain(conflict: Conflict) -> dict[str, Any]:
    sides = {"base": conflict.base, "theirs": conflict.theirs}
    held = {name: value for name, value in sides.items() if value is not MISSING}
    mine = {"raw": conflict.mine.text} if isinstance(conflict.mine, Raw) else {"value": conflict.mine}
    return {"path": conflict.path, "mine": mine, **held}


def _mine(kept: Mapping[str, Any] | None) -> Any:  # noqa: ANN401  any JSON value, or unreadable text
    if kept is None:
        return None
    return Raw(kept["raw"]) if "raw" in kept else kept["value"]
