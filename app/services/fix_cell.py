"""Correct a cell of a file that was read, in its proposal: the record is checked again at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.errors import NotAllowed, NotFound
from app.intake.assemble import StagedRow
from app.intake.read import named_rows
from app.intake.resolve import resolve
from app.intake.staging import Staging, open_staging
from app.intake.table import FileTable, file_table
from app.intake.values import ProposedRecord
from app.services.keeping import lookup_in
from app.services.proposals import target_of
from app.services.propose_file import keys_of

if TYPE_CHECKING:
    from app.workspace import Workspace


def fix_cell(workspace: Workspace, proposal_id: int, *, row: int, index: int, text: str) -> ProposedRecord:
    """Write another text into a cell; returns the record that its row belongs to then.

    `row` counts as a spreadsheet does, `index` is the column of the file from 0. The file itself stays as
    it is. *Raises* NotFound, and NotAllowed for a row that cannot be read at all.
    """
    proposal = workspace.store.proposals.get(proposal_id)
    target = target_of(workspace, proposal.kind, proposal.connection_id)
    table = file_table(target.kind, proposal.reading, proposal.mapping)
    with open_staging(workspace.store.proposals.file_of(proposal_id), writable=True) as staging:
        fixed = _fixed(_row(staging, table, row), table, index, text)
        (named,) = named_rows(table, [(fixed, "")], keys_of(workspace, target))
        groups = staging.replace_row(named, table)
        lookup = lookup_in(workspace, target)
        found = resolve(table, target, groups, lookup, claimed_by=staging.number_of)
        staging.add_records((one.group, one.record_id, one.merged) for one in found)
        number = next(one.number for one in groups if any(each.row == row for each in one.rows))
        record, counts = staging.record(number), staging.counts()
    workspace.store.proposals.count_anew(proposal_id, {**counts, "rows": proposal.rows})
    return record


def _row(staging: Staging, table: FileTable, row: int) -> StagedRow:
    number = staging.record_of_row(row)
    if not number:
        raise NotFound(f"Row {row} is not in this proposal any more.", remedy="Look at the proposal again.")
    found = staging.row(number, row, table)
    if found is None:
        raise NotAllowed(
            f"Row {row} cannot be read, so none of its cells can be corrected here.",
            remedy="Correct it in the file and import that again.",
        )
    return found


def _fixed(row: StagedRow, table: FileTable, index: int, text: str) -> StagedRow:
    if not 0 <= index < len(row.cells):
        raise NotFound(f"Row {row.row} has no column {index + 1}.", remedy="Look at the proposal again.")
    cells = [*row.cells[:index], text, *row.cells[index + 1 :]]
    notes = {place: note for place, note in row.notes.items() if place != index}
    return replace(row, cells=cells, notes=notes, hash=table.row_hash(cells))
