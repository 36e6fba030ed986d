"""Finds, sorts and pages records for a query string, and works out what of each is shown.

Source: SoftwareOne's pages on RQL, read 2026-11-20: at most 100 records, `limit=0` only counts, the audit is
left out unless selected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.sandbox.softwareone.fields import Fields, top_names
from app.sandbox.softwareone.filters import check_audit, record_test
from app.sandbox.softwareone.rql import Query, bad_query, read_query

MOST_PER_PAGE = 100
AUDIT = "audit"
MAX_WHOLE_DIGITS = 9


@dataclass(frozen=True)
class Selection:
    """Which fields beyond the usual ones are shown, and which of the usual ones are not."""

    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()

    @property
    def has_audit(self) -> bool:
        return any(path.split(".")[0] == AUDIT for path in self.added)

    def omitted(self, usually: Iterable[str] = ()) -> list[str]:
        """Return what is not shown; `usually` is what this place leaves out unless it is selected."""
        tops = {path.split(".")[0] for path in self.added}
        return sorted({each for each in (AUDIT, *usually) if each not in tops} | self.removed)


@dataclass(frozen=True)
class Page:
    """One page of what was found."""

    rows: Sequence[Any]
    offset: int
    limit: int
    total: int
    selection: Selection


class Finder:
    """Answers queries over one collection, and remembers the last result so that paging through it is cheap."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._names = top_names(fields)
        self._key: object = None
        self._found: Sequence[Any] = ()

    def selection(self, raw: str) -> Selection:
        """Read `select` alone, as for one record. Raises: Refused."""
        return self._selection(read_query(raw))

    def page(
        self, raw: str, read_all: Callable[[], Iterable[Any]], *, version: object, default_limit: int
    ) -> Page:
        """Return a page; as long as `version` stays the same, so does `read_all`. Raises: Refused."""
        query = read_query(raw)
        selection = self._selection(query)
        limit = min(_whole(query, "limit", default_limit), MOST_PER_PAGE)
        offset = _whole(query, "offset", 0)
        key = (query.filters, query.shortcuts, query.controls.get("order"), selection.has_audit, version)
        if key != self._key:
            self._found = self._find(query, read_all(), has_audit=selection.has_audit)
            self._key = key
        rows = self._found[offset : offset + limit]
        return Page(rows, offset, limit, len(self._found), selection)

    def _find(self, query: Query, records: Iterable[Any], *, has_audit: bool) -> Sequence[Any]:
        test = record_test(query, self._fields, has_audit=has_audit)
        found = list(records) if test is None else [each for each in records if test(each)]
        for path, is_descending in reversed(list(self._order(query, has_audit=has_audit))):
            read = self._fields[path].read
            found.sort(key=lambda each: ((value := read(each)) is not None, value), reverse=is_descending)
        return found

    def _order(self, query: Query, *, has_audit: bool) -> Iterable[tuple[str, bool]]:
        for path, is_descending in _signed(query.controls.get("order", "")):
            if path not in self._fields or self._fields[path].kind == "list":
                raise bad_query("order", f"There is no property {path} to sort by.")
            check_audit(path, has_audit=has_audit)
            yield path, is_descending

    def _selection(self, query: Query) -> Selection:
        signed = list(_signed(query.controls.get("select", "")))
        for path, _ in signed:
            if path.split(".")[0] not in self._names:
                raise bad_query("select", f"There is no property {path}.")
        added = frozenset(path for path, is_removed in signed if not is_removed)
        return Selection(added, frozenset(path for path, is_removed in signed if is_removed) - added)


def _signed(text: str) -> Iterable[tuple[str, bool]]:
    for part in filter(None, (each.strip() for each in text.split(","))):
        yield part.lstrip("+-").strip(), part.startswith("-")


def _whole(query: Query, name: str, default: int) -> int:
    text = query.controls.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= MAX_WHOLE_DIGITS):
        raise bad_query(name, "A whole number from 0 is needed.")
    return int(text)
