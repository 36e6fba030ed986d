"""What the declarations can ask a vendor, so that a play which leaves something out is found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from app.net.requests import Request
from app.vendors.declaration import Kind, Vendor
from tests.specs.recording import Exchange

_KEY = "the-key-of-a-record"
# What a plan makes depends on the record; the names are those of its steps.
PLANNED = {
    "softwareone.buyers": ("POST .*/buyers", "PUT .*/buyers/[^/]+", "DELETE .*/buyers/[^/]+"),
    "kibo.accounts": (
        *("PUT .*/b2baccounts/[^/]+", "POST .*/b2baccounts/[^/]+/salesrep/[^/]+"),
        "DELETE .*/b2baccounts/[^/]+/salesrep/[^/]+",
    ),
    "flxpoint.orders": ("PATCH /orders/[^/]+/accounting-sync",),
    "traede.customers": ("POST /customers/sync",),
}


def not_played(vendor: Vendor, exchanges: Iterable[Exchange]) -> Iterator[str]:
    """Name what a declaration can ask and no exchange did."""
    played = [f"{one.method} {one.path}" for one in exchanges if one.is_ours]
    for pattern in dict.fromkeys(_patterns(vendor)):
        if not any(re.fullmatch(pattern, one) for one in played):
            yield pattern


def _patterns(vendor: Vendor) -> Iterator[str]:
    for request in _requests(vendor):
        yield f"{request.method} {re.escape(request.path).replace(re.escape(_KEY), '[^/]+')}"
    for kind in vendor.kinds:
        yield from PLANNED[kind.id]


def _requests(vendor: Vendor) -> Iterator[Request]:
    options = vendor.options_with_defaults({})
    yield vendor.probe(options)
    if vendor.token is not None:
        yield vendor.token.request({one.name: "x" for one in vendor.credentials})
    for kind in vendor.kinds:
        yield from _readings(kind, options)
        yield from (action.request(_KEY, options) for action in kind.actions)


def _readings(kind: Kind, options: dict[str, object]) -> Iterator[Request]:
    if kind.read is not None:
        yield kind.read(_KEY, options)
    if kind.page is not None:
        yield kind.page("", options)
    if kind.candidates is not None:
        yield kind.candidates(datetime.now(UTC), "", options)
    yield from (one.page("", options) for one in kind.pick_lists)
