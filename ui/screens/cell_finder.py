"""Brings the cursor to a record, or to a cell that wants to be looked at, wherever in the view it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.jobs import JobContext
from app.services import browse_records
from app.services.find_marked import Look, find_marked
from app.values import Record, RecordQuery
from app.vendors.registry import kind_named
from ui.jobs import Lane
from ui.models.record_row import row_of
from ui.models.record_table import RecordTable
from ui.models.stops import BESIDE_GRID, Order, Stop, next_stop, shown_at, stops_in
from ui.screens.form_places import go_to_field, show_field
from ui.screens.record_form import RecordForm
from ui.screens.record_grid import RecordGrid
from ui.session import AppSession

_KEY = 1  # the column that a record is entered by


@dataclass(frozen=True)
class _Target:
    """A place in the view; `path` is where in the record, `shown` the grid's column for that, "" beside it."""

    place: int
    record_id: int = 0
    path: str = ""
    shown: str = ""
    number: int = 0
    is_round: bool = False


class CellFinder(QObject):
    """Asks the store for the place, and goes there once the table knows it. `told` has words for a person."""

    told = Signal(str)

    def __init__(self, session: AppSession, grid: RecordGrid, table: RecordTable, form: RecordForm) -> None:
        super().__init__(grid)
        self._session = session
        self._grid = grid
        self._table = table
        self._form = form
        self._target: _Target | None = None
        self._is_there = False
        self._is_held = False
        self._last = (0, 0)

    def hold(self) -> None:
        """Wait: other records are about to be shown."""
        self._is_held = True

    def release(self) -> None:
        """The table knows how many records there are."""
        self._is_held = False
        self.go_on()

    def find_record(self, query: RecordQuery, record_id: int) -> None:
        """Go to a record of what the query shows."""
        work = partial(_position, self._session, query, record_id)
        self._session.jobs.run(work, done=self._go_to, lane=Lane.READ)

    def find_refused(self, query: RecordQuery) -> None:
        """Go to the first field that the vendor refused."""
        work = partial(_marked, self._session, query, self._order(), Look(only_refused=True))
        self._session.jobs.run(work, done=self._go_to, lane=Lane.READ)

    def find_next(self, query: RecordQuery, *, is_backwards: bool) -> None:
        """Go to the next field with a problem or a refusal, or to the one before."""
        order, row = self._order(), self._grid.current_row
        stop = next_stop(stops_in(row, order), self._here(), is_backwards=is_backwards) if row else None
        if row is not None and stop is not None:
            here = self._grid.currentIndex().row()
            shown = shown_at(stop.path, row, order)
            self._go_to(_Target(here, row.record.id, stop.path, shown, stop.number))
            return
        beside = self._grid.currentIndex().row() if row is not None else -1
        look = Look(beside, is_backwards=is_backwards)
        work = partial(_marked, self._session, query, order, look)
        self._session.jobs.run(work, done=self._take_next, lane=Lane.READ)

    def go_on(self) -> None:
        """Go where it was asked for, as far as the table and the details have got."""
        target = self._target
        if target is None or self._is_held or not 0 <= target.place < self._table.count:
            return
        if not self._is_there:
            self._is_there = True
            self._grid.go_to(target.place, self._column(target.shown))
            self._grid.setFocus()
        self._last = (target.record_id, target.number)
        row = self._form.row
        if not target.path:
            self._target = None
        elif row is not None and row.record.id == target.record_id:
            self._target = None
            go = show_field if target.shown else go_to_field
            go(self._form, target.path)

    def follow(self, _row: object) -> None:
        """The details show the row of the cursor."""
        if self._target is not None and self._is_there:
            if self._grid.currentIndex().row() != self._target.place:
                self._target = None  # whoever moves on does not want to be taken back
            self.go_on()

    def _take_next(self, target: _Target | None) -> None:
        if target is None:
            self.told.emit("Nothing that is shown has a problem.")
            return
        if target.is_round:
            self.told.emit("That was the last one; this is the first again.")
        self._go_to(target)

    def _go_to(self, target: _Target | None) -> None:
        self._target, self._is_there = target, False
        self.go_on()

    def _order(self) -> Order:
        header, columns = self._grid.horizontalHeader(), enumerate(self._table.columns)
        fields = ((number, self._table.column_at(number)) for number, _ in columns)
        return {one.path: header.visualIndex(number) for number, one in fields if one.field is not None}

    def _column(self, path: str) -> int:
        """Find the grid's column for a field."""
        columns = (number for number in range(len(self._table.columns)))
        return next((number for number in columns if path and self._table.column_at(number).path == path), _KEY)

    def _here(self) -> int:
        """Number the place of the cursor as the stops are."""
        focus, row = self._grid.window().focusWidget(), self._grid.current_row
        if focus is None or not self._form.isAncestorOf(focus):
            return self._grid.horizontalHeader().visualIndex(self._grid.currentIndex().column())
        record_id, number = self._last
        return number if row is not None and row.record.id == record_id else BESIDE_GRID - 1


def _position(session: AppSession, query: RecordQuery, record_id: int, _context: JobContext) -> _Target | None:
    place = browse_records.position(session.workspace, query, record_id)
    return None if place is None else _Target(place, record_id)


def _marked(
    session: AppSession, query: RecordQuery, order: Order, look: Look, context: JobContext
) -> _Target | None:
    kind = kind_named(query.kind)

    def stops(record: Record) -> tuple[Stop, ...]:
        return stops_in(row_of(kind, record), order, only_refused=look.only_refused)

    found = find_marked(session.workspace, context, query, look, is_wanted=lambda record: bool(stops(record)))
    if found is None:
        return None
    stop = stops(found.record)[-1 if look.is_backwards else 0]
    shown = shown_at(stop.path, row_of(kind, found.record), order)
    return _Target(found.place, found.record.id, stop.path, shown, stop.number, found.is_round)
