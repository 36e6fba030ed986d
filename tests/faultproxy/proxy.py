"""A real proxy on loopback between the client and a simulator, told per request what is to go wrong."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.faultproxy.exchange import Exchange, Play
from tests.faultproxy.plays import answered
from tests.faultproxy.wire import WireRequest, read_head, read_rest, target_of

When = Callable[[WireRequest], bool]


@dataclass
class Strike:
    """A fault that was set: what is played, for which requests, and how often (0: until cleared).

    With `once_each` every request that differs from those before is hit once.
    """

    play: Play
    when: When
    times: int = 1
    after: int = 0
    once_each: bool = False
    hits: int = 0
    _seen: set[tuple[str, str, bytes]] = field(default_factory=set)

    def takes(self, request: WireRequest) -> bool:
        """Count the request and say whether it is hit."""
        if (self.times and self.hits >= self.times) or not self.when(request):
            return False
        if self.after:
            self.after -= 1
            return False
        same = (request.method, request.path, request.body)
        if self.once_each and same in self._seen:
            return False
        self._seen.add(same)
        self.hits += 1
        return True


class FaultProxy:
    """Listens on 127.0.0.1 and passes everything on to `behind`, but for what is to go wrong."""

    def __init__(self, behind: str) -> None:
        parts = urlsplit(behind)
        assert parts.hostname is not None
        assert parts.port is not None
        self._behind = (parts.hostname, parts.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port = self._listener.getsockname()[1]
        self._strikes: list[Strike] = []
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()
        self.seen: list[tuple[str, str, str]] = []
        """*Shape*: (method, path, the play's name) of every request, in order."""
        self._start(self._accept)

    def url_of(self, url: str) -> str:
        """Say where something behind the proxy is reached through it."""
        return f"http://127.0.0.1:{self._port}{urlsplit(url).path}"

    def strike(self, play: Play, when: When | None = None, **how: int | bool) -> Strike:
        """Set a fault behind those already there; without `when` it hits writes."""
        strike = Strike(play, when or (lambda request: request.is_write), **how)  # type: ignore[arg-type]
        with self._lock:
            self._strikes.append(strike)
        return strike

    def cut_all(self, play: Play) -> None:
        """Break every request from here on in the same way, whatever was set before."""
        with self._lock:
            self._strikes[:] = [Strike(play, lambda _: True, times=0)]

    def heal(self) -> None:
        """Let everything through from here on."""
        with self._lock:
            self._strikes.clear()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def _start(self, run: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=run, args=args, daemon=True, name="fault proxy")
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._open.add(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        number = 0
        # A client that gave up is what most faults are about.
        with suppress(OSError), connection:
            while request := self._request(connection, number := number + 1):
                if not self._play(connection, request):
                    break
        with self._lock:
            self._open.discard(connection)

    @staticmethod
    def _request(connection: socket.socket, number: int) -> WireRequest | None:
        head, begun = read_head(connection)
        if not head:
            return None
        method, path = target_of(head)
        return WireRequest(method, path, head, read_rest(connection, head, begun), number)

    def _play(self, connection: socket.socket, request: WireRequest) -> bool:
        with self._lock:
            play = next((one.play for one in self._strikes if one.takes(request)), answered)
            self.seen.append((request.method, request.path, "" if play is answered else play.__qualname__))
        return play(Exchange(connection, request, self._behind))
