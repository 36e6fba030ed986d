"""Lantern Freight's simulator: a few parcels behind a pass phrase."""

from __future__ import annotations

import random
from collections.abc import Mapping
from urllib.parse import unquote

from app.sandbox.messages import Answer, Received, json_answer, read_json
from app.sandbox.simulators import COMMON_SWITCHES, made_up_secret
from app.sandbox.switches import Behaviours

NAMES = ("Lyngbæk Lamper ApS", "Söderhavn Ljus AB", "Phare d'Étretat SARL", "Lykt & Lanterne AS")
Record = dict[str, object]


class Lantern:
    """Parcels by code."""

    name = "lantern"
    secret_headers = frozenset[str]()
    secret_parameters = frozenset[str]()

    def __init__(self, *, records: int, seed: int) -> None:
        self.behaviours = Behaviours(COMMON_SWITCHES)
        self._phrase = made_up_secret(self.name, "pass_phrase", seed)
        self.reset(records=records, seed=seed)

    def credentials(self) -> dict[str, str]:
        return {"depot": "17", "pass_phrase": self._phrase}

    def view(self) -> dict[str, object]:
        return {"records": list(self._parcels.values())}

    def reset(self, *, records: int, seed: int) -> None:
        rng = random.Random(seed)  # noqa: S311 - repeatable on purpose, nothing secret
        self._parcels: dict[str, Record] = {}
        for number in range(1, records + 1):
            code = f"P-{number:03}"
            parcel = {
                "code": code,
                "name": rng.choice(NAMES),
                "weight": rng.randint(1, 40) / 2,
                "state": "open",
            }
            self._parcels[code] = {**parcel, "contents": [{"sku": f"LAMP-{rng.randint(1, 9)}", "count": 1}]}

    def answer(self, received: Received) -> Answer:
        has_depot = received.headers.get("x-depot") == "17"
        if received.headers.get("authorization") != f"Bearer {self._phrase}" or not has_depot:
            return _refused(401, "Who are you?")
        _, root, *rest = received.path.split("/")
        if root != "parcels" or len(rest) > 2:
            return _refused(404, "There is nothing here.")
        if not rest:
            return self._list(received.query)
        return self._one(received, unquote(rest[0]), rest[1:])

    def _list(self, query: Mapping[str, str]) -> Answer:
        page, size = int(query.get("page", "1")), min(int(query.get("size", "20")), 100)
        parcels = list(self._parcels.values())[(page - 1) * size : page * size]
        return json_answer(200, {"parcels": parcels})

    def _one(self, received: Received, code: str, action: list[str]) -> Answer:
        if received.method == "PUT" and not action:
            return self._put(code, read_json(received.body))
        if code not in self._parcels:
            return _refused(404, f"There is no parcel {code}.")
        if received.method == "DELETE" and not action:
            del self._parcels[code]
            return Answer(204)
        if received.method == "POST" and action == ["seal"]:
            self._parcels[code]["state"] = "sealed"
        elif received.method != "GET" or action:
            return _refused(405, "That cannot be done.")
        return json_answer(200, self._parcels[code])

    def _put(self, code: str, body: object) -> Answer:
        if not isinstance(body, dict) or not body.get("name") or len(code) > 12:
            return _refused(422, "A parcel needs a receiver, and a code of at most 12 characters.")
        held = self._parcels.get(code, {"code": code, "state": "open"})
        self._parcels[code] = {**held, **body}
        return json_answer(200, self._parcels[code])


def simulator(*, records: int, seed: int) -> Lantern:
    """Make the simulator with its first state."""
    return Lantern(records=records, seed=seed)


def _refused(status: int, message: str) -> Answer:
    return json_answer(status, {"message": message})
