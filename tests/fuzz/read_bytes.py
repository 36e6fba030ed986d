"""Coverage-guided fuzzing of the reader, outside the gate: any bytes are read, or refused in words.

Run it for some minutes with `pip install atheris` in an environment of its own, from the project's root:
`python -m tests.fuzz.read_bytes -max_total_time=300 FOLDER_OF_SAMPLES`. What it finds becomes a case of
tests/app/intake/test_corpus.py.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path

from app.errors import UnusableFile
from app.intake.look import look_at
from app.intake.rows import form_of, open_rows, opened_rows

KIND = "traede.customers"


def read_bytes(content: bytes) -> int:
    """Read bytes as a file, row by row and block by block; returns the number of its rows.

    *Raises* AssertionError where the two ways differ.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.csv"
        file.write_bytes(content)
        try:
            reading = look_at(file, KIND)
        except UnusableFile:
            return 0
        if reading.sheet:
            return 0
        form = form_of(reading)
        single = list(open_rows(file, form))
        with opened_rows(file, form) as rows:
            blocks = [row for block in rows.blocks() for row in block.rows()]
    assert sorted(blocks, key=lambda row: row.row) == single
    return len(single)


def main() -> None:
    """Fuzz until told to stop."""
    atheris = importlib.import_module("atheris")
    atheris.instrument_all()
    atheris.Setup(sys.argv, read_bytes)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
