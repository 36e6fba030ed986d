"""How accounts are read: one, or a page of all; and the admin users who may be sales reps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.net.requests import Answer, Request
from app.records.change import JsonObject
from app.vendors.declaration import Choices, Options, Page
from app.vendors.kibo.plan import ACCOUNTS, JSON, REPS, account_path
from app.vendors.paging import following, position_of

ADMIN_USERS = "/platform/adminuser/accounts"
MOST_PER_PAGE = 200  # Kibo's API description of customers, pageSize; read 2026-11-20


def read(key: str, options: Options) -> Request:
    """Ask for one account, whole."""
    del options
    return Request("GET", account_path(key), headers=JSON, is_idempotent=True, names_record=True)


def parse(answer: Answer) -> JsonObject | None:
    """Read an account out of an answer to a read, a write or an action, whatever type it declares."""
    content = answer.json()
    return _normal(content) if isinstance(content, dict) and has_id(content) else None


def page(cursor: str, options: Options) -> Request:
    """Ask for a page of accounts. *Shape* of the cursor: start index, and a mark of the page before."""
    wanted = [*_place(cursor, int(options["page_size"]))]
    if options["filter"].strip():
        wanted.append(("filter", options["filter"].strip()))
    return Request("GET", ACCOUNTS, headers=JSON, query=tuple(wanted), is_idempotent=True)


def parse_page(cursor: str, answer: Answer) -> Page:
    """Read a page of accounts."""
    items, total = _items(answer)
    accounts = tuple(_normal(one) for one in items if has_id(one))
    return Page(accounts, _next(cursor, items, total), is_list=_is_list(answer.json()))


def admin_users(cursor: str, options: Options) -> Request:
    """Ask for a page of the admin users."""
    del options
    return Request("GET", ADMIN_USERS, headers=JSON, query=_place(cursor, MOST_PER_PAGE), is_idempotent=True)


def parse_admin_users(cursor: str, answer: Answer) -> Choices:
    """Read admin users as (id, name and address); the page that lists them documents no answer."""
    items, total = _items(answer)
    users = tuple((str(one["id"]), _called(one)) for one in items if one.get("id"))
    return Choices(users, _next(cursor, items, total))


def has_id(account: Mapping[str, Any]) -> bool:
    return isinstance(account.get("id"), int) and not isinstance(account.get("id"), bool)


def _normal(account: Mapping[str, Any]) -> JsonObject:
    """No reps come as null; to us that is an empty list, which can be compared."""
    found = dict(account)
    return {**found, REPS: []} if REPS in found and found[REPS] is None else found


def _called(user: Mapping[str, Any]) -> str:
    names = [str(user[name]) for name in ("firstName", "lastName") if user.get(name)]
    address = str(user.get("emailAddress") or user.get("userName") or "")
    return " · ".join(part for part in (" ".join(names), address) if part) or str(user["id"])


def _place(cursor: str, size: int) -> tuple[tuple[str, str], ...]:
    start = position_of(cursor, first=0)
    return ("startIndex", str(start)), ("pageSize", str(min(size, MOST_PER_PAGE)))


def _items(answer: Answer) -> tuple[list[JsonObject], Any]:
    content = answer.json()
    if isinstance(content, list):
        return [one for one in content if isinstance(one, dict)], None
    if not isinstance(content, dict) or not isinstance(content.get("items"), list):
        return [], None
    return [one for one in content["items"] if isinstance(one, dict)], content.get("totalCount")


def _is_list(content: object) -> bool:
    """Tell a list without any items, which may be null, from something else."""
    items = content.get("items", content) if isinstance(content, dict) else content
    return isinstance(items, list) or (isinstance(content, dict) and items is None)


def _next(cursor: str, items: list[JsonObject], total: object) -> str | None:
    """The total ends the pages where it is given; an empty or repeated page does anyway."""
    start = position_of(cursor, first=0) + len(items)
    if not items or (isinstance(total, int) and start >= total):
        return None
    return following(cursor, (one.get("id") for one in items), position=start)
