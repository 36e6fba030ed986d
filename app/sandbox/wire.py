"""One client's connection, down to the transport, so that a fault can break it at a chosen byte."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from email.utils import formatdate
from typing import cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from app.sandbox.messages import Answer

TRANSPORT_KEY = "sandbox.transport"


class SandboxProtocol(H11Protocol):
    """uvicorn's own protocol, except that the application is told its transport."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn
        super().connection_made(transport)
        application = cast("ASGIApp", self.app)

        async def with_transport(scope: Scope, receive: Receive, send: Send) -> None:
            scope[TRANSPORT_KEY] = transport
            await application(scope, receive, send)

        self.app = with_transport


class ClosingDown(Exception):
    """The sandbox stops while an answer was being delayed."""


class Line:
    """The way back to the client of one request."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, closing: asyncio.Event) -> None:
        self._transport: asyncio.Transport = scope[TRANSPORT_KEY]
        self._receive = receive
        self._send = send
        self._closing = closing
        self.clock_skew_seconds = 0.0
        self.tells_date = True

    @property
    def is_gone(self) -> bool:
        return self._transport.is_closing()

    async def read_body(self) -> bytes | None:
        """Return the whole body, or None when the client left before sending all of it."""
        body = bytearray()
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            if not message.get("more_body", False):
                return bytes(body)

    async def pause(self, seconds: float) -> None:
        """Wait; raises ClosingDown when the sandbox stops meanwhile."""
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return
        raise ClosingDown

    async def write(self, answer: Answer) -> int | None:
        """Send the answer whole and return its status, or None when the client had left."""
        status = None if self.is_gone else answer.status
        body = answer.body if answer.may_have_body else b""
        await self._send(self._head(answer, len(body)))
        await self._send({"type": "http.response.body", "body": body})
        return status

    async def write_part(self, answer: Answer, sent: bytes, *, promised: int) -> None:
        """Promise `promised` bytes, send fewer, and leave the answer unfinished."""
        await self._send(self._head(answer, promised))
        await self._send({"type": "http.response.body", "body": sent, "more_body": True})

    async def write_chunks(self, answer: Answer, chunks: AsyncIterator[bytes], *, promised: int) -> None:
        """Send the body piece by piece until it is done or the client leaves."""
        await self._send(self._head(answer, promised))
        async for chunk in chunks:
            if self.is_gone:
                await self.hang_up()
                return
            await self._send({"type": "http.response.body", "body": chunk, "more_body": True})
        await self._send({"type": "http.response.body", "body": b""})

    def write_raw(self, data: bytes) -> None:
        """Put bytes on the wire past HTTP."""
        self._transport.write(data)

    async def hang_up(self) -> None:
        """Close after what was written has left, and wait until uvicorn knows."""
        self._transport.close()
        while (await self._receive())["type"] != "http.disconnect":
            pass

    def _head(self, answer: Answer, length: int) -> Message:
        date = formatdate(time.time() + self.clock_skew_seconds, usegmt=True)
        told = {"date": date} if self.tells_date else {}
        named = told | {name.lower(): value for name, value in answer.headers.items()}
        headers = [(name.encode(), value.encode("latin-1")) for name, value in named.items()]
        if answer.may_have_body:
            headers.append((b"content-length", str(length).encode()))
        return {"type": "http.response.start", "status": answer.status, "headers": headers}
