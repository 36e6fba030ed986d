"""How many records stand where, per connection, kept current in the background."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.jobs import JobContext
from app.values import Changed, Connection, Tallies

if TYPE_CHECKING:
    from ui.session import AppSession

_SETTLE_MILLISECONDS = 120
_SUMMED = ("total", "pending", "with_errors", "conflicts", "refused", "failed", "unknown")


@dataclass(frozen=True)
class _Counted:
    connection_id: int
    tallies: Tallies


class TallyBoard(QObject):
    """`counted` tells the connection whose numbers are new."""

    counted = Signal(int)

    def __init__(self, session: AppSession) -> None:
        super().__init__(session)
        self._session = session
        self._known: dict[int, Tallies] = {}
        self._due: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MILLISECONDS)
        self._timer.timeout.connect(self._count)
        session.changes.changed.connect(self._look_again)
        session.connections_changed.connect(self.count_all)
        session.workspace_opened.connect(self.count_all)

    def of(self, connection_id: int) -> Tallies | None:
        """Give the numbers last counted, None before the first time."""
        return self._known.get(connection_id)

    def of_vendor(self, vendor_id: str) -> Tallies:
        """Sum up the records of a vendor's connections."""
        return self._sum(self._session.connections_of(vendor_id))

    def of_all(self) -> Tallies:
        """Sum up the records of all connections."""
        return self._sum(self._session.connections)

    def next_pending(self, connection: Connection) -> Connection | None:
        """Find the next connection after this one that has pending changes, in the order of the tabs."""
        known = sorted(self._session.connections, key=lambda one: (one.vendor, one.id))
        here = next((number for number, one in enumerate(known) if one.id == connection.id), 0)
        around = (*known[here + 1 :], *known[:here])
        return next((one for one in around if self._known.get(one.id, Tallies()).pending), None)

    def _sum(self, connections: tuple[Connection, ...]) -> Tallies:
        known = [self._known.get(one.id, Tallies()) for one in connections]
        return Tallies(**{name: sum(getattr(one, name) for one in known) for name in _SUMMED})

    def count_all(self) -> None:
        self._due.update(one.id for one in self._session.connections)
        self._timer.start()

    def _look_again(self, changed: Changed) -> None:
        self._due.update(one.id for one in self._session.connections if self._session.concerns(changed, one))
        if not self._timer.isActive():
            self._timer.start()

    def _count(self) -> None:
        if not self._session.is_open:
            return
        due, self._due = self._due, set()
        for connection in self._session.connections:
            if connection.id in due:
                self._session.jobs.run(partial(self._read, connection), done=self._take)

    def _read(self, connection: Connection, _context: JobContext) -> _Counted:
        from app.services import browse_records  # noqa: PLC0415  after the first paint

        kind = self._session.kind_of(connection)
        return _Counted(connection.id, browse_records.tallies(self._session.workspace, connection.id, kind.id))

    def _take(self, counted: _Counted) -> None:
        self._known[counted.connection_id] = counted.tallies
        self.counted.emit(counted.connection_id)
