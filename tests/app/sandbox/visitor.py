"""A raw client of the sandbox that knows nothing of the product."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from app.sandbox.server import Sandbox


@dataclass
class Visitor:
    """Speaks to one sandbox as TRAEDE's users and as its operator would."""

    sandbox: Sandbox
    client: httpx.Client

    @property
    def url(self) -> str:
        return str(self.sandbox.address()["traede"]["url"])  # type: ignore[index]

    @property
    def control(self) -> str:
        return str(self.sandbox.address()["control"])

    @property
    def port(self) -> int:
        return httpx.URL(self.url).port or 0

    @property
    def secrets(self) -> dict[str, str]:
        return self.sandbox.credentials["traede"]

    def sign_in(self) -> dict[str, str]:
        token, app_key = self.secrets["access_token"], self.secrets["app_key"]
        return {"Authorization": f"Bearer {token}", "X-Traede-App-Key": app_key}

    def sync(self, *customers: object, **more: Any) -> httpx.Response:
        address = f"{self.url}/customers/sync"
        return self.client.post(address, json={"customers": customers}, headers=self.sign_in(), **more)

    def held(self, number: str) -> dict[str, Any] | None:
        records = self.client.get(f"{self.control}/traede").json()["records"]
        return next((each for each in records if each["customer_number"] == number), None)

    def numbers(self) -> list[str]:
        records = self.client.get(f"{self.control}/traede").json()["records"]
        return [each["customer_number"] for each in records]

    def behave(self, **switches: object) -> None:
        told = self.client.post(f"{self.control}/behaviours", json={"vendor": "traede", **switches})
        assert told.status_code == 200, told.text

    def fault(self, name: str, **options: object) -> None:
        told = self.client.post(f"{self.control}/faults", json={"vendor": "traede", "fault": name, **options})
        assert told.status_code == 200, told.text

    def requests(self, **query: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.get(f"{self.control}/requests", params=query).json()
        return answer

    def wait_for(self, holds: Callable[[], bool]) -> None:
        """Ask again and again, up to a bound, until it holds."""
        assert any(holds() for _ in range(5000))

    def raw_sync(self, number: str = "R1") -> bytes:
        """Send one customer through a bare socket and return all bytes until the sandbox closes."""
        body = f'{{"customers":[{{"customer_number":"{number}","name":"Raw","currency":"DKK"}}]}}'
        lines = ["POST /traede/customers/sync HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
        lines += [f"{name}: {text}" for name, text in self.sign_in().items()]
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}", "", body]
        with contextlib.closing(socket.create_connection(("127.0.0.1", self.port), timeout=10)) as raw:
            raw.sendall("\r\n".join(lines).encode())
            return b"".join(iter(lambda: raw.recv(65536), b""))


def new(number: str = "1000", **fields: object) -> dict[str, object]:
    """Return a customer that TRAEDE takes."""
    return {"customer_number": number, "name": "A customer", "currency": "USD", **fields}


def address(title: str = "Primary address", **fields: object) -> dict[str, object]:
    """Return an address that TRAEDE takes."""
    given = {"name": "A customer", "address": "Åvej 1", "zip": "8000", "city": "Aarhus C", "country": "DK"}
    return {"title": title, **given, **fields}
