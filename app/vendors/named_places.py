"""From the field that a vendor's refusal names to its place in our record.

A vendor names a field as it stands in the request (`customers[0].addresses[1].zip`), or in no place at all
(`zip`). What cannot be told for sure is not guessed: then the list is named without its element, or nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.records.change import MISSING, JsonObject
from app.records.checks import is_blank
from app.records.columns import Column
from app.records.held import held_at
from app.records.paths import ByKey, Path, column_of, format_path, parse_path
from app.records.refusals import Refusal, refusal_of
from app.vendors.declaration import Kind, PendingRecord, Step, VendorMessage

Pointer = tuple[str | int, ...]
_PART = re.compile(r"[^.\[\]]+")
_WORD = re.compile(r"[A-Za-z_]\w*(?:\[\d+\])*(?:\.\w+(?:\[\d+\])*)*")


def refusals_of(
    kind: Kind, step: Step, records: Sequence[PendingRecord], messages: Sequence[VendorMessage]
) -> dict[int, tuple[Refusal, ...]]:
    """*Shape*: record id → what was said of its fields; `records` stand in the order of the step's effects."""
    bodies = _bodies(kind, step, len(records))
    sent = [_Sent(kind, record, body) for record, body in zip(records, bodies, strict=True)]
    found: dict[int, dict[Refusal, None]] = {}
    for message in messages:
        whose, pointer = _whose(kind, sent, pointer_of(message.path))
        path = whose.place(pointer, message) if whose is not None else ""
        if whose is not None and path:
            refusal = refusal_of(path, message.text, whose.record.base, whose.record.edits)
            found.setdefault(whose.record.id, {})[refusal] = None
    return {record_id: tuple(some) for record_id, some in found.items()}


def pointer_of(path: str) -> Pointer:
    """Take a vendor's name for a place apart: `a[0].b` and `a.0.b` are the same."""
    return tuple(int(part) if part.isdecimal() else part for part in _PART.findall(path))


def field_in(text: str, columns: Mapping[str, Column]) -> str:
    """Find the one field that words name as it is written in a request; "" for none or several."""
    words = dict.fromkeys(_WORD.findall(text.replace("]: ", "].")))
    found = [word for word in words if _has_column(pointer_of(word), columns) and not word.islower()]
    return found[0] if len(found) == 1 else ""


def _has_column(pointer: Pointer, columns: Mapping[str, Column]) -> bool:
    return any(_names(pointer[start:]) in columns for start in range(len(pointer)))


def _names(pointer: Pointer) -> str:
    return ".".join(part for part in pointer if isinstance(part, str))


def _bodies(kind: Kind, step: Step, count: int) -> list[JsonObject]:
    """Find what was sent of each record: a batch is a list in the body, else the body is the record."""
    body = _json(step.request.body)
    for name, listed in body.items():
        is_batch = isinstance(listed, list) and len(listed) == count and not _starts_column(kind, name)
        if is_batch and all(isinstance(one, dict) for one in listed):
            return list(listed)
    return [body] if count == 1 else [{}] * count


def _json(body: bytes) -> JsonObject:
    try:
        content = json.loads(body) if body else {}
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _whose(kind: Kind, sent: Sequence[_Sent], pointer: Pointer) -> tuple[_Sent | None, Pointer]:
    """Tell which record a pointer is about, and where in it."""
    is_in_batch = len(pointer) > 2 and isinstance(pointer[1], int)
    if is_in_batch and not _starts_column(kind, str(pointer[0])):
        number = int(pointer[1])
        return (sent[number] if number < len(sent) else None), pointer[2:]
    return (sent[0] if len(sent) == 1 else None), pointer


def _starts_column(kind: Kind, name: str) -> bool:
    return any(path == name or path.startswith(f"{name}.") for path in kind.column_by_path)


@dataclass(frozen=True)
class _Sent:
    """A record with what was sent of it."""

    kind: Kind
    record: PendingRecord
    body: JsonObject

    def place(self, pointer: Pointer, message: VendorMessage) -> str:
        """Find the path that a pointer means; "" where it cannot be told."""
        if not pointer:
            return ""
        columns = list(self._columns(pointer, is_loose=message.is_loose))
        paths = [path for column in columns for path in self._paths(column, pointer)]
        for narrows in (partial(self._fits, is_missing=message.is_missing), self._is_edited):
            paths = list(filter(narrows, paths)) or paths
        if len(paths) == 1:
            return paths[0]
        lists = {column.list_path for column in columns}
        return lists.pop() if len(lists) == 1 else ""

    def _columns(self, pointer: Pointer, *, is_loose: bool) -> Iterator[Column]:
        """The column of that path; where a last name alone is said, every one of that name."""
        names = _names(pointer)
        for column in self.kind.columns:
            is_named = column.is_editable and column.path.rpartition(".")[2] == names
            if column.path == names or (is_loose and is_named):
                yield column

    def _paths(self, column: Column, pointer: Pointer) -> Iterator[str]:
        if not column.list_path:
            yield column.path
            return
        if any(isinstance(part, int) for part in pointer):
            named = self._element(column.list_path, pointer)
            yield from () if named is None else (format_path((*named, *column.name.split("."))),)
            return
        for path in self.record.touched:
            if column_of(path) == column.list_path:
                yield f"{path}.{column.name}"

    def _fits(self, path: str, *, is_missing: bool) -> bool:
        """Words about a missing value are about a blank place, others about one that is filled."""
        value = held_at(self.record.base, self.record.edits, path)
        return (value is MISSING or is_blank(value)) is is_missing

    def _is_edited(self, path: str) -> bool:
        """What was sent is refused sooner than what was not."""
        return path in self.record.edits or any(path.startswith(f"{one}.") for one in self.record.touched)

    def _element(self, list_path: str, pointer: Pointer) -> Path | None:
        """Name the element that a pointer counts to in what was sent."""
        depth = len(list_path.split("."))
        counted = pointer[: _end_of_list(pointer, depth)]
        element: Any = self.body
        for part in counted:
            element = _inside(element, part)
        if not counted or not isinstance(counted[-1], int) or not isinstance(element, dict):
            return None
        return self._touched_like(list_path, element) or self._held_like(list_path, element)

    def _touched_like(self, list_path: str, element: JsonObject) -> Path | None:
        for path, mine in self.record.touched.items():
            if column_of(path) == list_path and _says_the_same(mine, element):
                return parse_path(path)
        return None

    def _held_like(self, list_path: str, element: JsonObject) -> Path | None:
        if "." in list_path:
            return None  # an untouched element inside another one: it was sent because of its neighbours
        for name in self.kind.list_keys.get(list_path, ()):
            if not is_blank(element.get(name)):
                return (*list_path.split("."), ByKey(name, str(element[name])))
        return None


def _end_of_list(pointer: Pointer, depth: int) -> int:
    """Tell where the part of a pointer ends that names an element of a list so many names deep."""
    names = 0
    for number, part in enumerate(pointer):
        names += isinstance(part, str)
        if names == depth and number + 1 < len(pointer) and isinstance(pointer[number + 1], int):
            return number + 2
    return 0


def _inside(place: Any, part: str | int) -> Any:  # noqa: ANN401  any JSON value
    if isinstance(part, int):
        return place[part] if isinstance(place, list) and part < len(place) else MISSING
    return place.get(part, MISSING) if isinstance(place, dict) else MISSING


def _says_the_same(mine: JsonObject, sent: JsonObject) -> bool:
    """Everything plain that was sent of the element is ours; what we have besides was not sent."""
    plain = {name: value for name, value in sent.items() if not isinstance(value, (dict, list))}
    return bool(plain) and all(mine.get(name) == value for name, value in plain.items())
