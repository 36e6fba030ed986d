"""What a person changes in a proposal, each a function for a job."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.intake import values
from app.intake.names import ENCODINGS
from app.intake.values import Proposal, ProposedRecord
from app.jobs import JobContext

if TYPE_CHECKING:
    from app.workspace import Workspace

Readings = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Edited:
    """A record of a proposal after an edit, and the proposal as it stands now."""

    record: ProposedRecord
    proposal: Proposal


@dataclass(frozen=True)
class Remapped:
    """A proposal whose columns were matched anew, and whether that is remembered for its header."""

    proposal: Proposal
    is_remembered: bool


def fixing(
    workspace: Workspace, proposal_id: int, *, row: int, index: int, text: str
) -> Callable[[JobContext], Edited]:
    """Write another text into a cell."""
    return partial(_fix, workspace, proposal_id, row, index, text)


def leaving_out(
    workspace: Workspace, proposal_id: int, number: int, paths: Sequence[str]
) -> Callable[[JobContext], Edited]:
    """Leave exactly these changes out of a record."""
    return partial(_leave_out, workspace, proposal_id, number, paths)


def remapping(
    workspace: Workspace, proposal_id: int, mapping: values.Mapping, *, remembers: bool
) -> Callable[[JobContext], Remapped]:
    """Match the columns anew."""
    return partial(_remap, workspace, proposal_id, mapping, remembers)


def forgetting(workspace: Workspace, proposal: Proposal) -> Callable[[JobContext], Remapped]:
    """Forget what was chosen for the header, and match by name."""
    return partial(_forget, workspace, proposal)


def reading_mapping(workspace: Workspace, proposal: Proposal, place: Path) -> Callable[[JobContext], Remapped]:
    """Match the columns as a file says."""
    return partial(_read_mapping, workspace, proposal, place)


def saving_mapping(proposal: Proposal, place: Path) -> Callable[[JobContext], str]:
    """Write the mapping to a file; gives its name."""
    return partial(_save_mapping, proposal, place)


def exporting_wrong(workspace: Workspace, proposal: Proposal, place: Path) -> Callable[[JobContext], str]:
    """Write the rows that cannot be kept as they are, with the reason; gives words about it."""
    return partial(_export_wrong, workspace, proposal, place)


def trying_encodings(path: Path) -> Callable[[JobContext], Readings]:
    """Read the lines that tell in every encoding."""
    return partial(_try_encodings, path)


def _fix(
    workspace: Workspace, proposal_id: int, row: int, index: int, text: str, _context: JobContext
) -> Edited:
    from app.services.fix_cell import fix_cell  # noqa: PLC0415  after the first paint
    from app.services.proposals import get_proposal  # noqa: PLC0415  as above

    record = fix_cell(workspace, proposal_id, row=row, index=index, text=text)
    return Edited(record, get_proposal(workspace, proposal_id))


def _leave_out(
    workspace: Workspace, proposal_id: int, number: int, paths: Sequence[str], _context: JobContext
) -> Edited:
    from app.services.leave_out import leave_out  # noqa: PLC0415  after the first paint
    from app.services.proposals import get_proposal  # noqa: PLC0415  as above

    record = leave_out(workspace, proposal_id, number=number, paths=paths)
    return Edited(record, get_proposal(workspace, proposal_id))


def _remap(
    workspace: Workspace,
    proposal_id: int,
    mapping: values.Mapping,
    remembers: bool,  # noqa: FBT001  bound by name above
    context: JobContext,
) -> Remapped:
    from app.services.mappings import is_remembered  # noqa: PLC0415  after the first paint
    from app.services.remap_proposal import remap_proposal  # noqa: PLC0415  as above

    made = remap_proposal(workspace, context, proposal_id, mapping, remembers=remembers)
    return Remapped(made, is_remembered(workspace, made.kind, made.reading.header))


def _forget(workspace: Workspace, proposal: Proposal, context: JobContext) -> Remapped:
    from app.services.mappings import forget  # noqa: PLC0415  after the first paint
    from app.services.propose_file import match  # noqa: PLC0415  as above

    forget(workspace, proposal.kind, proposal.reading.header)
    usual = match(proposal.kind, proposal.reading)
    return _remap(workspace, proposal.id, usual, False, context)  # noqa: FBT003  as above


def _read_mapping(workspace: Workspace, proposal: Proposal, place: Path, context: JobContext) -> Remapped:
    from app.services.mappings import import_mapping  # noqa: PLC0415  after the first paint

    mapping = import_mapping(place, kind=proposal.kind, reading=proposal.reading)
    return _remap(workspace, proposal.id, mapping, True, context)  # noqa: FBT003  as above


def _save_mapping(proposal: Proposal, place: Path, _context: JobContext) -> str:
    from app.services.mappings import export_mapping  # noqa: PLC0415  after the first paint

    export_mapping(proposal.kind, proposal.mapping, to=place)
    return place.name


def _export_wrong(workspace: Workspace, proposal: Proposal, place: Path, _context: JobContext) -> str:
    from app.services.proposals import export_wrong_rows  # noqa: PLC0415  after the first paint

    rows = export_wrong_rows(workspace, proposal.id, to=place)
    return f"{rows:,} {'row' if rows == 1 else 'rows'} with the reason of each written to {place.name}."


def _try_encodings(path: Path, _context: JobContext) -> Readings:
    from app.intake.encoding import read_in  # noqa: PLC0415  after the first paint
    from app.intake.look import reading_from_disk  # noqa: PLC0415  as above

    with reading_from_disk(path):
        return read_in(path, [name for name, *_ in ENCODINGS])
