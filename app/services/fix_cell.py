"""Correct a cell of a file that was read, in its proposal: the record is checked again at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.errors import NotAllowed, NotFound
from app.intake.assemble import StagedRow
from app.intake.read import named_rows
from app.intake.refusals import why_refused
from app.intake.staging_file import open_staging
from app.intake.staging_fixes import Corrections, FoundRow
from app.intake.table import FileTable, file_table
from app.intake.values import ProposedRecord, RowProblem
from app.services.proposals import target_of
from app.services.propose_file import keys_of, stage_groups

if TYPE_CHECKING:
    from app.workspace import Workspace


def fix_cell(workspace: Workspace, proposal_id: int, *, row: int, index: int, text: str) -> ProposedRecord:
    """Write another text into a cell; returns the record that its row belongs to then.

    `row` counts as a spreadsheet does, `index` is the column of the file from 0. A row that could not be read
    is read as soon as nothing stands in its way. The file itself stays as it is. *Raises* NotFound, and
    NotAllowed for a text that no row can hold.
    """
    proposal = workspace.store.proposals.get(proposal_id)
    target = target_of(workspace, proposal.kind, proposal.connection_id)
    table = file_table(target.kind, proposal.reading, proposal.mapping)
    if "\0" in text:
        raise NotAllowed("A cell cannot hold a NUL character.", remedy="Write the text without it.")
    with open_staging(workspace.store.proposals.file_of(proposal_id), writable=True) as staging:
        corrections = Corrections(staging, table)
        fixed, refusal = _fixed(_found(corrections, row), table, index, text)
        (named,) = named_rows(table, [(fixed, refusal)], keys_of(workspace, target))
        groups = corrections.replace(named)
        if refusal:
            staging.add_refused(fixed, RowProblem(fixed.row, fixed.line, "", "", refusal))
        stage_groups(workspace, staging, target, table, groups)
        number = next((one.number for one in groups if any(each.row == row for each in one.rows)), row)
        record, counts = staging.record(number), staging.counts()
    workspace.store.proposals.count_anew(proposal_id, {**counts, "rows": proposal.rows})
    return record


def _found(corrections: Corrections, row: int) -> FoundRow:
    found = corrections.find(row)
    if found is None:
        raise NotFound(f"Row {row} is not in this proposal any more.", remedy="Look at the proposal again.")
    return found


def _fixed(found: FoundRow, table: FileTable, index: int, text: str) -> tuple[StagedRow, str]:
    row = found.row
    if not 0 <= index < max(len(row.cells), table.width):
        raise NotFound(f"Row {row.row} has no column {index + 1}.", remedy="Look at the proposal again.")
    cells = [*row.cells, *[""] * (table.width - len(row.cells))]
    cells[index] = text
    refusal = why_refused(cells, table.width) if found.refusal else ""
    kept = cells if refusal else cells[: table.width]
    missing = min(row.missing, table.width - index - 1) if text else row.missing
    notes = {place: note for place, note in row.notes.items() if place != index}
    return replace(row, cells=kept, notes=notes, hash=table.row_hash(kept), missing=missing), refusal
