"""The listening end: a socket on 127.0.0.1 and nowhere else, and uvicorn on it in a thread."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import threading

import uvicorn
from starlette.types import ASGIApp

from app.errors import CounterfoilError, UsageError
from app.sandbox.wire import SandboxProtocol

LOOPBACK = "127.0.0.1"
START_TIMEOUT_SECONDS = 10.0
STOP_TIMEOUT_SECONDS = 5.0
STOP_ROUNDS = 10


def bind_loopback(port: int, *, host: str = LOOPBACK) -> socket.socket:
    """Bind to 127.0.0.1; port 0 takes a free one.

    Raises: UsageError for any other host or an impossible port, CounterfoilError for a port in use.
    """
    if host != LOOPBACK:
        raise UsageError(f"The sandbox listens on {LOOPBACK} only.", remedy="Leave the host out.")
    if not 0 <= port <= 65535:
        raise UsageError(f"{port} is no port.", remedy="Choose one from 1 to 65535, or 0 for a free one.")
    # asyncio turns Nagle's delay off only where the protocol is named: 44 ms an answer without it
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        raise CounterfoilError(
            f"The sandbox cannot listen on port {port}: {error.strerror}.",
            remedy="Choose another port, or 0 for a free one.",
        ) from error
    return listener


class LoopbackServer(uvicorn.Server):
    """uvicorn that stops at once, without cancelling a request halfway."""

    def __init__(self, app: ASGIApp, closing: asyncio.Event) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=SandboxProtocol,
                loop="asyncio",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="error",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                date_header=False,
            )
        )
        self._closing = closing
        self._loop: asyncio.AbstractEventLoop | None = None
        self.ready = threading.Event()

    def request_stop(self) -> None:
        """Ask the server to stop; safe from any thread, and after it has stopped."""
        with contextlib.suppress(RuntimeError):
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._closing.set)

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self.on_tick(0)
        self.ready.set()
        while not self._closing.is_set():
            await self.on_tick(0)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), 1.0)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Stop accepting before the server is closed: a connection that is being accepted while asyncio's
        # server closes is dropped without being closed (3.11), and its client waits for ever.
        for listener in sockets or []:
            with contextlib.suppress(NotImplementedError):
                asyncio.get_running_loop().remove_reader(listener.fileno())
        await self._end_connections()
        for server in self.servers:
            server.close()

    async def _end_connections(self) -> None:
        for _ in range(STOP_ROUNDS):
            others = asyncio.all_tasks() - {asyncio.current_task()}
            if not others and not self.server_state.connections:
                return
            for connection in list(self.server_state.connections):
                connection.transport.abort()
            if others:
                await asyncio.wait(others, timeout=STOP_TIMEOUT_SECONDS / 2 / STOP_ROUNDS)
            await asyncio.sleep(0)


class ServerThread:
    """A LoopbackServer in a thread of its own."""

    def __init__(self, app: ASGIApp, listener: socket.socket, closing: asyncio.Event) -> None:
        self._server = LoopbackServer(app, closing)
        self._listener = listener
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)

    def start(self) -> None:
        """Return once requests are taken."""
        self._thread.start()
        if not self._server.ready.wait(START_TIMEOUT_SECONDS):
            raise CounterfoilError("The sandbox did not start.")

    def stop(self) -> None:
        """Close every connection and return once the thread has ended."""
        self._server.request_stop()
        self._thread.join(STOP_TIMEOUT_SECONDS)

    def wait(self, seconds: float) -> bool:
        """Wait and say whether the server still runs."""
        self._thread.join(seconds)
        return self._thread.is_alive()

    def _run(self) -> None:
        with self._listener:
            asyncio.run(self._server.serve(sockets=[self._listener]))
