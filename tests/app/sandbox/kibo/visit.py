"""A raw client of the simulated Kibo that knows nothing of the product."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx

from tests.app.sandbox.visitor import Visitor

ACCOUNTS = "/commerce/customer/b2baccounts"
USERS = "/platform/adminuser/accounts"
SIGN_IN = "/platform/applications/authtickets/oauth"


@dataclass
class KiboVisitor:
    """Speaks to Kibo as a merchant's program would."""

    visitor: Visitor

    @property
    def url(self) -> str:
        return str(self.visitor.sandbox.address()["kibo"]["url"])  # type: ignore[index]

    @property
    def credentials(self) -> dict[str, str]:
        return self.visitor.sandbox.credentials["kibo"]

    def client(self, **changed: object) -> dict[str, object]:
        """The body of a sign-in."""
        known = {name: self.credentials[name] for name in ("client_id", "client_secret")}
        return {**known, "grant_type": "client_credentials", **changed}

    def sign_in(self, body: object) -> httpx.Response:
        return self.visitor.client.post(self.url + SIGN_IN, json=body)

    @cached_property
    def headers(self) -> dict[str, str]:
        ticket = self.sign_in(self.client()).json()
        context = {"x-vol-tenant": self.credentials["tenant"], "x-vol-site": self.credentials["site"]}
        return {"Authorization": f"Bearer {ticket['access_token']}", **context}

    def ask(self, method: str, path: str, body: object = None, **query: str | int) -> httpx.Response:
        sent = {} if body is None else {"json": body}
        return self.visitor.client.request(
            method,
            self.url + path,
            params=query,
            headers=self.headers,
            **sent,  # type: ignore[arg-type]
        )

    def get(self, path: str = "", /, **query: str | int) -> httpx.Response:
        return self.ask("GET", ACCOUNTS + path, **query)

    def listed(self, **query: str | int) -> list[int]:
        answer = self.get(**query)
        assert answer.status_code == 200, answer.text
        return [each["id"] for each in answer.json()["items"]]

    def view(self) -> dict[str, Any]:
        seen: dict[str, Any] = self.visitor.client.get(f"{self.visitor.control}/kibo").json()
        return seen

    def accounts(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.view()["records"]
        return found

    def account(self, account_id: int) -> dict[str, Any]:
        return next(each for each in self.accounts() if each["id"] == account_id)

    def reps(self, account_id: int) -> list[str]:
        return [each["adminUserId"] for each in self.account(account_id)["salesReps"]]

    def free_users(self) -> list[str]:
        seen = self.view()
        taken = {rep["adminUserId"] for each in seen["records"] for rep in each["salesReps"]}
        return [each["id"] for each in seen["users"] if each["id"] not in taken]

    def behave(self, **switches: object) -> None:
        told = self.visitor.client.post(
            f"{self.visitor.control}/behaviours", json={"vendor": "kibo", **switches}
        )
        assert told.status_code == 200, told.text
