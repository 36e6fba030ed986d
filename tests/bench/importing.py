"""Reading, checking and storing a file, against SQLite's own import of the same file."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.bench.measure import run
from tests.bench.table import Row, seconds
from tests.bench.workspace import Sandbox, accept, connect, write_customers


def import_rows(folder: Path, sandbox: Sandbox, number: int) -> Row:
    """Import a file of that many rows into an empty workspace."""
    file = folder / f"{number}-rows.csv"
    write_customers(file, number)
    workspace = folder / "import"
    connect(workspace, sandbox)
    ours = accept(workspace, file)
    work = f"import {number:,} rows, checked and kept"
    program = shutil.which("sqlite3")
    if program is None:
        return Row(work, seconds(ours.seconds), "sqlite3 .import", "no sqlite3 here", bar="6×, 400 MB")
    theirs = run(program, str(folder / "plain.sqlite"), ".mode csv", f".import '{file}' customers")
    return Row(
        work,
        seconds(ours.seconds),
        "sqlite3 .import",
        seconds(theirs.seconds),
        ours.seconds / theirs.seconds,
        "6×, 400 MB",
        ours.peak_megabytes,
    )
