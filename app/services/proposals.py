"""What can be done with a file that was read: look at it, keep it, reject it; all or some of its records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.intake.cells import defused
from app.intake.merge import Target
from app.intake.staging_file import open_staging
from app.intake.table import file_table
from app.intake.values import REASON_COLUMN, Kept, Proposal, ProposedRecord
from app.jobs import JobContext
from app.services.keeping import Keeping
from app.services.written_tables import written_whole
from app.values import Changed
from app.vendors.registry import kind_named, vendor_named

if TYPE_CHECKING:
    from app.workspace import Workspace


def list_proposals(workspace: Workspace) -> tuple[Proposal, ...]:
    """List what was read and neither kept nor rejected, the oldest first, without problems."""
    return workspace.store.proposals.list()


def get_proposal(workspace: Workspace, proposal_id: int) -> Proposal:
    """*Raises* NotFound."""
    proposal = workspace.store.proposals.get(proposal_id)
    with open_staging(workspace.store.proposals.file_of(proposal_id)) as staging:
        return replace(proposal, problems=staging.first_problems())


def page_proposal(
    workspace: Workspace, proposal_id: int, *, filter: str = "all", offset: int = 0, limit: int = 100  # noqa: A002  the word of every page
) -> tuple[ProposedRecord, ...]:  # fmt: skip
    """Read records of a proposal in the order of the file; refused rows stand among them."""
    workspace.store.proposals.get(proposal_id)
    with open_staging(workspace.store.proposals.file_of(proposal_id)) as staging:
        return staging.page(filter, offset=offset, limit=limit)


def keep_proposal(
    workspace: Workspace, context: JobContext, proposal_id: int, numbers: Iterable[int] | None = None
) -> Kept:
    """Make records of a proposal pending changes: all of those asked for at once, or none on Stop.

    What the workspace holds by now decides: a record changed since the file was read is compared anew.
    """
    proposal = workspace.store.proposals.get(proposal_id)
    target = target_of(workspace, proposal.kind, proposal.connection_id)
    table = file_table(target.kind, proposal.reading, proposal.mapping)
    file = workspace.store.proposals.file_of(proposal_id)
    with open_staging(file) as staging:
        operation = Keeping(
            workspace,
            context,
            target=target,
            table=table,
            staging=staging,
            total=proposal.records,
            title=f"keeping of {proposal.file_name}",
        )
        if numbers is None:
            kept = operation.keep_all(file)
            done = None
        else:
            done = list(numbers)
            kept = operation.keep_some(done)
    _close_or_count(workspace, proposal, done, "kept")
    return kept


def reject_proposal(workspace: Workspace, proposal_id: int, numbers: Iterable[int] | None = None) -> Changed:
    """Drop a proposal, or some of its records; the working copy stays as it is."""
    proposal = workspace.store.proposals.get(proposal_id)
    _close_or_count(workspace, proposal, None if numbers is None else list(numbers), "rejected")
    return Changed(proposal.connection_id, proposal.kind)


def export_wrong_rows(workspace: Workspace, proposal_id: int, *, to: Path) -> int:
    """Write the rows that cannot be kept as they are, in the file's own columns, with the reason.

    The cells are those of the file; import takes the column of reasons for no field.
    """
    proposal = workspace.store.proposals.get(proposal_id)
    rows = 0
    with (
        open_staging(workspace.store.proposals.file_of(proposal_id)) as staging,
        written_whole(to, has_bom=True) as write_row,
    ):
        write_row([*proposal.reading.header, REASON_COLUMN])
        for cells, reason in staging.wrong_rows():
            width = len(proposal.reading.header)
            write_row([*cells[:width], *[""] * (width - len(cells)), defused(reason)])
            rows += 1
    return rows


def target_of(workspace: Workspace, kind: str, connection_id: int) -> Target:
    """Look up where records go. *Raises* NotFound."""
    connection = workspace.store.connections.get(connection_id)
    options = vendor_named(connection.vendor).options_with_defaults(connection.options)
    return Target(kind_named(kind), connection.id, options)


def _close_or_count(
    workspace: Workspace, proposal: Proposal, numbers: Sequence[int] | None, state: Literal["kept", "rejected"]
) -> None:
    """Close the proposal once nothing of it is left."""
    proposals = workspace.store.proposals
    if numbers is not None:
        with open_staging(proposals.file_of(proposal.id), writable=True) as staging:
            staging.mark(numbers, state)
            counts = staging.counts()
        if counts["records"] + counts["refused"]:
            proposals.count_anew(proposal.id, {**counts, "rows": proposal.rows})
            return
    proposals.close(proposal.id, state)
