"""The control interface: what the simulators hold, what they were asked, and what is to go wrong."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.sandbox.faults import FAULTS, FaultBook, read_fault
from app.sandbox.requestlog import RequestLog
from app.sandbox.simulators import Simulator
from app.sandbox.switches import BadControl

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Control:
    """The endpoints below `/control`. Anything wrong in a request is a 400 that says what."""

    simulators: Mapping[str, Simulator]
    faults: FaultBook
    log: RequestLog
    records: int
    seed: int

    def routes(self) -> list[Route]:
        """Return one route per noun."""
        return [
            Route("/faults", _told(self._faults), methods=["GET", "POST", "DELETE"]),
            Route("/behaviours", _told(self._behaviours), methods=["GET", "POST", "DELETE"]),
            Route("/requests", _told(self._requests), methods=["GET", "DELETE"]),
            Route("/reset", _told(self._reset), methods=["POST"]),
            Route("/{vendor}", _told(self._vendor), methods=["GET"]),
        ]

    async def _vendor(self, request: Request) -> object:
        return self._simulator(request.path_params["vendor"]).view()

    async def _faults(self, request: Request) -> object:
        if request.method == "DELETE":
            self.faults.clear()
        if request.method == "POST":
            value = await _json(request)
            wanted = [read_fault(_object(each)) for each in (value if isinstance(value, list) else [value])]
            for fault in wanted:
                self._simulator(fault.vendor)
            self.faults.add(wanted)
        known = {name: {each.name: each.words for each in options} for name, options in FAULTS.items()}
        return {"faults": self.faults.as_json(), "known": known}

    async def _behaviours(self, request: Request) -> object:
        if request.method == "DELETE":
            self._reset_behaviours()
        if request.method == "POST":
            wanted = dict(_object(await _json(request)))
            self._simulator(wanted.pop("vendor", None)).behaviours.change(wanted)
        return {
            name: {"now": each.behaviours.values, "known": each.behaviours.describe()}
            for name, each in self.simulators.items()
        }

    async def _requests(self, request: Request) -> object:
        if request.method == "DELETE":
            self.log.clear()
        if request.query_params.get("counts") in ("1", "true"):
            return self.log.counts()
        since = request.query_params.get("since", "0")
        if not since.isdecimal():
            raise BadControl(f"“since” takes the number of a request, not {since!r}.")
        return self.log.as_json(since=int(since), vendor=request.query_params.get("vendor"))

    async def _reset(self, request: Request) -> object:
        wanted = _object(await _json(request)) if await request.body() else {}
        numbers = {"records": self.records, "seed": self.seed}
        for name, value in wanted.items():
            if name not in numbers or type(value) is not int or value < 0:
                raise BadControl("A reset takes “records” and “seed”, whole numbers from 0.")
            numbers[name] = value
        for simulator in self.simulators.values():
            simulator.reset(**numbers)
        self._reset_behaviours()
        self.faults.clear()
        self.log.clear()
        return numbers

    def _reset_behaviours(self) -> None:
        for simulator in self.simulators.values():
            simulator.behaviours.reset()

    def _simulator(self, name: object) -> Simulator:
        if not isinstance(name, str) or name not in self.simulators:
            raise BadControl(f"There is no vendor {name!r}; there are: {', '.join(sorted(self.simulators))}.")
        return self.simulators[name]


def _told(endpoint: Callable[[Request], Awaitable[object]]) -> Endpoint:
    async def tell(request: Request) -> Response:
        try:
            return JSONResponse(await endpoint(request))
        except BadControl as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    return tell


async def _json(request: Request) -> object:
    try:
        value: object = json.loads(await request.body())
    except ValueError as error:
        raise BadControl("The body is no JSON.") from error
    return value


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadControl("A JSON object is wanted.")
    return value
