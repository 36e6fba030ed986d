"""One field of all rows of a file: taken out, or the only one that is read."""

from __future__ import annotations

from collections.abc import Sequence

from app.intake.matching import choose
from app.intake.values import RECORD_COLUMN, ColumnMatch, Mapping
from app.vendors.declaration import Kind


def without_field(mapping: Sequence[ColumnMatch], path: str) -> Mapping:
    """Return the mapping with nothing that feeds a field."""
    left = tuple(one for one in mapping if not (one.is_fixed and one.column == path))
    for match in left:
        if match.column == path:
            left = choose(left, match.index, "")
    return left


def only_field(kind: Kind, mapping: Sequence[ColumnMatch], path: str) -> Mapping:
    """Return the mapping with what feeds a field, and what tells its records and elements apart."""
    wanted = {path, *_telling(kind, path)}
    left = tuple(one for one in mapping if not one.is_fixed or one.column in wanted)
    for match in left:
        if match.column and match.column not in wanted:
            left = choose(left, match.index, "")
    return left


def _telling(kind: Kind, path: str) -> set[str]:
    column = kind.column_by_path[path]
    above = [one for one in kind.list_keys if f"{column.list_path}.".startswith(f"{one}.")]
    names = {f"{one}.{name}" for one in above for name in kind.list_keys[one]}
    return {kind.key_column, *kind.other_keys, RECORD_COLUMN, *names}
