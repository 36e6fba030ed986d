"""A proxy whose network can be unplugged: then nobody listens at its port, and what was open is gone."""

from __future__ import annotations

import socket
from contextlib import suppress

from tests.faultproxy.proxy import FaultProxy


class Cable(FaultProxy):
    """Plugged in at the start; `close` it whichever way it is."""

    def unplug(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def plug(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._start(self._accept)
