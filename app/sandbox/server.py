"""The sandbox as a whole: start it, tell where it is, stop it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from app.errors import CounterfoilError, UsageError
from app.sandbox.control import Control
from app.sandbox.faults import FaultBook
from app.sandbox.front import Front, Lobby
from app.sandbox.loopback import LOOPBACK, ServerThread, bind_loopback
from app.sandbox.requestlog import RequestLog
from app.sandbox.simulators import Simulator, find_simulators
from app.sandbox.wire import Line

MAX_RECORDS = 1_000_000


@dataclass(frozen=True)
class Sandbox:
    """A running sandbox. Nothing but the bytes on its port is shared with whoever uses it."""

    thread: ServerThread
    url: str
    credentials: dict[str, dict[str, str]]

    def address(self) -> dict[str, object]:
        """Return where everything is. Shape: `{VENDOR: {"url", "credentials"}, …, "control": URL}`."""
        vendors = {
            name: {"url": f"{self.url}/{name}", "credentials": dict(credentials)}
            for name, credentials in self.credentials.items()
        }
        return {**vendors, "control": f"{self.url}/control"}

    def stop(self) -> None:
        """Close every connection, answered or not, and end; a second time does nothing."""
        self.thread.stop()


def start_sandbox(*, records: int = 200, seed: int = 1, port: int = 0, host: str = LOOPBACK) -> Sandbox:
    """Start the sandbox in a thread of its own and return once it takes requests.

    Raises: UsageError for numbers that make no sense, CounterfoilError when the port is taken.
    """
    if not 0 <= records <= MAX_RECORDS:
        raise UsageError(f"{records} records cannot be made.", remedy=f"Choose 0 to {MAX_RECORDS:,}.")
    closing = asyncio.Event()
    simulators = find_simulators(records=records, seed=seed)
    listener = bind_loopback(port, host=host)
    application = _application(records, seed, simulators=simulators, closing=closing)
    thread = ServerThread(application, listener, closing)
    thread.start()
    credentials = {name: simulator.credentials() for name, simulator in simulators.items()}
    return Sandbox(thread, f"http://{LOOPBACK}:{listener.getsockname()[1]}", credentials)


def _application(
    records: int, seed: int, *, simulators: Mapping[str, Simulator], closing: asyncio.Event
) -> Starlette:
    faults, log = FaultBook(), RequestLog()

    def make_line(scope: Scope, receive: Receive, send: Send) -> Line:
        return Line(scope, receive, send, closing)

    control = Control(simulators, faults, log, records, seed)
    vendors = [
        Mount(f"/{name}", app=Front(simulator, log=log, faults=faults, make_line=make_line))
        for name, simulator in simulators.items()
    ]
    lobby = Mount("/", app=Lobby(log=log, make_line=make_line))
    application = Starlette(routes=[Mount("/control", routes=control.routes()), *vendors, lobby])
    application.router.redirect_slashes = False
    return application


@contextlib.contextmanager
def running_sandbox(*, records: int = 200, seed: int = 1, port: int = 0) -> Iterator[Sandbox]:
    """Run the sandbox as long as the block lasts."""
    sandbox = start_sandbox(records=records, seed=seed, port=port)
    try:
        yield sandbox
    finally:
        sandbox.stop()


def serve(port: int, records: int, *, seed: int = 1) -> None:
    """Print the address as one line of JSON on stdout, then serve until SIGINT or SIGTERM.

    Only for the main thread of a program. Raises: as start_sandbox.
    """
    wanted = (signal.SIGINT, signal.SIGTERM)
    before = {each: signal.signal(each, signal.default_int_handler) for each in wanted}
    try:
        with running_sandbox(records=records, seed=seed, port=port) as sandbox:
            with contextlib.suppress(KeyboardInterrupt):
                sys.stdout.write(json.dumps(sandbox.address()) + "\n")
                sys.stdout.flush()
                while sandbox.thread.wait(0.5):
                    pass
                raise CounterfoilError("The sandbox ended by itself.", remedy="Start it again.")
            for each in wanted:
                signal.signal(each, signal.SIG_IGN)
    except KeyboardInterrupt:
        pass  # asked to stop before it had started
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
