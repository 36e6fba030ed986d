"""Before- and after-images: the part of a record that edits are about, as the vendor held it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.records.change import JsonObject, copied


def root_of(path: str) -> str:
    """Return the top-level field a path lies in."""
    return path.partition("[")[0].partition(".")[0]


def part_of(record: Mapping[str, Any], paths: Iterable[str]) -> JsonObject:
    """Cut out the top-level fields that paths lie in; what the record does not have stays absent."""
    roots = dict.fromkeys(map(root_of, paths))
    return {root: copied(record[root]) for root in roots if root in record}
