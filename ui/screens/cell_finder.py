"""Brings the cursor to a record, wherever in the view it stands."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from app.jobs import JobContext
from app.services import browse_records
from app.values import RecordQuery
from ui.models.record_table import RecordTable
from ui.screens.record_grid import RecordGrid
from ui.session import AppSession


class CellFinder(QObject):
    """Asks the store for the place of a record, and goes there as soon as the table knows of it."""

    def __init__(self, session: AppSession, grid: RecordGrid, table: RecordTable) -> None:
        super().__init__(grid)
        self._session = session
        self._grid = grid
        self._table = table
        self._wanted = -1

    def find_record(self, query: RecordQuery, record_id: int) -> None:
        """Go to a record of what the query shows."""
        work = partial(_position, self._session, query, record_id)
        self._session.jobs.run(work, done=self._go_to)

    def go_on(self) -> None:
        """Go to the row that was asked for, once the table has it."""
        if 0 <= self._wanted < self._table.count:
            self._grid.go_to(self._wanted)
            self._grid.setFocus()
            self._wanted = -1

    def _go_to(self, position: int | None) -> None:
        self._wanted = -1 if position is None else position
        self.go_on()


def _position(session: AppSession, query: RecordQuery, record_id: int, _context: JobContext) -> int | None:
    return browse_records.position(session.workspace, query, record_id)
