"""Commands about files that come in: import, proposals list, keep, reject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import shapes
from app.cli.console import counted
from app.cli.exit_codes import SOME_WRONG, WELL
from app.cli.import_options import (
    Asked,
    Delimiter,
    EncodingName,
    FixedValues,
    HeaderRow,
    MappingFile,
    NoHeader,
    Sheet,
    asked_mapping,
    wanted_of,
)
from app.cli.session import Session, connection_named
from app.cli.work import stoppable
from app.errors import UsageError
from app.intake.values import Kept, Proposal, RowProblem
from app.jobs import JobContext
from app.vendors.registry import kind_named, vendor_of

if TYPE_CHECKING:
    from app.workspace import Workspace

_PAGE = 1000
_THERE = "See all in the window, where the file waits, or with --json."
_AGAIN = "Import it once more with --json to see all: the same file adds nothing twice."
_MOST_LINES = 20  # of problems; more of them hide the line above that sums the file up
ProposalId = Annotated[int, typer.Argument(metavar="ID", help="The proposal, as proposals list numbers it.")]


def add_to(cli: typer.Typer) -> None:
    """Add the commands to the program."""
    cli.command("import")(import_file)
    group = typer.Typer(help="List, keep and reject what import left.", rich_markup_mode=None)
    group.callback(invoke_without_command=True)(_list_unless_told)
    group.command("list")(list_proposals)
    group.command("keep")(keep)
    group.command("reject")(reject)
    group.command("export")(export_wrong)
    cli.add_typer(group, name="proposals")


def import_file(  # noqa: PLR0913  one parameter per option
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to read.")],
    *,
    into: Annotated[str, typer.Option(metavar="KIND", help="The record kind its rows are.")],
    connection: Annotated[str, typer.Option(metavar="NAME", help="The connection they belong to.")],
    sheet: Sheet = "",
    encoding: EncodingName = "",
    delimiter: Delimiter = "",
    header_row: HeaderRow = 0,
    no_header: NoHeader = False,
    set_: FixedValues = None,
    mapping_file: MappingFile = None,
    accept: Annotated[bool, typer.Option("--accept", help="Keep what can be read.")] = False,
) -> int:
    """Read a file into a proposal, and keep it with --accept."""
    from app.services.propose_file import look, propose  # noqa: PLC0415  commands load what they use

    session: Session = context.obj
    kind, asked = kind_named(into), Asked(set_ or (), mapping_file)
    wanted = wanted_of(
        encoding=encoding, delimiter=delimiter, header_row=header_row, sheet=sheet, has_no_header=no_header
    )
    with session.workspace(writable=True) as workspace, stoppable(session.console) as job:
        target = connection_named(workspace, connection)
        if target.vendor != vendor_of(kind.id).id:
            raise UsageError(f"{kind.title} do not belong to the connection “{target.name}”.")
        reading = look(file, kind=kind.id, wanted=wanted, workspace=workspace)
        made = propose(
            workspace,
            job,
            file,
            kind=kind.id,
            connection_id=target.id,
            reading=reading,
            mapping=asked_mapping(workspace, kind.id, reading, asked),
            remembers=False,
        )
        found = list(_problems(workspace, made))
        kept = _kept(workspace, job, made) if accept else None
        found += kept.not_kept if kept else ()
    _tell(session, made, found, kept)
    return SOME_WRONG if made.refused or any(each.is_error for each in found) else WELL


def _kept(workspace: Workspace, job: JobContext, made: Proposal) -> Kept:
    from app.services.proposals import keep_proposal  # noqa: PLC0415  as above

    return keep_proposal(workspace, job, made.id)


def _problems(workspace: Workspace, made: Proposal) -> Iterator[RowProblem]:
    """Give every problem of a proposal; a proposal itself carries the first ones only."""
    from app.services.proposals import page_proposal  # noqa: PLC0415  as above

    yield from made.problems
    known = set(made.problems)
    if made.problem_count <= len(made.problems):
        return
    offset = 0
    while page := page_proposal(workspace, made.id, filter="problems", offset=offset, limit=_PAGE):
        offset += len(page)
        for record in page:
            for each in record.problems:
                if isinstance(each, RowProblem) and each not in known:
                    known.add(each)
                    yield each


def _tell(session: Session, made: Proposal, found: Sequence[RowProblem], kept: Kept | None) -> None:
    said: dict[str, Any] = {**shapes.proposal(made), "accepted": kept is not None}
    if session.console.is_json:
        session.console.result_of_many(said, "problems", map(shapes.row_problem, found))
        return
    session.console.result(said, [_line(made), *_problem_lines(found, is_kept=kept is not None)])
    if kept is None:
        session.console.hint(f"Kept nothing yet: counterfoil proposals keep {made.id}")


def _line(of: Proposal) -> str:
    return (
        f"{of.id}: {of.file_name}. {of.reading.summary()}. {counted(of.rows, 'row')}, "
        f"{counted(of.records, 'record')}: {of.added} added, {of.changed} changed, {of.unchanged} unchanged, "
        f"{counted(of.refused, 'row')} refused."
    )


def _problem_lines(found: Sequence[RowProblem], *, is_kept: bool) -> Iterator[str]:
    """Give the first problems, errors before warnings, and say how many there are and where they all stand."""
    shown = sorted(found, key=lambda one: not one.is_error)[:_MOST_LINES]
    yield from map(_problem_line, shown)
    if len(found) > len(shown):
        errors = sum(one.is_error for one in found)
        numbers = f"{counted(errors, 'error')}, {counted(len(found) - errors, 'warning')}"
        where = _AGAIN if is_kept else _THERE
        yield f"These are the first {len(shown)} of {len(found):,} problems: {numbers}. {where}"


def _problem_line(found: RowProblem) -> str:
    return f"row {found.row}, {found.column or 'whole row'}: {found.message}"


def list_proposals(context: typer.Context) -> int:
    """List the proposals that were neither kept nor rejected."""
    from app.services import proposals as services  # noqa: PLC0415  as above

    session: Session = context.obj
    with session.workspace(writable=False) as workspace:
        found = services.list_proposals(workspace)
    session.console.result({"proposals": [shapes.proposal(each) for each in found]}, map(_line, found))
    return WELL


def _list_unless_told(context: typer.Context) -> int:
    """List, keep and reject what import left."""
    return list_proposals(context) if context.invoked_subcommand is None else WELL


def keep(context: typer.Context, proposal: ProposalId) -> int:
    """Keep a proposal: its rows become pending changes."""
    from app.services.proposals import get_proposal  # noqa: PLC0415  as above

    session: Session = context.obj
    with session.workspace(writable=True) as workspace, stoppable(session.console) as job:
        made = get_proposal(workspace, proposal)
        found = list(_problems(workspace, made))
        kept = _kept(workspace, job, made)
        found += kept.not_kept
    _tell(session, made, found, kept)
    return SOME_WRONG if made.refused or any(each.is_error for each in found) else WELL


def reject(context: typer.Context, proposal: ProposalId) -> int:
    """Drop a proposal; nothing else changes."""
    from app.services.proposals import reject_proposal  # noqa: PLC0415  as above

    session: Session = context.obj
    with session.workspace(writable=True) as workspace:
        reject_proposal(workspace, proposal)
    session.console.result({"rejected": proposal}, [f"Proposal {proposal} was rejected."])
    return WELL


def export_wrong(
    context: typer.Context,
    proposal: ProposalId,
    *,
    to: Annotated[Path, typer.Option(metavar="FILE", help="The CSV to write, or the workbook: .xlsx.")],
) -> int:
    """Write the rows that hold an error in the file's own columns, with the reason."""
    from app.services.proposals import export_wrong_rows  # noqa: PLC0415  as above

    session: Session = context.obj
    with session.workspace(writable=False) as workspace:
        rows = export_wrong_rows(workspace, proposal, to=to)
    session.console.result({"rows": rows, "file": str(to)}, [f"{counted(rows, 'row')} written to {to}."])
    return WELL
