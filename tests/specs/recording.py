"""Keeps what goes over the wire between the engine and the simulators, below everything the engine does."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import httpx
from typing_extensions import override


@dataclass(frozen=True)
class Exchange:
    """One request as it was sent, and its answer. `path` begins after the connection's base URL.

    `is_ours` says that the engine sent it; otherwise only the answer says something about this project.
    `status` is 0 where the answer was lost on the way.
    """

    vendor: str
    scene: str
    is_ours: bool
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    status: int
    answer_headers: Mapping[str, str] = field(repr=False)
    answer: bytes = field(repr=False)


class Recorder(httpx.BaseTransport):
    """Passes requests on and keeps each with its answer; `scene` and `is_ours` are set by the play."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self.scene = ""
        self.is_ours = True
        self._inner = httpx.HTTPTransport(retries=0)
        self._lock = threading.Lock()

    @override
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        try:
            answer = self._inner.handle_request(request)
            content = answer.read()
        except httpx.TransportError:
            self._keep(request, body, httpx.Response(200), b"", is_lost=True)
            raise
        self._keep(request, body, answer, content)
        return httpx.Response(answer.status_code, headers=answer.headers, content=content)

    @override
    def close(self) -> None:
        """Stay open: each push closes its client, and the next one goes on here."""

    def end(self) -> None:
        self._inner.close()

    def _keep(
        self,
        request: httpx.Request,
        body: bytes,
        answer: httpx.Response,
        content: bytes,
        *,
        is_lost: bool = False,
    ) -> None:
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        vendor, _, rest = path.removeprefix("/").partition("/")
        one = Exchange(
            vendor=vendor,
            scene=self.scene,
            is_ours=self.is_ours,
            method=request.method,
            path=f"/{rest}",
            query=tuple(parse_qsl(query, keep_blank_values=True)),
            headers=dict(request.headers),
            body=body,
            status=0 if is_lost else answer.status_code,
            answer_headers=dict(answer.headers),
            answer=content,
        )
        with self._lock:
            self.exchanges.append(one)
