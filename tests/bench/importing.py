"""Reading, checking and storing a file, against SQLite's own import of the same file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.measure import Measured, run
from tests.bench.table import Row, seconds
from tests.bench.workspace import Sandbox, accept, connect, write_customers

_TIMES = 3  # theirs is short enough to be repeated


def import_rows(folder: Path, sandbox: Sandbox, number: int, again: int) -> Iterator[Row]:
    """Import a file of that many rows into an empty workspace, and a part of it again."""
    file, workspace = folder / f"{number}-rows.csv", folder / "import"
    write_customers(file, number)
    connect(workspace, sandbox)
    theirs = _sqlite_import(folder, file)
    yield _row(f"import {number:,} rows, checked and kept", accept(workspace, file), theirs, bar="6×, 400 MB")
    yield from _again(folder, workspace, min(number, again))


def _again(folder: Path, workspace: Path, number: int) -> Iterator[Row]:
    """Rows about records that are there are compared with them, many at once."""
    file = folder / f"{number}-again.csv"
    for work, discount in (("nothing changed", ""), ("a field of each changed", "99")):
        write_customers(file, number, discount=discount)
        theirs = _sqlite_import(folder, file)
        yield _row(f"import {number:,} of them again, {work}", accept(workspace, file), theirs)


def _sqlite_import(folder: Path, file: Path) -> list[Measured]:
    program = shutil.which("sqlite3")
    found = []
    for _ in range(_TIMES if program else 0):
        database = folder / "plain.sqlite"
        found.append(run(str(program), str(database), ".mode csv", f".import '{file}' customers"))
        database.unlink()
    return found


def _row(work: str, ours: Measured, theirs: list[Measured], bar: str = "") -> Row:
    against = "sqlite3 .import"
    if not theirs:
        return Row(work, seconds(ours.seconds), against, "no sqlite3 here", bar=bar)
    usual = median(one.seconds for one in theirs)
    return Row(
        work,
        seconds(ours.seconds),
        against,
        seconds(usual),
        ours.seconds / usual,
        bar,
        ours.peak_megabytes,
        (ours.cpu_seconds, median(one.cpu_seconds for one in theirs)),
    )
