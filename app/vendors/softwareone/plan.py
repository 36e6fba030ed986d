"""Buyers to requests: one create, update or delete per buyer, and the actions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from app.net.address import path_segment
from app.net.requests import Request
from app.records.change import MISSING, value_at
from app.values import Change
from app.vendors.declaration import Effect, Options, PendingRecord, Step
from app.vendors.softwareone.body import buyer_body, can_be_updated, sent_paths
from app.vendors.softwareone.multipart import Part, written

BUYERS = "/public/v1/accounts/buyers"
JSON = (("Accept", "application/json"),)
TIMEOUT_SECONDS = 60.0  # what SoftwareOne's own client waits


def plan(records: Iterable[PendingRecord], options: Options) -> Iterator[Step]:
    """Plan one request per buyer. One that would be replaced without being known whole has none."""
    del options
    for record in records:
        yield from _steps(record)


def buyer_path(buyer_id: str, action: str = "") -> str:
    """Return the address of a buyer, or of an action on it."""
    path = f"{BUYERS}/{path_segment(buyer_id)}"
    return f"{path}/{action}" if action else path


def action_request(action: str, *, is_idempotent: bool) -> Callable[[str, Options], Request]:
    """Make the request function of an action; none takes a body."""

    def request(key: str, options: Options) -> Request:
        del options
        return _bare("POST", buyer_path(key, action), is_idempotent=is_idempotent)

    return request


def _steps(record: PendingRecord) -> Iterator[Step]:
    paths = sent_paths(record)
    buyer_id = value_at(record.working, "id")
    has_id = buyer_id is not MISSING and bool(str(buyer_id or "").strip())
    if record.change is Change.ADDED and paths:
        # There is no idempotency key: sent twice, this makes two buyers.
        yield Step("create", _form("POST", BUYERS, record), (Effect(record.id, paths),))
    elif record.change is Change.CHANGED and has_id and paths and can_be_updated(record):
        yield Step("update", _form("PUT", buyer_path(str(buyer_id)), record), (Effect(record.id, paths),))
    elif record.change is Change.DELETED and has_id:
        request = _bare("DELETE", buyer_path(str(buyer_id)), is_idempotent=True)
        yield Step("delete", request, (Effect(record.id, deletes=True),))


def _form(method: str, path: str, record: PendingRecord) -> Request:
    content_type, body = written(list(_parts(record)))
    return Request(
        method,
        path,
        headers=JSON,
        body=body,
        content_type=content_type,
        is_idempotent=method == "PUT",
        names_record=method == "PUT",
        timeout_seconds=TIMEOUT_SECONDS,
    )


def _parts(record: PendingRecord) -> Iterator[Part]:
    """The logo first, then the buyer as one JSON part without a file name, as SoftwareOne's own client does."""
    logo = record.attachments.get("logo")
    if logo is not None and "logo" in record.edits:
        yield Part("logo", logo.content_type, logo.data, logo.name)
    text = json.dumps(buyer_body(record), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    yield Part("buyer", "application/json", text.encode())


def _bare(method: str, path: str, *, is_idempotent: bool) -> Request:
    return Request(
        method,
        path,
        headers=JSON,
        is_idempotent=is_idempotent,
        names_record=True,
        timeout_seconds=TIMEOUT_SECONDS,
    )
