"""Kibo's sign-in: access tokens for a client id and secret, and when they end.

Source: the app development specification and Kibo's authentication client, read 2026-11-20. How long a
token lives is said by `expires_in` alone.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.sandbox.kibo.forms import Refused, invalid

MAX_TICKETS = 1000
GRANTS = ("client_credentials", "refresh_token")


@dataclass(frozen=True)
class Ticket:
    """One access token's times, in seconds of the clock."""

    issued_at: float
    lifetime_seconds: float


class Tickets:
    """The tokens that were issued; the oldest are forgotten past a bound."""

    def __init__(self, client_id: str, client_secret: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = (client_id, client_secret)
        self._clock = clock
        self._tickets: dict[str, Ticket] = {}
        self._refreshing: dict[str, None] = {}
        self.issued = 0

    def issue(self, body: object, *, lifetime_seconds: float, wrong_status: int) -> dict[str, object]:
        """Sign a client in. Raises: Refused."""
        if not isinstance(body, dict):
            raise invalid("The body must be an object.")
        if body.get("grant_type") not in GRANTS:
            raise invalid("The grant_type must be client_credentials or refresh_token.")
        if not self._is_known(body):
            raise Refused(wrong_status, "UNAUTHORIZED", "The client id, secret or refresh token is not valid.")
        self.issued += 1
        access, refresh = self._made("access"), self._made("refresh")
        self._tickets[access] = Ticket(self._clock(), lifetime_seconds)
        self._refreshing[refresh] = None
        for held in (self._tickets, self._refreshing):
            if len(held) > MAX_TICKETS:
                held.pop(next(iter(held)))
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": int(lifetime_seconds),
            "refresh_token": refresh,
        }

    def is_good(self, authorization: str, *, lifetime_seconds: float) -> bool:
        """Say whether a header holds a token that has not ended."""
        ticket = self._tickets.get(authorization.removeprefix("Bearer "))
        if ticket is None or not authorization.startswith("Bearer "):
            return False
        return self._clock() - ticket.issued_at < min(ticket.lifetime_seconds, lifetime_seconds)

    def _is_known(self, body: Mapping[str, object]) -> bool:
        given = (body.get("client_id"), body.get("client_secret"))
        refresh = body.get("refresh_token")
        if refresh is None and body["grant_type"] == "client_credentials":
            return given == self._client
        is_other = any(
            each is not None and each != mine for each, mine in zip(given, self._client, strict=True)
        )
        return isinstance(refresh, str) and refresh in self._refreshing and not is_other

    def _made(self, purpose: str) -> str:
        digits = hashlib.sha256(f"{purpose} {self.issued} {self._client}".encode()).hexdigest()
        return f"sandbox-{purpose}-{digits[:24]}"
