"""Look at all connections at once: what became of the last push of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.values import PushSummary

if TYPE_CHECKING:
    from app.workspace import Workspace


def last_pushes(workspace: Workspace) -> Mapping[int, PushSummary]:
    """Find the latest push of every connection that has one, by the connection's id."""
    found = {}
    for connection in workspace.store.connections.list():
        latest = workspace.store.history.pushes(connection_id=connection.id, offset=0, limit=1)
        if latest:
            found[connection.id] = latest[0]
    return found
