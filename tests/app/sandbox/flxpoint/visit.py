"""A raw client of the simulated Flxpoint that knows nothing of the product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from tests.app.sandbox.visitor import Visitor


@dataclass
class FlxpointVisitor:
    """Speaks to Flxpoint as a bookkeeper's program would."""

    visitor: Visitor

    @property
    def url(self) -> str:
        return str(self.visitor.sandbox.address()["flxpoint"]["url"])  # type: ignore[index]

    def sign_in(self) -> dict[str, str]:
        return {"X-API-TOKEN": self.visitor.sandbox.credentials["flxpoint"]["api_token"]}

    def get(self, path: str, **query: str | int) -> httpx.Response:
        return self.visitor.client.get(self.url + path, params=query, headers=self.sign_in())

    def listed(self, **query: str | int) -> list[dict[str, Any]]:
        answer = self.get("/orders", **query)
        assert answer.status_code == 200, answer.text
        orders: list[dict[str, Any]] = answer.json()
        return orders

    def sync(self, order_id: object, body: object) -> httpx.Response:
        address = f"{self.url}/orders/{order_id}/accounting-sync"
        return self.visitor.client.patch(address, json=body, headers=self.sign_in())

    def synced(self, order_id: int, body: object) -> dict[str, Any]:
        """Send a body that is taken, and return what the order holds then."""
        answer = self.sync(order_id, body)
        assert (answer.status_code, answer.content) == (204, b""), answer.text
        return next(each for each in self.held() if each["id"] == order_id)

    def view(self) -> dict[str, Any]:
        seen: dict[str, Any] = self.visitor.client.get(f"{self.visitor.control}/flxpoint").json()
        return seen

    def held(self) -> list[dict[str, Any]]:
        orders: list[dict[str, Any]] = self.view()["records"]
        return orders

    def behave(self, **switches: object) -> None:
        told = self.visitor.client.post(
            f"{self.visitor.control}/behaviours", json={"vendor": "flxpoint", **switches}
        )
        assert told.status_code == 200, told.text
