"""A raw client of the simulated SoftwareOne that knows nothing of the product."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from app.sandbox.server import Sandbox

Json = dict[str, Any]

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) + b"\r\n--not-the-boundary\r\n"
OWNED = ("Active", "Mismatch")


@dataclass
class Marketplace:
    """Speaks to one sandbox as SoftwareOne's users and as its operator would."""

    sandbox: Sandbox
    client: httpx.Client

    @property
    def root(self) -> str:
        address: Any = self.sandbox.address()["softwareone"]
        return f"{address['url']}/public/v1/accounts"

    @property
    def control(self) -> str:
        return str(self.sandbox.address()["control"])

    def sign_in(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.sandbox.credentials['softwareone']['api_token']}"}

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {**self.sign_in(), **more.pop("headers", {})}
        return self.client.request(method, self.root + path, headers=headers, **more)

    def get(self, path: str, query: str = "") -> httpx.Response:
        return self.ask("GET", f"{path}?{query}" if query else path)

    def create(self, buyer: Mapping[str, Any], logo: tuple[str, bytes, str] | None = None) -> httpx.Response:
        return self.ask("POST", "/buyers", files=form(buyer, logo))

    def made(self, **fields: Any) -> Json:
        """Create a buyer that must be taken, and return the answer."""
        answer = self.create(self.new(**fields))
        assert answer.status_code == 201, answer.text
        made: Json = answer.json()
        return made

    def put(self, key: str, buyer: Mapping[str, Any]) -> httpx.Response:
        return self.ask("PUT", f"/buyers/{key}", files=form(buyer))

    def act(self, key: str, action: str) -> httpx.Response:
        return self.ask("POST", f"/buyers/{key}/{action}")

    def view(self) -> Json:
        view: Json = self.client.get(f"{self.control}/softwareone").json()
        return view

    def records(self) -> list[Json]:
        records: list[Json] = self.view()["records"]
        return records

    def held(self, key: str) -> Json:
        return next(each for each in self.records() if each["id"] == key)

    def any_with(self, test: Callable[[Json], bool]) -> Json:
        return next(each for each in self.records() if test(each))

    def found(self, query: str) -> list[str]:
        """Return the ids that a list answers."""
        answer = self.get("/buyers", query)
        assert answer.status_code == 200, answer.text
        return [each["id"] for each in answer.json()["data"]]

    def client_account(self) -> str:
        account: str = self.get("/accounts", "eq(type,Client)&limit=1").json()["data"][0]["id"]
        return account

    def new(self, **fields: Any) -> Json:
        """Return a buyer that SoftwareOne takes, on a client account."""
        return {**bare(), "account": {"id": self.client_account()}, **fields}

    def behave(self, **switches: object) -> None:
        told = self.client.post(f"{self.control}/behaviours", json={"vendor": "softwareone", **switches})
        assert told.status_code == 200, told.text

    def fault(self, name: str, **options: object) -> None:
        fault = {"vendor": "softwareone", "fault": name, **options}
        told = self.client.post(f"{self.control}/faults", json=fault)
        assert told.status_code == 200, told.text


def form(buyer: Mapping[str, Any], logo: tuple[str, bytes, str] | None = None) -> list[tuple[str, Any]]:
    """Return the parts of a form, the logo first."""
    part = (None, json.dumps(buyer, ensure_ascii=False).encode(), "application/json")
    return [*([("logo", logo)] if logo else []), ("buyer", part)]


def address(**fields: Any) -> Json:
    """Return an address that SoftwareOne takes."""
    given = {"addressLine1": "Åvej 1", "postCode": "8000", "city": "Aarhus C", "state": "Midtjylland"}
    return {**given, "country": "DK", **fields}


def bare(**fields: Any) -> Json:
    """Return the least that SoftwareOne takes."""
    return {"name": "Søster & Søn", "address": address(), **fields}
