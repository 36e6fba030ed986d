"""Keeps the records of a file that are there already and as they were when it was read, many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.intake.again import switches_text
from app.intake.merge import Target
from app.intake.staging import Staging
from app.intake.staging_parts import Part

if TYPE_CHECKING:
    from app.store.again_copy import AgainCopied
    from app.workspace import Workspace

_CHUNK_NUMBERS = 250  # per transaction: each has two versions for a while, in eight indexes; about 12 ms


class KeepAgain:
    """The part of keeping that compares nothing anew. It comes first: what it leaves goes record by record."""

    def __init__(self, workspace: Workspace, target: Target, staging: Staging) -> None:
        self._workspace = workspace
        self._target = target
        self._staging = staging
        self._overtaken: frozenset[int] = frozenset()

    def copy(self, operation_id: int, file: Path, note: Callable[[AgainCopied], None]) -> frozenset[int]:
        """Copy what is as it was, telling of each chunk; returns the numbers of records that are not."""
        overtaken: set[int] = set()
        for part in self._staging.plain.parts.all() if self._staging.has_again() else ():
            for copied in self._copied(operation_id, file, part):
                note(copied)
                overtaken.update(copied.overtaken)
        self._overtaken = frozenset(overtaken)
        return self._overtaken

    def claimer(self, record_id: int) -> int:
        """Tell which record of the file was copied over an existing one; 0 where none was."""
        number = self._staging.number_of_finished(record_id)
        return 0 if number in self._overtaken else number

    def _copied(self, operation_id: int, file: Path, part: Part) -> Iterator[AgainCopied]:
        copying = self._workspace.store.operations.copying_again(
            operation_id,
            file,
            part.file,
            connection_id=self._target.connection_id,
            switches=switches_text(self._target),
        )
        with copying as copy:
            for start in range(part.first, part.last + 1, _CHUNK_NUMBERS):
                yield copy(start, min(start + _CHUNK_NUMBERS - 1, part.last))
