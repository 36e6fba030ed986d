"""The transport under the client: a deadline for the whole exchange, and the gate before the first byte."""

from __future__ import annotations

import functools
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx
from typing_extensions import override

from app.errors import WrongAddress
from app.jobs import JobContext
from app.net.address import is_loopback
from app.net.limits import Slot

# Connections that idled longer may be closed by the peer just as we write, which is ambiguous.
IDLE_SECONDS = 1.0
MOST_CONNECTIONS = 16
_PIECE_BYTES = 65_536
_HEADERS_START = ("http11.send_request_headers.started", "http2.send_request_headers.started")

# When the exchange of the calling thread must be over, by time.monotonic.
deadline_at: ContextVar[float | None] = ContextVar("deadline_at", default=None)


class FirstByte:
    """Opens the way for the first byte once: the slot is taken, then the journal is told."""

    def __init__(self, slot: Slot, on_first_byte: Callable[[], None], context: JobContext) -> None:
        self._slot = slot
        self._on_first_byte = on_first_byte
        self._context = context
        self.is_open = False
        self.error: BaseException | None = None

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Listen to the transport; a proxy's CONNECT is no part of the request."""
        if event in _HEADERS_START and not self.is_open and info["request"].method != b"CONNECT":
            self.open()

    def open(self) -> None:
        """Call the hook; when it raises, nothing was sent and its error is kept to be raised as it is."""
        try:
            self._slot.confirm(self._context)
            self._on_first_byte()
            self._slot.touch()
        except BaseException as error:
            self.error = error
            raise
        self.is_open = True


class DeadlineTransport(httpx.HTTPTransport):
    """httpx's own transport on a pool whose every read and write ends with the exchange's deadline."""

    def __init__(self, base_url: str) -> None:
        context = _no_tls() if base_url.startswith("http:") else system_trust()
        limits = httpx.Limits(max_connections=MOST_CONNECTIONS, keepalive_expiry=IDLE_SECONDS)
        super().__init__(verify=context, limits=limits, trust_env=False)
        self._proxy = proxy_for(base_url)
        self._context = context
        self._retired: list[httpcore.ConnectionPool] = []
        self._pool = _pool(self._proxy, context)

    def renew(self) -> None:
        """Send what comes on connections of its own; what is under way ends on the ones before."""
        self._retired.append(self._pool)
        self._pool = _pool(self._proxy, self._context)

    @override
    def close(self) -> None:
        super().close()
        for pool in self._retired:
            pool.close()


def proxy_for(base_url: str) -> httpx.Proxy | None:
    """Give the system's proxy for this address; never one for this machine itself."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    known = getproxies()
    url = known.get(parts.scheme) or known.get("all")
    if url is None or is_loopback(host) or proxy_bypass(host):
        return None
    try:
        return httpx.Proxy(url if "://" in url else f"http://{url}")
    except (ValueError, httpx.InvalidURL):
        raise WrongAddress(
            "The proxy set on this computer is of a kind that Counterfoil does not speak.",
            remedy="Set an HTTP proxy, or none, for this address.",
        ) from None


@functools.cache
def system_trust() -> ssl.SSLContext:
    """Give the one TLS context, which asks the operating system whom to trust."""
    import truststore  # noqa: PLC0415 - not before the first secure connection

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _no_tls() -> ssl.SSLContext:
    # For plain loopback connections: trusts nobody, and saves reading the trust store.
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _pool(proxy: httpx.Proxy | None, context: ssl.SSLContext) -> httpcore.ConnectionPool:
    if proxy is None:
        return httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=MOST_CONNECTIONS,
            keepalive_expiry=IDLE_SECONDS,
            network_backend=_DeadlineBackend(),
        )
    if proxy.url.scheme not in ("http", "https"):
        raise WrongAddress(
            "The proxy set on this computer is a SOCKS proxy, which Counterfoil does not speak.",
            remedy="Set an HTTP proxy, or none, for this address.",
        )
    return httpcore.HTTPProxy(
        proxy_url=str(proxy.url),
        proxy_auth=proxy.raw_auth,
        proxy_headers=proxy.headers.raw,
        ssl_context=context,
        proxy_ssl_context=system_trust() if proxy.url.scheme == "https" else None,
        max_connections=MOST_CONNECTIONS,
        keepalive_expiry=IDLE_SECONDS,
        network_backend=_DeadlineBackend(),
    )


def _left(timeout: float | None, error: type[Exception]) -> float | None:
    deadline = deadline_at.get()
    if deadline is None:
        return timeout
    left = deadline - time.monotonic()
    if left <= 0:
        raise error("the time for the whole exchange is over")
    return left if timeout is None else min(timeout, left)


class _DeadlineBackend(httpcore.NetworkBackend):
    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _DeadlineStream(self._inner.connect_tcp(host, port, left, local_address, socket_options))


class _DeadlineStream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE_BYTES):
            piece = buffer[start : start + _PIECE_BYTES]
            self._inner.write(piece, _left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _DeadlineStream(self._inner.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's signature
        return self._inner.get_extra_info(info)
