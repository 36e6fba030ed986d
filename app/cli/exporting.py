"""The export command: what a view of the records shows, as CSV or as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.console import counted
from app.cli.exit_codes import WELL
from app.cli.options import ConnectionName, KindName
from app.cli.session import Session, connection_named
from app.cli.work import stoppable
from app.errors import UsageError
from app.values import RECORD_FILTERS, RecordQuery
from app.vendors.registry import kind_named

Filter = Annotated[
    str, typer.Option("--filter", metavar="NAME", help=f"Only these records: {', '.join(RECORD_FILTERS)}.")
]
Quick = Annotated[str, typer.Option(metavar="NAME", help="Only what a filter of the kind's own shows.")]
Search = Annotated[str, typer.Option(metavar="TEXT", help="Only records that hold this text.")]
Sort = Annotated[str, typer.Option(metavar="COLUMN", help="In the order of a column; blanks come last.")]
Descending = Annotated[bool, typer.Option("--descending", help="The other way round.")]


def add_to(cli: typer.Typer) -> None:
    """Add the command to the program."""
    cli.command()(export)


def export(  # noqa: PLR0913  one parameter per option
    context: typer.Context,
    kind: KindName,
    *,
    connection: ConnectionName,
    to: Annotated[Path, typer.Option(metavar="FILE", help="The CSV to write, or the workbook: .xlsx.")],
    filter_: Filter = "all",
    quick: Quick = "",
    search: Search = "",
    sort: Sort = "",
    descending: Descending = False,
    failed: Annotated[
        bool, typer.Option("--failed", help="What the last push refused or failed, each with its reason.")
    ] = False,
    raw: Annotated[bool, typer.Option("--raw", help="No protection against spreadsheet formulas.")] = False,
) -> int:
    """Write the records of a connection in the canonical columns."""
    from app.services import export_failed, export_records  # noqa: PLC0415  commands load what they use

    session: Session = context.obj
    known = kind_named(kind)
    if failed and (filter_ != "all" or quick or search or sort or descending or raw):
        raise UsageError("--failed goes with none of the others.", remedy="Leave them out, or use --filter.")
    with session.workspace(writable=False) as workspace, stoppable(session.console) as job:
        source = connection_named(workspace, connection)
        query = RecordQuery(known.id, source.id, filter_, search, sort, descending, quick)
        if failed:
            rows = export_failed.export_failed(workspace, job, kind=known.id, connection_id=source.id, to=to)
        else:
            rows = export_records.export(
                workspace, job, kind=known.id, connection_id=source.id, to=to, is_raw=raw, query=query
            )
    session.console.result({"rows": rows, "file": str(to)}, [f"{counted(rows, 'row')} written to {to}."])
    return WELL
