"""What tells records apart whose problems could differ: places that are filled, values that are checked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.intake.again_places import Places, Unusual, elements_of, value_in
from app.records.change import MISSING, JsonObject
from app.records.checks import is_blank
from app.records.columns import Column
from app.vendors.declaration import Kind

_MEMORY = 20_000


class Shapes:
    """Writes down the shape of records of one kind; those of one shape have the same problems.

    See `Kind.checked_columns`.
    """

    def __init__(self, kind: Kind, places: Places) -> None:
        self._places = places
        self._told_paths: dict[tuple[str, ...], tuple[bool, ...]] = {}
        named = {f"{path}.{name}" for path, names in kind.list_keys.items() for name in names}
        self._told = named | (kind.checked_columns or frozenset())
        own = [one for one in kind.scalar_columns if one.path != kind.delete_column]
        self._own = self._looks((one.path, one) for one in own)
        listed: dict[str, list[Column]] = {}
        for one in kind.columns:
            if one.list_path:
                listed.setdefault(one.list_path, []).append(one)
        self._lists = {path: self._looks((one.name, one) for one in some) for path, some in listed.items()}

    def of_base(self, base: JsonObject) -> Hashable:
        """*Raises* Unusual for what has no shape."""
        if not base:
            return ()
        listed = (
            tuple([look.of(element) for element in elements_of(base, path)])
            for path, look in self._lists.items()
        )
        return self._own.of(base), *listed

    def of_edits(self, edits: Mapping[str, Any]) -> Hashable:
        """*Raises* Unusual for what has no shape."""
        paths = tuple(edits)
        are_told = self._told_paths.get(paths)
        if are_told is None:
            if len(self._told_paths) >= _MEMORY:
                self._told_paths.clear()
            are_told = tuple(self._places.of(path).column.path in self._told for path in paths)
            self._told_paths[paths] = are_told
        return paths, tuple(map(_told, edits.values(), are_told))

    def _looks(self, columns: Iterable[tuple[str, Column]]) -> _Looks:
        filled, others = list[str](), list[tuple[tuple[str, ...], bool]]()
        for name, column in columns:
            is_told = column.path in self._told
            if is_told or "." in name:
                others.append((tuple(name.split(".")), is_told))
            else:
                filled.append(name)
        return _Looks(tuple(filled), tuple(others))


@dataclass(frozen=True)
class _Looks:
    """What is looked at in an object: whether fields of its own are filled, and other places."""

    filled: tuple[str, ...]
    others: tuple[tuple[tuple[str, ...], bool], ...]

    def of(self, held: JsonObject) -> Hashable:
        others = tuple([_told(value_in(held, steps), is_told) for steps, is_told in self.others])
        return tuple(map(is_blank, map(held.get, self.filled))), others


def _told(value: Any, is_told: bool) -> Hashable:  # noqa: ANN401, FBT001  any JSON value; called for every cell
    if not is_told:
        return value is MISSING or is_blank(value)
    if value is None or isinstance(value, str) or value is MISSING:
        return value
    if isinstance(value, (bool, int, float)):
        return type(value).__name__, value
    raise Unusual
