"""Customers to requests: batches of upserts, and the ones that must travel alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.net.requests import Request
from app.records.change import JsonObject
from app.records.checks import is_blank
from app.values import Change
from app.vendors.declaration import Effect, Options, PendingRecord, Step
from app.vendors.traede.customer import Address

_SCALARS = ("name", "currency", "discount_percentage", "active")
_ADDRESS_FIELDS = frozenset(Address.model_fields)
_KEY_FIELDS = {"address_title": "title", "remote_erp_id": "remote_erp_id"}


def plan(records: Iterable[PendingRecord], options: Options) -> Iterator[Step]:
    """Batch what may be repeated; send deletes, and appends that could double an address, alone."""
    batch: list[PendingRecord] = []
    for record in records:
        if not is_repeatable(record, options):
            yield _step([record], options, is_idempotent=False)
            continue
        batch.append(record)
        if len(batch) >= options["batch_size"]:
            yield _step(batch, options, is_idempotent=True)
            batch = []
    if batch:
        yield _step(batch, options, is_idempotent=True)


def sync_request(customers: Sequence[JsonObject], options: Options, *, is_idempotent: bool = True) -> Request:
    """Build the one request TRAEDE has for customers."""
    content = {"customers": list(customers)}
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Request(
        method="POST",
        path=f"{customers_path(options)}/sync",
        headers=(("Accept", "application/json"),),
        body=body.encode(),
        content_type="application/json",
        is_idempotent=is_idempotent,
    )


def customers_path(options: Options) -> str:
    """Return where customers are, under the version that the connection says."""
    prefix = str(options["path_prefix"]).strip("/ ")
    return f"/{prefix}/customers" if prefix else "/customers"


def customer_body(record: PendingRecord, options: Options) -> JsonObject:
    """Write one customer as TRAEDE takes it: the number and what was changed."""
    if record.change is Change.DELETED:
        return {"customer_number": record.key, "delete": True}
    body: JsonObject = {"customer_number": record.key}
    body |= {name: record.working[name] for name in _SCALARS if name in record.edits}
    if any(path == "payment_term" or path.startswith("payment_term.") for path in record.edits):
        body |= _payment_term(record.working.get("payment_term"), options)
    if has_address_edits(record):
        body |= _addresses(record, options)
    return body


def directive(record: PendingRecord, options: Options, name: str) -> str:
    """Read a directive of the record, or the connection's default."""
    return str(record.directives.get(name) or options[name])


def has_address_edits(record: PendingRecord) -> bool:
    return any(path == "addresses" or path.startswith("addresses[") for path in record.edits)


def is_repeatable(record: PendingRecord, options: Options) -> bool:
    """Tell whether sending the record twice has the same result as once.

    A delete is not: the second answer would be about a customer that is gone, or about a new one. Nor is an
    append whose addresses cannot all be told apart by the sync key.
    """
    if record.change is Change.DELETED:
        return False
    sent = customer_body(record, options).get("addresses")
    if not sent or directive(record, options, "addresses_sync_mode") == "replace":
        return True
    return has_stable_keys(record, options)


def has_stable_keys(record: PendingRecord, options: Options) -> bool:
    """Tell whether every address has a value of the sync key, unique within the customer."""
    field = _KEY_FIELDS[directive(record, options, "addresses_sync_key")]
    values = [address.get(field) for address in record.working.get("addresses", ())]
    return not any(is_blank(value) for value in values) and len(set(values)) == len(values)


def _step(records: Sequence[PendingRecord], options: Options, *, is_idempotent: bool) -> Step:
    customers = [customer_body(record, options) for record in records]
    return Step(
        operation="delete" if records[0].change is Change.DELETED else "sync",
        request=sync_request(customers, options, is_idempotent=is_idempotent),
        effects=tuple(_effect(record) for record in records),
        is_splittable=len(records) > 1,
    )


def _effect(record: PendingRecord) -> Effect:
    if record.change is Change.DELETED:
        return Effect(record.id, deletes=True)
    return Effect(record.id, paths=tuple(record.edits))


def _payment_term(term: object, options: Options) -> JsonObject:
    """Spell the payment term as the connection says; both parts empty erase it."""
    prefix = options["payment_term_fields"]
    held: Mapping[str, Any] = term if isinstance(term, dict) else {}
    named = {f"{prefix}{part}": held.get(f"payment_term_{part}") for part in ("code", "id")}
    known = {name: value for name, value in named.items() if not is_blank(value)}
    return {options["payment_term_object"]: known or None}


def _addresses(record: PendingRecord, options: Options) -> JsonObject:
    """What TRAEDE showed of an address beyond its documented fields is not sent back."""
    mode = directive(record, options, "addresses_sync_mode")
    listed = _all(record) if mode == "replace" else _touched(record)
    return {
        "addresses_sync_mode": mode,
        "addresses_sync_key": directive(record, options, "addresses_sync_key"),
        "addresses": [
            {name: value for name, value in one.items() if name in _ADDRESS_FIELDS} for one in listed
        ],
    }


def _all(record: PendingRecord) -> list[JsonObject]:
    return list(record.working.get("addresses", ()))


def _touched(record: PendingRecord) -> list[JsonObject]:
    """In append only what was edited is sent, each address whole, as TRAEDE requires."""
    return list(record.touched.values())
