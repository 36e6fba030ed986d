"""HTTP/1.1 as bytes: whole requests and answers read from a socket, and what is needed to break them."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass

_PART_BYTES = 65_536


@dataclass(frozen=True)
class WireRequest:
    """One request as it came; `number` counts those of its connection from 1."""

    method: str
    path: str
    head: bytes
    body: bytes
    number: int

    @property
    def is_write(self) -> bool:
        return self.method != "GET"


@dataclass(frozen=True)
class WireAnswer:
    """One answer as it came from behind the proxy."""

    head: bytes
    body: bytes

    @property
    def is_success(self) -> bool:
        return self.head.split(b" ", 2)[1].startswith(b"2")


def read_head(connection: socket.socket) -> tuple[bytes, bytes]:
    """*Shape*: (head with its blank line, what came of the body with it); both empty at the end."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(_PART_BYTES)
        if not part:
            return b"", b""
        data += part
    head, mark, rest = data.partition(b"\r\n\r\n")
    return head + mark, rest


def read_rest(connection: socket.socket, head: bytes, begun: bytes) -> bytes:
    """Read the body up to the length that its head names."""
    body = begun
    while len(body) < length_of(head):
        part = connection.recv(_PART_BYTES)
        if not part:
            raise ConnectionError("it ended in the middle of a body")
        body += part
    return body


def length_of(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


def target_of(head: bytes) -> tuple[str, str]:
    """*Shape*: (method, path without its query)."""
    method, target, _ = head.split(b" ", 2)
    return method.decode(), target.decode().partition("?")[0]


def spelled(status: str, body: bytes = b"", *headers: str, length: int | None = None) -> bytes:
    """Spell an answer with its length, or with another one."""
    lines = [f"HTTP/1.1 {status}", *headers, f"content-length: {len(body) if length is None else length}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def reset(connection: socket.socket) -> None:
    """End a connection by RST, as a router does that lost its state."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
