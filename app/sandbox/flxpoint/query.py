"""Reads the parameters of a list of orders: which page, and which orders.

Sources: the guides on polling and on dates, and what public clients send, read 2026-11-20; the endpoint
has no reference page. The names of the page differ between Flxpoint's endpoints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from app.sandbox.flxpoint.state import Orders
from app.sandbox.switches import Behaviours

PAGE_NAMES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "page": (("page", "pageSize"),),
    "filter": (("filterPageNumber", "filterPageSize"),),
    "both": (("page", "pageSize"), ("filterPageNumber", "filterPageSize")),
}
DATES = ("orderUpdatedAt", "createdSince", "createdUntil")
MOST_PAGE = 10**9


class BadQuery(Exception):
    """A parameter that Flxpoint refuses; the text says why."""


@dataclass(frozen=True)
class Wanted:
    """One page of the orders that fit."""

    page: int
    size: int
    updated_after: datetime | None
    created_since: datetime | None
    created_until: datetime | None

    def ids(self, orders: Orders) -> list[int]:
        """Return the ids of the page, oldest order first."""
        start = (self.page - 1) * self.size
        if not (self.updated_after or self.created_since or self.created_until):
            return list(orders.ids[start : start + self.size])
        return list(self._fitting(orders))[start : start + self.size]

    def _fitting(self, orders: Orders) -> Iterator[int]:
        since, until = self.created_since, self.created_until
        for order_id in orders.ids:
            if self.updated_after and orders.updated_at(order_id) <= self.updated_after:
                continue
            inserted = orders.inserted_at(order_id) if since or until else None
            if (since and inserted and inserted < since) or (until and inserted and inserted > until):
                continue
            yield order_id


def read_query(query: Mapping[str, str], behaviours: Behaviours) -> Wanted:
    """Read the parameters as this Flxpoint understands them. Raises: BadQuery."""
    families = PAGE_NAMES[str(behaviours["page_names"])]
    dates = DATES if behaviours["updated_filter"] else DATES[1:]
    _refuse_unknown(query, {name for pair in families for name in pair} | set(dates), behaviours)
    numbers = next((pair for pair in families if query.keys() & set(pair)), families[0])
    size = _size(query.get(numbers[1], str(behaviours["default_page_size"])), behaviours)
    after = _date(query, "orderUpdatedAt") if behaviours["updated_filter"] else None
    page = _whole(query.get(numbers[0], "1"), numbers[0])
    return Wanted(page, size, after, _date(query, "createdSince"), _date(query, "createdUntil"))


def _refuse_unknown(query: Mapping[str, str], known: set[str], behaviours: Behaviours) -> None:
    unknown = [name for name in query if name not in known]
    if unknown and behaviours["unknown_parameters"] == "refuse":
        raise BadQuery(f"Unknown parameter: {', '.join(unknown)}.")


def _size(text: str, behaviours: Behaviours) -> int:
    size, most = _whole(text, "The page size"), behaviours["max_page_size"]
    assert isinstance(most, int)  # noqa: S101 - its switch checked it
    if size > most and behaviours["above_max_page_size"] == "refuse":
        raise BadQuery(f"The page size may be {most} at most.")
    return min(size, most)


def _whole(text: str, name: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= MOST_PAGE):
        raise BadQuery(f"{name} must be a whole number from 1.")
    return int(text)


def _date(query: Mapping[str, str], name: str) -> datetime | None:
    if name not in query:
        return None
    try:
        at = datetime.fromisoformat(query[name])
    except ValueError as error:
        raise BadQuery(f"{name} is no ISO-8601 time.") from error
    if at.tzinfo is None:
        raise BadQuery(f"{name} needs a time zone.")
    return at.astimezone(UTC)
