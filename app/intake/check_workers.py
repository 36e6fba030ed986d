"""Proves that this program can start workers: whoever packaged it may have left something out."""

from __future__ import annotations

from pathlib import Path

from app.intake.look import look_at
from app.intake.matching import match_columns
from app.intake.piece_reader import ReadJob
from app.intake.pieces import WHOLE
from app.intake.workers import Given, Workers
from app.vendors.registry import all_kinds


def read_by_worker(folder: Path) -> int:
    """Have a worker read a file of one row, made in an empty folder; returns how many it read.

    *Raises* WorkerGone, or what went wrong in the worker.
    """
    kind = next(iter(all_kinds().values()))
    file = folder / "one-row.csv"
    file.write_text(f"{kind.key_column}\n1\n", encoding="utf-8")
    reading = look_at(file, kind.id)
    job = ReadJob(file, kind.id, 1, {}, reading, match_columns(kind, reading.header), None)
    given = iter((Given(WHOLE, folder / "staging.sqlite"),))
    with Workers(job, 1) as workers:
        found = workers.read(given, checkpoint=_go_on, report=_not_at_all)
        return sum(piece.row_count for _, piece in found)


def _go_on() -> None:
    """Nobody stops it."""


def _not_at_all(_: int) -> None:
    """Nobody waits for it."""
