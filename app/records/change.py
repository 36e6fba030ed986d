"""Working copy against base: edits by path, their application, and the change they make.

Base is the vendor's own JSON. Edits are an ordered map from path text to a value: a JSON scalar, an
explicit None, `[]` for an emptied list, or `Raw` for text that could not be read as the field's type.
`addresses[title=Shop]: None` removes that element; any edit below an element the base does not have
adds it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.records.paths import ByKey, ByPosition, New, Path, Token, column_of, format_path, parse_path

Scalar = str | int | float | bool | None
JsonObject = dict[str, Any]


@dataclass(frozen=True)
class Raw:
    """Text that could not be read as the field's type; kept as written."""

    text: str


Value = Scalar | Raw | list[Any]
Edits = dict[str, Value]


class _Missing:
    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False


MISSING = _Missing()

ElementKeys = Mapping[str, tuple[str, ...]]
"""*Shape*: list path → the fields that may name its elements, the usual one first."""


@dataclass(frozen=True)
class FieldChange:
    """Old → new of one path. `old` is MISSING where the vendor holds nothing, None for its null;
    with `is_old_unread` nobody has looked."""

    path: str
    old: Any
    new: Any
    is_old_unread: bool = False


@dataclass(frozen=True)
class Working:
    """The working copy, and the list elements with an edit in them under the path they were edited by.

    A renamed element stands under its old name in `touched`; a removed one is left out.
    """

    record: JsonObject
    touched: Mapping[str, JsonObject]


def value_at(record: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401  any JSON value
    """Read a place; MISSING where it is absent."""
    place: Any = record
    for step in parse_path(path):
        place = _down(place, step)
        if place is MISSING:
            return MISSING
    return place


def opened(base: JsonObject, edits: Mapping[str, Value]) -> Working:
    """Apply edits to base, keeping track of list elements. `Raw` values stand where they could not be read."""
    opening = _Opening(base)
    for path, value in edits.items():
        opening.put(path, value)
    return Working(opening.record, opening.elements)


def working_copy(base: JsonObject, edits: Mapping[str, Value]) -> JsonObject:
    """Apply edits to base."""
    return opened(base, edits).record


def touched_elements(base: JsonObject, edits: Mapping[str, Value]) -> Mapping[str, JsonObject]:
    """*Shape*: path of each list element with an edit in it → the element as it is now, in order."""
    return opened(base, edits).touched


def changes_of(base: JsonObject, edits: Mapping[str, Value], *, is_unread: bool) -> tuple[FieldChange, ...]:
    """List old → new per edited path, in the order of editing."""
    return tuple(
        FieldChange(path, MISSING if is_unread else value_at(base, path), new, is_old_unread=is_unread)
        for path, new in edits.items()
    )


def with_edit(base: JsonObject, edits: Edits, path: str, value: Value) -> Edits:
    """Return the edits with one more; an edit that says what base says already is dropped."""
    result = dict(edits)
    if value == []:
        result = {other: kept for other, kept in result.items() if not other.startswith(f"{path}[")}
        result.pop(path, None)
    if _removes_element(path, value):
        result = {other: kept for other, kept in result.items() if not other.startswith(f"{path}.")}
    elif _element_of(path) in result and result[_element_of(path)] is None:
        del result[_element_of(path)]
    old = MISSING if _is_emptied_above(result, path) else value_at(base, path)
    if is_same(old, value) or (_removes_element(path, value) and old is MISSING):
        result.pop(path, None)
    else:
        result[path] = value
    return result


def without_edits(edits: Edits, path: str) -> Edits:
    """Return the edits without those at or below a path, or of a whole column."""
    return {
        other: value
        for other, value in edits.items()
        if not _is_at_or_below(other, path) and column_of(other) != path
    }


def after_applied(
    base: JsonObject, edits: Edits, sent: Edits, *, keys: ElementKeys
) -> tuple[JsonObject, Edits]:
    """Move base by what was sent; what was edited since stays pending against the new base."""
    moved = opened(base, sent)
    since = {path: value for path, value in edits.items() if not (path in sent and is_same(sent[path], value))}
    kept: Edits = {}
    for path, value in since.items():
        kept = with_edit(moved.record, kept, _anchored(moved, path, keys), value)
    return moved.record, kept


def dump_edits(edits: Mapping[str, Value]) -> str:
    """*Shape*: JSON object path → value; unreadable text as {"raw": text}."""
    plain = {path: {"raw": value.text} if isinstance(value, Raw) else value for path, value in edits.items()}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def load_edits(text: str) -> Edits:
    return {
        path: Raw(value["raw"]) if isinstance(value, dict) else value
        for path, value in json.loads(text).items()
    }


def is_same(old: object, new: object) -> bool:
    """Equal in value and type: True is not 1, and MISSING equals nothing."""
    return type(old) is type(new) and old == new


class _Opening:
    """A record being edited: elements are found again under the path they were first edited by."""

    def __init__(self, base: JsonObject) -> None:
        self.record: JsonObject = copied(base)
        self.elements: dict[str, JsonObject] = {}

    def put(self, path: str, value: Value) -> None:
        steps, texts = _places(path)
        place: Any = self.record
        for index, step in enumerate(steps[:-1]):
            if isinstance(step, str):
                place = _member(place, step, wants_list=not isinstance(steps[index + 1], str))
            else:
                place = self._element(place, step, texts[index])
        last = steps[-1]
        if isinstance(last, str):
            self._set(place, last, value, path)
        elif value is None:
            self._remove(place, last, path)

    def _element(self, elements: list[JsonObject], token: Token, text: str) -> JsonObject:
        found = self.elements.get(text)
        if found is None:
            found = _find(elements, token)
            if found is None:
                found = {token.field: token.value} if isinstance(token, ByKey) else {}
                elements.append(found)
            self.elements[text] = found
        return found

    def _set(self, place: JsonObject, name: str, value: Value, path: str) -> None:
        if isinstance(value, list):
            self._forget(f"{path}[")
        place[name] = list(value) if isinstance(value, list) else value

    def _remove(self, elements: list[JsonObject], token: Token, path: str) -> None:
        found = self.elements.get(path) or _find(elements, token)
        if found is not None:
            elements.remove(found)
        self._forget(path)

    def _forget(self, start: str) -> None:
        for text in [text for text in self.elements if text.startswith(start)]:
            del self.elements[text]


@lru_cache(maxsize=65536)
def _places(path: str) -> tuple[Path, tuple[str, ...]]:
    """The steps of a path, and for each the text up to it; reading them anew would be most of the work."""
    steps = parse_path(path)
    return steps, tuple(format_path(steps[: index + 1]) for index in range(len(steps)))


def _member(place: JsonObject, name: str, *, wants_list: bool) -> Any:  # noqa: ANN401  a list or an object
    below = place.get(name)
    if not isinstance(below, list if wants_list else dict):
        below = [] if wants_list else {}
        place[name] = below
    return below


def _find(elements: list[JsonObject], token: Token) -> JsonObject | None:
    match token:
        case ByPosition(number):
            return elements[number - 1] if 0 < number <= len(elements) else None
        case ByKey(field, value):
            for item in elements:
                held = item.get(field)
                if held == value or (held is not None and str(held) == value):
                    return item
            return None
        case New():
            return None


def _down(place: Any, step: str | Token) -> Any:  # noqa: ANN401  any JSON value
    if isinstance(step, str):
        return place.get(step, MISSING) if isinstance(place, dict) else MISSING
    found = _find(place, step) if isinstance(place, list) else None
    return MISSING if found is None else found


def copied(value: Any) -> Any:  # noqa: ANN401  any JSON value
    """Copy JSON; copy.deepcopy takes five times as long."""
    if isinstance(value, dict):
        return {name: copied(below) for name, below in value.items()}
    if isinstance(value, list):
        return [copied(item) for item in value]
    return value


def _removes_element(path: str, value: object) -> bool:
    return value is None and path.endswith("]")


def _is_emptied_above(edits: Edits, path: str) -> bool:
    """Tell whether a list on the way to this place was emptied before."""
    at = path.find("[")
    while at >= 0:
        if edits.get(path[:at]) == []:
            return True
        at = path.find("[", at + 1)
    return False


def _element_of(path: str) -> str:
    return path[: path.rindex("]") + 1] if "]" in path else ""


def _is_at_or_below(path: str, above: str) -> bool:
    return path == above or path.startswith((f"{above}.", f"{above}["))


def _anchored(moved: Working, path: str, keys: ElementKeys) -> str:
    """Name an element by the key it has now, where a path still uses the one it was edited under."""
    steps, texts = _places(path)
    renamed: list[str | Token] = []
    for step, text in zip(steps, texts, strict=True):
        if isinstance(step, str) or text not in moved.touched:
            renamed.append(step)
            continue
        list_path = ".".join(name for name in renamed if isinstance(name, str))
        renamed.append(_token_now(moved.touched[text], step, keys.get(list_path, ())))
    return format_path(tuple(renamed))


def _token_now(element: JsonObject, token: Token, fields: tuple[str, ...]) -> Token:
    wanted = (token.field, *fields) if isinstance(token, ByKey) else fields
    for field in wanted:
        value = element.get(field)
        if value is not None and not isinstance(value, Raw) and str(value) != "":
            return ByKey(field, str(value))
    return token
