"""What Review changes in the working copy: it takes changes back and decides conflicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from app.jobs import JobContext
from app.values import Changed, Connection
from ui.jobs import Lane
from ui.screens.review_calls import resolving, reverting, reverting_rows
from ui.session import AppSession


class ReviewEdits(QObject):
    """Each as a job. `changed` follows every one that went through, `decided` a conflict, `failed` an error."""

    changed = Signal()
    decided = Signal()
    failed = Signal(object)

    def __init__(self, session: AppSession, connection: Connection, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._connection = connection
        self._kind = session.kind_of(connection)

    def revert_rows(self, rows: Sequence[range]) -> None:
        """Take back everything pending of the records in these rows of the list."""
        work = reverting_rows(self._session.workspace, self._kind.id, self._connection.id, rows)
        self._run(work, self._announce)

    def revert(self, record_id: int, path: str) -> None:
        """Take back one field, or all of a record where the path is “”."""
        work = reverting(self._session.workspace, self._kind.id, (record_id,), path or None)
        self._run(work, self._announce)

    def resolve(self, record_id: int, chosen: Mapping[str, str]) -> None:
        """Take mine or theirs, by path."""
        work = resolving(self._session.workspace, self._kind.id, record_id, chosen)
        self._run(work, self._take_decided)

    def _run(self, work: Callable[[JobContext], Changed], done: Callable[[Changed], None]) -> None:
        self._session.jobs.run(work, done=done, failed=self._fail, lane=Lane.WRITE)

    def _announce(self, _changed: Changed) -> None:
        self.changed.emit()
        self._session.changes.announce(Changed(self._connection.id, self._kind.id))

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(error)

    def _take_decided(self, changed: Changed) -> None:
        self._announce(changed)
        self.decided.emit()
