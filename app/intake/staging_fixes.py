"""Rows of a staged file that a person corrects, and the records they belong to before and after."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from app.intake.assemble import StagedRow
from app.intake.staged_groups import Group, NamedRow, grouped
from app.intake.staged_values import dump_notes, notes_of
from app.intake.staging import Staging
from app.intake.table import FileTable


@dataclass(frozen=True)
class FoundRow:
    """A row of the file as it is staged; `refusal` says why it cannot be read, "" where it can."""

    row: StagedRow
    refusal: str


class Corrections:
    """Puts corrected rows in the place of those that were read."""

    def __init__(self, staging: Staging, table: FileTable) -> None:
        self._staging = staging
        self._table = table
        self._run = staging.connection.execute

    def find(self, row: int) -> FoundRow | None:
        """Find a row of an open record; None where there is none."""
        number = self._record_of(row)
        if not number:
            return None
        if self._staging.plain.rows(number):
            self._staging.look_closer(number, self._table)
        found = self._run(
            "SELECT line, cells, hash, missing, notes, refusal FROM source_rows WHERE row = ?", (row,)
        ).fetchone()
        if found is None:
            return None
        line, cells, row_hash, missing, notes, refusal = found
        staged = StagedRow(row, line, json.loads(cells), row_hash, missing, notes_of(notes))
        return FoundRow(staged, refusal)

    def replace(self, new: NamedRow) -> tuple[Group, ...]:
        """Put a corrected row in its place; returns the records that are to be staged anew."""
        row = new.row.row
        (before,) = self._run("SELECT name FROM source_rows WHERE row = ?", (row,)).fetchone()
        same_key = "SELECT number FROM records WHERE key = ? AND rows IS NULL"
        for (number,) in self._run(same_key, (new.name[1:],)).fetchall():
            self._staging.look_closer(number, self._table)
        self._write(new)
        if new.refusal:
            self._staging.forget_record(row)
            return ()
        names, has_moved = dict.fromkeys((before, new.name)), before != new.name
        return tuple(group for name in names for group in self._regrouped(name, row, has_moved=has_moved))

    def _write(self, new: NamedRow) -> None:
        row = new.row
        cells, notes = json.dumps(row.cells, ensure_ascii=False), dump_notes(row.notes)
        self._run(
            "UPDATE source_rows SET name = ?, hash = ?, missing = ?, cells = ?, notes = ?, refusal = ? "
            "WHERE row = ?",
            (new.name, row.hash, row.missing, cells, notes, new.refusal, row.row),
        )

    def _record_of(self, row: int) -> int:
        """Tell which open record a row of the file belongs to; 0 where none does."""
        found = self._run("SELECT number FROM source_rows WHERE row = ?", (row,)).fetchone()
        if found is None:
            found = self._run(
                "SELECT max(number) FROM records WHERE rows IS NULL AND number <= ?", (row,)
            ).fetchone()
            if row not in [one.row for one in self._staging.plain.rows(found[0] or 0)]:
                return 0
        is_open = self._run("SELECT 1 FROM records WHERE number = ? AND state = 'open'", found).fetchone()
        return int(found[0]) if is_open else 0

    def _regrouped(self, name: str, row: int, *, has_moved: bool) -> Iterator[Group]:
        rows = self._run(
            "SELECT number, name, row, line, cells, hash, missing, notes FROM source_rows "
            "WHERE name = ? AND refusal = '' ORDER BY row",
            (name,),
        ).fetchall()
        for number in {row, *(one[0] for one in rows)}:
            self._staging.forget_record(number)
            if has_moved:
                self._staging.left_out.put(number, ())
        if rows:
            first = rows[0][2]
            self._run("UPDATE source_rows SET number = ? WHERE name = ? AND refusal = ''", (first, name))
            yield from grouped((first, *one[1:]) for one in rows)
