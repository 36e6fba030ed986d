"""Kibo's pages: filtered, sorted, and cut out by `startIndex` and `pageSize`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil

from app.sandbox.kibo.filters import (
    READERS_OF_ALL,
    READERS_OF_FEW,
    READERS_OF_USERS,
    Read,
    Row,
    read_filter,
    read_sort,
)
from app.sandbox.kibo.forms import invalid
from app.sandbox.kibo.seeds import Record
from app.sandbox.kibo.shapes import INT32_MOST
from app.sandbox.kibo.state import Accounts
from app.sandbox.switches import Behaviours

DEFAULT_PAGE_SIZE, MOST_PAGE_SIZE = 20, 200


class Listing:
    """Finds what a list is asked for; the latest finding is kept, since it is asked for page by page."""

    def __init__(self, accounts: Accounts, behaviours: Behaviours) -> None:
        self._accounts = accounts
        self._behaviours = behaviours
        self._latest: tuple[object, Sequence[int]] = (None, ())

    def accounts(self, query: Mapping[str, str], show: Callable[[int], object]) -> Record:
        """Return a page of accounts. Raises: Refused."""
        return self._page(query, self._found(query), show)

    def users(self, query: Mapping[str, str]) -> Record:
        """Return a page of admin users. Raises: Refused."""
        rows: Sequence[Record] = self._accounts.users
        email = query.get("emailAddress")
        if email is not None:
            rows = [each for each in rows if str(each["emailAddress"]).lower() == email.lower()]
        rows = self._fitting(rows, query, READERS_OF_USERS)
        return self._page(query, range(len(rows)), lambda place: rows[place])

    def _found(self, query: Mapping[str, str]) -> Sequence[int]:
        asked = (query.get("filter"), query.get("sortBy"), query.get("q"))
        if not any(asked):
            return self._accounts.ids
        switched = (self._behaviours["filterable"], self._behaviours["quotes"])
        key = (asked, switched, self._accounts.changes)
        if self._latest[0] != key:
            self._latest = (key, self._search(query))
        return self._latest[1]

    def _search(self, query: Mapping[str, str]) -> list[int]:
        rows = list(self._accounts.heads())
        words = query.get("q", "").casefold()
        if words:
            rows = [each for each in rows if words in str(each["companyOrOrganization"]).casefold()]
        readers = READERS_OF_FEW if self._behaviours["filterable"] == "few" else READERS_OF_ALL
        return [int(str(each["id"])) for each in self._fitting(rows, query, readers)]

    def _fitting(
        self, rows: Sequence[Record], query: Mapping[str, str], readers: Mapping[str, Read]
    ) -> list[Record]:
        fitting = list(rows)
        if query.get("filter"):
            may_quote = self._behaviours["quotes"] == "optional"
            test = read_filter(query["filter"], readers, may_quote=may_quote)
            fitting = [each for each in fitting if test(each)]
        if query.get("sortBy", "").strip():
            key, is_turned = read_sort(query["sortBy"], readers)
            fitting.sort(key=_compared(key), reverse=is_turned)
        return fitting

    def _page(self, query: Mapping[str, str], found: Sequence[int], show: Callable[[int], object]) -> Record:
        start = _whole(query, "startIndex")
        size = _whole(query, "pageSize") or DEFAULT_PAGE_SIZE
        if size > MOST_PAGE_SIZE and self._behaviours["above_max_page_size"] == "refuse":
            raise invalid(f"The pageSize may be {MOST_PAGE_SIZE} at most.")
        size = min(size, MOST_PAGE_SIZE)
        return {
            "startIndex": start,
            "pageSize": size,
            "pageCount": ceil(len(found) / size),
            "totalCount": len(found),
            "items": [show(each) for each in found[start : start + size]],
        }


def _compared(key: Callable[[Row], tuple[bool, object]]) -> Callable[[Row], tuple[bool, str | float]]:
    """Make values of one field comparable: texts and times as texts, the others as numbers."""

    def comparable(row: Row) -> tuple[bool, str | float]:
        is_there, value = key(row)
        return is_there, value if isinstance(value, (int, float, str)) else str(value)

    return comparable


def _whole(query: Mapping[str, str], name: str) -> int:
    text = query.get(name, "0") or "0"
    if not (text.isascii() and text.isdecimal() and len(text) < 11 and int(text) <= INT32_MOST):
        raise invalid(f"{name} must be a whole number from 0.")
    return int(text)
