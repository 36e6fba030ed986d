"""Kibo's HTTP side: sign-in, the headers that name tenant and site, and the way to each endpoint.

Sources: Kibo's specifications of 2026-05 for customers, users and app development, the page on adding a sales
rep, and the pages on best practices and status codes, read 2026-11-20.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import cast

from app.sandbox.kibo.endpoints import Endpoints
from app.sandbox.kibo.forms import Forms, Refused, invalid, not_found
from app.sandbox.kibo.seeds import Seeds
from app.sandbox.kibo.state import Accounts
from app.sandbox.kibo.switches import SWITCHES
from app.sandbox.kibo.tickets import Tickets
from app.sandbox.messages import Answer, Received, read_json
from app.sandbox.simulators import made_up_secret
from app.sandbox.switches import Behaviours

SIGN_IN_PATH = "/platform/applications/authtickets/oauth"
PLATFORM = "/platform/"
JSON_TYPES = frozenset({"application/json", "text/json"})


class Kibo:
    """B2B accounts and their sales reps, with or without `/api` before the path."""

    name = "kibo"
    secret_headers: frozenset[str] = frozenset()
    secret_parameters = frozenset({"client_secret", "refresh_token"})

    def __init__(self, *, records: int, seed: int) -> None:
        self.behaviours = Behaviours(SWITCHES)
        self._credentials = {
            "client_id": made_up_secret(self.name, "client_id", seed),
            "client_secret": made_up_secret(self.name, "client_secret", seed),
            "tenant": made_up_number("tenant", seed),
            "site": made_up_number("site", seed),
        }
        self._forms = Forms(self.behaviours)
        self.reset(records=records, seed=seed)

    def credentials(self) -> dict[str, str]:
        return dict(self._credentials)

    def view(self) -> dict[str, object]:
        """Return every account, every admin user, and how many tokens were issued."""
        records, users = self._endpoints.everything()
        return {"records": records, "users": users, "tokens_issued": self._tickets.issued}

    def reset(self, *, records: int, seed: int) -> None:
        accounts = Accounts(Seeds(records, seed), clock=self._now)
        self._endpoints = Endpoints(accounts, self.behaviours)
        self._tickets = Tickets(self._credentials["client_id"], self._credentials["client_secret"])

    def answer(self, received: Received) -> Answer:
        path = received.path.removeprefix("/api")
        try:
            if path == SIGN_IN_PATH:
                return self._forms.answer(self._sign_in(received))
            self._check_sign_in(received)
            self._check_context(received, is_platform=path.startswith(PLATFORM))
            endpoint = self._endpoints.find(received.method, path)
            body = _body(received) if endpoint.takes_body else None
            return self._forms.answer(endpoint.call(received.query, body))
        except Refused as refused:
            return self._forms.refusal(refused)

    def _now(self) -> datetime:
        skew_seconds = cast("float", self.behaviours["clock_skew_seconds"])
        return datetime.now(UTC) + timedelta(seconds=skew_seconds)

    def _sign_in(self, received: Received) -> dict[str, object]:
        if received.method != "POST":
            raise Refused(405, "METHOD_NOT_ALLOWED", "This method is not allowed.", allow="POST")
        ticket = self._tickets.issue(
            _body(received),
            lifetime_seconds=cast("int", self.behaviours["token_seconds"]),
            wrong_status=cast("int", self.behaviours["wrong_client"]),
        )
        if not self.behaviours["shows_expiry"]:
            del ticket["expires_in"]
        return ticket

    def _check_sign_in(self, received: Received) -> None:
        lifetime_seconds = cast("int", self.behaviours["token_seconds"])
        authorization = received.headers.get("authorization", "")
        if not self._tickets.is_good(authorization, lifetime_seconds=lifetime_seconds):
            raise Refused(401, "UNAUTHORIZED", "The access token is missing, not valid or has ended.")

    def _check_context(self, received: Received, *, is_platform: bool) -> None:
        """Admin users belong to the tenant; everything else belongs to a site of it."""
        for noun in ("tenant",) if is_platform else ("tenant", "site"):
            given = received.headers.get(f"x-vol-{noun}")
            is_needed = noun == "tenant" or self.behaviours["site"] == "required"
            if given is None and is_needed:
                raise invalid(f"The header x-vol-{noun} is required.")
            if given is not None and given != self._credentials[noun]:
                if self.behaviours["unknown_tenant"] == 403:
                    raise Refused(403, "FORBIDDEN", f"This application is not installed on this {noun}.")
                raise not_found(f"There is no such {noun}.")


def made_up_number(noun: str, seed: int) -> str:
    """Return the number of a tenant or site, the same for the same seed."""
    digest = hashlib.sha256(f"kibo {noun} {seed}".encode()).hexdigest()
    return str(10_000 + int(digest, 16) % 90_000)


def _body(received: Received) -> object:
    media_type = received.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in JSON_TYPES:
        raise Refused(415, "UNSUPPORTED_MEDIA_TYPE", "The content type must be application/json.")
    try:
        return read_json(received.body)
    except ValueError as error:
        raise invalid("The body is no valid JSON.") from error
