"""Reading and checking a workbook, against openpyxl's own pass over the same sheet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook, load_workbook

from tests.bench.measure import run
from tests.bench.table import Row, seconds
from tests.bench.workspace import KIND, Sandbox, command, connect
from tests.e2e.customer_files import COLUMNS, customer, rows_of


def workbook_row(folder: Path, sandbox: Sandbox, number: int) -> Iterator[Row]:
    """Propose the rows of a workbook; openpyxl reads the sheet as it does for anybody, read-only."""
    file, workspace = folder / f"{number}-rows.xlsx", folder / "workbook"
    write_workbook(file, number)
    connect(workspace, sandbox)
    theirs = run(sys.executable, "-m", "tests.bench.workbooks", str(file))
    ours = command(workspace, "import", str(file), "--into", KIND, "--connection", "Bench")
    yield Row(
        f"read and check {number:,} rows of a workbook",
        seconds(ours.seconds),
        "openpyxl, read-only",
        seconds(theirs.seconds),
        ours.seconds / theirs.seconds,
        "3×",
        ours.peak_megabytes,
        (ours.cpu_seconds, theirs.cpu_seconds),
    )


def write_workbook(file: Path, number: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Customers")
    sheet.append(COLUMNS)
    for each in range(1, number + 1):
        (row,) = rows_of(customer(each))
        sheet.append([row.get(column, "") for column in COLUMNS])
    book.save(file)


def main(file: str) -> int:
    """Read every cell of the first sheet."""
    book = load_workbook(file, read_only=True, data_only=True)
    count = sum(len(row) for row in book.worksheets[0].iter_rows(values_only=True))
    sys.stdout.write(f"{count}\n")
    book.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
