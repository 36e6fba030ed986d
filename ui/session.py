"""What the screens share: the open workspace, jobs, the change signal, preferences and connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from app.jobs import JobContext
from app.values import Changed, Connection
from ui.changes import Changes
from ui.housekeeping import Housekeeping
from ui.jobs import Jobs
from ui.tallies import TallyBoard

if TYPE_CHECKING:
    from app.settings import Settings
    from app.vendors.declaration import Kind, Vendor
    from app.workspace import Workspace


class AppSession(QObject):
    """One per window. The workspace arrives once its job has opened it."""

    workspace_opened = Signal()
    connections_changed = Signal()

    def __init__(self, preferences: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.preferences = preferences
        self.jobs = Jobs(self)
        self.changes = Changes(self)
        self.connections: tuple[Connection, ...] = ()
        self.is_demo = False
        self._workspace: Workspace | None = None
        self.tallies = TallyBoard(self)
        self.housekeeping = Housekeeping(self.jobs, self)

    @property
    def is_open(self) -> bool:
        return self._workspace is not None

    @property
    def workspace(self) -> Workspace:
        if self._workspace is None:
            raise RuntimeError("The workspace is not open yet.")
        return self._workspace

    def use(self, workspace: Workspace, connections: tuple[Connection, ...]) -> None:
        """Take the workspace that the start-up job opened."""
        self._workspace = workspace
        self.connections = connections
        self.workspace_opened.emit()

    def take_settings(self, settings: Settings) -> None:
        """Let what comes from now on follow changed settings."""
        if self._workspace is not None:
            self._workspace.settings = settings
            self.housekeeping.forget_old(self._workspace)

    def release(self) -> None:
        """Close the workspace; the window is going."""
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def reload_connections(self) -> None:
        """Read the connections again; `connections_changed` follows."""
        self.jobs.run(self._read_connections, done=self._take_connections)

    def connections_of(self, vendor_id: str) -> tuple[Connection, ...]:
        return tuple(item for item in self.connections if item.vendor == vendor_id)

    def vendor_of(self, connection: Connection) -> Vendor:
        from app.vendors.registry import vendor_named  # noqa: PLC0415  pydantic comes with it; paint first

        return vendor_named(connection.vendor)

    def kind_of(self, connection: Connection) -> Kind:
        return self.vendor_of(connection).kinds[0]

    def concerns(self, changed: Changed, connection: Connection) -> bool:
        """Tell whether a change touches a connection."""
        return changed.connection_id in (None, connection.id)

    def _read_connections(self, _context: JobContext) -> tuple[Connection, ...]:
        from app.services.connections import list_connections  # noqa: PLC0415  as above

        return tuple(list_connections(self.workspace))

    def _take_connections(self, connections: tuple[Connection, ...]) -> None:
        if connections != self.connections:
            self.connections = connections
            self.connections_changed.emit()
