"""Write records to a CSV in the canonical columns; the file appears whole, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.intake.values import RECORD_COLUMN
from app.intake.write import rows_of
from app.jobs import JobContext
from app.services.written_tables import written_whole
from app.values import RecordQuery
from app.vendors.registry import kind_named

if TYPE_CHECKING:
    from app.workspace import Workspace

_PAGE = 500


@dataclass(frozen=True)
class Form:
    """How the file looks beyond the canonical columns."""

    extra: tuple[str, ...] = ()
    is_raw: bool = False
    has_bom: bool = False


def export(  # noqa: PLR0913  what, where to, how
    workspace: Workspace,
    context: JobContext,
    *,
    kind: str,
    connection_id: int,
    to: Path,
    is_raw: bool = False,
    has_bom: bool = False,
    query: RecordQuery | None = None,
) -> int:
    """Write what a query shows, all records without one; returns the rows below the header.

    A name that ends in .xlsx makes it a workbook.

    `is_raw` leaves cells that a spreadsheet would run as they are. `has_bom` tells a spreadsheet that
    opens the file by a double click that it is UTF-8; scripts stumble over it. Records without a key
    carry their local id in a column of its own, or nothing could tell them apart on the way back.
    """
    wanted = query or RecordQuery(kind, connection_id)
    extra = (RECORD_COLUMN,) if workspace.store.records.has_nameless(wanted) else ()
    form = Form(extra, is_raw=is_raw, has_bom=has_bom)
    return _write(workspace, context, wanted, to, form=form)


def _write(workspace: Workspace, context: JobContext, query: RecordQuery, to: Path, *, form: Form) -> int:
    kind, rows = kind_named(query.kind), 0
    # What is shown, in its order, is settled at the start: an edit meanwhile moves no record in or out.
    ids = workspace.store.records.ids(query)
    with written_whole(to, has_bom=form.has_bom) as write_row:
        write_row([*(column.path for column in kind.columns), *form.extra])
        for done in range(0, len(ids), _PAGE):
            context.checkpoint()
            context.report(done, len(ids), f"{done:,} of {len(ids):,} records written")
            for record in workspace.store.records.many(kind.id, ids[done : done + _PAGE]):
                cells = [f"#{record.id}" for _ in form.extra]
                for row in rows_of(kind, record, kind.columns, is_raw=form.is_raw):
                    write_row([*row, *cells])
                    rows += 1
        context.checkpoint()
    return rows
