"""`python -m tests.bench`: how fast, against what, on this machine. It shows figures and judges none."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.answering import answering_rows
from tests.bench.importing import import_rows
from tests.bench.pacing import pace_row
from tests.bench.packaged import packaged
from tests.bench.pushing import plan_row, prepare, prepare_creates, push_rows
from tests.bench.starting import first_paint
from tests.bench.table import Row, as_text
from tests.bench.workbooks import workbook_row
from tests.bench.workspace import Sandbox, running_sandbox

PARTS = ("import", "workbook", "window", "start", "push", "creates", "pace", "packaged")

_CREATE_LATENCY_MS = 40


def main() -> int:
    """Measure what was asked for and print one table."""
    options = read_options()
    with (
        tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as name,
        running_sandbox(Path(name)) as sandbox,
    ):
        rows: list[Row] = []
        for row in measured(options, Path(name), sandbox):
            sys.stderr.write(f"measured: {row.work}\n")
            rows.append(row)
    sys.stdout.write(f"{as_text(rows)}\n")
    return 0


def read_options() -> argparse.Namespace:
    """Read how much to measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the imported file")
    parser.add_argument("--again-rows", type=int, default=20_000, help="rows of it that are imported again")
    parser.add_argument("--sheet-rows", type=int, default=100_000, help="rows of the workbook")
    parser.add_argument("--window-rows", type=int, default=200_000, help="rows imported by the window")
    parser.add_argument("--customers", type=int, default=20_000, help="customers pushed")
    parser.add_argument("--creates", type=int, default=2_000, help="buyers created, each by a request")
    parser.add_argument("--pace-seconds", type=int, default=60, help="how long a vendor's pace is kept")
    parser.add_argument("--latency-ms", type=float, default=300, help="how long the simulator takes to answer")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part; may be repeated")
    return parser.parse_args()


def measured(options: argparse.Namespace, folder: Path, sandbox: Sandbox) -> Iterator[Row]:
    """Measure part by part, in an order in which one prepares the next."""
    wanted = options.only or PARTS
    parts: dict[str, Callable[[], Iterator[Row]]] = {
        "import": lambda: import_rows(folder, sandbox, options.rows, options.again_rows),
        "workbook": lambda: workbook_row(folder, sandbox, options.sheet_rows),
        "window": lambda: answering_rows(folder, sandbox, options.window_rows),
        "start": lambda: _start(folder, options.rows if "import" in wanted else 0),
        "push": lambda: _push(folder, sandbox, options),
        "creates": lambda: _creates(folder, sandbox.at("softwareone"), options),
        "pace": lambda: iter([pace_row(folder, sandbox.at("flxpoint"), options.pace_seconds)]),
        "packaged": lambda: packaged(folder),
    }
    for name, part in parts.items():
        if name in wanted:
            yield from part()


def _start(folder: Path, number: int) -> Iterator[Row]:
    yield first_paint(folder / "import", number)


def _push(folder: Path, sandbox: Sandbox, options: argparse.Namespace) -> Iterator[Row]:
    prepared = prepare(folder, sandbox, options.customers)
    yield plan_row(prepared)
    yield from push_rows(prepared, sandbox, (0, options.latency_ms))


def _creates(folder: Path, sandbox: Sandbox, options: argparse.Namespace) -> Iterator[Row]:
    prepared = prepare_creates(folder, sandbox, options.creates)
    yield from push_rows(prepared, sandbox, (0, _CREATE_LATENCY_MS))


if __name__ == "__main__":
    sys.exit(main())
