"""What a person changes in a proposal: cells, single changes, the mapping. One edit after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.intake.one_field import only_field, without_field
from app.intake.values import Mapping, Proposal
from app.jobs import JobContext, Progress
from ui.jobs import Job, Lane
from ui.models.mapping_words import titled
from ui.screens.import_edit_calls import (
    Edited,
    Readings,
    Remapped,
    exporting_wrong,
    fixing,
    forgetting,
    leaving_out,
    reading_mapping,
    remapping,
    saving_mapping,
    trying_encodings,
)

if TYPE_CHECKING:
    from app.vendors.declaration import Kind
    from ui.session import AppSession


class ProposalEdits(QObject):
    """`edited` carries an Edited, `remapped` a Remapped; `told` says what was written to a file.

    `narrowed` says that a field was taken out of all records, or all others were: `widen` takes that back.
    """

    edited = Signal(object)
    remapped = Signal(object)
    readings_found = Signal(object)
    told = Signal(str)
    narrowed = Signal(str)
    failed = Signal(object)
    busy_changed = Signal(str)
    progressed = Signal(object)

    def __init__(self, session: AppSession, kind: Kind, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._kind = kind
        self._job: Job | None = None
        self._before: Mapping = ()
        self._narrowing = ""
        self.proposal: Proposal | None = None

    @property
    def is_busy(self) -> bool:
        """Tell whether the columns are being matched anew, which can take a while."""
        return self._job is not None

    def fix(self, row: int, index: int, text: str) -> None:
        """Write another text into a cell; the record is checked at once."""
        if self.proposal is not None:
            self._write(fixing(self._session.workspace, self.proposal.id, row=row, index=index, text=text))

    def leave_out(self, number: int, paths: Sequence[str]) -> None:
        """Leave exactly these changes out of a record."""
        if self.proposal is not None:
            self._write(leaving_out(self._session.workspace, self.proposal.id, number, tuple(paths)))

    def remap(self, mapping: Mapping, *, remembers: bool = True) -> None:
        """Match the columns anew."""
        if self.proposal is not None:
            work = remapping(self._session.workspace, self.proposal.id, mapping, remembers=remembers)
            self._run_long(work)

    def leave_field_out(self, path: str) -> None:
        """Take one field out of all records."""
        if self.proposal is not None:
            words = f"{self._title(path)} is left out of all records."
            self._narrow(without_field(self.proposal.mapping, path), words)

    def keep_only_field(self, path: str) -> None:
        """Leave one field alone in all records."""
        if self.proposal is not None:
            words = f"Only {self._title(path)} is left of all records."
            self._narrow(only_field(self._kind, self.proposal.mapping, path), words)

    def widen(self) -> None:
        """Take back what left a field, or the others, out of all records."""
        if self._before:
            self.remap(self._before, remembers=False)
            self._before = ()

    def forget(self) -> None:
        if self.proposal is not None:
            self._run_long(forgetting(self._session.workspace, self.proposal))

    def read_mapping(self, place: Path) -> None:
        if self.proposal is not None:
            self._run_long(reading_mapping(self._session.workspace, self.proposal, place))

    def save_mapping(self, place: Path) -> None:
        if self.proposal is not None:
            self._session.jobs.run(
                saving_mapping(self.proposal, place), done=self._take_saved, failed=self._fail, lane=Lane.LONG
            )

    def export_wrong(self, place: Path) -> None:
        """Write the rows with errors, in their own columns, with the reason."""
        if self.proposal is not None:
            work = exporting_wrong(self._session.workspace, self.proposal, place)
            self._session.jobs.run(
                work, done=self._take_words, failed=self._fail, lane=Lane.LONG, title="Exporting rows"
            )

    def try_encodings(self, path: Path) -> None:
        self._session.jobs.run(
            trying_encodings(path), done=self._take_readings, failed=self._fail, lane=Lane.READ
        )

    def stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _narrow(self, mapping: Mapping, words: str) -> None:
        if self.proposal is not None and not self.is_busy:
            self._before, self._narrowing = self.proposal.mapping, words
            self.remap(mapping, remembers=False)

    def _title(self, path: str) -> str:
        return titled(self._kind.column_by_path[path])

    def _write(self, work: Callable[[JobContext], Edited]) -> None:
        self._session.jobs.run(
            work, done=self._take_edited, failed=self._fail, lane=Lane.WRITE, title="Checking a record"
        )

    def _run_long(self, work: Callable[[JobContext], Remapped]) -> None:
        if self._job is not None:
            return
        title = "Matching the columns"
        self._job = self._session.jobs.run(
            work,
            done=self._take_remapped,
            failed=self._fail_long,
            cancelled=self._end_long,
            progress=self._progress,
            lane=Lane.LONG,
            title=title,
        )
        self.busy_changed.emit(title)

    def _take_edited(self, edited: Edited) -> None:
        if self.proposal is not None and edited.proposal.id == self.proposal.id:
            self.proposal = edited.proposal
            self.edited.emit(edited)

    def _take_remapped(self, remapped: Remapped) -> None:
        self._end_long()
        self.proposal = remapped.proposal
        self.remapped.emit(remapped)
        if self._narrowing:
            self.narrowed.emit(self._narrowing)
            self._narrowing = ""

    def _end_long(self) -> None:
        self._job = None
        self.busy_changed.emit("")

    def _fail_long(self, error: BaseException) -> None:
        self._narrowing = ""
        self._end_long()
        self.failed.emit(error)

    def _progress(self, progress: Progress) -> None:
        self.progressed.emit(progress)

    def _take_saved(self, name: str) -> None:
        self.told.emit(f"The mapping was saved as {name}.")

    def _take_words(self, words: str) -> None:
        self.told.emit(words)

    def _take_readings(self, readings: Readings) -> None:
        self.readings_found.emit(readings)

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(error)
