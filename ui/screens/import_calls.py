"""What the import asks of the services, each a function for a job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import CounterfoilError, Misread, NotFound, UnusableFile
from app.intake.values import Kept, Mapping, Proposal, ProposedRecord, Reading, Wanted
from app.jobs import JobContext
from app.values import Tallies

if TYPE_CHECKING:
    from app.workspace import Workspace

PASTED = "pasted"


@dataclass(frozen=True)
class FileToRead:
    """A file and what the person said about reading it; `replaces` is the proposal read from it before."""

    path: Path
    wanted: Wanted = field(default_factory=Wanted)
    mapping: Mapping = ()
    replaces: int = 0


@dataclass(frozen=True)
class ReadFile:
    """What reading a file came to: a proposal, or why there is none.

    With `is_remembered` its columns were matched as a person chose for this header before.
    """

    source: FileToRead | None
    file_name: str
    reading: Reading | None = None
    mapping: Mapping = ()
    proposal: Proposal | None = None
    error: CounterfoilError | None = None
    is_remembered: bool = False


@dataclass(frozen=True)
class KeptFile:
    """What keeping did, where the records stand now, and what is left of the proposal."""

    kept: Kept
    tallies: Tallies
    left: Proposal | None
    has_errors: bool


def reading_file(
    workspace: Workspace, kind: str, connection_id: int, source: FileToRead
) -> Callable[[JobContext], ReadFile]:
    """Read a file into a proposal."""
    return partial(_read, workspace, kind, connection_id, source)


def writing_pasted(workspace: Workspace, text: str) -> Callable[[JobContext], Path]:
    """Put a pasted table where it can be read like a file, in the workspace's own folder."""
    return partial(_write_pasted, workspace, text)


def finding_proposals(
    workspace: Workspace, kind: str, connection_id: int
) -> Callable[[JobContext], tuple[Proposal, ...]]:
    """Find what was read earlier and neither kept nor rejected."""
    return partial(_find, workspace, kind, connection_id)


def page_of_proposal(
    workspace: Workspace, proposal_id: int, filter_name: str
) -> Callable[[int, int], tuple[ProposedRecord, ...]]:
    """Read proposed records page by page."""
    return partial(_page_if_open, workspace, proposal_id, filter_name)


def keeping(
    workspace: Workspace, proposal: Proposal, *, filter_name: str = "all", rows: Sequence[range] | None = None
) -> Callable[[JobContext], KeptFile]:
    """Keep all of a proposal, or the records in some lines of the table."""
    return partial(_keep, workspace, proposal, filter_name, rows)


def rejecting(
    workspace: Workspace, proposal: Proposal, *, filter_name: str = "all", rows: Sequence[range] | None = None
) -> Callable[[JobContext], Proposal | None]:
    """Reject all of a proposal, or some; gives what is left of it."""
    return partial(_reject, workspace, proposal, filter_name, rows)


def _read(
    workspace: Workspace, kind: str, connection_id: int, source: FileToRead, context: JobContext
) -> ReadFile:
    from app.services.mappings import is_remembered, match_remembered  # noqa: PLC0415  after the first paint
    from app.services.propose_file import look, propose  # noqa: PLC0415  as above

    name, reading, mapping = source.path.name, None, source.mapping
    context.report(0, None)
    try:
        reading = look(source.path, kind=kind, wanted=source.wanted, workspace=workspace)
        mapping = mapping or match_remembered(workspace, kind, reading)
        proposal = propose(
            workspace,
            context,
            source.path,
            kind=kind,
            connection_id=connection_id,
            reading=reading,
            mapping=mapping,
            remembers=bool(source.mapping),
        )
    except UnusableFile as error:
        tried = error.reading if isinstance(error, Misread) else None
        return ReadFile(source, name, tried if isinstance(tried, Reading) else reading, mapping, error=error)
    if source.replaces:
        _drop(workspace, source.replaces)
    known = is_remembered(workspace, kind, reading.header)
    return ReadFile(source, name, reading, mapping, proposal, is_remembered=known)


def _write_pasted(workspace: Workspace, text: str, _context: JobContext) -> Path:
    folder = workspace.folder / PASTED
    folder.mkdir(mode=0o700, exist_ok=True)
    for before in folder.iterdir():
        before.unlink()
    place = folder / f"Pasted at {workspace.clock().astimezone():%H.%M.%S}.tsv"
    place.write_text(text, "utf-8", newline="")
    return place


def _drop(workspace: Workspace, proposal_id: int) -> None:
    from app.services.proposals import reject_proposal  # noqa: PLC0415  after the first paint

    reject_proposal(workspace, proposal_id)


def _find(workspace: Workspace, kind: str, connection_id: int, _context: JobContext) -> tuple[Proposal, ...]:
    from app.services.proposals import get_proposal, list_proposals  # noqa: PLC0415  after the first paint

    found = list_proposals(workspace)
    return tuple(
        get_proposal(workspace, one.id)
        for one in found
        if one.kind == kind and one.connection_id == connection_id
    )


def _page(
    workspace: Workspace, proposal_id: int, filter_name: str, offset: int, limit: int
) -> tuple[ProposedRecord, ...]:
    from app.services.proposals import page_proposal  # noqa: PLC0415  after the first paint

    return page_proposal(workspace, proposal_id, filter=filter_name, offset=offset, limit=limit)


def _page_if_open(
    workspace: Workspace, proposal_id: int, filter_name: str, offset: int, limit: int
) -> tuple[ProposedRecord, ...]:
    """A proposal that was decided on, or matched anew, while it was still on the screen shows nothing."""
    try:
        return _page(workspace, proposal_id, filter_name, offset, limit)
    except NotFound:
        return ()


def _keep(
    workspace: Workspace,
    proposal: Proposal,
    filter_name: str,
    rows: Sequence[range] | None,
    context: JobContext,
) -> KeptFile:
    from app.services.browse_records import tallies  # noqa: PLC0415  after the first paint
    from app.services.proposals import keep_proposal  # noqa: PLC0415  as above

    numbers = _numbers(workspace, proposal, filter_name, rows, context)
    kept = keep_proposal(workspace, context, proposal.id, numbers)
    now = tallies(workspace, proposal.connection_id, proposal.kind)
    left = _left(workspace, proposal) if rows is not None else None
    return KeptFile(kept, now, left, has_errors=proposal.error_count > 0)


def _reject(
    workspace: Workspace,
    proposal: Proposal,
    filter_name: str,
    rows: Sequence[range] | None,
    context: JobContext,
) -> Proposal | None:
    from app.services.proposals import reject_proposal  # noqa: PLC0415  after the first paint

    numbers = _numbers(workspace, proposal, filter_name, rows, context)
    reject_proposal(workspace, proposal.id, numbers)
    return _left(workspace, proposal) if rows is not None else None


def _numbers(
    workspace: Workspace,
    proposal: Proposal,
    filter_name: str,
    rows: Sequence[range] | None,
    context: JobContext,
) -> tuple[int, ...] | None:
    if rows is None:
        return None
    numbers: list[int] = []
    for part in rows:
        context.checkpoint()
        found = _page(workspace, proposal.id, filter_name, part.start, len(part))
        numbers += [record.number for record in found]
    return tuple(numbers)


def _left(workspace: Workspace, proposal: Proposal) -> Proposal | None:
    from app.services.proposals import get_proposal, list_proposals  # noqa: PLC0415  after the first paint

    is_open = any(one.id == proposal.id for one in list_proposals(workspace))
    return get_proposal(workspace, proposal.id) if is_open else None
