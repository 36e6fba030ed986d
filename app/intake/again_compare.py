"""Lays what plain rows say of a record over what its table holds, without making a record of either."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.intake.again_places import Elements, Place, Places, Unusual, value_in
from app.intake.staged_values import plain
from app.records.change import MISSING, JsonObject
from app.records.checks import check_value, is_blank
from app.store.held_keys import HeldRow
from app.vendors.assess import MAY_BE
from app.vendors.declaration import Kind

_NOTHING = "{}"
_NONE = "[]"
# As the store writes JSON: no blanks around it, which `json.loads` would look for.
_decode = json.JSONDecoder().raw_decode
_NESTED = frozenset({dict, list})


@dataclass(slots=True)
class Comparison:
    """A record before and after: its base, what was and is edited, and old → new of what the rows change.

    With `is_said` it is by now what the rows say, in their order and nothing else, but for its directives.
    *Shape* of fields: as `plain_field` writes them.
    """

    base: JsonObject
    before: dict[str, Any]
    edits: dict[str, Any]
    directives: dict[str, str]
    is_changed: bool = False
    is_said: bool = False
    fields: list[list[Any]] = field(default_factory=list)


def is_comparable(held: HeldRow) -> bool:
    """Tell whether a record is in a usual state: neither sent, nor in conflict, nor being deleted."""
    return not (held.busy or held.is_deleting or held.conflicts != _NONE)


def says_the_same(held: HeldRow, edits: str, directives: str) -> bool:
    """Tell whether a record that nobody read says, letter by letter, what the rows say."""
    return held.base == _NOTHING and held.edits == edits and directives in (_NOTHING, held.directives)


class Compare:
    """Compares records of one kind."""

    def __init__(self, kind: Kind, places: Places) -> None:
        self._key = kind.key_column
        self._key_steps = kind.key_column.split(".")
        self._own = frozenset(one.path for one in kind.scalar_columns if "." not in one.path)
        self._places = places

    def compare(self, held: HeldRow, edits: str, directives: str) -> Comparison:
        """Lay rows over a record. *Raises* Unusual for what needs a closer look."""
        base, before, said = _read(held.base), _read(held.edits), _read(edits)
        if MAY_BE in base or not _NESTED.isdisjoint(map(type, before.values())):
            raise Unusual
        elements = Elements(base)
        edited = self._places.edited(before)
        self._check_key(base, before, held.key)
        changes = self._changes(said, before, elements, edited)
        found = Comparison(base, before, before, _read(held.directives))
        if changes:
            self._change(found, changes, said, elements)
        _direct(found, directives)
        if found.is_changed or held.problems != _NONE:
            left = _differing(found.edits, said)
            self._check(found.edits, left)
            found.is_said = not (base or left) and list(found.edits) == list(said)
        return found

    def _check_key(self, base: JsonObject, before: Mapping[str, Any], key: str) -> None:
        """*Raises* Unusual where a record is called otherwise than its key says."""
        now = before[self._key] if self._key in before else value_in(base, self._key_steps)
        if now is MISSING or is_blank(now) or str(now) != key:
            raise Unusual

    def _changes(
        self, said: Mapping[str, Any], before: Mapping[str, Any], elements: Elements, edited: frozenset[str]
    ) -> dict[str, Any]:
        """*Shape*: where the rows say something new → what stands there now."""
        changes: dict[str, Any] = {}
        base, own = elements.base, self._own
        for path, value in said.items():
            if path in before:
                now = before[path]
            elif path in own:
                now = base.get(path, MISSING)
            else:
                now = _present(self._places.of(path), elements, edited)
            if now == value:
                if isinstance(now, bool) is not isinstance(value, bool):
                    raise Unusual
            elif path != self._key and not (now is not MISSING and self._places.of(path).is_naming):
                changes[path] = now
        return changes

    def _change(
        self, found: Comparison, changes: Mapping[str, Any], said: Mapping[str, Any], elements: Elements
    ) -> None:
        """Edit what differs; what base says already is edited no longer."""
        before, after = found.before, dict(found.before)
        for path in changes:
            old, value = _old(self._places.of(path), elements), said[path]
            if type(old) is type(value) and old == value:
                after.pop(path, None)
            else:
                after[path] = value
        found.edits, found.is_changed = after, True
        edited = (path for path in after if path in changes)
        found.fields = [[path, plain(changes[path]), after[path], False] for path in edited]
        for path in before.keys() - after.keys() and before:
            if path not in after:
                found.fields.append([path, before[path], plain(_old(self._places.of(path), elements)), False])

    def _check(self, edits: Mapping[str, Any], paths: Iterable[str]) -> None:
        """*Raises* Unusual where an edit is wrong; what the rows say was looked at already."""
        for path in paths:
            if check_value(self._places.of(path).column, path, edits[path]) is not None:
                raise Unusual


def _read(text: str) -> dict[str, Any]:
    read: dict[str, Any] = _decode(text)[0] if text != _NOTHING else {}
    return read


def _differing(some: Mapping[str, Any], others: Mapping[str, Any]) -> list[str]:
    """The paths at which others say nothing, or something of another value or type."""
    return [
        path
        for path, value in some.items()
        if path not in others or others[path] != value or type(others[path]) is not type(value)
    ]


def _present(place: Place, elements: Elements, edited: frozenset[str]) -> Any:  # noqa: ANN401  any JSON value
    """What stands at a place that has no edit of its own."""
    old = _old(place, elements)
    if old is MISSING and place.is_naming and place.element in edited and elements.named(place) is None:
        return place.named
    return old


def _old(place: Place, elements: Elements) -> Any:  # noqa: ANN401  any JSON value
    if not place.element:
        return value_in(elements.base, place.steps)
    element = elements.named(place)
    return MISSING if element is None else element.get(place.steps[0], MISSING)


def _direct(found: Comparison, directives: str) -> None:
    if directives == _NOTHING:
        return
    before = found.directives
    found.directives = {**before, **_read(directives)}
    changed = [
        [path, plain(before.get(path, MISSING)), text, False]
        for path, text in found.directives.items()
        if before.get(path, "") != text
    ]
    found.fields += changed
    found.is_changed |= bool(changed)
