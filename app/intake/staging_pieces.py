"""Joins what was read of single pieces of a file, each staged in a file of its own, to the whole."""

from __future__ import annotations

from pathlib import Path

from app.intake.staging import Staging
from app.intake.staging_parts import Part
from app.intake.staging_plain import KeyOrder

# Tables without an index, made by the same words: SQLite moves their rows over as they are.
_MOVED = ("source_rows", "records", "problems")


class StagedPieces:
    """The files of pieces, beside that of the staging they belong to. Finished records stay in them."""

    def __init__(self, staging: Staging) -> None:
        self._staging = staging
        self._own = staging.plain.parts.own_file
        self._count = 0

    def next_file(self) -> Path:
        self._count += 1
        return self._own.with_name(f"{self._own.name}-piece{self._count}")

    def join(self, file: Path, keys: KeyOrder) -> None:
        """Take the rows of the piece that follows in the file."""
        run = self._staging.connection.execute
        run("COMMIT")
        run("ATTACH ? AS piece", (str(file),))
        run("BEGIN")
        for table in _MOVED:
            run(f"INSERT INTO main.{table} SELECT * FROM piece.{table}")  # noqa: S608  names of our own
        run("INSERT OR IGNORE INTO main.verdicts SELECT * FROM piece.verdicts")
        first, last = run("SELECT min(number), max(number) FROM piece.plain").fetchone()
        run("COMMIT")
        run("DETACH piece")
        run("BEGIN")
        if first is None:
            file.unlink()
            return
        self._staging.plain.parts.add(Part(file, first, last))
        self._staging.plain.keys.follow_with(keys)

    def remove_others(self) -> None:
        """Take away what never became a part of the staging."""
        joined = {part.file for part in self._staging.plain.parts.all()}
        for file in set(self._own.parent.glob(f"{self._own.name}-piece*")) - joined:
            file.unlink(missing_ok=True)
