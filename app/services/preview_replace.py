"""Find text in the records of a view, and say what replacing it would come to; nothing is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.edit_values import Found, Replacement, Search
from app.jobs import JobContext
from app.records.cells import write_cell
from app.records.change import MISSING, JsonObject, Raw, value_at, working_copy
from app.records.columns import Column, ColumnType
from app.values import Record, RecordQuery
from app.vendors.declaration import Kind
from app.vendors.list_elements import elements_of
from app.vendors.registry import kind_named
from app.workspace import Workspace

_AT_ONCE = 500
_NOT_TYPED = (ColumnType.BOOLEAN, ColumnType.IMAGE, ColumnType.JSON)


def searchable_columns(kind: Kind) -> tuple[Column, ...]:
    """List the columns that text can be replaced in, one by one."""
    return tuple(
        one
        for one in kind.columns
        if one.is_editable and not one.about.is_directive and one.type not in _NOT_TYPED
    )


def preview_replace(workspace: Workspace, context: JobContext, query: RecordQuery, search: Search) -> Found:
    """Look through everything that the query shows. *Raises* Cancelled."""
    if not search.text:
        return Found(())
    finder = _Finder(kind_named(query.kind), search, replacer(search))
    ids = workspace.store.records.ids(query)
    found: list[Replacement] = []
    for start in range(0, len(ids), _AT_ONCE):
        context.checkpoint()
        context.report(start, len(ids), "Looking")
        for record in workspace.store.records.many(query.kind, ids[start : start + _AT_ONCE]):
            found.extend(finder.look(record))
    return Found(tuple(found), len({one.record_id for one in found}), finder.closed)


def replacer(search: Search) -> Callable[[str], str | None]:
    """Make what gives the new text of a value; None where nothing is found in it, or nothing would change."""
    flags = 0 if search.matches_case else re.IGNORECASE
    pattern = re.compile(re.escape(search.text), flags)
    find = pattern.fullmatch if search.is_whole else pattern.search

    def instead(text: str) -> str | None:
        if find(text) is None:
            return None
        new = search.instead if search.is_whole else pattern.sub(lambda _match: search.instead, text)
        return new if new != text else None

    return instead


def text_of(value: object) -> str:
    """Write a plain value as text, "" where nothing is."""
    is_plain = value is not MISSING and isinstance(value, (str, int, float, Raw))
    return write_cell(value) if is_plain else ""


@dataclass
class _Finder:
    """Looks through records one after another; `closed` counts what was found and cannot be written to."""

    kind: Kind
    search: Search
    replaced: Callable[[str], str | None]
    closed: int = 0

    def __post_init__(self) -> None:
        columns = [one for one in searchable_columns(self.kind) if self._is_wanted(one)]
        self._own = [one for one in columns if not one.list_path]
        self._lists: dict[str, list[Column]] = {}
        for one in columns:
            if one.list_path:
                self._lists.setdefault(one.list_path, []).append(one)

    def _is_wanted(self, column: Column) -> bool:
        if self.search.column:
            return column.path == self.search.column
        return column.type is ColumnType.TEXT and column.path != self.kind.key_column

    def look(self, record: Record) -> Iterator[Replacement]:
        """List what would be replaced in a record."""
        working = working_copy(record.base, record.edits)
        for path, text in self._texts(record, working):
            new = self.replaced(text) if text else None
            if new is None:
                continue
            if record.is_deleting or (record.is_key_locked and path == self.kind.key_column):
                self.closed += 1
            else:
                yield Replacement(record.id, record.key, path, text, new)

    def _texts(self, record: Record, working: JsonObject) -> Iterator[tuple[str, str]]:
        for column in self._own:
            yield column.path, text_of(value_at(working, column.path))
        for list_path, columns in self._lists.items():
            for place in self._lists_at(record, working, list_path):
                for element in elements_of(self.kind, record, working, place):
                    for column in columns:
                        path = f"{element.path}.{column.name}"
                        yield path, text_of(value_at(element.values, column.name))

    def _lists_at(self, record: Record, working: JsonObject, list_path: str) -> Iterator[str]:
        """A list inside a list is in each element of the outer one."""
        outer, _, name = list_path.rpartition(".")
        if not any(one.list_path == outer for one in self.kind.columns if outer):
            yield list_path
            return
        for element in elements_of(self.kind, record, working, outer):
            yield f"{element.path}.{name}"
