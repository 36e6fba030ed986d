"""Flxpoint's HTTP side: tokens and their kinds, the account, orders, and their accounting sync.

Source: Flxpoint's API help centre, read 2026-11-20. Its pages give the statuses and no body for any error.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import cast

from app.sandbox.flxpoint.limit import TokenLimit
from app.sandbox.flxpoint.query import BadQuery, read_query
from app.sandbox.flxpoint.rules import Strictness, complaint
from app.sandbox.flxpoint.seeds import Record, Seeds
from app.sandbox.flxpoint.state import Orders
from app.sandbox.flxpoint.switches import SWITCHES, meaning
from app.sandbox.messages import Answer, Received, json_answer, read_json
from app.sandbox.simulators import made_up_secret
from app.sandbox.switches import Behaviours

ONE_ORDER = re.compile(r"/orders/([^/]+)(/accounting-sync)?", re.ASCII)
ACCOUNT = {
    "id": 4711,
    "subdomain": "juniper-slate",
    "brandName": "Juniper & Slate",
    "companyName": "Juniper & Slate Supply",
    "productPriceWorkflowEventId": 81,
    "defaultOrderRoutingGroupId": 82,
    "orderRoutingWorkflowEventId": 83,
}


class Flxpoint:
    """Orders behind `X-API-TOKEN`, two requests in any second."""

    name = "flxpoint"
    secret_headers = frozenset({"x-api-token"})
    secret_parameters: frozenset[str] = frozenset()

    def __init__(self, *, records: int, seed: int) -> None:
        self.behaviours = Behaviours(SWITCHES)
        self._token = made_up_secret(self.name, "api_token", seed)
        self._limit = TokenLimit(self.behaviours)
        self.reset(records=records, seed=seed)

    def credentials(self) -> dict[str, str]:
        return {"api_token": self._token}

    def view(self) -> dict[str, object]:
        """Return every order with what was written on it, and how the limit was kept."""
        records = [self._orders.whole(order_id) for order_id in self._orders.ids]
        return {"records": records, "rate": self._limit.as_json()}

    def reset(self, *, records: int, seed: int) -> None:
        self._orders = Orders(Seeds(records, seed), clock=self._now)
        self._limit.clear()

    def limit(self, received: Received) -> Answer | None:
        return self._limit.refusal(received)

    def answer(self, received: Received) -> Answer:
        if not self._is_signed_in(received):
            return self._refused(401, "The API token is missing or not valid.")
        if received.path == "/account":
            return self._not_taken(received, "GET") or self._account()
        if received.path == "/orders":
            return self._not_taken(received, "GET") or self._wrong_kind() or self._list(received)
        found = ONE_ORDER.fullmatch(received.path)
        if found is None:
            return self._refused(404, "There is nothing here.")
        verb = "PATCH" if found[2] else "GET"
        return self._not_taken(received, verb) or self._wrong_kind() or self._one(received, found[1])

    def _now(self) -> datetime:
        skew_seconds = cast("float", self.behaviours["clock_skew_seconds"])
        return datetime.now(UTC) + timedelta(seconds=skew_seconds)

    def _is_signed_in(self, received: Received) -> bool:
        bearer = received.headers.get("authorization")
        may_bear = self.behaviours["bearer"] == "accept" and bearer == f"Bearer {self._token}"
        return may_bear or received.headers.get("x-api-token") == self._token

    def _account(self) -> Answer:
        kind = self.behaviours["token_type"]
        if kind != "account":
            status = cast("int", self.behaviours["account_refusal"])
            return self._refused(status, "This needs an account token.")
        return json_answer(200, ACCOUNT)

    def _wrong_kind(self) -> Answer | None:
        kind = self.behaviours["orders_token"]
        if kind in ("any", self.behaviours["token_type"]):
            return None
        return self._refused(cast("int", self.behaviours["wrong_type_status"]), f"This needs a {kind} token.")

    def _list(self, received: Received) -> Answer:
        try:
            wanted = read_query(received.query, self.behaviours)
        except BadQuery as error:
            return self._refused(400, str(error))
        return json_answer(200, [self._shown(each, "list") for each in wanted.ids(self._orders)])

    def _one(self, received: Received, text: str) -> Answer:
        if not (text.isascii() and text.isdecimal() and len(text) < 19):
            return self._refused(cast("int", self.behaviours["bad_id_status"]), "An order id is a number.")
        if not self._orders.has(int(text)):
            return self._refused(404, f"There is no order {int(text)}.")
        if received.method == "PATCH":
            return self._sync(received, int(text))
        return json_answer(200, self._shown(int(text), "one"))

    def _sync(self, received: Received, order_id: int) -> Answer:
        media_type = received.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "application/json":
            return self._refused(415, "The content type must be application/json.")
        try:
            body = read_json(received.body)
        except ValueError:
            return self._refused(400, "The body is no valid JSON.")
        wrong = complaint(body, self._strictness(order_id))
        if wrong:
            return self._refused(400, wrong)
        self._orders.sync(order_id, cast("Record", body), meaning(self.behaviours))
        return Answer(204)

    def _strictness(self, order_id: int) -> Strictness:
        return Strictness(
            takes_nulls=self.behaviours["nulls"] == "any",
            refuses_unknown=self.behaviours["unknown_keys"] == "refuse",
            why_not=lambda item_id: self._orders.why_not(order_id, item_id),
        )

    def _shown(self, order_id: int, where: str) -> Record:
        if self.behaviours["show_accounting"] in ("always", where):
            order = self._orders.whole(order_id, with_unwritten=self.behaviours["unwritten"] == "null")
        else:
            order = self._orders.plain(order_id)
        if self.behaviours["show_items"] not in ("always", where):
            del order["items"]
        return order

    def _not_taken(self, received: Received, verb: str) -> Answer | None:
        if received.method == verb:
            return None
        return self._refused(405, "This method is not allowed.", headers={"allow": verb})

    def _refused(self, status: int, words: str, headers: dict[str, str] | None = None) -> Answer:
        if self.behaviours["error_body"] == "empty":
            return Answer(status, headers=headers or {})
        if self.behaviours["error_body"] == "text":
            return Answer(
                status, words.encode(), {"content-type": "text/plain; charset=utf-8", **(headers or {})}
            )
        return json_answer(status, {"message": words}, headers)
