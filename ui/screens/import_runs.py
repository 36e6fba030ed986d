"""The long work of an import, one at a time: reading a file, keeping what was read, rejecting it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.intake.values import Proposal
from app.jobs import JobContext, Progress
from ui.jobs import Job, Lane
from ui.screens.import_calls import FileToRead, KeptFile, ReadFile, keeping, reading_file, rejecting

if TYPE_CHECKING:
    from app.values import Connection
    from ui.session import AppSession


class ImportRuns(QObject):
    """`read` carries a ReadFile, `kept` a KeptFile, `rejected` what is left of the proposal or None."""

    read = Signal(object)
    kept = Signal(object)
    rejected = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    progressed = Signal(object)

    def __init__(self, session: AppSession, connection: Connection, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._connection = connection
        self._job: Job | None = None

    @property
    def is_busy(self) -> bool:
        return self._job is not None

    def read_file(self, source: FileToRead) -> None:
        kind, connection = self._session.kind_of(self._connection), self._connection
        work = reading_file(self._session.workspace, kind.id, connection.id, source)
        self._run(work, self._take_read, title=f"Reading {source.path.name}")

    def keep(self, proposal: Proposal, *, filter_name: str, rows: Sequence[range] | None) -> None:
        work = keeping(self._session.workspace, proposal, filter_name=filter_name, rows=rows)
        self._run(work, self._take_kept, title=f"Keeping {proposal.file_name}")

    def reject(self, proposal: Proposal, *, filter_name: str, rows: Sequence[range] | None) -> None:
        work = rejecting(self._session.workspace, proposal, filter_name=filter_name, rows=rows)
        self._run(work, self._take_rejected, title=f"Rejecting {proposal.file_name}")

    def stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _run(self, work: Callable[[JobContext], Any], done: Callable[[Any], None], *, title: str) -> None:
        self._job = self._session.jobs.run(
            work,
            done=done,
            failed=self._fail,
            cancelled=self._stop,
            progress=self._progress,
            lane=Lane.LONG,
            title=title,
        )

    def _take_read(self, read: ReadFile) -> None:
        self._job = None
        self.read.emit(read)

    def _take_kept(self, kept: KeptFile) -> None:
        self._job = None
        self.kept.emit(kept)

    def _take_rejected(self, left: Proposal | None) -> None:
        self._job = None
        self.rejected.emit(left)

    def _fail(self, error: BaseException) -> None:
        self._job = None
        self.failed.emit(error)

    def _stop(self) -> None:
        self._job = None
        self.stopped.emit()

    def _progress(self, progress: Progress) -> None:
        self.progressed.emit(progress)
