"""What puts edits back: for each place that they changed, the edits that reverse it.

Pure: from how a record was before, how it was sent, and how the vendor held it afterwards. Only what the
edits changed is reversed; null and absent are told apart. Whether somebody touched a place since is told
from how the record is now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from app.records.change import MISSING, Edits, ElementKeys, JsonObject, is_same, value_at
from app.records.columns import Column, erased_value
from app.records.elements import leaves, named_elements
from app.records.fields import Erase
from app.records.paths import ByKey, ByPosition, New, Path, Token, column_of, format_path


@dataclass(frozen=True)
class Place:
    """One place that edits changed: a field, or a whole element of a list.

    `edits` reverse it; `left` is what stands there unless somebody touched it since, `before` what stood
    there at first. An element that cannot be told by a name of ours is `nameless`: it comes back as a new
    one, and is back when the list holds so many alike as it did.
    """

    path: str
    edits: Edits
    left: Any
    before: Any
    nameless: int = 0


@dataclass(frozen=True)
class Irreversible:
    """A place that cannot be put back, and why."""

    path: str
    why: str


class Standing(Enum):
    """How a place is now: as the edits left it, as it was before them, or neither."""

    AS_LEFT = "as left"
    AS_BEFORE = "as before"
    TOUCHED = "touched"


@dataclass(frozen=True)
class Fields:
    """What is declared about a record's fields; `masks` are columns shown with a sign that hides them."""

    columns: Mapping[str, Column]
    keys: ElementKeys
    masks: Mapping[str, str] = field(default_factory=dict)

    def title(self, path: str) -> str:
        column = self.columns.get(column_of(path))
        return column.title if column else path

    def leaves(self, list_path: str, element: object) -> Edits:
        return leaves(self.columns, self.keys, list_path, element)

    def count_alike(self, list_path: str, listed: object, wanted: Edits) -> int:
        """Count the elements in which the same is written."""
        among = listed if isinstance(listed, list) else []
        return sum(self.leaves(list_path, one) == wanted for one in among)

    def names_itself(self, list_path: str) -> bool:
        """Tell whether the vendor numbers the elements of a list."""
        key = next(iter(self.keys.get(list_path, ())), "")
        column = self.columns.get(f"{list_path}.{key}")
        return column is not None and not column.is_editable


@dataclass(frozen=True)
class _Sides:
    """The same place three times: before the edits, as they were sent, and afterwards."""

    before: Any
    sent: Any
    after: Any

    def below(self, name: str) -> _Sides:
        return _Sides(*(_member(side, name) for side in (self.before, self.sent, self.after)))


def reversal(
    fields: Fields, *, before: JsonObject, sent: JsonObject, after: JsonObject
) -> Iterator[Place | Irreversible]:
    """Compare before with sent, and give for each difference what reverses it."""
    for name in dict.fromkeys([*before, *sent]):
        yield from _differences(fields, (name,), _Sides(before, sent, after).below(name))


def standing(fields: Fields, place: Place, now: JsonObject) -> Standing:
    """Tell how a place is now."""
    if place.path.endswith("]"):
        return _standing_of_element(fields, place, now)
    held = value_at(now, place.path)
    back = next(iter(place.edits.values()))
    if is_same(held, place.before) or is_same(held, back) or (_is_empty(held) and _is_empty(place.before)):
        return Standing.AS_BEFORE
    is_left = is_same(held, place.left) or (held is MISSING and place.left is MISSING)
    return Standing.AS_LEFT if is_left else Standing.TOUCHED


def _standing_of_element(fields: Fields, place: Place, now: JsonObject) -> Standing:
    list_path, held = column_of(place.path), value_at(now, place.path)
    if place.left is not MISSING:
        if held is MISSING:
            return Standing.AS_BEFORE
        is_left = fields.leaves(list_path, held) == fields.leaves(list_path, place.left)
        return Standing.AS_LEFT if is_left else Standing.TOUCHED
    wanted = fields.leaves(list_path, place.before)
    if place.nameless:
        listed = value_at(now, place.path[: place.path.rindex("[")])
        alike = fields.count_alike(list_path, listed, wanted)
        return Standing.AS_BEFORE if alike >= place.nameless else Standing.AS_LEFT
    if held is MISSING:
        return Standing.AS_LEFT
    return Standing.AS_BEFORE if fields.leaves(list_path, held) == wanted else Standing.TOUCHED


def _differences(fields: Fields, steps: Path, sides: _Sides) -> Iterator[Place | Irreversible]:
    if isinstance(sides.sent, list) or isinstance(sides.before, list):
        yield from _elements(fields, steps, sides)
    elif isinstance(sides.sent, dict):
        for name in dict.fromkeys([*(sides.before if isinstance(sides.before, dict) else ()), *sides.sent]):
            yield from _differences(fields, (*steps, name), sides.below(name))
    elif not (is_same(sides.before, sides.sent) or sides.before is sides.sent):
        yield from _field(fields, format_path(steps), sides)


def _field(fields: Fields, path: str, sides: _Sides) -> Iterator[Place | Irreversible]:
    column = fields.columns.get(column_of(path))
    mask = fields.masks.get(column_of(path), "")
    title = fields.title(path)
    if mask and isinstance(sides.before, str) and mask in sides.before:
        yield Irreversible(path, f"{title} was shown masked, so what stood there is not known.")
    elif sides.before is MISSING or sides.before is None:
        if column is None or column.about.erase is Erase.NEVER:
            yield Irreversible(path, f"{title} was empty and cannot be emptied at the vendor.")
            return
        back = erased_value(column)
        if not is_same(back, sides.sent):
            yield Place(path, {path: back}, sides.after, sides.before)
    else:
        yield Place(path, {path: sides.before}, sides.after, sides.before)


def _elements(fields: Fields, steps: Path, sides: _Sides) -> Iterator[Place | Irreversible]:
    """Fields of elements first, then what comes back, then what goes, the last one first: positions shift."""
    list_path = column_of(format_path(steps))
    if sides.before is MISSING and len(steps) == 1:
        yield Irreversible(list_path, f"What stood in {list_path} before was not shown, so it is not known.")
        return
    lists = _Lists(fields, steps, *(named_elements(fields.keys, list_path, side) for side in _lists(sides)))
    for token, element in lists.sent.items():
        if token in lists.before:
            inner = _Sides(lists.before[token], element, lists.after.get(token, MISSING))
            yield from _differences(fields, (*steps, lists.place_of(token, sides.after)), inner)
    for token in [one for one in lists.before if one not in lists.sent]:
        yield lists.coming_back(token)
    for token in reversed([one for one in lists.sent if one not in lists.before]):
        yield lists.going(token, sides.after)


@dataclass(frozen=True)
class _Lists:
    """One list three times, its elements by name."""

    fields: Fields
    steps: Path
    before: Mapping[Token, JsonObject]
    sent: Mapping[Token, JsonObject]
    after: Mapping[Token, JsonObject]

    def coming_back(self, token: Token) -> Place:
        """An element that was taken away: all that can be written of it is written again."""
        number = list(self.before).index(token) + 1
        is_named = isinstance(token, ByKey) and not self._is_numbered
        place = format_path((*self.steps, token if is_named else New(number)))
        edits: Edits = {f"{place}.{inner}": value for inner, value in self._leaves(self.before[token]).items()}
        path = format_path((*self.steps, token))
        alike = self.fields.count_alike(
            self._list_path, [*self.before.values()], self._leaves(self.before[token])
        )
        return Place(path, edits, MISSING, self.before[token], nameless=0 if is_named else alike)

    def going(self, token: Token, listed: object) -> Place | Irreversible:
        """An element that was added."""
        found = self._numbered_as(token) if self._is_numbered else token
        if found is None or found not in self.after:
            path = format_path((*self.steps, token))
            return Irreversible(path, "An element was added, and which one it is there cannot be told.")
        path = format_path((*self.steps, self.place_of(found, listed)))
        return Place(path, {path: None}, self.after[found], MISSING)

    def place_of(self, token: Token, listed: object) -> Token:
        """Name an element without a name by where it stands now."""
        if isinstance(token, ByPosition) and isinstance(listed, list) and token in self.after:
            return ByPosition(next(n for n, one in enumerate(listed, start=1) if one is self.after[token]))
        return token

    def _numbered_as(self, token: Token) -> Token | None:
        """Find the element that the vendor gave a number by what was written into it."""
        wanted = self._leaves(self.sent[token]).items()
        new = [(other, self._leaves(held)) for other, held in self.after.items() if other not in self.before]
        fitting = [other for other, held in new if wanted <= held.items()]
        return fitting[0] if len(fitting) == 1 else None

    @property
    def _list_path(self) -> str:
        return column_of(format_path(self.steps))

    @property
    def _is_numbered(self) -> bool:
        return self.fields.names_itself(self._list_path)

    def _leaves(self, element: JsonObject) -> Edits:
        return self.fields.leaves(self._list_path, element)


def _lists(sides: _Sides) -> Sequence[list[Any]]:
    return [side if isinstance(side, list) else [] for side in (sides.before, sides.sent, sides.after)]


def _is_empty(value: object) -> bool:
    return value is MISSING or value is None


def _member(place: object, name: str) -> Any:  # noqa: ANN401  any JSON value
    return place.get(name, MISSING) if isinstance(place, dict) else MISSING
