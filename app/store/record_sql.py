"""The statements on one kind's table, written once per opened workspace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.errors import UsageError
from app.store.projections import Projection, table_name
from app.store.quick_sql import quick_sql
from app.store.record_rows import READ_COLUMNS, RecordRows, folded
from app.store.visible import UNPUBLISHED, VISIBLE
from app.values import RecordQuery
from app.vendors.declaration import Kind

LISTED = "(change != '' OR base_state != 'absent')"

_FILTERS = {
    "all": "1",
    "pending": "change != ''",
    "added": "change = 'added'",
    "changed": "change = 'changed'",
    "deleted": "change = 'deleted'",
    "problems": "error_count + warning_count > 0",
    "conflicts": "conflict_count > 0",
    "applied": "outcome = 'applied'",
    "refused": "outcome = 'refused'",
    "failed": "outcome = 'failed'",
    "skipped": "outcome = 'skipped'",
    "unknown": "(outcome = 'unknown' OR busy = 'unknown')",
}
_TALLIES = (
    *("1", "change != ''", "change = 'added'", "change = 'changed'", "change = 'deleted'"),
    *("error_count > 0", "warning_count > 0", "outcome = 'applied'", "outcome = 'refused'"),
    *("outcome = 'failed'", "outcome = 'skipped'"),
    *(_FILTERS[name] for name in ("unknown", "problems", "conflicts")),
)


@dataclass(frozen=True)
class Selection:
    """A WHERE clause with its parameters."""

    where: str
    parameters: tuple[Any, ...]


class KindSql:
    """SQL texts of one kind. Names come from declarations, values are always bound."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.rows = RecordRows(kind)
        self.table = f'"{table_name(kind.id)}"'
        columns = ", ".join(f'"{name}"' for name in self.rows.columns)
        marks = ", ".join("?" * len(self.rows.columns))
        settings = ", ".join(f'"{name}" = ?' for name in self.rows.columns)
        self.select = f"SELECT {', '.join(READ_COLUMNS)} FROM {self.table} WHERE {VISIBLE}"  # noqa: S608
        self.insert = f"INSERT INTO {self.table} ({columns}, staged_by) VALUES ({marks}, ?)"  # noqa: S608
        self.update = f"UPDATE {self.table} SET {settings} WHERE id = ? AND {VISIBLE}"  # noqa: S608
        self.staged_with_key = (
            f"SELECT id, staged_by FROM {self.table} "  # noqa: S608  no value in it
            f"WHERE connection_id = ? AND key = ? AND id != ? AND staged_by IN {UNPUBLISHED}"
        )
        sums = ", ".join(f"coalesce(sum({condition}), 0)" for condition in _TALLIES)
        self.tallies = f"SELECT {sums} FROM {self.table} WHERE connection_id = ? AND {LISTED} AND {VISIBLE}"  # noqa: S608

    def selection(self, query: RecordQuery) -> Selection:
        """Tell which listed records a query wants. *Raises* UsageError for an unknown filter."""
        if query.filter not in _FILTERS:
            raise UsageError(
                f"There is no filter “{query.filter}”.", remedy=f"Known are: {', '.join(_FILTERS)}."
            )
        quick = quick_sql(self.kind, self.rows.projections, query.quick)
        where = f"connection_id = ? AND {LISTED} AND {_FILTERS[query.filter]}{quick.where}"
        parameters = (query.connection_id, *quick.parameters)
        if not query.text:
            return Selection(where, parameters)
        return Selection(f"{where} AND search_text LIKE ? ESCAPE '\\'", (*parameters, like(query.text)))

    def order(self, query: RecordQuery) -> str:
        """Sort on values, blanks last, ties by arrival."""
        direction = "DESC" if query.is_descending else "ASC"
        if not query.sort:
            return f"id {direction}"
        return f"{self._sort_term(query.sort)} {direction} NULLS LAST, id"

    def _sort_term(self, sort: str) -> str:
        if sort in ("change", "outcome"):
            return f"nullif({sort}, '')"
        if sort == self.kind.delete_column:
            return "is_deleting"
        shown = next((one for one in self.rows.projections if one.path == sort), None)
        if shown is None:
            raise UsageError(
                f"There is no column “{sort}” to sort by.", remedy="Choose one of the grid's columns."
            )
        return _term(shown)


def _term(shown: Projection) -> str:
    if shown.is_list:
        return f'json_array_length("{shown.name}")'
    return f'"{shown.name}" COLLATE NOCASE'


def like(text: str) -> str:
    """A pattern for “contains”, with LIKE's own signs taken literally."""
    escaped = folded(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
