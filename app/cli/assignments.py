"""The grammar of `COLUMN=VALUE`: places in a record, new list elements, and what erases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.errors import UsageError
from app.records.paths import column_of, format_path, parse_path
from app.vendors.declaration import Kind

ERASES = "[]"
_NEW = "[+]"
_NUMBERED = "[+0]"  # how the paths of records can spell it while it is looked at
_EXAMPLE = "Write it like name=Fjord & Fell or addresses[title=Shop].city=Aarhus."


@dataclass(frozen=True)
class Assignments:
    """What one command sets and what it erases, by path, each in the order given.

    `[+]` stands in a path as it was written: all of them in one list mean the same new element.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    erased: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        return (*self.values, *self.erased)


def read_assignments(kind: Kind, words: Iterable[str]) -> Assignments:
    """Read the words of a command. *Raises* UsageError for a place the kind does not have, or one twice."""
    values: dict[str, str] = {}
    erased: list[str] = []
    for word in words:
        place, text = split_assignment(word)
        path = checked_path(kind, place, may_be_list=text == ERASES)
        if path in values or path in erased:
            raise UsageError(f"“{path}” is given twice.", remedy="Give each place one value.")
        if text == ERASES:
            erased.append(path)
        else:
            values[path] = text
    return Assignments(values, tuple(erased))


def split_assignment(word: str) -> tuple[str, str]:
    """Split at the first `=` outside brackets. *Raises* UsageError where there is none."""
    depth = 0
    is_escaped = False
    for position, character in enumerate(word):
        if is_escaped:
            is_escaped = False
        elif character == "\\" and depth:
            is_escaped = True
        elif character in "[]":
            depth += 1 if character == "[" else -1
        elif character == "=" and not depth and position:
            return word[:position], word[position + 1 :]
    raise UsageError(f"“{word}” sets nothing.", remedy=_EXAMPLE)


def checked_path(kind: Kind, place: str, *, may_be_list: bool = False) -> str:
    """Spell a place as the records do. *Raises* UsageError for one that the kind does not have."""
    path = _spelled(kind, place)
    column = column_of(path.replace(_NEW, _NUMBERED))
    lists = {each.list_path for each in kind.columns if each.list_path}
    if column in lists and may_be_list and "[" not in path:
        return path
    if column not in kind.column_by_path:
        raise UsageError(f"{kind.title} have no column “{column}”.", remedy=_did_you_mean(kind, column))
    list_path = kind.column_by_path[column].list_path
    if list_path and "[" not in path:
        example = f"{list_path}[{kind.list_keys[list_path][0]}=…]{column.removeprefix(list_path)}"
        raise UsageError(f"“{column}” does not say which element is meant.", remedy=f"Write {example}.")
    return path


def _spelled(kind: Kind, place: str) -> str:
    """Bring names to the kind's own spelling, so that `Customer Number` is found as in a file."""
    path = place.strip()
    exact = {column.path for column in kind.columns} | {column.list_path for column in kind.columns}
    if path in exact:
        return path
    if "[" in path:
        return format_path(parse_path(path.replace(_NEW, _NUMBERED))).replace(_NUMBERED, _NEW)
    by_letters = {letters(name): name for name in exact if name}
    return by_letters.get(letters(path), path)


def letters(name: str) -> str:
    """Reduce a column's name to what matters in comparing: case, spaces and punctuation aside."""
    return "".join(character for character in name.casefold() if character not in " .-_")


def _did_you_mean(kind: Kind, column: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  only for the message

    near = get_close_matches(column, list(kind.column_by_path), n=1, cutoff=0.5)
    known = f"Did you mean {near[0]}? " if near else ""
    return f"{known}`counterfoil kinds` lists them."
