"""Read a file into a proposal: what each of its rows would do, before anything is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from app.intake.again import AtOnce, at_once
from app.intake.fixed import check_fixed
from app.intake.look import look_at
from app.intake.matching import check_mapping, choose, match_columns
from app.intake.merge import Target
from app.intake.piece_reader import ReadJob
from app.intake.plain_layout import shown_of
from app.intake.read import KeysOf
from app.intake.read_file import HowToRead, read_into
from app.intake.resolve import resolve
from app.intake.staged_groups import Group
from app.intake.staging import Staging
from app.intake.staging_file import new_staging
from app.intake.table import FileTable, file_table
from app.intake.values import ColumnMatch, Proposal, Reading, RowProblem, Wanted
from app.jobs import JobContext
from app.services.keeping import lookup_in
from app.services.mappings import match_remembered, remember, remembered_headers
from app.services.proposals import get_proposal, target_of
from app.vendors.registry import kind_named

if TYPE_CHECKING:
    from app.workspace import Workspace

__all__ = ["choose", "look", "match", "match_remembered", "propose", "propose_text"]
PASTED = "pasted cells"
"""What a proposal of pasted text is called, where another has the name of its file."""
_CHUNK_GROUPS = 500


def look(
    path: Path, *, kind: str = "", wanted: Wanted | None = None, workspace: Workspace | None = None
) -> Reading:
    """Tell how a file reads; what is wanted overrides what would be found.

    With a workspace, a header that was mapped there before is found even where it names no field.
    *Raises* UnusableFile.
    """
    remembered = remembered_headers(workspace, kind) if workspace and kind else frozenset[str]()
    return look_at(path, kind, wanted or Wanted(), remembered=remembered)


def propose_text(
    workspace: Workspace, context: JobContext, text: str, *, kind: str, connection_id: int
) -> Proposal:
    """Stage a range of cells that was copied from a spreadsheet, or any text of a table.

    *Raises* UnusableFile where no record can be told in it.
    """
    with tempfile.TemporaryDirectory(prefix="counterfoil-") as folder:
        file = Path(folder) / PASTED
        file.write_text(text, encoding="utf-8", errors="replace", newline="")
        return propose(workspace, context, file, kind=kind, connection_id=connection_id)


def match(kind: str, reading: Reading) -> tuple[ColumnMatch, ...]:
    """Match the file's columns to the kind's; `choose` changes one."""
    return match_columns(kind_named(kind), reading.header)


def propose(  # noqa: PLR0913  what the person may choose before
    workspace: Workspace,
    context: JobContext,
    path: Path,
    *,
    kind: str,
    connection_id: int,
    reading: Reading | None = None,
    mapping: Sequence[ColumnMatch] | None = None,
    remembers: bool = True,
) -> Proposal:
    """Stage a file; Stop, or a crash, leaves nothing of it.

    A mapping that is given is remembered for the next file with this header, unless told otherwise.
    *Raises* UnusableFile where no record can be told in it, UsageError where a fixed value is wrong;
    nothing changed then.
    """
    target = target_of(workspace, kind, connection_id)
    how = reading or look(path, kind=kind, workspace=workspace)
    matched = tuple(mapping) if mapping is not None else match_remembered(workspace, kind, how)
    check_mapping(target.kind, matched, path.name)
    check_fixed(target.kind, how, matched)
    if mapping is not None and remembers:
        remember(workspace, kind, how.header, matched)
    table = file_table(target.kind, how, matched)
    with begun(workspace, target, path.name) as proposal_id:
        file = workspace.store.proposals.file_of(proposal_id)
        shown = [one.name for one in shown_of(table)]
        with new_staging(file, shown) as staging:
            rows = read_into(
                staging,
                context,
                _read_job(workspace, target, path, reading=how, mapping=matched),
                HowToRead(
                    table=table,
                    at_once=at_once_in(workspace, table, target),
                    keys_of=keys_of(workspace, target),
                ),
            )
            staging.group_rows(table)
            stage_records(workspace, context, staging, target, table)
            counts = {**staging.counts(), "rows": rows}
        workspace.store.proposals.open(proposal_id, reading=how, mapping=matched, counts=counts)
    return get_proposal(workspace, proposal_id)


def _read_job(
    workspace: Workspace, target: Target, path: Path, *, reading: Reading, mapping: tuple[ColumnMatch, ...]
) -> ReadJob:
    has_any = workspace.store.records.has_any(target.kind.id, target.connection_id)
    return ReadJob(
        path=path,
        kind=target.kind.id,
        connection_id=target.connection_id,
        options=dict(target.options),
        reading=reading,
        mapping=mapping,
        workspace_file=workspace.store.database.path if has_any else None,
    )


def at_once_in(workspace: Workspace, table: FileTable, target: Target) -> AtOnce | None:
    """Give what reads many rows at once; None where each needs a closer look."""
    return at_once(table, target, workspace.store.records.held_keys(target.kind.id, target.connection_id))


@contextmanager
def begun(workspace: Workspace, target: Target, file_name: str) -> Iterator[int]:
    """Make room for a proposal; nothing is left of it when something goes wrong."""
    proposals = workspace.store.proposals
    proposal_id = proposals.begin(kind=target.kind.id, connection_id=target.connection_id, file_name=file_name)
    try:
        yield proposal_id
    except BaseException:
        proposals.forget(proposal_id)
        raise


def keys_of(workspace: Workspace, target: Target) -> KeysOf:
    """How rows that name a record by its local id find its key."""

    def keys(record_ids: Sequence[int]) -> Mapping[int, str]:
        records = workspace.store.records.many(target.kind.id, record_ids)
        return {one.id: one.key for one in records if one.connection_id == target.connection_id}

    return keys


def stage_groups(
    workspace: Workspace, staging: Staging, target: Target, table: FileTable, groups: Sequence[Group]
) -> None:
    """Work out what some records would do, without what a person left out."""
    lookup, left_out = lookup_in(workspace, target), staging.left_out.paths
    found = resolve(table, target, groups, lookup, claimed_by=staging.number_of, left_out=left_out)
    staging.add_records((one.group, one.record_id, one.merged) for one in found)


def stage_records(
    workspace: Workspace, context: JobContext, staging: Staging, target: Target, table: FileTable
) -> None:
    """Work out what each record that was staged would do."""
    groups, done, total = staging.groups(), 0, staging.count_rows()
    for row, refusal in staging.refused_rows():
        staging.add_refused(row, RowProblem(row.row, row.line, "", "", refusal))
    while chunk := list(islice(groups, _CHUNK_GROUPS)):
        context.checkpoint()
        stage_groups(workspace, staging, target, table, chunk)
        done += sum(len(group.rows) for group in chunk)
        context.report(done, total, f"{done:,} of {total:,} rows checked")
    _stage_rivals(workspace, staging, target, table)


def _stage_rivals(workspace: Workspace, staging: Staging, target: Target, table: FileTable) -> None:
    """Of several that are about one record the first in the file has it, whichever was looked at first."""
    numbers = staging.rivals()
    groups = [group for number in numbers if (group := staging.open_up(number, table)) is not None]
    for number in numbers:
        staging.forget_record(number)
    for start in range(0, len(groups), _CHUNK_GROUPS):
        stage_groups(workspace, staging, target, table, groups[start : start + _CHUNK_GROUPS])
