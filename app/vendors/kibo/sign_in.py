"""How client id and secret are exchanged for a token, at the connection's own address.

Source: Kibo's API description of app development, OAuth ticket, and its own client; read 2026-11-20.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from app.net.requests import Answer, Request
from app.vendors.kibo.plan import JSON

TICKETS = "/platform/applications/authtickets/oauth"
_SECONDS_IF_UNSAID = 600.0  # the answer names its lifetime; where it does not, ask again soon


def token_request(credentials: Mapping[str, str]) -> Request:
    """Ask for a token; JSON, not a form."""
    content = {
        "client_id": credentials["client_id"],
        "client_secret": credentials["client_secret"],
        "grant_type": "client_credentials",
    }
    return Request(
        "POST",
        TICKETS,
        headers=JSON,
        body=json.dumps(content).encode(),
        content_type="application/json",
        is_idempotent=True,
    )


def parse_token(answer: Answer) -> tuple[str, float] | None:
    """Read (token, seconds); Kibo's own client warns of refusals that come with a 200."""
    content = answer.json()
    if answer.status != 200 or not isinstance(content, dict) or content.get("errorCode"):
        return None
    token, seconds = content.get("access_token"), content.get("expires_in")
    if not isinstance(token, str) or not token.strip():
        return None
    if isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds > 0:
        return token, float(seconds)
    return token, _SECONDS_IF_UNSAID
