"""The places in a record where somebody should look, in the order in which the cursor visits them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ui.models.field_marks import REFUSED
from ui.models.record_row import RecordRow

Order = Mapping[str, int]
"""*Shape*: path of a field that is a column of the grid → where it stands there, from the left."""
BESIDE_GRID = 10_000
"""The number of the first stop in the details beside the grid."""


@dataclass(frozen=True)
class Stop:
    """`path` as a mark's; "" for a record that was refused without a word on a field."""

    path: str
    number: int


def stops_in(row: RecordRow, order: Order, *, only_refused: bool = False) -> tuple[Stop, ...]:
    """List the open marks of a record: those in the grid from left to right, then those in the details."""
    paths = [one.path for one in row.marks if one.is_open and not (only_refused and one.severity != REFUSED)]
    if not paths and row.record.outcome == "refused" and row.record.change and not row.record.refusals:
        paths = [""]
    found = [Stop(path, _number(path, row, order)) for path in dict.fromkeys(paths)]
    return tuple(sorted(found, key=lambda stop: stop.number))


def next_stop(stops: Sequence[Stop], number: int, *, is_backwards: bool) -> Stop | None:
    """Find the stop after a number, or before it; None beyond the last."""
    if is_backwards:
        return next((stop for stop in reversed(stops) if stop.number < number), None)
    return next((stop for stop in stops if stop.number > number), None)


def shown_at(path: str, row: RecordRow, order: Order) -> str:
    """Name the column of the grid to type into for a stop; "" where the details have its field."""
    if path:
        return path if path in order else ""
    edited = (one for one in row.record.edits if one in order)
    return next(edited, min(order, key=lambda one: order[one], default=""))


def _number(path: str, row: RecordRow, order: Order) -> int:
    shown = shown_at(path, row, order)
    return order[shown] if shown else BESIDE_GRID + [mark.path for mark in row.marks].index(path)
