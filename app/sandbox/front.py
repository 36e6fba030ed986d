"""The way of a request: received whole, logged, met by a fault or slowed down, applied, answered."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil
from typing import cast
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from app.sandbox.faults import Fault, FaultBook
from app.sandbox.messages import Answer, Received, html_answer
from app.sandbox.plays import LOGIN_PATH, Scene, play
from app.sandbox.requestlog import Entry, RequestLog
from app.sandbox.simulators import Limited, Simulator
from app.sandbox.switches import Behaviours
from app.sandbox.wire import ClosingDown, Line

MakeLine = Callable[[Scope, Receive, Send], Line]


class Front:
    """The ASGI application in front of one simulator."""

    def __init__(
        self, simulator: Simulator, *, log: RequestLog, faults: FaultBook, make_line: MakeLine
    ) -> None:
        self._simulator = simulator
        self._log = log
        self._faults = faults
        self._make_line = make_line
        self._rate = TokenBuckets(simulator.behaviours)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        line = self._make_line(scope, receive, send)
        line.clock_skew_seconds = cast("float", self._simulator.behaviours["clock_skew_seconds"])
        line.tells_date = self._simulator.behaviours["date_header"] is True
        body = await line.read_body()
        if body is None:
            return
        received = read_scope(scope, body)
        hidden = self._simulator.secret_headers | self._simulator.secret_parameters
        entry = self._log.add(self._simulator.name, received, secrets=hidden)
        status = None
        try:
            status = await self._serve(line, received, entry, port=scope["server"][1])
        except ClosingDown:
            await line.hang_up()
        finally:
            self._log.finish(entry, status)

    async def _serve(self, line: Line, received: Received, entry: Entry, *, port: int) -> int | None:
        refusal = self._simulator.limit(received) if isinstance(self._simulator, Limited) else None
        fault = None if refusal else self._faults.due(self._simulator.name, received)
        if fault is not None:
            return await self._play(fault, line, received, entry=entry, port=port)
        answer = refusal or self._rate.refusal(received) or self._simulator.answer(received)
        latency_ms = cast("float", self._simulator.behaviours["latency_ms"])
        if latency_ms:
            await line.pause(latency_ms / 1000)
        return await line.write(answer)

    async def _play(
        self, fault: Fault, line: Line, received: Received, *, entry: Entry, port: int
    ) -> int | None:
        entry.fault = fault.name
        scene = Scene(line, fault.options, lambda: self._simulator.answer(received), port)
        return await play(fault.name, scene)


class Lobby:
    """Whatever is asked outside of every vendor: a login page, and 404 as a web page for the rest."""

    def __init__(self, *, log: RequestLog, make_line: MakeLine) -> None:
        self._log = log
        self._make_line = make_line

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        line = self._make_line(scope, receive, send)
        body = await line.read_body()
        if body is None:
            return
        received = read_scope(scope, body)
        entry = self._log.add("", received, secrets=frozenset())
        is_login = received.path == LOGIN_PATH
        answer = html_answer(200, "Sign in") if is_login else html_answer(404, "Nothing here")
        self._log.finish(entry, await line.write(answer))


class TokenBuckets:
    """A rate limit per credential, off until `rate_per_second` is set."""

    def __init__(self, behaviours: Behaviours, clock: Callable[[], float] = time.monotonic) -> None:
        self._behaviours = behaviours
        self._clock = clock
        self._levels: dict[str, tuple[float, float]] = {}

    def refusal(self, received: Received) -> Answer | None:
        """Take one token, or return the 429."""
        rate = cast("float | None", self._behaviours["rate_per_second"])
        if rate is None:
            self._levels.clear()
            return None
        burst = cast("int", self._behaviours["rate_burst"])
        now, token = self._clock(), received.headers.get("authorization", "")
        level, at = self._levels.get(token, (float(burst), now))
        level = min(burst, level + (now - at) * rate)
        self._levels[token] = (level - 1 if level >= 1 else level, now)
        if level >= 1:
            return None
        return Answer(429, headers={"retry-after": str(ceil((1 - level) / rate))})


def read_scope(scope: Scope, body: bytes) -> Received:
    """Make a request of ASGI's pieces; a header that comes twice is joined with a comma."""
    headers: dict[str, str] = {}
    for raw_name, raw_text in scope["headers"]:
        name, text = raw_name.decode("latin-1").lower(), raw_text.decode("latin-1")
        headers[name] = f"{headers[name]}, {text}" if name in headers else text
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    raw_query = scope["query_string"].decode("latin-1")
    query = dict(parse_qsl(raw_query, keep_blank_values=True))
    return Received(scope["method"], path, query, headers, body, raw_query)
