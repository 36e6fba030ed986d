"""Reads a piece of a file into a staging of its own, which is joined to that of the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.intake.again import at_once
from app.intake.merge import Target
from app.intake.pieces import Piece
from app.intake.plain_layout import shown_of
from app.intake.read import opened_at, stage_block
from app.intake.rows import RowReader
from app.intake.staging_file import new_staging
from app.intake.staging_plain import KeyOrder
from app.intake.table import file_table
from app.intake.values import ColumnMatch, Reading
from app.intake.workbook import WorkbookRows
from app.store.held_keys import held_keys, nothing_held
from app.vendors.registry import kind_named

Report = Callable[[int], None]


@dataclass(frozen=True)
class ReadJob:
    """What a reader of pieces has to know, in values that can be handed to another process.

    `workspace_file` is looked into for records that have a key already; None where there can be none.
    """

    path: Path
    kind: str
    connection_id: int
    options: dict[str, Any]
    reading: Reading
    mapping: tuple[ColumnMatch, ...]
    workspace_file: Path | None


@dataclass(frozen=True)
class PieceRead:
    """What a piece came to. `is_certain` where it reads so wherever it was cut; the next ones are the row
    and line behind it, line 0 where nothing is."""

    row_count: int
    is_certain: bool
    next_row: int
    next_line: int
    keys: KeyOrder


class PieceReader:
    """Reads pieces of one file, one after another."""

    def __init__(self, job: ReadJob) -> None:
        self._job = job
        kind = kind_named(job.kind)
        self._table = file_table(kind, job.reading, job.mapping)
        target = Target(kind, job.connection_id, job.options)
        file = job.workspace_file
        held = held_keys(file, job.kind, job.connection_id) if file else nothing_held()
        self._at_once = at_once(self._table, target, held)

    def read(self, piece: Piece, to: Path, report: Report) -> PieceRead:
        """Stage the rows of a piece in a new file; tells how many rows there are as it goes on."""
        with new_staging(to, [one.name for one in shown_of(self._table)]) as staging:
            if self._at_once:
                staging.plain.add_verdicts(self._at_once.verdicts)
            count = 0
            with opened_at(self._job.path, self._job.reading, piece) as rows:
                for block in rows.blocks():
                    count += stage_block(
                        staging,
                        block,
                        table=self._table,
                        at_once=self._at_once,
                        keys_of=_no_keys,
                    )
                    report(count)
            return _read(rows, count, staging.plain.keys)


def _no_keys(_: object) -> dict[int, str]:
    """Rows that name a record by its local id are not read in pieces."""
    return {}


def _read(rows: RowReader | WorkbookRows, count: int, keys: KeyOrder) -> PieceRead:
    if isinstance(rows, RowReader):
        return PieceRead(count, not rows.is_uncertain, rows.next_row, rows.next_line or 0, keys)
    return PieceRead(count, is_certain=True, next_row=0, next_line=0, keys=keys)
