"""Rows under the name of their record, and the groups they make."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from app.intake.assemble import StagedRow
from app.intake.staged_values import notes_of


@dataclass(frozen=True)
class NamedRow:
    """A row with the name that groups it: its record's key, local id, or its own hash."""

    row: StagedRow
    name: str
    refusal: str = ""


@dataclass(frozen=True)
class Group:
    """The rows of one record; `number` is the first of them, as a spreadsheet counts."""

    number: int
    name: str
    rows: tuple[StagedRow, ...]


def grouped(rows: Iterable[tuple[Any, ...]]) -> Iterator[Group]:
    """Make groups of rows in order. *Shape*: number, name, row, line, cells, hash, missing, notes."""
    number, name, gathered = 0, "", list[StagedRow]()
    for row in rows:
        if gathered and row[0] != number:
            yield Group(number, name, tuple(gathered))
            gathered = []
        number, name = row[0], row[1]
        gathered.append(StagedRow(row[2], row[3], json.loads(row[4]), row[5], row[6], notes_of(row[7])))
    if gathered:
        yield Group(number, name, tuple(gathered))
