"""How Flxpoint's orders are read, one or a page at a time.

The page on listing orders could not be found. Lists elsewhere are bare arrays, pages are numbered from 1
and named in one of two ways; readers of this API stop at the first empty page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.net.address import path_segment
from app.net.requests import Answer, Request
from app.records.change import JsonObject
from app.vendors.declaration import Options, Page
from app.vendors.paging import following, position_of

_FAMILIES: Mapping[str, tuple[str, str]] = {
    "page": ("page", "pageSize"),
    "filterPageNumber": ("filterPageNumber", "filterPageSize"),
}
_LIST_NAMES = ("data", "items", "orders", "content", "results")
_JSON = (("Accept", "application/json"),)


def read(key: str, options: Options) -> Request:
    """Ask for one order."""
    del options
    path = f"/orders/{path_segment(key)}"
    return Request("GET", path, headers=_JSON, is_idempotent=True, names_record=True)


def parse(answer: Answer) -> JsonObject | None:
    """Read an order; an accepted accounting sync answers with nothing."""
    content = answer.json()
    return content if isinstance(content, dict) and _has_id(content) else None


def page(cursor: str, options: Options) -> Request:
    """Ask for a page. *Shape* of the cursor: number of the page, and a mark of what the one before held."""
    number, size = _FAMILIES[options["page_names"]]
    query = [(number, str(position_of(cursor, first=1))), (size, str(options["page_size"]))]
    if options["updated_since"]:
        query.append(("orderUpdatedAt", options["updated_since"]))
    return Request("GET", "/orders", headers=_JSON, query=tuple(query), is_idempotent=True)


def parse_page(cursor: str, answer: Answer) -> Page:
    """Read a page: the first empty one ends, as does one that repeats what came before.

    A short page is not the end: the vendor may give fewer than were asked for.
    """
    listed = _listed(answer.json())
    if listed is None:
        return Page((), is_list=False)
    orders = tuple(one for one in listed if _has_id(one))
    number = position_of(cursor, first=1)
    after = following(cursor, (one["id"] for one in orders), position=number + 1)
    return Page(orders, after) if orders and after else Page(())


def _listed(content: object) -> list[JsonObject] | None:
    found: Any = content
    if isinstance(content, dict):
        found = next((content[name] for name in _LIST_NAMES if isinstance(content.get(name), list)), None)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else None


def _has_id(order: Mapping[str, Any]) -> bool:
    return isinstance(order.get("id"), int) and not isinstance(order.get("id"), bool)
