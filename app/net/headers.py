"""The header fields of a request, shown in review and sent by the client from the same function."""

from __future__ import annotations

import re

from app import __version__
from app.errors import UsageError
from app.net.requests import Pairs, Request

_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+\Z")
_VALUE = re.compile(r"[\x20-\x7e\t]*\Z")
# The client frames the message itself; a second opinion would let a body pass as another request.
_RESERVED = {"host", "content-length", "transfer-encoding", "connection", "accept-encoding"}


def plain_headers(request: Request) -> Pairs:
    """Give every header of a request except the secret ones, which the client adds."""
    pairs = {"accept": "application/json", "user-agent": f"Counterfoil/{__version__}"}
    if request.content_type:
        pairs["content-type"] = request.content_type
    for name, value in request.headers:
        if name.lower() in _RESERVED:
            raise UsageError(f"The header {name} cannot be set.")
        pairs[name.lower()] = value
    return checked(tuple(pairs.items()))


def checked(pairs: Pairs) -> Pairs:
    """Refuse names and values that could smuggle in another header; values are not repeated."""
    for name, value in pairs:
        if not _NAME.match(name):
            raise UsageError("A header has a name that cannot be sent.")
        if not _VALUE.match(value):
            raise UsageError(
                f"The value of {name} contains characters that cannot be sent.",
                remedy="Copy it again without line breaks, quotation marks and dots of omission.",
            )
    return pairs
