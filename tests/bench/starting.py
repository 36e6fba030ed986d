"""From the start of the program to the first paint of its window, against a bare window."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median

from tests.bench.measure import Measured, run
from tests.bench.table import Row, seconds

_TIMES = 5


def first_paint(workspace: Path, number: int) -> Row:
    """Open a workspace that has that many records; the two take turns, so that both meet the same machine."""
    ours, theirs, peak = [], [], 0.0
    for _ in range(_TIMES):
        bare, _ = _until_paint()
        window, measured = _until_paint(str(workspace))
        theirs.append(bare)
        ours.append(window)
        peak = max(peak, measured.peak_megabytes)
    return Row(
        f"first paint, {number:,} records",
        seconds(median(ours)),
        "a bare window",
        seconds(median(theirs)),
        median(ours) / median(theirs),
        "1.5×",
        peak,
    )


def _until_paint(*words: str) -> tuple[float, Measured]:
    measured = run(sys.executable, "-m", "tests.bench.first_paint", *words)
    return float(measured.out.split()[-1]) - measured.began, measured
