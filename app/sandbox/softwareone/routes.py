"""Which path and verb mean which operation."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.sandbox.messages import Received
from app.sandbox.softwareone.problems import Refused

ROOT = "/public/v1/accounts"
ROUTES: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("/buyers", {"GET": "list_buyers", "POST": "create"}),
    ("/buyers/(?P<id>[^/]+)", {"GET": "read", "PUT": "put", "DELETE": "delete"}),
    ("/buyers/(?P<id>[^/]+)/enable", {"POST": "enable"}),
    ("/buyers/(?P<id>[^/]+)/disable", {"POST": "disable"}),
    ("/buyers/(?P<id>[^/]+)/synchronize", {"POST": "synchronize"}),
    ("/buyers/(?P<id>[^/]+)/icon", {"GET": "icon"}),
    ("/buyers/(?P<id>[^/]+)/icon/image", {"GET": "icon_image"}),
    ("/accounts", {"GET": "list_accounts"}),
    ("/accounts/(?P<id>[^/]+)", {"GET": "read_account"}),
)
PATTERNS = tuple((re.compile(re.escape(ROOT) + path), verbs) for path, verbs in ROUTES)
FOR_OPERATIONS = frozenset({"create", "synchronize"})


def find_route(received: Received, *, is_newer: bool) -> tuple[str, str]:
    """Return the operation and the id in the path. Raises: Refused with 404 or 405."""
    for pattern, verbs in PATTERNS:
        match = pattern.fullmatch(received.path)
        if match is None or ("synchronize" in verbs.values() and not is_newer):
            continue
        if received.method in verbs:
            return verbs[received.method], match.groupdict().get("id", "")
        refused = Refused(405, f"{received.method} cannot be used here.")
        refused.headers["allow"] = ", ".join(verbs)
        raise refused
    raise Refused(404, "There is nothing at this address.")


def check_permission(operation: str, permission: object) -> None:
    """Refuse what this kind of account may not do. Raises: Refused with 403."""
    if permission == "vendor":
        raise Refused(403, "The token belongs to a vendor account, which has no access to buyers.")
    if permission == "client" and operation in FOR_OPERATIONS:
        raise Refused(403, "Only operations accounts may do this.")
