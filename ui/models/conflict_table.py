"""The conflicts of one record side by side: what it was, mine and theirs, and which was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from app.records.change import MISSING
from app.records.conflicts import WHOLE
from app.records.merge import Conflict
from ui.models.field_words import NOTHING, title_of, value_text
from ui.models.paged_table import Cell, PagedTable, TableColumn

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from app.vendors.declaration import Kind

Side = Literal["", "mine", "theirs"]


@dataclass(frozen=True)
class ConflictLine:
    """One place changed on both sides. `chosen` is "" until a person decides."""

    path: str
    title: str
    base: str
    mine: str
    theirs: str
    chosen: Side = ""
    has_mine: bool = True

    def choosing(self, side: Side) -> ConflictLine:
        """Take a side; mine only where there is still something to change."""
        return self if side == "mine" and not self.has_mine else replace(self, chosen=side)


def conflict_lines(
    kind: Kind, conflicts: Iterable[Conflict], chosen: Mapping[str, Side]
) -> tuple[ConflictLine, ...]:
    """Put conflicts in words, with what was chosen of them so far."""
    return tuple(_line(kind, one).choosing(chosen.get(one.path, "")) for one in conflicts)


def conflict_table(parent: QObject | None = None) -> PagedTable:
    """Make the table; fill it with `conflict_lines`."""
    columns = (
        TableColumn("Field", _title_cell, letters=16),
        TableColumn("Was", _base_cell, letters=14, is_stretched=True),
        TableColumn("Mine  ←", _mine_cell, letters=18, is_stretched=True),
        TableColumn("Theirs  →", _theirs_cell, letters=18, is_stretched=True),
    )
    return PagedTable(columns, parent)


def _line(kind: Kind, conflict: Conflict) -> ConflictLine:
    if conflict.path == WHOLE:
        return ConflictLine(
            WHOLE, f"The whole {kind.title_one}", "as it was read", "changed", "no longer there", has_mine=False
        )
    return ConflictLine(
        conflict.path,
        title_of(kind, conflict.path),
        _words(conflict.base),
        _mine_words(conflict),
        _words(conflict.theirs),
    )


def _mine_words(conflict: Conflict) -> str:
    if conflict.mine is None:
        return "removed" if conflict.path.endswith("]") else "erased"
    return _words(conflict.mine)


def _words(value: object) -> str:
    return NOTHING if value is MISSING else value_text(value)


def _title_cell(line: ConflictLine) -> Cell:
    is_open = not line.chosen
    tip = "Press ← for mine or → for theirs." if is_open else f"{line.chosen.capitalize()} is chosen."
    return Cell(line.title, icon="conflict" if is_open else "check", is_bold=is_open, tip=tip)


def _base_cell(line: ConflictLine) -> Cell:
    return Cell(line.base, color="muted", tip=line.base)


def _mine_cell(line: ConflictLine) -> Cell:
    return _side_cell(line.mine, is_chosen=line.chosen == "mine", is_other=line.chosen == "theirs")


def _theirs_cell(line: ConflictLine) -> Cell:
    return _side_cell(line.theirs, is_chosen=line.chosen == "theirs", is_other=line.chosen == "mine")


def _side_cell(text: str, *, is_chosen: bool, is_other: bool) -> Cell:
    icon = "check" if is_chosen else ""
    return Cell(text, icon=icon, color="muted" if is_other else "", is_bold=is_chosen, tip=text)
