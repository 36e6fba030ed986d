"""Reading one place of a record as it is now, whatever the edits call it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.records.change import JsonObject, Value, opened, value_at


def held_at(base: JsonObject, edits: Mapping[str, Value], path: str) -> Any:  # noqa: ANN401  any JSON value
    """Read a place of the working copy; also in a new element, which only the edits know by that name."""
    if path in edits:
        return edits[path]
    working = opened(base, edits)
    element, bracket, name = path.rpartition("].")
    if f"{element}]" in working.touched and bracket:
        return value_at(working.touched[f"{element}]"], name)
    return value_at(working.record, path)
