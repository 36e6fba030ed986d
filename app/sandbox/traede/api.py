"""TRAEDE's HTTP side: sign-in, the one documented endpoint, the forms of its answers.

Source: TRAEDE's developer pages “Sync customers”, “Authentication”, “Errors” and “Pagination”, read
2026-11-20. What they leave open (success body, atomicity, batch size, a way to read) is a switch.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from app.sandbox.messages import Answer, Received, json_answer, read_json
from app.sandbox.simulators import COMMON_SWITCHES, made_up_secret
from app.sandbox.switches import Behaviours, choice, flag, number
from app.sandbox.traede.rules import Refusal, Spelling
from app.sandbox.traede.seeds import make_customers
from app.sandbox.traede.state import Customers

SWITCHES = (
    *COMMON_SWITCHES,
    choice("batch", "atomic", "partial"),
    choice("payment_term_field", "payment_term", "payment_terms"),
    choice("payment_term_prefix", "payment_term", "payment_terms"),
    choice("unknown_keys", "ignore", "refuse"),
    choice("empty_batch", "refuse", "accept"),
    choice("success", "empty", "no_content", "json"),
    choice("details", "plain", "number"),
    number("max_batch", None, least=1, whole=True),
    choice("max_batch_status", 422, 413),
    flag("get_customers", default=False),
)
PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MOST = 20, 60
VERSION_PREFIX = re.compile(r"\A/v\d+(?=/)")


class Traede:
    """Customers behind `POST /customers/sync`, with or without a version before it."""

    name = "traede"
    secret_headers = frozenset({"x-traede-app-key"})
    secret_parameters = frozenset({"access_token"})

    def __init__(self, *, records: int, seed: int) -> None:
        self.behaviours = Behaviours(SWITCHES)
        self._access_token = made_up_secret(self.name, "token", seed)
        self._app_key = made_up_secret(self.name, "app_key", seed)
        self.reset(records=records, seed=seed)

    def credentials(self) -> dict[str, str]:
        return {"access_token": self._access_token, "app_key": self._app_key}

    def view(self) -> dict[str, object]:
        """Return every customer, and which of them cannot be deleted."""
        held = self._customers
        return {"records": list(held.by_number.values()), "with_orders": sorted(held.with_orders)}

    def reset(self, *, records: int, seed: int) -> None:
        self._customers = Customers(*make_customers(records, seed))

    def answer(self, received: Received) -> Answer:
        path = VERSION_PREFIX.sub("", received.path, count=1)
        if path == "/customers/sync":
            return self._sync(received)
        if path == "/customers" and self.behaviours["get_customers"]:
            return self._list(received)
        return _refused(404, "Not found.")

    def _sync(self, received: Received) -> Answer:
        refusal = self._not_taken(received, verb="POST")
        if refusal is not None:
            return refusal
        media_type = received.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "application/json":
            return _refused(415, "The content type must be application/json.")
        try:
            body = read_json(received.body)
        except ValueError:
            return _refused(400, "The body is not valid JSON.")
        customers = body.get("customers") if isinstance(body, dict) else None
        return self._wrong_batch(customers) or self._apply(cast("list[object]", customers))

    def _wrong_batch(self, customers: object) -> Answer | None:
        if customers is not None and not isinstance(customers, list):
            return _refused(422, "The customers must be an array.")
        if customers is None or (not customers and self.behaviours["empty_batch"] == "refuse"):
            return _refused(422, "The customers field is required.")
        most = cast("int | None", self.behaviours["max_batch"])
        if most is not None and len(customers) > most:
            return _refused(
                cast("int", self.behaviours["max_batch_status"]),
                f"The customers may not have more than {most} items.",
            )
        return None

    def _apply(self, customers: list[object]) -> Answer:
        refusals = self._customers.sync(
            customers,
            spelling=self._spelling(),
            is_atomic=self.behaviours["batch"] == "atomic",
            names_numbers=self.behaviours["details"] == "number",
        )
        if refusals:
            return _errors(422, refusals)
        if self.behaviours["success"] == "json":
            return json_answer(200, {"customers": len(customers)})
        return Answer(204 if self.behaviours["success"] == "no_content" else 200)

    def _spelling(self) -> Spelling:
        field, prefix = self.behaviours["payment_term_field"], self.behaviours["payment_term_prefix"]
        is_strict = self.behaviours["unknown_keys"] == "refuse"
        return Spelling(str(field), f"{prefix}_id", f"{prefix}_code", is_strict)

    def _list(self, received: Received) -> Answer:
        refusal = self._not_taken(received, verb="GET")
        if refusal is not None:
            return refusal
        page = received.query.get("page", "0")
        limit = received.query.get("limit", str(PAGE_LIMIT_DEFAULT))
        if not page.isdecimal() or not limit.isdecimal() or not 1 <= int(limit) <= PAGE_LIMIT_MOST:
            return _refused(422, f"The page starts at 0; the limit is 1 to {PAGE_LIMIT_MOST}.")
        return json_answer(200, {"customers": self._customers.page(int(page), int(limit))})

    def _not_taken(self, received: Received, *, verb: str) -> Answer | None:
        if received.method != verb:
            return _refused(405, "Method not allowed.", headers={"allow": verb})
        bearer = received.headers.get("authorization")
        token = bearer if bearer is not None else f"Bearer {received.query.get('access_token', '')}"
        has_key = received.headers.get("x-traede-app-key") == self._app_key
        if token != f"Bearer {self._access_token}" or not has_key:
            return _refused(401, "Unauthenticated.")
        return None


def _refused(status: int, detail: str, headers: dict[str, str] | None = None) -> Answer:
    return _errors(status, [Refusal(status * 100, detail)], headers)


def _errors(status: int, refusals: Sequence[Refusal], headers: dict[str, str] | None = None) -> Answer:
    errors = [{"status": status, "code": each.code, "detail": each.detail} for each in refusals]
    return json_answer(status, {"errors": errors}, headers)
