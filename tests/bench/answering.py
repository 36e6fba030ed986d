"""How long the window does not answer while a file is read and kept, beside a thread that only beats."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import ROOT, as_installed, run
from tests.bench.table import Row, seconds
from tests.bench.workspace import Sandbox, connect, write_customers

_BEATS = (sys.executable, "-m", "tests.bench.heartbeat")


def answering_rows(folder: Path, sandbox: Sandbox, number: int) -> Iterator[Row]:
    """Import through the real window; the longest pause of each phase, and how much of it was our doing.

    On a machine that others use, too, a thread waits for its turn: the bare one says how long.
    """
    file, workspace = folder / f"{number}-window.csv", folder / "window"
    write_customers(file, number)
    connect(workspace, sandbox)
    alone = subprocess.Popen(
        _BEATS, cwd=ROOT, env=as_installed(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        measured = run(*_BEATS, str(workspace), str(file))
        out, _ = alone.communicate()
    finally:
        alone.kill()
    theirs = json.loads(out)["alone"][0]
    for phase, (gap, computing) in json.loads(measured.out.splitlines()[-1]).items():
        yield Row(
            f"window blocked at most, {phase} ({number:,} rows)",
            f"{seconds(gap)}, {seconds(computing)} of it computing",
            "a bare thread beside it",
            seconds(theirs),
            bar="50 ms",
            peak_megabytes=measured.peak_megabytes,
        )
