"""Accounts to requests: the update of the account, then each sales rep who comes or goes.

Order matters: Kibo approves an account only once it has a rep, and a rep is added before another is taken.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from app.net.address import path_segment
from app.net.requests import Pairs, Request
from app.records.change import Edits, JsonObject, value_at, working_copy
from app.records.merge import by_element
from app.values import BaseState
from app.vendors.declaration import Effect, Options, PendingRecord, Step

ACCOUNTS = "/commerce/customer/b2baccounts"
REPS = "salesReps"
REP_FIELD = "adminUserId"
JSON = (("Accept", "application/json"),)
PUT_FIELDS = frozenset(
    {
        *("accountType", "companyOrOrganization", "customerSet", "externalId", "priceList", "priority"),
        *("taxExempt", "taxId", "contacts", "notes"),
    }
)
# What a rep's answer must show, so that the base can follow it.
_ANSWER_FIELDS = (("responseFields", "id,salesReps,auditInfo"),)
_SEEN_WITH_REPS = frozenset({"id", "salesReps", "auditInfo"})


def plan(records: Iterable[PendingRecord], options: Options) -> Iterator[Step]:
    """Plan the requests of each account. One that was not read has no update: it would empty the rest."""
    del options
    for record in records:
        yield from _update(record)
        yield from _reps(record)


def account_path(key: str, *below: str) -> str:
    """Return the address of an account, or of something below it."""
    return "/".join([ACCOUNTS, *(path_segment(part) for part in (key, *below))])


def rep_edits(record: PendingRecord) -> Edits:
    """List the reps the account gains and loses, whichever way they were edited."""
    edits = by_element(record.base, record.edits, REPS, REP_FIELD)
    return {path: value for path, value in edits.items() if path.startswith(f"{REPS}[")}


def rep_of(path: str, edits: Mapping[str, Any], base: JsonObject) -> str:
    """Name the rep that one of `rep_edits` adds or removes."""
    if edits[path] is not None:
        return str(edits[path])
    held = value_at(base, path)
    return str(held[REP_FIELD]) if isinstance(held, dict) else ""


def put_edits(record: PendingRecord) -> Edits:
    """List the edits that the update of the account carries."""
    return {path: value for path, value in record.edits.items() if _root(path) in PUT_FIELDS}


def status_request(action: str) -> Callable[[str, Options], Request]:
    """Make the request function of a status action."""

    def request(key: str, options: Options) -> Request:
        del options
        return _bare("PUT", account_path(key, "status", action))

    return request


def _update(record: PendingRecord) -> Iterator[Step]:
    """Kibo takes the whole account: as it was read, with our edits over it, and nothing else changed."""
    edits = put_edits(record)
    if not edits or record.base_state is not BaseState.KNOWN or set(record.base) <= _SEEN_WITH_REPS:
        return
    body = json.dumps(
        working_copy(record.base, edits), ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    request = Request(
        "PUT",
        account_path(record.key),
        headers=JSON,
        body=body.encode(),
        content_type="application/json",
        is_idempotent=True,
        names_record=True,
    )
    yield Step("update", request, (Effect(record.id, tuple(edits)),))


def _reps(record: PendingRecord) -> Iterator[Step]:
    edits = rep_edits(record)
    gained = [path for path, value in edits.items() if value is not None and path.endswith(f".{REP_FIELD}")]
    lost = [path for path, value in edits.items() if value is None and path.endswith("]")]
    for path in gained:
        yield _rep_step("add-rep", "POST", record, path, rep_of(path, edits, record.base))
    for path in lost:
        yield _rep_step("remove-rep", "DELETE", record, path, rep_of(path, edits, record.base))


def _rep_step(operation: str, method: str, record: PendingRecord, path: str, rep: str) -> Step:
    """Only adding knows `responseFields`; removing answers with the whole account."""
    query = _ANSWER_FIELDS if method == "POST" else ()
    request = _bare(method, account_path(record.key, "salesrep", rep), query=query)
    return Step(operation, request, (Effect(record.id, (path,)),))


def _bare(method: str, path: str, *, query: Pairs = ()) -> Request:
    """All of these set a state: to ask for it twice is to ask for it once."""
    return Request(method, path, headers=JSON, query=query, is_idempotent=True, names_record=True)


def _root(path: str) -> str:
    return path.partition("[")[0].partition(".")[0]
