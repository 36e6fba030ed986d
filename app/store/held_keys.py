"""What a connection holds under many keys at once, and a mark by which to see that it still does."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from app.store.projections import table_name
from app.store.visible import VISIBLE

_ASKED = "connection_id = ?2 AND key IN (SELECT value FROM json_each(?3))"
_BETWEEN = "\x1f"  # JSON has none as it is, and the key comes last


class HeldRow(NamedTuple):
    """A record as its table holds it: all that decides what a file would change in it."""

    id: int
    base_state: str
    base: str
    edits: str
    directives: str
    is_deleting: int
    change: str
    problems: str
    busy: str
    conflicts: str
    key: str


HELD_COLUMNS = HeldRow._fields


@dataclass(frozen=True)
class HeldKeys:
    """Looks keys up: the records that have them now, and which of them any record has, had or may get."""

    rows: Callable[[Sequence[str]], Mapping[str, HeldRow]]
    taken: Callable[[Sequence[str]], Collection[str]]


def mark_of(row: Sequence[Any], switches: str) -> int:
    """Tell apart what a record says, and the switches it was looked at under. *Shape* of row: HeldRow."""
    text = _BETWEEN.join((switches, *map(str, row)))
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def held_statement(kind_id: str) -> str:
    """Reads the records that have one of some keys. *Shape* of parameters: as for `taken_statement`."""
    columns = ", ".join(HELD_COLUMNS)
    return f'SELECT {columns} FROM "{table_name(kind_id)}" WHERE ?1 = ?1 AND {_ASKED} AND {VISIBLE}'  # noqa: S608  no value in it


def taken_statement(kind_id: str) -> str:
    """Tells which keys any record has, had or may get from an operation.

    *Shape* of parameters: kind, connection id, the keys as JSON.
    """
    return (
        f'SELECT key FROM "{table_name(kind_id)}" WHERE {_ASKED} '  # noqa: S608  no value in it
        f"UNION ALL SELECT key FROM record_keys WHERE kind = ?1 AND {_ASKED}"
    )


def by_key(rows: Sequence[Sequence[Any]]) -> dict[str, HeldRow]:
    """*Shape*: key → the record that has it."""
    return {row[-1]: HeldRow._make(row) for row in rows}


def held_keys(file: Path, kind_id: str, connection_id: int) -> HeldKeys:
    """Look keys up in the workspace's file, for a process that only reads."""
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    place = (kind_id, connection_id)

    def rows(keys: Sequence[str]) -> Mapping[str, HeldRow]:
        return by_key(connection.execute(held_statement(kind_id), (*place, json.dumps(keys))).fetchall())

    def taken(keys: Sequence[str]) -> Collection[str]:
        found = connection.execute(taken_statement(kind_id), (*place, json.dumps(keys)))
        return frozenset(key for (key,) in found)

    return HeldKeys(rows, taken)


def nothing_held() -> HeldKeys:
    """Look nothing up: where there is no record, and no name of one."""
    return HeldKeys(lambda _: {}, lambda _: frozenset())
