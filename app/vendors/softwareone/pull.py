"""How buyers are read: one, a page of all, those made since a moment; and the accounts to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.net.requests import Answer, Request
from app.records.change import MISSING, JsonObject, copied, value_at
from app.vendors.declaration import Choices, Options, Page
from app.vendors.paging import following, position_of
from app.vendors.softwareone.body import OPTIONAL
from app.vendors.softwareone.plan import BUYERS, JSON, TIMEOUT_SECONDS, buyer_path
from app.vendors.softwareone.rql import equals, page_query, since

ACCOUNTS = "/public/v1/accounts/accounts"
PAGE_SIZE = 100  # SoftwareOne's pages on RQL, read 2026-11-20: more are cut to this
_OLDEST_FIRST = "audit.created.at"  # buyers made meanwhile come last, so that pages hardly drift


def read(key: str, options: Options) -> Request:
    """Ask for one buyer with its audit, which is left out unless it is selected."""
    del options
    return _get(buyer_path(key), "select=audit", names_record=True)


def parse(answer: Answer) -> JsonObject | None:
    """Read a buyer out of an answer to a read, a write or an action."""
    content = answer.json()
    return normal(content) if isinstance(content, dict) and _has_id(content) else None


def page(cursor: str, options: Options, *, limit: int = PAGE_SIZE) -> Request:
    """Ask for a page of buyers. *Shape* of the cursor: offset, and a mark of the page before."""
    del options
    return _get(BUYERS, _page_query(cursor, limit=limit))


def candidates(moment: datetime, cursor: str, options: Options) -> Request:
    """Ask for buyers made since a moment, to find those whose answer was lost."""
    del options
    return _get(BUYERS, _page_query(cursor, since("audit.created.at", moment)))


def parse_page(cursor: str, answer: Answer) -> Page:
    """Read a page; what the list left out of each buyer is noted in it, so that it is not taken for erased."""
    listed, meta = _listed(answer)
    left_out = meta.get("omitted")
    buyers = tuple(normal(one, left_out if isinstance(left_out, list) else ()) for one in listed)
    return Page(buyers, _next(cursor, listed, meta), is_list=_is_list(answer.json()))


def accounts(cursor: str, options: Options) -> Request:
    """Ask for a page of client accounts."""
    del options
    offset = position_of(cursor, first=0)
    test = equals("type", "Client")
    return _get(ACCOUNTS, page_query(test, order="name", offset=offset, limit=PAGE_SIZE))


def parse_accounts(cursor: str, answer: Answer) -> Choices:
    """Read accounts as (id, name)."""
    listed, meta = _listed(answer)
    items = tuple((one["id"], str(one.get("name") or one["id"])) for one in listed)
    return Choices(items, _next(cursor, listed, meta))


def normal(buyer: Mapping[str, Any], left_out: Any = ()) -> JsonObject:  # noqa: ANN401  a list of names
    """Give a buyer one shape: who did something by name, no errors as none, and what was left out."""
    found: JsonObject = copied(dict(buyer))
    meta = found.get("$meta")
    own = meta.get("omitted") if isinstance(meta, dict) else None
    omitted = list(dict.fromkeys([*(own if isinstance(own, list) else ()), *left_out]))
    found["$meta"] = {**(meta if isinstance(meta, dict) else {}), "omitted": omitted}
    if "errors" not in omitted and not isinstance(found.get("errors"), list):
        # SoftwareOne leaves out what is empty; errors that are over must not stay.
        found["errors"] = []
    for stamp in (found.get("audit") or {}).values():
        if isinstance(stamp, dict) and "by" in stamp:
            stamp["by"] = _who(stamp["by"])
    return found


def emptied(buyer: JsonObject) -> tuple[str, ...]:
    """List the optional fields left out of an object that is shown: SoftwareOne leaves out what is empty.

    What a role may not see, or a list leaves out by name, is not among them: such are whole objects. Source:
    SoftwareOne's canon of its API, 6; read 2026-11-20.
    """
    left_out = value_at(buyer, "$meta.omitted")
    named = {str(name) for name in left_out} if isinstance(left_out, list) else set()
    return tuple(path for path in OPTIONAL if _is_empty(buyer, path) and not named & {path, _object_of(path)})


def _is_empty(buyer: JsonObject, path: str) -> bool:
    return isinstance(value_at(buyer, _object_of(path)), dict) and value_at(buyer, path) is MISSING


def _object_of(path: str) -> str:
    return path.rpartition(".")[0]


def _who(by: Any) -> Any:  # noqa: ANN401  any JSON value
    """SoftwareOne's page shows a text taken apart into its characters under numbers; put it together."""
    if isinstance(by, dict) and by and all(str(name).isdecimal() for name in by):
        by = "".join(str(by[name]) for name in sorted(by, key=int))
    return {"name": by} if isinstance(by, str) else by


def _listed(answer: Answer) -> tuple[list[JsonObject], JsonObject]:
    content = answer.json()
    if not isinstance(content, dict):
        return [], {}
    listed, meta = content.get("data"), content.get("$meta")
    found = (
        [one for one in listed if isinstance(one, dict) and _has_id(one)] if isinstance(listed, list) else []
    )
    return found, meta if isinstance(meta, dict) else {}


def _is_list(content: object) -> bool:
    """Tell a list, of which SoftwareOne may leave out the empty data, from something else."""
    if not isinstance(content, dict) or not isinstance(content.get("data", []), list):
        return False
    meta = content.get("$meta")
    return "data" in content or (isinstance(meta, dict) and "pagination" in meta)


def _next(cursor: str, listed: list[JsonObject], meta: JsonObject) -> str | None:
    """The total ends the pages where it is given; an empty or repeated page does anyway."""
    offset = position_of(cursor, first=0) + len(listed)
    pagination = meta.get("pagination")
    total = pagination.get("total") if isinstance(pagination, dict) else None
    if not listed or (isinstance(total, int) and offset >= total):
        return None
    return following(cursor, (one["id"] for one in listed), position=offset)


def _page_query(cursor: str, *conditions: str, limit: int = PAGE_SIZE) -> str:
    offset = position_of(cursor, first=0)
    return page_query(*conditions, order=_OLDEST_FIRST, offset=offset, limit=limit, select="audit")


def _has_id(content: Mapping[str, Any]) -> bool:
    return isinstance(content.get("id"), str) and bool(content["id"].strip())


def _get(path: str, query: str, *, names_record: bool = False) -> Request:
    return Request(
        "GET",
        path,
        headers=JSON,
        query=query,
        is_idempotent=True,
        names_record=names_record,
        timeout_seconds=TIMEOUT_SECONDS,
    )
