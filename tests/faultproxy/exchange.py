"""One request on its way through the proxy, and the shape of what can be played with it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass

from tests.faultproxy.wire import WireAnswer, WireRequest, read_head, read_rest

_UPSTREAM_SECONDS = 60.0


@dataclass
class Exchange:
    """The client's socket and its request, and the vendor behind for the asking."""

    client: socket.socket
    request: WireRequest
    behind: tuple[str, int]

    def forward(self) -> WireAnswer:
        """Let the vendor carry it out, and return what it says."""
        with socket.create_connection(self.behind, timeout=_UPSTREAM_SECONDS) as upstream:
            upstream.sendall(self.request.head + self.request.body)
            head, begun = read_head(upstream)
            if not head:
                raise ConnectionError("the vendor hung up")
            return WireAnswer(head, read_rest(upstream, head, begun))


Play = Callable[[Exchange], bool]
"""Plays one exchange and tells whether its connection goes on."""
