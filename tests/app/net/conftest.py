"""Servers that a test scripts, closed at its end."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from tests.app.net.rawserver import RawServer

Serve = Callable[[bytes], RawServer]
Play = Callable[[Callable[[socket.socket, bytes], bool]], RawServer]


@pytest.fixture
def play() -> Iterator[Play]:
    """Start a server that calls the given function for each request."""
    servers: list[RawServer] = []

    def start(function: Callable[[socket.socket, bytes], bool]) -> RawServer:
        servers.append(RawServer(function))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def serve(play: Play) -> Serve:
    """Start a server that answers every request with the same bytes."""

    def start(data: bytes) -> RawServer:
        def same(connection: socket.socket, _: bytes) -> bool:
            connection.sendall(data)
            return True

        return play(same)

    return start
