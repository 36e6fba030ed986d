"""Write records to a CSV in the canonical columns; the file appears whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.intake.cells import defused
from app.intake.values import REASON_COLUMN, RECORD_COLUMN
from app.intake.write import rows_of
from app.jobs import JobContext
from app.services.written_tables import written_whole
from app.values import Record, RecordQuery
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
    return _write(workspace, context, (wanted,), to, form=form)


def export_failed(workspace: Workspace, context: JobContext, *, kind: str, connection_id: int, to: Path) -> int:
    """Write the records that were refused or failed, each with its reason and the id by which import
    finds it again."""
    queries = [RecordQuery(kind, connection_id, ended) for ended in ("refused", "failed")]
    form = Form((RECORD_COLUMN, REASON_COLUMN), has_bom=True)
    return _write(workspace, context, queries, to, form=form)


def _write(
    workspace: Workspace, context: JobContext, queries: Sequence[RecordQuery], to: Path, *, form: Form
) -> int:
    kind, rows = kind_named(queries[0].kind), 0
    # What is shown, in its order, is settled at the start: an edit meanwhile moves no record in or out.
    ids = tuple(one for query in queries for one in workspace.store.records.ids(query))
    with written_whole(to, has_bom=form.has_bom) as write_row:
        write_row([*(column.path for column in kind.columns), *form.extra])
        for done in range(0, len(ids), _PAGE):
            context.checkpoint()
            context.report(done, len(ids), f"{done:,} of {len(ids):,} records written")
            for record in workspace.store.records.many(kind.id, ids[done : done + _PAGE]):
                cells = _extra_cells(record, form.extra)
                for row in rows_of(kind, record, kind.columns, is_raw=form.is_raw):
                    write_row([*row, *cells])
                    rows += 1
        context.checkpoint()
    return rows


def _extra_cells(record: Record, extra: Iterable[str]) -> list[str]:
    reason = record.outcome_message or record.outcome
    cells = {RECORD_COLUMN: f"#{record.id}", REASON_COLUMN: defused(reason)}
    return [cells[name] for name in extra]
