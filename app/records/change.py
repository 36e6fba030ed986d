"""Working copy against base: edits by path, their application, and the change they make.

Base is the vendor's own JSON. Edits are an ordered map from path text to a value: a JSON scalar, an
explicit None, `[]` for an emptied list, or `Raw` for text that could not be read as the field's type.
`addresses[title=Shop]: None` removes that element; any edit below an element the base does not have
adds it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
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
_NAMES = "\0names"  # the tokens an element was edited under, so that a renamed one is found again

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


def value_at(record: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401  any JSON value
    """Read a place; MISSING where it is absent."""
    place: Any = record
    for step in parse_path(path):
        place = _down(place, step)
        if place is MISSING:
            return MISSING
    return place


def working_copy(base: JsonObject, edits: Mapping[str, Value]) -> JsonObject:
    """Apply edits to base. `Raw` values stand where they could not be read."""
    record = _working(base, edits)
    _strip_names(record)
    return record


def touched_elements(base: JsonObject, edits: Mapping[str, Value]) -> dict[str, JsonObject]:
    """*Shape*: path of each list element with an edit in it → the element as it is now, in order.

    A renamed element stands under the path it was edited by; a removed one is left out.
    """
    if not any("[" in path for path in edits):
        return {}
    record = _working(base, edits)
    found = {}
    for path in _element_paths(edits):
        place = value_at(record, path)
        if isinstance(place, dict):
            found[path] = place
    _strip_names(record)
    return found


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
    if _same(value_at(base, path), value) or (
        _removes_element(path, value) and value_at(base, path) is MISSING
    ):
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
    moved = _working(base, sent)
    since = {path: value for path, value in edits.items() if not (path in sent and _same(sent[path], value))}
    anchored = [(_anchored(moved, path, keys), value) for path, value in since.items()]
    _strip_names(moved)
    kept: Edits = {}
    for path, value in anchored:
        kept = with_edit(moved, kept, path, value)
    return moved, kept


def dump_edits(edits: Mapping[str, Value]) -> str:
    """*Shape*: JSON object path → value; unreadable text as {"raw": text}."""
    plain = {path: {"raw": value.text} if isinstance(value, Raw) else value for path, value in edits.items()}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def load_edits(text: str) -> Edits:
    return {
        path: Raw(value["raw"]) if isinstance(value, dict) else value
        for path, value in json.loads(text).items()
    }


def _element_paths(edits: Mapping[str, Value]) -> list[str]:
    found: dict[str, None] = {}
    for path in edits:
        steps = parse_path(path) if "[" in path else ()
        for index, step in enumerate(steps):
            if not isinstance(step, str):
                found[format_path(steps[: index + 1])] = None
    return list(found)


def _working(base: JsonObject, edits: Mapping[str, Value]) -> JsonObject:
    record = copy.deepcopy(base)
    for path, value in edits.items():
        _put(record, parse_path(path), value)
    return record


def _put(record: JsonObject, path: Path, value: Value) -> None:
    place: Any = record
    for step, following in pairwise(path):
        place = _down_or_make(place, step, wants_list=not isinstance(following, str))
    last = path[-1]
    if isinstance(last, str):
        place[last] = list(value) if isinstance(value, list) else value
    elif value is None:
        found = _find(place, last)
        if found is not None:
            place.remove(found)


def _down_or_make(place: Any, step: str | Token, *, wants_list: bool) -> Any:  # noqa: ANN401  any JSON value
    if isinstance(step, str):
        below = place.get(step)
        if not isinstance(below, (list if wants_list else dict)):
            below = [] if wants_list else {}
            place[step] = below
        return below
    found = _find(place, step)
    if found is None:
        found = {step.field: step.value} if isinstance(step, ByKey) else {}
        place.append(found)
    found.setdefault(_NAMES, set()).add(step)
    return found


def _find(elements: list[JsonObject], token: Token) -> JsonObject | None:
    named = next((item for item in elements if token in item.get(_NAMES, ())), None)
    if named is not None:
        return named
    match token:
        case ByPosition(number):
            return elements[number - 1] if 0 < number <= len(elements) else None
        case ByKey(field, value):
            return next((item for item in elements if _key_text(item.get(field)) == value), None)
        case New():
            return None


def _key_text(value: object) -> str | None:
    return None if value is None else str(value)


def _down(place: Any, step: str | Token) -> Any:  # noqa: ANN401  any JSON value
    if isinstance(step, str):
        return place.get(step, MISSING) if isinstance(place, dict) else MISSING
    found = _find(place, step) if isinstance(place, list) else None
    return MISSING if found is None else found


def _same(old: object, new: object) -> bool:
    """Equal in value and type: True is not 1, and MISSING equals nothing."""
    return type(old) is type(new) and old == new


def _removes_element(path: str, value: object) -> bool:
    return value is None and path.endswith("]")


def _element_of(path: str) -> str:
    return path[: path.rindex("]") + 1] if "]" in path else ""


def _is_at_or_below(path: str, above: str) -> bool:
    return path == above or path.startswith((f"{above}.", f"{above}["))


def _anchored(moved: JsonObject, path: str, keys: ElementKeys) -> str:
    """Name an element by the key it has now, where a path still uses the one it was edited under."""
    steps: list[str | Token] = []
    place: Any = moved
    for step in parse_path(path):
        place = _down(place, step) if place is not MISSING else MISSING
        if isinstance(place, dict) and not isinstance(step, str) and step in place.get(_NAMES, ()):
            list_path = ".".join(name for name in steps if isinstance(name, str))
            steps.append(_token_now(place, step, keys.get(list_path, ())))
        else:
            steps.append(step)
    return format_path(tuple(steps))


def _token_now(element: JsonObject, token: Token, fields: tuple[str, ...]) -> Token:
    wanted = (token.field, *fields) if isinstance(token, ByKey) else fields
    for field in wanted:
        value = element.get(field)
        if value is not None and not isinstance(value, Raw) and str(value) != "":
            return ByKey(field, str(value))
    return token


def _strip_names(place: Any) -> None:  # noqa: ANN401  any JSON value
    if isinstance(place, dict):
        place.pop(_NAMES, None)
        for below in place.values():
            _strip_names(below)
    elif isinstance(place, list):
        for item in place:
            _strip_names(item)
