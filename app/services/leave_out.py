"""Leave single changes of a proposed record out; the rest of it can be kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from app.errors import NotAllowed, NotFound
from app.intake.fixed import is_key
from app.intake.staging_file import open_staging
from app.intake.table import file_table
from app.intake.values import ProposedRecord
from app.records.paths import column_of
from app.services.proposals import target_of
from app.services.propose_file import stage_groups
from app.vendors.declaration import Kind

if TYPE_CHECKING:
    from app.workspace import Workspace


def leave_out(workspace: Workspace, proposal_id: int, *, number: int, paths: Collection[str]) -> ProposedRecord:
    """Leave these places of a record as they are, and no others; returns what keeping it would do then.

    *Raises* NotFound, and NotAllowed for what tells the record or an element apart.
    """
    proposal = workspace.store.proposals.get(proposal_id)
    target = target_of(workspace, proposal.kind, proposal.connection_id)
    for path in paths:
        _check(target.kind, path)
    table = file_table(target.kind, proposal.reading, proposal.mapping)
    with open_staging(workspace.store.proposals.file_of(proposal_id), writable=True) as staging:
        shown = staging.record(number) if staging.is_open(number) else None
        group = staging.open_up(number, table)
        if shown is None or group is None:
            raise NotFound("This record is not in the proposal any more.", remedy="Look at the proposal again.")
        changes = {one.path: one for one in (*shown.fields, *shown.left_out)}
        staging.left_out.put(number, [changes[path] for path in paths if path in changes])
        staging.forget_record(number)
        stage_groups(workspace, staging, target, table, [group])
        record, counts = staging.record(number), staging.counts()
    workspace.store.proposals.count_anew(proposal_id, {**counts, "rows": proposal.rows})
    return record


def may_be_left_out(kind: Kind, path: str) -> bool:
    """Tell whether a change can be left out by itself: not what tells a record, or an element, apart."""
    column = kind.column_by_path.get(column_of(path))
    return column is None or not is_key(kind, column)


def _check(kind: Kind, path: str) -> None:
    if not may_be_left_out(kind, path):
        raise NotAllowed(
            f"{kind.column_by_path[column_of(path)].title} tells the records apart and cannot be left out.",
            remedy="Reject the record instead.",
        )
