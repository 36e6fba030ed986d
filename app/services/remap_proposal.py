"""Match the columns of a file that was read differently: its rows are proposed anew, without the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.intake.fixed import check_fixed
from app.intake.matching import check_mapping
from app.intake.merge import Target
from app.intake.plain_layout import shown_of
from app.intake.read import file_problems, stage_block
from app.intake.staged_rows import staged_blocks
from app.intake.staging import Staging
from app.intake.staging_file import new_staging, open_staging
from app.intake.table import FileTable, file_table
from app.intake.values import ColumnMatch, Proposal
from app.jobs import JobContext
from app.services.mappings import remember
from app.services.proposals import get_proposal, target_of
from app.services.propose_file import at_once_in, begun, keys_of, stage_records

if TYPE_CHECKING:
    from app.workspace import Workspace


def remap_proposal(
    workspace: Workspace,
    context: JobContext,
    proposal_id: int,
    mapping: Sequence[ColumnMatch],
    *,
    remembers: bool = True,
) -> Proposal:
    """Propose anew what is left of a proposal; it takes the place of the old one, all of it or nothing.

    Cells that were corrected, and changes that were left out, stay so. *Raises* UnusableFile where no record
    could be told from another, UsageError where a fixed value is wrong; the old one stays then.
    """
    old = workspace.store.proposals.get(proposal_id)
    target = target_of(workspace, old.kind, old.connection_id)
    check_mapping(target.kind, mapping, old.file_name)
    check_fixed(target.kind, old.reading, mapping)
    table = file_table(target.kind, old.reading, mapping)
    with begun(workspace, target, old.file_name) as new_id:
        shown = [one.name for one in shown_of(table)]
        files = workspace.store.proposals
        with (
            open_staging(files.file_of(old.id)) as before,
            new_staging(files.file_of(new_id), shown) as staging,
        ):
            _stage_again(workspace, context, before, staging, target, table)
            staging.add_problems(0, file_problems(table, old.reading, is_empty=old.rows == 0))
            staging.group_rows(table)
            _take_over(staging, before, table)
            stage_records(workspace, context, staging, target, table)
            counts = {**staging.counts(), "rows": old.rows}
        files.open(new_id, reading=old.reading, mapping=tuple(mapping), counts=counts)
    if remembers:
        remember(workspace, old.kind, old.reading.header, mapping)
    files.forget(old.id)
    return get_proposal(workspace, new_id)


def _stage_again(
    workspace: Workspace,
    context: JobContext,
    before: Staging,
    staging: Staging,
    target: Target,
    table: FileTable,
) -> None:
    at_once, count = at_once_in(workspace, table, target), 0
    keys = keys_of(workspace, target)
    for block in staged_blocks(before):
        context.checkpoint()
        count += stage_block(staging, block, table=table, at_once=at_once, keys_of=keys)
        context.report(count, None, f"{count:,} rows matched")


def _take_over(staging: Staging, before: Staging, table: FileTable) -> None:
    """What was left out is left out of the record that begins in the same row now."""
    for number in before.left_out.numbers():
        if staging.open_up(number, table) is not None:
            staging.left_out.put(number, before.left_out.of(number))
