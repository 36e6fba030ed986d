"""Which columns of a file feed what, where all its rows can be read column by column."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.intake.plain_cells import PlainColumn
from app.intake.table import FileColumn, FileTable
from app.records.paths import ByKey, format_path
from app.store.projections import Projection, projections_of

_MEMORY = 20_000


@dataclass
class PlainList:
    """A list of the kind: the columns that name an element, and all of them in the order of editing."""

    path: str
    naming: tuple[PlainColumn, ...]
    columns: tuple[PlainColumn, ...]
    _places: dict[tuple[str, str], str] = field(default_factory=dict)

    def place(self, name: str, value: str) -> str:
        """*Shape*: the path of an element as it begins in the JSON of edits; "" where nothing names it."""
        if not value:
            return ""
        found = self._places.get((name, value))
        if found is None:
            if len(self._places) >= _MEMORY:
                self._places.clear()
            path = json.dumps(format_path((self.path, ByKey(name, value))), ensure_ascii=False)
            found = self._places[name, value] = f",{path[:-1]}."
        return found


@dataclass(frozen=True)
class PlainLayout:
    """The columns of a file that is read column by column. `searched` are the record's own, as searched."""

    table: FileTable
    key: PlainColumn
    scalars: tuple[PlainColumn, ...]
    directives: tuple[PlainColumn, ...]
    lists: tuple[PlainList, ...]
    told_apart: frozenset[int]
    shown: tuple[Projection, ...]

    @property
    def searched(self) -> Sequence[PlainColumn]:
        """Fields of one object stand together, where the first of them does."""
        first: dict[str, int] = {}
        for place, one in enumerate(self.scalars):
            first.setdefault(one.column.path.partition(".")[0], place)
        return sorted(self.scalars, key=lambda one: first[one.column.path.partition(".")[0]])


def plain_layout(table: FileTable) -> PlainLayout | None:
    """Arrange the columns; None where rows of this file always need a closer look."""
    kind = table.kind
    if table.key is None or table.record_index is not None or table.doubled or kind.checked_columns is None:
        return None
    if table.has_fixed or any(one.inner or not one.naming or "." in one.path for one in table.lists):
        return None
    columns = {id(one): PlainColumn(one) for one in _all_columns(table)}
    if any("." in one.name for each in table.lists for one in (*each.naming, *each.others)):
        return None
    lists = tuple(
        PlainList(
            each.path,
            tuple(columns[id(one)] for one in each.naming),
            tuple(columns[id(one)] for one in (*each.naming, *each.others)),
        )
        for each in table.lists
    )
    return PlainLayout(
        table=table,
        key=columns[id(table.key)],
        scalars=tuple(columns[id(one)] for one in table.scalars),
        directives=tuple(columns[id(one)] for one in table.directives),
        lists=lists,
        told_apart=_told_apart(table),
        shown=shown_of(table),
    )


def shown_of(table: FileTable) -> tuple[Projection, ...]:
    """What the kind's table shows of the file's columns; of the others a new record shows nothing."""
    lists = {one.path for one in table.lists}
    return tuple(one for one in projections_of(table.kind) if one.path in table.paths or one.path in lists)


def _all_columns(table: FileTable) -> Sequence[FileColumn]:
    listed = [one for each in table.lists for one in (*each.naming, *each.others)]
    return [*table.scalars, *table.directives, *listed]


def _told_apart(table: FileTable) -> frozenset[int]:
    """The columns by whose text rows are told apart: those that checks look at, and that name places."""
    checked = table.kind.checked_columns or frozenset()
    named = [one for each in table.lists for one in each.naming]
    wanted = [*table.directives, *named, *(one for one in _all_columns(table) if one.path in checked)]
    return frozenset(one.indexes[0] for one in wanted)
