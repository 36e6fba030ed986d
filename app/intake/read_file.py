"""Reads a whole file into its staging: a small one here, a large one in pieces, by workers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from app.errors import UnusableFile
from app.intake.again import AtOnce
from app.intake.look import reading_from_disk
from app.intake.piece_reader import PieceRead, ReadJob
from app.intake.pieces import PIECE_BYTES, WHOLE, Piece, can_be_cut, cut, start_of_line
from app.intake.read import KeysOf, file_problems, opened_at, stage_block
from app.intake.rows import RowReader
from app.intake.staging import Staging
from app.intake.staging_pieces import StagedPieces
from app.intake.table import FileTable
from app.intake.workers import Given, WorkerGone, Workers, worker_count
from app.jobs import JobContext

# From here on workers save more time than they take to start. *Units*: of a workbook, as it is packed.
_LARGE_BYTES = 4 << 20
_LARGE_WORKBOOK_BYTES = 1 << 20


@dataclass(frozen=True)
class HowToRead:
    """What reads the rows of one file here, and how they find records."""

    table: FileTable
    at_once: AtOnce | None
    keys_of: KeysOf


def read_into(staging: Staging, context: JobContext, job: ReadJob, how: HowToRead) -> int:
    """Stage every row below the header; returns their number.

    *Raises* UnusableFile where the file changes meanwhile.
    """
    with reading_from_disk(job.path):
        reading = _Reading(staging, context, job, how)
        count = reading.read()
        context.checkpoint()
        reading.check_unchanged()
    staging.add_problems(0, file_problems(how.table, job.reading, is_empty=count == 0))
    return count


class _Reading:
    """One reading of one file. `_rest` is what was not taken in yet; with `_is_uncertain` it cannot be cut."""

    def __init__(self, staging: Staging, context: JobContext, job: ReadJob, how: HowToRead) -> None:
        self._staging = staging
        self._pieces = StagedPieces(staging)
        self._context = context
        self._job = job
        self._how = how
        self._stamp = _stamp(job.path)
        self._began = monotonic()
        self._count = 0
        self._rest: Piece | None = WHOLE
        self._is_uncertain = False

    def read(self) -> int:
        try:
            if self._is_large():
                self._read_by_workers()
        except WorkerGone:
            pass  # what it did not come to is read here
        finally:
            self._pieces.remove_others()
        if self._rest is not None:
            self._read_here(self._rest)
        return self._count

    def check_unchanged(self) -> None:
        """*Raises* UnusableFile where the file is another by now; a reader never comes to the end of some."""
        if _stamp(self._job.path) != self._stamp:
            raise UnusableFile(
                f"“{self._job.path.name}” changed while it was read; nothing was kept.",
                remedy="Wait until it is written, then import it again.",
            )

    def _is_large(self) -> bool:
        """Rows that name a record by its local id are looked up one by one, which only this process can."""
        least = _LARGE_WORKBOOK_BYTES if self._job.reading.sheet else _LARGE_BYTES
        return self._job.path.stat().st_size >= least and self._how.table.record_index is None

    def _read_by_workers(self) -> None:
        """In pieces, as far as they turn out to be cut between rows; then what is left as one."""
        first = self._first()
        if first is not None:
            self._rest = first
            self._take_pieces(self._cut(first), worker_count())
        if first is not None and self._rest is not None and not self._is_uncertain:
            self._take_pieces(self._cut(self._rest, with_long_rows=True), worker_count())
        if self._rest is not None:
            self._take_pieces(iter((self._rest,)), 1)

    def _cut(self, rest: Piece, *, with_long_rows: bool = False) -> Iterator[Piece]:
        quote = self._job.reading.quote
        return cut(self._job.path, rest, quote=quote, size=PIECE_BYTES, with_long_rows=with_long_rows)

    def _first(self) -> Piece | None:
        """What is below the header, where that can be cut; a mark before the first record cannot be."""
        reading = self._job.reading
        if not reading.has_header and reading.encoding == "utf-8-sig":
            return None
        if reading.sheet or not can_be_cut(reading.encoding):
            return None
        with opened_at(self._job.path, reading, WHOLE) as rows:
            if not isinstance(rows, RowReader) or not rows.next_line:
                return None
            start = start_of_line(self._job.path, rows.next_line)
            return None if start is None else Piece(start, None, rows.next_row, rows.next_line)

    def _take_pieces(self, pieces: Iterator[Piece], count: int) -> None:
        """Take in what pieces came to, in their order, up to one that was cut inside a row."""
        tell = self._tell if count == 1 else _not_at_all
        with Workers(self._job, count) as workers:
            given = (Given(piece, self._pieces.next_file()) for piece in pieces)
            for one, found in workers.read(given, checkpoint=self._context.checkpoint, report=tell):
                piece = one.piece
                if self._rest is None or (piece.row, piece.line) != (self._rest.row, self._rest.line):
                    return
                self._is_uncertain = piece.end is not None and not found.is_certain
                if self._is_uncertain:
                    return
                self.check_unchanged()
                self._pieces.join(one.file, found.keys)
                self._count += found.row_count
                self._tell()
                self._rest = _behind(piece, found)

    def _read_here(self, rest: Piece) -> None:
        how = self._how
        with opened_at(self._job.path, self._job.reading, rest) as rows:
            for block in rows.blocks():
                self._context.checkpoint()
                self.check_unchanged()
                self._count += stage_block(
                    self._staging, block, table=how.table, at_once=how.at_once, keys_of=how.keys_of
                )
                self._tell()

    def _tell(self, more: int = 0) -> None:
        count, seconds = self._count + more, monotonic() - self._began
        speed = f", {count / seconds:,.0f} rows per second" if seconds > 0 else ""
        self._context.report(count, None, f"{count:,} rows read{speed}")


def _behind(piece: Piece, found: PieceRead) -> Piece | None:
    return None if piece.end is None else Piece(piece.end, None, found.next_row, found.next_line)


def _not_at_all(_: int) -> None:
    """Of many at once only the pieces that are done are counted."""


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns
