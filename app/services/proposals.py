"""What can be done with a file that was read: look at it, keep it, reject it; all or some of its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Literal

from app.intake.merge import Target
from app.intake.resolve import Lookup, Resolved, resolve
from app.intake.staging import Group, open_staging
from app.intake.table import FileTable, file_table
from app.intake.values import Kept, Proposal, ProposedRecord, RowProblem
from app.jobs import JobContext
from app.values import Changed, Record
from app.vendors.registry import kind_named, vendor_named

if TYPE_CHECKING:
    from sqlalchemy import Connection as Transaction

    from app.workspace import Workspace

_CHUNK_GROUPS = 100  # records per transaction, so that an edit never waits long
_NAMED_IDS = 1000  # beyond it a write says "many"


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
    with open_staging(workspace.store.proposals.file_of(proposal_id)) as staging:
        wanted = list(numbers) if numbers is not None else None
        groups = list(staging.groups(state="open", numbers=wanted)) if wanted is not None else None
        source = iter(groups) if groups is not None else staging.groups(state="open")
        kept = _keep_groups(workspace, context, source, target, table, total=proposal.records)
    done = [group.number for group in groups] if groups is not None else None
    _close_or_count(workspace, proposal, done, "kept")
    return kept


def reject_proposal(workspace: Workspace, proposal_id: int, numbers: Iterable[int] | None = None) -> Changed:
    """Drop a proposal, or some of its records; the working copy stays as it is."""
    proposal = workspace.store.proposals.get(proposal_id)
    _close_or_count(workspace, proposal, None if numbers is None else list(numbers), "rejected")
    return Changed(proposal.connection_id, proposal.kind)


def target_of(workspace: Workspace, kind: str, connection_id: int) -> Target:
    """Look up where records go. *Raises* NotFound."""
    connection = workspace.store.connections.get(connection_id)
    options = vendor_named(connection.vendor).options_with_defaults(connection.options)
    return Target(kind_named(kind), connection.id, options)


def lookup_in(workspace: Workspace, target: Target, *, within: Transaction | None = None) -> Lookup:
    """How rows find their records in this workspace."""
    records = workspace.store.records
    return Lookup(
        by_names=partial(records.existing_keys, target.kind.id, target.connection_id, within=within),
        by_ids=partial(records.many, target.kind.id, within=within),
    )


class _Keeping:
    """Counts what an operation did so far."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.claimed: dict[int, int] = {}
        self.ids: list[int] = []
        self.not_kept: list[RowProblem] = []

    def note(self, resolved: Resolved) -> None:
        refusal = resolved.merged.refusal
        if refusal is not None:
            self.not_kept.append(refusal)
        else:
            self.counts["changed" if resolved.merged.change == "deleted" else resolved.merged.change] += 1
        if resolved.record_id:
            self.claimed.setdefault(resolved.record_id, resolved.group.number)


def _keep_groups(
    workspace: Workspace,
    context: JobContext,
    groups: Iterable[Group],
    target: Target,
    table: FileTable,
    *,
    total: int,
) -> Kept:
    operations, keeping, source = workspace.store.operations, _Keeping(), iter(groups)
    operation_id = operations.begin(target.kind.id, target.connection_id)
    try:
        while chunk := list(islice(source, _CHUNK_GROUPS)):
            context.checkpoint()
            _keep_chunk(workspace, operation_id, chunk, target, table, keeping)
            done = sum(keeping.counts.values())
            context.report(done, total, f"{done:,} of {total:,} records")
        context.checkpoint()
    except BaseException:
        operations.discard(operation_id)
        raise
    overtaken = operations.publish(operation_id)
    return _kept(target, keeping, overtaken)


def _keep_chunk(
    workspace: Workspace,
    operation_id: int,
    chunk: Sequence[Group],
    target: Target,
    table: FileTable,
    keeping: _Keeping,
) -> None:
    store = workspace.store
    with store.database.write(urgent=False) as transaction:
        lookup = lookup_in(workspace, target, within=transaction)
        found = resolve(table, target, chunk, lookup, claimed_by=lambda one: keeping.claimed.get(one, 0))
        written = [one for one in found if one.merged.record is not None]
        records: list[Record] = [one.merged.record for one in written if one.merged.record is not None]
        ids = store.operations.save_many(operation_id, records, within=transaction)
        new_ids = {one.group.number: id_ for one, id_ in zip(written, ids, strict=True)}
        names = [
            (name, new_ids.get(one.group.number, one.record_id))
            for one in found
            if one.merged.refusal is None
            for name in one.names
        ]
        store.records.remember_keys(target.kind.id, target.connection_id, names, within=transaction)
    keeping.ids += ids
    for one in found:
        keeping.note(one)


def _kept(target: Target, keeping: _Keeping, overtaken: Sequence[int]) -> Kept:
    left = tuple(
        RowProblem(
            keeping.claimed.get(one, 0),
            0,
            "",
            "",
            "This record was edited or sent meanwhile; it stays as it is.",
        )
        for one in overtaken
    )
    ids = tuple(keeping.ids) if len(keeping.ids) <= _NAMED_IDS else ()
    return Kept(
        records=sum(keeping.counts.values()),
        added=keeping.counts["added"],
        changed=keeping.counts["changed"] - len(left),
        unchanged=keeping.counts["unchanged"],
        not_kept=(*keeping.not_kept, *left),
        changed_records=Changed(target.connection_id, target.kind.id, ids),
    )


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
