"""How customers might be read: no page of TRAEDE documents it, so it is tried only where a person asks for it.

The page family suggests `GET /customers` with pages from 0 of at most 60 (developer.traede.com, Pagination;
read 2026-11-20). The shape of an answer is a guess: what is not understood is kept, and nothing is made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from app.net.requests import Answer, Request
from app.records.change import JsonObject
from app.vendors.declaration import Options, Page
from app.vendors.paging import following, position_of
from app.vendors.traede.plan import customers_path

MOST_PER_PAGE = 60
_LIST_NAMES = ("customers", "data", "items", "results")
_TERMS = ("payment_term", "payment_terms")
_TERM_PARTS: Mapping[str, tuple[str, ...]] = {
    "payment_term_code": ("payment_term_code", "payment_terms_code", "code"),
    "payment_term_id": ("payment_term_id", "payment_terms_id", "id"),
}


def page(cursor: str, options: Options) -> Request:
    """Ask for a page. *Shape* of the cursor: number of the page, and a mark of what the one before held."""
    number = position_of(cursor, first=0)
    return Request(
        "GET",
        customers_path(options),
        headers=(("Accept", "application/json"),),
        query=(("page", str(number)), ("limit", str(MOST_PER_PAGE))),
        is_idempotent=True,
        # A 404 says that TRAEDE has no such call, not that the address is wrong.
        names_record=True,
    )


def parse_page(cursor: str, answer: Answer) -> Page:
    """Read a page: the first empty one ends, since TRAEDE's pages come short at times."""
    listed = _listed(answer.json())
    if listed is None:
        return Page((), is_list=False)
    customers = tuple(normal(one) for one in listed if _number(one))
    number = position_of(cursor, first=0)
    after = following(cursor, (one["customer_number"] for one in customers), position=number + 1)
    return Page(customers, after) if customers and after else Page(())


def normal(customer: Mapping[str, Any]) -> JsonObject:
    """Give a customer the shape it is sent in; what is unknown here stays as it came."""
    found = {**customer, "customer_number": _number(customer)}
    named = next((name for name in _TERMS if name in found), "")
    if named:
        found["payment_term"] = _term(found.pop(named))
    if "addresses" in found:
        found["addresses"] = [one for one in found["addresses"] or () if isinstance(one, dict)]
    if "discount_percentage" in found:
        found["discount_percentage"] = _decimal(found["discount_percentage"])
    if found.get("active") in (0, 1):
        found["active"] = bool(found["active"])
    return found


def _listed(content: object) -> list[JsonObject] | None:
    found: Any = content
    if isinstance(content, dict):
        found = next((content[name] for name in _LIST_NAMES if isinstance(content.get(name), list)), None)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else None


def _number(customer: Mapping[str, Any]) -> str:
    number = customer.get("customer_number")
    is_plain = isinstance(number, str | int) and not isinstance(number, bool)
    return str(number).strip() if is_plain else ""


def _term(term: object) -> JsonObject | None:
    """Read a payment term under any of its spellings."""
    if not isinstance(term, dict):
        return None
    held = {
        name: next((term[one] for one in spellings if term.get(one) not in (None, "")), None)
        for name, spellings in _TERM_PARTS.items()
    }
    number = held["payment_term_id"]
    if isinstance(number, str) and number.isascii() and number.isdigit():
        held["payment_term_id"] = int(number)
    return {name: value for name, value in held.items() if value is not None} or None


def _decimal(value: object) -> object:
    """Give the number as a decimal, which many servers write as a text."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    return number if isfinite(number) else value
